drop table letter;
