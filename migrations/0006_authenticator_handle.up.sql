-- By what a means is found again that signs in by itself, before anybody has said who they are: a credential id, the
-- digest of a certificate's issuer and serial, who somebody is for an identity provider. Empty where it does not.
alter table authenticator add column handle bytea not null default '';
create unique index authenticator_handle on authenticator (institution, kind, handle)
    where handle <> '' and state in ('active', 'suspended', 'blocked');
