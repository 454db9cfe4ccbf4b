create table unblocking (
    -- What somebody who cannot come in has asked. The same row whoever they are, known or not: nobody learns from it who
    -- is a client. A worker makes a case of it, or nothing.
    id uuid primary key,
    institution text not null,
    client_id uuid references client,    -- null: nobody's identifier
    typed bytea not null,                -- keyed digest of the identifier
    token_hash bytea not null unique,    -- the browser that asked
    reference text not null,
    wanted jsonb not null,               -- "access", kinds of factor
    account bytea not null,              -- sealed; emptied once looked at
    network text not null,
    language text not null,
    begun_at timestamptz not null,
    sent_at timestamptz,                 -- the person says that all is there
    due_at timestamptz,
    closes_at timestamptz,               -- when it is answered if nobody answers
    taken_up_at timestamptz,
    case_id uuid references client_case,
    unique (institution, reference)
);
create index unblocking_of_typed on unblocking (institution, typed, begun_at);
create index unblocking_of_network on unblocking (institution, network, begun_at);
create index unblocking_sent on unblocking (sent_at) where taken_up_at is null;
create index unblocking_begun on unblocking (begun_at);

create table unblocking_document (
    -- Cleaned and sealed, until the worker moves it to the case or empties it.
    id uuid primary key,
    institution text not null,
    unblocking_id uuid not null references unblocking on delete cascade,
    name text not null,
    media_type text not null,
    size integer not null,
    content bytea,
    sent_at timestamptz not null
);
create index on unblocking_document (unblocking_id);
create index unblocking_document_waiting on unblocking_document (sent_at) where content is not null;
