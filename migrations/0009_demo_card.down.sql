drop table demo_card;
