alter table client drop column postal_address;
update contact_change set state = 'given_up' where state = 'with_agency';
alter table contact_change drop constraint contact_change_state_check;
alter table contact_change add constraint contact_change_state_check
    check (state in ('begun', 'verified', 'held', 'done', 'cancelled', 'given_up'));
