drop index authenticator_pending;
