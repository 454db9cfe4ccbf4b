drop index authenticator_handle;
alter table authenticator drop column handle;
