drop table journal_seal, journal_unsealed, journal, outbox, transfer, hold, entry, posting, account, spent_token,
    proof, challenge, request, session, lock_counter, authenticator, device, contact, identifier, client, policy;
