-- What an enrolment page shows (a key, an activation code), sealed for the one session or sign-in that began it,
-- so that the page can be read again. Emptied when the authenticator becomes active or is given up.
alter table authenticator add column shown bytea;
