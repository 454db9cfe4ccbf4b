drop table demo_message;
