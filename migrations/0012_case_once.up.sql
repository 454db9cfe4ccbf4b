-- A client has one open case of each kind: asked twice, even at once, it is the same one.
create unique index client_case_once on client_case (client_id, kind)
    where state in ('open', 'claimed', 'more_asked', 'to_confirm');
