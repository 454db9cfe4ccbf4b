-- A change of address that the agency decides, and where somebody lives: sealed, « postal:<client> ».
alter table contact_change drop constraint contact_change_state_check;
alter table contact_change add constraint contact_change_state_check
    check (state in ('begun', 'verified', 'with_agency', 'held', 'done', 'cancelled', 'given_up'));
alter table client add column postal_address bytea;
