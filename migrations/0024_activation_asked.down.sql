drop table activation_asked;
