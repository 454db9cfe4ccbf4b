blocked-wanted-access = L’accès par identifiant
blocked-line-wanted = À débloquer
blocked-line-nothing = Plus rien n’est bloqué
blocked-line-account = Numéro de compte donné
blocked-line-account-yes = C’est l’un des siens
blocked-line-account-no = Ce n’est aucun des siens
blocked-notice-opened-subject = Votre accès a été débloqué
blocked-notice-opened-email =
    Bonjour,

    Votre agence a vérifié vos documents et débloqué votre accès à { $institution } ({ $when }, dossier { $reference }). S’il vous faut un code provisoire, il est parti par un autre message.

    Ce n’est pas vous qui l’avez demandé ? Appelez-nous sans attendre.
blocked-notice-opened-sms = { $institution } : votre accès a été débloqué par votre agence, dossier { $reference }. Ce n’est pas vous ? Appelez-nous sans attendre.
