# Un code provisoire par courrier, pour qui n’a plus ni e-mail ni téléphone.
letter-title-secret_code = Votre code provisoire
letter-title-password = Votre mot de passe provisoire
letter-lead = Votre agence vous a reconnu grâce à vos documents. Voici de quoi vous connecter ; il vous faut aussi ce que vous seul connaissez : { $called }.
