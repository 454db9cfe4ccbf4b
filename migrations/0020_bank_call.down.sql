drop table bank_call;
