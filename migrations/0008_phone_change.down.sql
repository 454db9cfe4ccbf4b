drop table phone_change;
