# Virement. Les lignes sont ce que la personne lit et approuve.
operation-transfer = Virement
operation-transfer-scheduled = Votre virement est prévu : il partira le jour dit, et vous pouvez l’annuler jusqu’à la veille.
operation-transfer-executed = L’argent est parti.
line-amount = Montant
line-payee = À
line-iban = IBAN
line-source = Depuis
line-day = Le
line-label = Motif

# Connexion et déconnexion
operation-sign_in = Connexion
operation-end_session = Fin de session
operation-end_session-executed = C’est fermé : pour y revenir, il faudra se connecter de nouveau.
sign-in-line-what = Vous ouvrez
sign-in-line-what-value = Votre espace { $institution }
sign-in-line-browser = Depuis
sign-in-line-when = Le
sign-in-device-known = appareil habituel
sign-in-device-new = nouvel appareil
sign-in-browser-unknown = un navigateur
end-session-line = Session fermée
end-session-everywhere = Toutes vos sessions, celle-ci comprise

# Un nouveau code pour le téléphone
operation-renew_phone_code = Nouveau code du téléphone
renew-line-what = Vous changez
renew-line-what-value = Le code à 4 chiffres
renew-line-phone = Sur
renew-line-then = Ensuite
renew-line-then-value = L’ancien code ne servira plus
operation-use_biometrics = Empreinte ou visage
biometrics-line-what = Vous pourrez approuver
biometrics-line-what-value = Avec votre empreinte ou votre visage, à la place du code

# Les opérations anciennes
operation-read_history = Opérations de plus de 90 jours
read-history-line-what = Vous pourrez lire
read-history-line-what-value = Toutes vos opérations, même anciennes
read-history-line-until = Jusqu’à
read-history-line-until-value = La fin de cette connexion
# Ce que demandent les agents
operation-accept_invitation = Enregistrer la première clé d'accès d'un agent
operation-invite_agent = Inviter un agent
operation-change_agent_role = Changer le rôle d'un agent
operation-change_agent_role-executed = Le nouveau rôle vaut dès maintenant.
operation-open_client_file = Ouvrir le dossier d'un client
operation-end_agent_access = Mettre fin à l'accès d'un agent
operation-end_agent_access-executed = Cet accès est fermé, et ses clés ne servent plus.
operation-handle_case = Traiter le dossier d’un client
