-- A lane that no time lifts: the agency opens it again.
alter table lock_counter add column blocked_at timestamptz;

-- A secret made by the program for somebody who had none: it serves until then, and is changed before anything else.
alter table authenticator add column serves_until timestamptz;
