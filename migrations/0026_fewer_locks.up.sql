-- Each reference is checked by locking the row it points to. Both of these are true by how they are written, and cost
-- the hot paths a tenth of what they ask of the database:
-- a row of the queue is written by the statement that writes its row of the journal, which nobody may delete;
alter table journal_unsealed drop constraint journal_unsealed_journal_id_fkey;
-- a policy is kept before the first request that it decides, and all requests of an institution would lock that one row.
alter table request drop constraint request_policy_hash_fkey;
