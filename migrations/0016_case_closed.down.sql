drop index client_case_closed;
