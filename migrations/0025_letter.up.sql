-- A letter that the institution prints and posts itself. Its content is emptied once it has been taken.
create table letter (
    id uuid primary key,
    institution text not null,
    client_id uuid not null references client,
    content bytea,                       -- a PDF, sealed « letter:<id> »
    made_at timestamptz not null,
    useless_after timestamptz not null,
    taken_at timestamptz
);
create index on letter (institution, made_at) where taken_at is null;
create index on letter (client_id);
