drop index client_company;
drop index client_family_name;
drop table agent_invitation;
