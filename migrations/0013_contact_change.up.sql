-- A new address is written to for nothing but the code that proves it, until its change takes effect.
alter table contact drop constraint contact_state_check;
alter table contact add constraint contact_state_check check (state in ('pending', 'current', 'former'));

create table contact_change (
    id uuid primary key,
    institution text not null,
    client_id uuid not null references client,
    channel text not null check (channel in ('email', 'sms')),
    contact_id uuid not null references contact,   -- the new one
    state text not null check (state in ('begun', 'verified', 'held', 'done', 'cancelled', 'given_up')),
    language text not null,
    code bytea,                          -- sealed: enough to recognise the code that was sent
    code_until timestamptz not null,
    sent_count integer not null default 0,
    sent_at timestamptz not null,
    failures integer not null default 0,
    begun_at timestamptz not null,
    request_id uuid references request,  -- the approval
    effective_at timestamptz,            -- approved: from then on the new address counts
    settled_at timestamptz
);
create index on contact_change (client_id, begun_at);
create index contact_change_due on contact_change (effective_at) where state = 'held';
create unique index contact_change_held on contact_change (client_id, channel) where state = 'held';
