drop table contact_change;
update contact set state = 'former' where state = 'pending';
alter table contact drop constraint contact_state_check;
alter table contact add constraint contact_state_check check (state in ('current', 'former'));
