drop table key_seen;
