-- The demo's inbox: messages that a real institution would have sent out. Empty anywhere else.

create table demo_message (
    id uuid primary key,                 -- the outbox's own: a second delivery is the same message
    institution text not null,
    client_id uuid not null references client,
    channel text not null,
    message_id text not null,
    sender text not null,
    address text not null,               -- in clear: these addresses are invented
    subject text not null,
    text text not null,
    sent_at timestamptz not null
);
create index on demo_message (sent_at desc, id desc);
