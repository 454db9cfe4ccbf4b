delete from outbox where authenticator_id is not null;
alter table outbox drop column authenticator_id;
drop table push_subscription;
