alter table client drop column company_role;
drop index contact_unindexed;
drop index contact_address;
alter table contact drop column address_index;
drop table tally;
