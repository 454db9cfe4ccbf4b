drop index authenticator_ending;
drop index authenticator_undated;
alter table authenticator drop column reminded_at;
alter table authenticator drop column expires_at;
