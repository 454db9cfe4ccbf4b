create table key_seen (
    -- Which keys have been used with these rows: without one of them the program does not start, rather than refuse
    -- every client. The id says nothing of the key.
    id text primary key,                 -- « purpose:id »
    first_seen_at timestamptz not null default now()
);
