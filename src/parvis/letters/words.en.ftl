# A temporary code by post, for whoever has neither e-mail nor telephone left.
letter-title-secret_code = Your temporary code
letter-title-password = Your temporary password
letter-lead = Your branch has recognised you by your documents. Here is what it takes to sign in; you also need what you alone know: { $called }.
