-- A phone that is being enrolled is found by its activation code, among the few that are pending at that moment.
create index authenticator_pending on authenticator (institution, kind, created_at) where state = 'pending';
