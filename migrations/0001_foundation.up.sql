-- Every row belongs to one institution, and every select says which.
-- Identifiers are UUIDv7 made by the program: no sequence is shared by all writers.

create table policy (
    -- The institution's file as it stood when it decided something: `parvis explain` reads it years later.
    hash bytea primary key,
    institution text not null,
    text text not null,
    first_seen_at timestamptz not null
);

create table client (
    id uuid primary key,
    institution text not null,
    given_name text not null,
    family_name text not null,
    language text not null default 'fr',
    company text,
    created_at timestamptz not null,
    last_sca_at timestamptz
);
create index on client (institution);

create table identifier (
    -- What the client types to say who they are, in canonical form.
    institution text not null,
    value text not null,
    client_id uuid not null references client,
    primary key (institution, value)
);
create index on identifier (client_id);

create table contact (
    id uuid primary key,
    institution text not null,
    client_id uuid not null references client,
    channel text not null check (channel in ('email', 'sms')),
    address bytea not null,          -- sealed
    hint text not null,              -- what may be shown: « c•••@exemple.fr », « 06 •• •• •• 12 »
    state text not null check (state in ('current', 'former')),
    since timestamptz not null
);
create index on contact (client_id, channel) where state = 'current';

create table device (
    -- A browser that has signed in before. It is known by a cookie that only it holds.
    id uuid primary key,
    institution text not null,
    client_id uuid not null references client,
    token_hash bytea not null,
    name text not null,
    network text not null,
    first_seen_at timestamptz not null,
    last_seen_at timestamptz not null,
    distrusted_at timestamptz,
    unique (token_hash, client_id)
);
create index on device (client_id);

create table authenticator (
    id uuid primary key,
    institution text not null,
    client_id uuid not null references client,
    kind text not null,
    name text not null,
    state text not null check (state in ('pending', 'active', 'suspended', 'blocked', 'removed')),
    material bytea not null,         -- sealed; what the factor needs to check an answer
    version integer not null default 1,      -- grows when the material changes
    failures integer not null default 0,     -- consecutive
    failures_ever integer not null default 0,
    created_at timestamptz not null,
    usable_from timestamptz not null,
    last_used_at timestamptz,
    must_change boolean not null default false
);
create index on authenticator (client_id, kind);

create table lock_counter (
    -- Failures of the first step. `subject` is a keyed digest of what was typed, known or not: a stranger's number
    -- is counted exactly as a client's. `lane` is 'stranger', or one known device.
    institution text not null,
    subject bytea not null,
    lane text not null,
    failures integer not null default 0,
    holds integer not null default 0,
    held_until timestamptz,
    version integer not null default 1,
    last_failure_at timestamptz,
    primary key (institution, subject, lane)
);

create table session (
    id uuid primary key,
    institution text not null,
    client_id uuid not null references client,
    token_hash bytea unique,         -- null until the browser that asked claims it, once
    device_id uuid references device,
    opened_at timestamptz not null,
    last_activity_at timestamptz not null,
    expires_at timestamptz not null,
    ended_at timestamptz,
    ended_because text,              -- signed_out, ended_elsewhere, idle, expired, protection
    means text not null,             -- kinds of factor proven, joined by '+'
    strong boolean not null,
    network text not null,
    browser text not null
);
create index on session (client_id, opened_at desc);

create table request (
    id uuid primary key,
    institution text not null,
    client_id uuid not null references client,
    parent_id uuid references request,   -- an enrolment asked in the middle of a sign-in
    session_id uuid references session,
    ticket_hash bytea,                   -- before there is a session: the one browser that asked
    device_id uuid references device,
    operation text not null,
    key uuid not null,                   -- made by the caller: a retry carries the same one
    facts jsonb not null,
    lines jsonb not null,
    canonical text not null,             -- RFC 8785: exactly what is hashed and what the phone shows
    digest bytea not null,
    facts_hash bytea not null,           -- operation and facts alone: tells a retry from a change
    match_number smallint not null,
    policy_hash bytea not null references policy,
    rule text not null,
    ways jsonb not null,                 -- the alternatives as they were at opening
    risk jsonb not null,                 -- {"score": 40, "level": "doubt", "reasons": ["new_device", ...]}
    state text not null default 'waiting'
        check (state in ('waiting', 'executed', 'refused', 'expired', 'withdrawn', 'failed')),
    because text,                        -- the code of a refusal or failure
    result jsonb,
    network text not null default '',
    browser text not null default '',
    language text not null default 'fr',
    opened_at timestamptz not null,
    expires_at timestamptz not null,
    settled_at timestamptz
);
create unique index request_once on request (client_id, key) where state <> 'withdrawn';
create index request_waiting on request (expires_at) where state = 'waiting';
create index request_of_client on request (client_id, opened_at desc);

create table challenge (
    -- What a factor asked for one request: a code that was sent, a nonce. The newest one counts.
    id uuid primary key,
    institution text not null,
    request_id uuid not null references request on delete cascade,
    authenticator_id uuid not null references authenticator on delete cascade,
    material bytea not null,             -- sealed
    shown jsonb not null,                -- what pages may show
    sent_count integer not null default 0,
    failures integer not null default 0,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    unique (request_id, authenticator_id)
);

create table proof (
    id uuid primary key,
    institution text not null,
    request_id uuid not null references request on delete cascade,
    authenticator_id uuid not null references authenticator on delete cascade,
    kind text not null,
    spends text not null,                -- the code step, the challenge, the counter that this proof used up
    proven_at timestamptz not null,
    unique (authenticator_id, spends)
);
create index on proof (request_id);

create table spent_token (
    -- Sealed form tokens (a keypad layout) serve once.
    id uuid primary key,
    expires_at timestamptz not null
);
create index on spent_token (expires_at);

create table account (
    id uuid primary key,
    institution text not null,
    client_id uuid references client,    -- null: a house account
    kind text not null check (kind in ('current', 'savings', 'technical', 'house')),
    label text not null,
    iban text,
    currency char(3) not null,
    balance bigint,                      -- cents; null for a house account, whose balance is the sum of its entries
    held bigint not null default 0,
    floor bigint not null default 0,     -- the lowest balance allowed: an agreed overdraft is negative
    opened_on date not null,
    position integer not null default 0,
    check ((kind = 'house') = (balance is null)),
    check (held >= 0)
);
create index on account (client_id);
create unique index on account (institution, iban) where iban is not null;

create table posting (
    id uuid primary key,
    institution text not null,
    kind text not null,
    label text not null,
    posted_at timestamptz not null,
    once text unique                     -- what this posting performs: the same thing is never posted twice
);

create table entry (
    id uuid primary key,
    institution text not null,
    posting_id uuid not null references posting,
    account_id uuid not null references account,
    amount bigint not null check (amount <> 0),   -- cents, from the account's point of view
    label text not null,
    counterparty text not null default '',
    posted_at timestamptz not null
);
create index entry_history on entry (account_id, posted_at desc, id desc);
create index on entry (posting_id);

create table hold (
    id uuid primary key,
    institution text not null,
    account_id uuid not null references account,
    amount bigint not null check (amount > 0),
    state text not null default 'held' check (state in ('held', 'posted', 'voided')),
    once text not null unique,
    held_at timestamptz not null,
    settled_at timestamptz
);

create table transfer (
    id uuid primary key,                 -- the request's own id: one request, one transfer
    institution text not null,
    client_id uuid not null references client,
    source_id uuid not null references account,
    target_id uuid not null references account,
    payee_name text not null,
    amount bigint not null check (amount > 0),
    currency char(3) not null,
    label text not null,
    execute_on date not null,
    state text not null check (state in ('scheduled', 'executed', 'cancelled', 'failed')),
    because text,
    hold_id uuid references hold,
    posting_id uuid references posting,
    asked_at timestamptz not null,
    settled_at timestamptz
);
create index transfer_of_client on transfer (client_id, asked_at desc, id desc);
create index transfer_due on transfer (execute_on) where state = 'scheduled';

create table outbox (
    id uuid primary key,
    institution text not null,
    contact_id uuid references contact,
    channel text not null,               -- email, sms; later push, webhook
    content bytea,                       -- sealed; emptied once sent
    purpose text not null,               -- code, notice: says nothing else
    request_id uuid,
    state text not null default 'waiting' check (state in ('waiting', 'sent', 'abandoned')),
    tries integer not null default 0,
    due_at timestamptz not null,
    useless_after timestamptz,           -- a code that has expired is not sent
    message_id text not null,            -- the same at each try, so that a second delivery can be recognised
    written_at timestamptz not null,
    sent_at timestamptz,
    last_error text
);
create index outbox_due on outbox (due_at) where state = 'waiting';

create table journal (
    id uuid primary key,
    institution text not null,
    at timestamptz not null,
    event text not null,
    client_id uuid,
    session_id uuid,
    request_id uuid,
    device_id uuid,
    network text not null default '',
    detail jsonb not null default '{}',
    hash bytea not null                  -- of this row alone: writers never wait for one another
);
create index journal_of_client on journal (client_id, at desc, id desc);

create table journal_unsealed (
    journal_id uuid primary key references journal
);

create table journal_seal (
    number bigint primary key,
    sealed_at timestamptz not null,
    rows uuid[] not null,                -- in the order of the leaves
    root bytea not null,
    key_id text not null,
    chain bytea not null                 -- keyed hash of number, root and the chain value before
);
