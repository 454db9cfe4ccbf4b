alter table authenticator drop column shown;
