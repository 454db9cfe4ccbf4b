create table bank_call (
    -- The institution is telephoning this client, an agent says so: what the client's own screens answer to « is it you? »
    id uuid primary key,
    institution text not null,           -- the client's
    client_id uuid not null references client,
    agent_id uuid not null references agent (person_id),
    opened_at timestamptz not null,
    expires_at timestamptz not null,     -- it ends by itself
    ended_at timestamptz,
    ended_because text check (ended_because in ('by_agent', 'expired', 'reported')),
    check ((ended_at is null) = (ended_because is null))
);
-- One at a time: for a client, and for an agent.
create unique index bank_call_of_client on bank_call (client_id) where ended_at is null;
create unique index bank_call_of_agent on bank_call (agent_id) where ended_at is null;
create index bank_call_past on bank_call (client_id, opened_at desc);
create index bank_call_due on bank_call (expires_at) where ended_at is null;
