-- What agents did about a client, which the client reads: few lines among many.
create index journal_of_agents on journal (client_id, at desc, id desc) where detail ? 'agent';
