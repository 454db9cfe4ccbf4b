alter table authenticator drop column serves_until;
alter table lock_counter drop column blocked_at;
