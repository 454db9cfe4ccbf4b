-- Who a client is by their civil status, sealed: an identity provider's word is compared with it once, when a client
-- binds that identity to their access. Empty where the institution does not know it: then nothing can be bound.
alter table client add column civil_identity bytea not null default '';
