drop table document;
drop table case_step;
drop table client_case;
drop table agent;
