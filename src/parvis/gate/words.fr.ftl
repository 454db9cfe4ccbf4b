gate-waiting-title = À approuver
gate-waiting-title-sign-in = Confirmez que c'est bien vous
gate-step-proof = Votre deuxième preuve
gate-others = Utiliser un autre moyen
gate-others-then = , puis { $kind }
gate-what = Ce qui est demandé
gate-left = Il reste { $minutes } pour répondre.
gate-rewrite = Modifier la demande
gate-withdraw = Annuler la demande
gate-enroll-title = Ajoutez votre deuxième preuve
gate-enroll-text = C'est votre première connexion : il faut un second moyen, que vous seul détenez. Cela prend deux minutes.
gate-enroll = Ajouter : { $means }
gate-no-means-title = Aucun de vos moyens ne convient
gate-no-means-text = Cette demande a besoin d'un moyen que vous n'avez pas, ou qui est bloqué. Appelez votre agence : elle vous aidera à en ajouter un.
gate-executed-title = C'est fait
gate-executed-text = Votre demande a été exécutée.
gate-refused-title = Demande refusée
gate-refused-text = Elle a été refusée sur votre téléphone. Rien n'a été fait. Si ce n'était pas vous, changez votre code sans attendre.
gate-expired-title = Le temps est passé
gate-expired-text = Personne n'a répondu à temps. Rien n'a été fait : vous pouvez recommencer.
gate-withdrawn-title = Demande annulée
gate-withdrawn-text = Elle ne peut plus être approuvée. Rien n'a été fait.
gate-failed-title = Impossible
gate-failed-text = La demande n'a pas pu être exécutée. Rien n'a été fait.
gate-settled-at = Terminé { $moment }.
gate-go-on = Continuer
gate-sign-in-again = Revenir à la connexion
gate-left-less = Il reste moins d'une minute pour répondre.
gate-elsewhere-title = Cette demande vient d'un autre appareil
gate-elsewhere-text = Elle ne peut être approuvée que là-bas, ou sur votre téléphone. Si ce n'est pas vous, annulez-la et changez votre code.
gate-notice-not-me-subject = Une demande a été refusée sur votre téléphone
gate-notice-not-me-email =
    Bonjour,

    Vous avez répondu « Ce n’est pas moi » à une demande faite chez { $institution } : { $what }, { $moment }. Rien n’a été fait, et toutes les sessions ouvertes sont fermées. { $means } { $case }

    Quelqu’un connaît peut-être votre code d’accès. Ouvrez votre espace comme d’habitude, rubrique Sécurité, pour le changer, ou appelez { -desk }. Ne répondez à aucun message qui vous demande un code.
gate-notice-not-me-sms = { $institution } : une demande refusée sur votre téléphone ({ $what }). Rien n’a été fait, vos sessions sont fermées. { $case } Changez votre code d’accès dans votre espace, ou appelez-nous.
gate-notice-copied-subject = Un de vos moyens d’authentification est bloqué
gate-notice-copied-email =
    Bonjour,

    Un de vos moyens d’authentification chez { $institution } vient d’être bloqué : { $means }, « { $name } », { $moment }. Son compteur est revenu en arrière : il en existe peut-être une copie. Rien n’a été fait avec lui.

    Ouvrez votre espace avec un autre moyen, rubrique Sécurité, pour le supprimer et en ajouter un neuf, ou appelez { -desk }.
gate-notice-copied-sms = { $institution } : un de vos moyens d’authentification est bloqué ({ $means }, { $name }) : il en existe peut-être une copie. Rien n’a été fait. Ouvrez votre espace avec un autre moyen, ou appelez-nous.
gate-notice-worn-subject = Un de vos moyens d’authentification est bloqué
gate-notice-worn-email =
    Bonjour,

    Un de vos moyens d’authentification chez { $institution } vient d’être bloqué : { $means }, { $moment }. Il a reçu { $failures } réponses fausses en tout depuis que vous l’avez, même s’il y en a eu de bonnes entre-temps : il ne servira plus.

    Ouvrez votre espace avec un autre moyen, rubrique Sécurité, pour l’ajouter de nouveau, ou appelez { -desk }. Si ces erreurs ne viennent pas de vous, dites-le.
gate-notice-worn-sms = { $institution } : un de vos moyens d’authentification est bloqué ({ $means }) après { $failures } erreurs en tout. Ouvrez votre espace avec un autre moyen pour l’ajouter de nouveau, ou appelez-nous.
