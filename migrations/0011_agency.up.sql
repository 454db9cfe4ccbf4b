-- Staff. An agency is an institution of its own (`agency_of` in its file): an agent is a person there as a client is one
-- elsewhere, with passkeys, sessions and requests of their own, and no row of theirs is ever a client's.
create table agent (
    person_id uuid primary key references client,
    institution text not null,           -- the agency
    serves text not null,                -- the institution whose clients it looks after
    role text not null check (role in ('adviser', 'supervisor', 'auditor')),
    branch text not null,
    since timestamptz not null,
    left_at timestamptz
);
create index on agent (institution);

create table client_case (
    -- What an agent has to decide for a client. Its steps say who did what; the client reads them too.
    id uuid primary key,
    institution text not null,           -- the client's
    client_id uuid not null references client,
    kind text not null,                  -- blocked_access, contact_change, address_change, means_lost, ...
    state text not null default 'open'
        check (state in ('open', 'claimed', 'more_asked', 'to_confirm', 'accepted', 'refused', 'withdrawn')),
    reference text not null,             -- what the client says on the telephone: « DR-4F7K-92 »
    detail jsonb not null default '{}',  -- facts, no secret and no address in clear
    opened_at timestamptz not null,
    due_at timestamptz not null,         -- the target
    claimed_by uuid references agent (person_id),
    claimed_at timestamptz,
    decided_by uuid references agent (person_id),
    confirmed_by uuid references agent (person_id),
    closed_at timestamptz,
    check (confirmed_by is null or confirmed_by <> decided_by),
    unique (institution, reference)
);
create index client_case_queue on client_case (institution, due_at, id)
    where state in ('open', 'claimed', 'more_asked', 'to_confirm');
create index client_case_of_client on client_case (client_id, opened_at desc);

create table case_step (
    id uuid primary key,
    institution text not null,
    case_id uuid not null references client_case,
    at timestamptz not null,
    agent_id uuid references agent (person_id),   -- null: the client, or the program
    what text not null,                  -- opened, document_added, claimed, released, more_asked, answered, decided, confirmed, ...
    words text not null default ''       -- what the agent wrote to the client
);
create index on case_step (case_id, at);

create table document (
    -- What a client has sent, cleaned, sealed, never served as it came.
    id uuid primary key,
    institution text not null,
    client_id uuid not null references client,
    case_id uuid references client_case,
    name text not null,                  -- as shown: no path, no control character
    media_type text not null check (media_type in ('application/pdf', 'image/jpeg', 'image/png')),
    size integer not null,               -- bytes, once cleaned
    content bytea not null,              -- sealed
    sent_at timestamptz not null
);
create index on document (case_id);
create index on document (client_id);
