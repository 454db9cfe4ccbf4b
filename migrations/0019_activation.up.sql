-- A first secret that was sent to a newcomer. It is worth nothing without the identifier, which leaves by another way.
create table activation (
    id uuid primary key,
    institution text not null,
    client_id uuid not null references client,
    authenticator_id uuid not null references authenticator,   -- the first secret, until they choose their own
    sent_by text not null check (sent_by in ('sms', 'letter')),
    sent_at timestamptz not null
);
create index on activation (client_id, sent_at desc);
