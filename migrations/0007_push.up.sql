-- Where a phone may be woken: one push subscription for each, sealed. It dies with the phone, or when its push service
-- says that it is gone.
create table push_subscription (
    authenticator_id uuid primary key references authenticator on delete cascade,
    institution text not null,
    client_id uuid not null references client,
    address bytea not null,              -- sealed: endpoint, the browser's key, its secret
    key_id text not null,                -- our key that it was made for
    since timestamptz not null
);
-- A message to a phone has no contact: it goes where that phone has subscribed.
alter table outbox add column authenticator_id uuid references authenticator;
