-- What a phone has prepared to change of itself (a new code, biometrics), sealed, until its owner's approval: the newest
-- one only. It serves nothing, and is dropped when it is done.
create table phone_change (
    authenticator_id uuid primary key references authenticator on delete cascade,
    institution text not null,
    client_id uuid not null references client,
    change bytea not null,               -- sealed
    asked_at timestamptz not null
);
