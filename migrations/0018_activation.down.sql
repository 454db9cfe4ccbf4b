drop table activation;
