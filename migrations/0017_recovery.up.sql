-- How often something was asked within a while, by whom or about whom: `subject` is a keyed digest, and says nothing. A
-- number that nobody has is counted as a client's is. Emptied by the worker.
create table tally (
    institution text not null,
    subject bytea not null,
    since timestamptz not null,
    last_at timestamptz not null,
    times integer not null,
    primary key (institution, subject)
);
create index on tally (last_at);

-- By what a client is found who has forgotten their identifier: a keyed digest of the address, which says nothing of it.
-- Empty until the worker has seen the row.
alter table contact add column address_index bytea not null default '';
create index contact_address on contact (institution, address_index) where address_index <> '' and state = 'current';
create index contact_unindexed on contact (id) where address_index = '';

-- What a person is in their company: whoever is « main » or « administrator » helps the other users. Empty: neither.
alter table client add column company_role text not null default ''
    check (company_role in ('', 'main', 'administrator'));
