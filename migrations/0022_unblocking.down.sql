drop table unblocking_document, unblocking;
