-- When a means ends by itself (a certificate), as its material says, and when its client was last told of it.
alter table authenticator add column expires_at timestamptz;   -- 'infinity': looked at, and it does not end
alter table authenticator add column reminded_at timestamptz;
create index authenticator_undated on authenticator (kind) where state = 'active' and expires_at is null;
create index authenticator_ending on authenticator (expires_at) where state = 'active' and expires_at < 'infinity';
