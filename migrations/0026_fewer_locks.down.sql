alter table request add constraint request_policy_hash_fkey foreign key (policy_hash) references policy;
alter table journal_unsealed
    add constraint journal_unsealed_journal_id_fkey foreign key (journal_id) references journal;
