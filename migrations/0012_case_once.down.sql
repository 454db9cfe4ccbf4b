drop index client_case_once;
