# Mes moyens d’authentification.
means-title = Mes moyens d’authentification
means-lead = Ce qui prouve que c’est bien vous. Gardez-en deux : si l’un se perd, l’autre vous ouvre la porte.
means-state-active = En service
means-state-suspended = Suspendu
means-state-blocked = Bloqué
means-used = Dernière utilisation { $moment }.
means-never-used = Jamais utilisé.
means-since = Ajouté { $day }.
means-blocked-then = Trop d’essais ont échoué. Ajoutez-le de nouveau, ou appelez votre agence.
means-not-yet = Pour vous protéger, il servira à partir de : { $moment }.
means-none-title = Aucun moyen pour l’instant
means-none-text = Appelez votre agence : elle vous aidera à en ajouter un.
means-add = Ajouter un moyen
means-add-one = Ajouter
means-start-title = Ajouter : { $kind }
means-start-name = Comment l’appeler ?
means-start-name-hint = Par exemple « Téléphone de Marie » ou « Ordinateur du salon ».
means-start-submit = Commencer
means-change-secret_code = Changer mon code secret
means-change-password = Changer mon mot de passe
means-change-lead = Choisissez le nouveau, puis prouvez que c’est vous. Vos autres sessions seront fermées.
means-change-submit = Continuer
means-notice-added-subject = Un moyen d’authentification a été ajouté
means-notice-added-email =
    Bonjour,

    Un moyen d’authentification vient d’être ajouté à votre espace { $institution } : { $kind }, { $when }.

    C’est vous ? Vous n’avez rien à faire. Ce n’est pas vous ? Ouvrez votre espace comme d’habitude, rubrique Sécurité, ou appelez-nous.
means-notice-added-sms = { $institution } : un moyen d’authentification a été ajouté ({ $kind }). Ce n’est pas vous ? Ouvrez votre espace ou appelez-nous.
means-notice-held-subject = Un moyen d’authentification a été ajouté : il servira plus tard
means-notice-held-email =
    Bonjour,

    Un moyen d’authentification vient d’être ajouté à votre espace { $institution } : { $kind }, { $when }. Pour vous protéger, il ne servira qu’à partir du { $from }.

    C’est vous ? Vous n’avez rien à faire. Ce n’est pas vous ? Vous avez jusque-là : ouvrez votre espace comme d’habitude, rubrique Sécurité, ou appelez-nous.
means-notice-held-sms = { $institution } : un moyen d’authentification a été ajouté ({ $kind }). Il servira à partir du { $from }. Ce n’est pas vous ? Appelez-nous avant.
means-notice-changed-subject = Votre secret a été changé
means-notice-changed-email =
    Bonjour,

    Un secret de votre espace { $institution } vient d’être changé : { $kind }, { $when }. Vos autres sessions sont fermées.

    C’est vous ? Vous n’avez rien à faire. Ce n’est pas vous ? Appelez-nous sans attendre.
means-notice-changed-sms = { $institution } : un secret a été changé ({ $kind }). Ce n’est pas vous ? Appelez-nous sans attendre.
means-left = Il reste { $count } codes.
means-left-few = Commander la suivante
means-manage = Gérer
means-name-title = Son nom
means-name-submit = Enregistrer le nom
means-done-renamed = Le nom est enregistré.
means-done-suspended = Ce moyen est suspendu. Plus personne ne peut s’en servir.
means-suspend-title = Perdu, volé, ou un doute ?
means-suspend-text = Suspendez-le : il cesse de servir tout de suite. Vous pourrez le remettre en service.
means-suspend-last = C’est le seul moyen qui vous ouvre la porte depuis un nouvel appareil. Une fois suspendu, ajoutez-en un autre sans attendre, ou appelez votre agence.
means-suspend-submit = Suspendre
means-resume-title = Remettre en service
means-resume-text = Il servira de nouveau, dès que vous aurez prouvé que c’est vous.
means-resume-submit = Remettre en service
means-remove-title = Retirer ce moyen
means-remove-text = Il ne servira plus jamais. Nous vous demanderons de prouver que c’est vous.
means-remove-go = Retirer…
means-remove-then = Il ne servira plus jamais. Vous pourrez en ajouter un autre quand vous voudrez.
means-remove-then-agency = Il ne servira plus jamais. Pour le retrouver, il faudra passer par votre agence.
means-remove-submit = Retirer définitivement
means-last-title = Ajoutez d’abord un autre moyen
means-smartphone-title = C’est votre dernier moyen sans smartphone
means-smartphone-text = Sans lui, vous ne pourrez plus vous connecter depuis un nouvel appareil que par votre smartphone. S’il se perd ou tombe en panne, il faudra appeler votre agence.
means-smartphone-ask = Mon smartphone me suffit
means-smartphone-no = Non, je garde ce moyen
means-smartphone-yes = Oui, retirer ce moyen
means-secret-stays = Un secret ne se suspend pas et ne se retire pas : il se change.
means-notice-suspended-subject = Un moyen d’authentification a été suspendu
means-notice-suspended-email =
    Bonjour,

    Un moyen d’authentification de votre espace { $institution } vient d’être suspendu : { $kind }, { $when }. Il ne sert plus.

    C’est vous ? Vous n’avez rien à faire. Ce n’est pas vous ? Ouvrez votre espace comme d’habitude, rubrique Sécurité, ou appelez-nous.
means-notice-suspended-sms = { $institution } : un moyen d’authentification a été suspendu ({ $kind }). Ce n’est pas vous ? Ouvrez votre espace ou appelez-nous.
means-notice-resumed-subject = Un moyen d’authentification a été remis en service
means-notice-resumed-email =
    Bonjour,

    Un moyen d’authentification de votre espace { $institution } vient d’être remis en service : { $kind }, { $when }.

    C’est vous ? Vous n’avez rien à faire. Ce n’est pas vous ? Appelez-nous sans attendre.
means-notice-resumed-sms = { $institution } : un moyen d’authentification a été remis en service ({ $kind }). Ce n’est pas vous ? Appelez-nous sans attendre.
means-notice-removed-subject = Un moyen d’authentification a été retiré
means-notice-removed-email =
    Bonjour,

    Un moyen d’authentification de votre espace { $institution } vient d’être retiré : { $kind }, { $when }. Il ne servira plus.

    C’est vous ? Vous n’avez rien à faire. Ce n’est pas vous ? Appelez-nous sans attendre.
means-notice-removed-sms = { $institution } : un moyen d’authentification a été retiré ({ $kind }). Ce n’est pas vous ? Appelez-nous sans attendre.
operation-enroll_factor = Ajout d’un moyen d’authentification
operation-change_secret = Changement de secret
enroll-line-what = Vous ajoutez
enroll-line-name = Nom
enroll-line-fingerprint = Empreinte à comparer
change-line-what = Vous changez
change-line-then = Ensuite
change-line-then-value = Vos autres sessions seront fermées
refusal-secrets-differ = Les deux saisies ne sont pas les mêmes.
refusal-means-not-offered = Ce moyen ne peut pas être ajouté ici. Votre agence peut vous aider.
refusal-means-not-confirmed = Ce code n’est pas celui de l’application. Attendez le suivant, et vérifiez que l’heure de l’appareil est réglée automatiquement.
refusal-means-unanswered = Votre appareil n’a pas encore répondu. Terminez d’abord sur l’appareil, puis continuez ici.
refusal-enrolments-too-many = Vous avez commencé plusieurs fois sans finir. Reprenez dans une demi-heure.
refusal-enrolment-over = Cet ajout est terminé, ou trop ancien. Rien n’a été fait : vous pouvez recommencer.
refusal-enrolment-not-here = Vous avez déjà un moyen de cette sorte. Connectez-vous avec lui pour en ajouter un autre.
refusal-means-known = Ce moyen est déjà enregistré : il n’y a rien à ajouter.
operation-resume_factor = Remise en service d’un moyen d’authentification
operation-remove_factor = Retrait d’un moyen d’authentification
operation-remove_factor-executed = Ce moyen n’ouvre et n’approuve plus rien. Ce qui servait à le vérifier est effacé.
resume-line-what = Vous remettez en service
remove-line-what = Vous retirez
remove-line-smartphone = Seul votre smartphone vous ouvrira la porte
refusal-means-secret = Un secret ne se suspend pas et ne se retire pas : vous pouvez le changer.
refusal-means-gone = Ce moyen a changé entre-temps. Rien de plus n’a été fait.
refusal-means-last = C’est le seul moyen qui vous ouvre la porte depuis un nouvel appareil. Ajoutez-en un autre, puis retirez celui-ci. Votre agence peut vous aider.
refusal-means-smartphone-only = C’est votre dernier moyen sans smartphone. Dites si votre smartphone vous suffit.
means-forced-secret_code = Choisissez votre code secret
means-forced-password = Choisissez votre mot de passe
means-forced-lead = Celui que vous venez de taper était provisoire. Choisissez-en un que vous seul connaissez : il le remplace tout de suite, et vos comptes s’ouvrent.
means-forced-submit = Enregistrer et continuer
refusal-secret-same = C’est le code provisoire. Choisissez-en un autre, que vous seul connaissez.
temporary-secret_code-subject = Votre code provisoire
temporary-secret_code-sms = { $institution } : votre code provisoire est { $secret }. Il sert une fois, jusqu’au { $until }, sur { $address }, où vous choisirez le vôtre. Aucun conseiller ne vous le demandera : ne le donnez à personne.
temporary-secret_code-email =
    Bonjour,

    Votre code provisoire est { $secret }.

    Il sert une fois, jusqu’au { $until }. Tapez vous-même l’adresse { $address } dans votre navigateur, connectez-vous avec votre identifiant et ce code : vous choisirez alors le vôtre.

    Ne donnez ce code à personne. Aucun conseiller de { $institution } ne vous le demandera.
temporary-password-subject = Votre mot de passe provisoire
temporary-password-sms = { $institution } : votre mot de passe provisoire est { $secret } (majuscules et minuscules comptent). Il sert une fois, jusqu’au { $until }, sur { $address }, où vous choisirez le vôtre. Aucun conseiller ne vous le demandera : ne le donnez à personne.
temporary-password-email =
    Bonjour,

    Votre mot de passe provisoire est { $secret } (majuscules et minuscules comptent).

    Il sert une fois, jusqu’au { $until }. Tapez vous-même l’adresse { $address } dans votre navigateur, connectez-vous avec votre identifiant et ce mot de passe : vous choisirez alors le vôtre.

    Ne le donnez à personne. Aucun conseiller de { $institution } ne vous le demandera.
means-ends = Valable jusqu’au { $day }
means-ended = N’est plus valable depuis le { $day }
means-ending-own = Ajoutez le suivant dès maintenant, puis retirez celui-ci : vous ne serez jamais sans moyen.
means-ending-agency = Demandez le suivant à votre agence dès maintenant : elle vous le remettra en main propre.
means-replace-title = Le remplacer
means-replace-text = Nouvel appareil, nouvelle clé, carte à renouveler ? Mettez le nouveau en service avec vos moyens actuels, puis retirez celui-ci.
means-replace-go = Mettre le nouveau en service
means-notice-ending-subject = Un de vos moyens arrive à sa fin
means-notice-ending-email =
    Bonjour,

    Un moyen d’authentification de votre espace { $institution } ne sera plus valable après le { $day } : { $kind }. { $how }

    Vous trouverez tous vos moyens dans votre espace, rubrique Sécurité, « Mes moyens d’authentification ».
means-notice-ending-sms = { $institution } : { $kind }, plus valable après le { $day }. { $how }
means-lost-title = Perdu ou volé pour de bon ?
means-lost-text = Il cesse de servir tout de suite, nous l’écrivons à toutes vos adresses, et votre agence le retire pour toujours. Elle vous dira comment avoir le suivant.
means-lost-submit = Le déclarer perdu
means-lost-asked = Vous l’avez déclaré perdu.
means-lost-then = Il ne sert plus. Votre agence répond au plus tard { $moment }. Vous l’avez retrouvé ? Retirez votre demande, puis remettez-le en service.
means-renewal-submit = Demander le suivant
means-renewal-asked = Vous avez demandé le suivant à votre agence. Elle répond au plus tard { $moment }.
means-soon-title = { $kind } : valable jusqu’au { $day }
means-soon-text = Passé ce jour, ce moyen ne vous ouvrira plus la porte. Le suivant se prépare dès maintenant.
means-soon-go = Préparer le suivant
means-notice-lost-subject = Un moyen d’authentification est déclaré perdu
means-notice-lost-email =
    Bonjour,

    Un moyen d’authentification de votre espace { $institution } vient d’être déclaré perdu : { $kind }, { $when }. Il ne sert plus. Référence : { $reference }. Votre agence répond au plus tard { $due }.

    C’est vous ? Vous n’avez rien à faire. Ce n’est pas vous ? Ouvrez votre espace comme d’habitude, rubrique Sécurité, « Mes demandes », et retirez la demande ; ou appelez-nous.
means-notice-lost-sms = { $institution } : un moyen est déclaré perdu ({ $kind }), référence { $reference }. Il ne sert plus. Ce n’est pas vous ? Appelez-nous.
refusal-means-found = Le client a remis ce moyen en service : il n’est plus perdu. Refusez la demande, qui n’est plus nécessaire.
refusal-means-not-ending = Ce moyen n’est pas près de sa fin, ou vous pouvez ajouter le suivant vous-même.
