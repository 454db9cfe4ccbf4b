-- An invitation lets an agent make a first passkey, once, within a day. Only the hash of its link is stored.
create table agent_invitation (
    id uuid primary key,
    institution text not null,           -- the agency
    person_id uuid not null references agent (person_id),
    token_hash bytea not null unique,
    invited_by uuid references agent (person_id),   -- null: whoever runs the program
    made_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz,
    void_at timestamptz                  -- another one took its place, or the agent's access was ended
);
create index on agent_invitation (person_id, made_at desc);

-- An agent looks for a client by the beginning of a name, whatever its accents (ACCENTED and FOLDED of accounts/rules.py).
create index client_family_name on client
    (institution, lower(translate(family_name, 'àâäáãåçéèêëíìîïñóòôöõúùûüýÿÀÂÄÁÃÅÇÉÈÊËÍÌÎÏÑÓÒÔÖÕÚÙÛÜÝŸŒÆ', 'aaaaaaceeeeiiiinooooouuuuyyAAAAAACEEEEIIIINOOOOOUUUUYYœæ')) text_pattern_ops);
create index client_company on client
    (institution, lower(translate(company, 'àâäáãåçéèêëíìîïñóòôöõúùûüýÿÀÂÄÁÃÅÇÉÈÊËÍÌÎÏÑÓÒÔÖÕÚÙÛÜÝŸŒÆ', 'aaaaaaceeeeiiiinooooouuuuyyAAAAAACEEEEIIIINOOOOOUUUUYYœæ')) text_pattern_ops)
    where company is not null;
