-- The cases that are over, the last one first: agents look back, a page at a time.
create index client_case_closed on client_case (institution, closed_at desc, id desc) where closed_at is not null;
