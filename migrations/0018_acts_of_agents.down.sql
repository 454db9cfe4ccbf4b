drop index journal_of_agents;
