# Mes informations : où l’institution écrit, et comment le changer.
profile-title = Mes informations
profile-lead = C’est là que nous vous écrivons, et que partent vos codes. Gardez-les à jour.
profile-email = Adresse e-mail
profile-sms = Téléphone portable
profile-the-email = votre adresse e-mail
profile-the-sms = votre numéro de téléphone
profile-since = Depuis { $day }.
profile-none-email = Aucune adresse e-mail pour l’instant.
profile-none-sms = Aucun numéro de téléphone pour l’instant.
profile-add-email = Ajouter une adresse e-mail
profile-add-sms = Ajouter un numéro
profile-change-email = Changer d’adresse e-mail
profile-change-sms = Changer de numéro
profile-secret = Vous le changez quand vous voulez ; l’ancien vous sera demandé.
profile-done-held = Votre demande est enregistrée. Nous venons de vous l’écrire à vos adresses actuelles.
profile-done-changed = C’est fait. Nous vous l’avons écrit, à l’ancienne adresse aussi.
profile-done-kept = Le changement est annulé : rien n’a changé.
profile-done-protected = Le changement est annulé et vos autres sessions sont fermées. Changez maintenant votre secret, puis appelez { -desk }.
profile-held-title = Un changement est en attente
profile-held-text = { $hint } remplacera cette adresse { $moment }. Jusque-là, l’ancienne continue de servir.
profile-held-look = Voir ou annuler
profile-held-long = Pour vous protéger, cette adresse ne comptera que { $moment }. Jusque-là, l’ancienne reçoit encore vos codes et nos messages.
profile-cancel = Annuler ce changement
profile-not-me-title = Ce n’est pas vous ?
profile-not-me-text = Le changement sera annulé et toutes vos autres sessions seront fermées. Changez ensuite votre secret.
profile-not-me = Ce n’est pas moi
profile-new-email = Nouvelle adresse e-mail
profile-new-sms = Nouveau numéro de téléphone
profile-new-lead-email = Nous y enverrons un code, pour être sûrs qu’elle est bien à vous.
profile-new-lead-sms = Nous y enverrons un code, pour être sûrs qu’il est bien à vous.
profile-field-email = Adresse e-mail
profile-field-sms = Numéro de portable
profile-hint-email = Par exemple : prenom.nom@courriel.example
profile-hint-sms = Par exemple : 06 39 98 12 34. Pour l’outre-mer aussi.
profile-new-submit = Recevoir le code
profile-new-then-held = Il vous faudra ensuite prouver que c’est vous. Le changement prendra effet { $hours } heures plus tard ; jusque-là l’ancienne adresse servira, et vous pourrez annuler.
profile-new-then-now = Il vous faudra ensuite prouver que c’est vous. Le changement prendra effet aussitôt ; nous l’écrirons aussi à l’ancienne adresse.
profile-code-sent-email = Un e-mail avec un code à 6 chiffres vient d’y partir.
profile-code-sent-sms = Un SMS avec un code à 6 chiffres vient d’y partir.
profile-code-left = Valable encore { $minutes }.
profile-code-late = Ce code n’est plus valable, ou presque : demandez-en un autre.
profile-code-nothing-email = Rien reçu ? Attendez une minute, et regardez aussi les courriers indésirables.
profile-code-nothing-sms = Rien reçu ? Attendez une minute, et vérifiez que ce téléphone a du réseau.
profile-code-rewrite = Corriger l’adresse
profile-verified = Cette adresse est bien à vous. Il reste à prouver que c’est vous qui demandez.
profile-verified-submit = Continuer
profile-state-given-up = Ce changement n’a pas été terminé à temps, ou vous en avez commencé un autre. Rien n’a changé.
profile-state-cancelled = Ce changement a été annulé. Rien n’a changé.
profile-state-done = Ce changement est fait.
profile-code-subject = Votre code : { $code }
profile-code-email =
    Bonjour,

    Votre code est { $code }, valable { $minutes } minutes. Il confirme que cette adresse est la vôtre chez { $institution }. Saisissez-le dans la page que vous avez ouverte.

    Vous n’avez rien demandé ? Quelqu’un s’est trompé d’adresse, ou se fait passer pour vous : ne donnez ce code à personne. Aucun conseiller ne vous le demandera jamais.
profile-code-sms = { $code } est votre code { $institution }, valable { $minutes } min : il confirme ce numéro. Aucun conseiller ne vous le demandera : ne le donnez à personne.
profile-notice-held-subject = Changement demandé : { $what }
profile-notice-held-email =
    Bonjour,

    Quelqu’un a demandé à changer { $what } chez { $institution }, { $when }. Le changement prendra effet à partir de : { $from }. Jusque-là, rien ne change.

    C’est vous ? Vous n’avez rien à faire.

    Ce n’est pas vous ? Ouvrez votre espace comme d’habitude, rubrique « Mes informations », et annulez ; ou appelez-nous tout de suite. Aucun code ne vous sera demandé au téléphone.
profile-notice-held-sms = { $institution } : changement demandé ({ $what }), effectif à partir de : { $from }. Ce n’est pas vous ? Annulez dans votre espace, rubrique Mes informations, ou appelez-nous.
profile-notice-changed-subject = C’est changé : { $what }
profile-notice-changed-email =
    Bonjour,

    Comme demandé, nous avons changé { $what } chez { $institution }, { $when }.

    C’est vous ? Vous n’avez rien à faire. Ce n’est pas vous ? Appelez-nous sans attendre, et changez votre secret dans votre espace.
profile-notice-changed-sms = { $institution } : c’est changé ({ $what }). Ce n’est pas vous ? Appelez-nous sans attendre.
profile-notice-welcome-subject = Nous vous écrirons ici
profile-notice-welcome-email =
    Bonjour,

    À partir de maintenant, { $institution } vous écrit à cette adresse.

    Aucun conseiller ne vous demandera jamais un code ni un mot de passe.
profile-notice-welcome-sms = { $institution } vous écrit désormais à ce numéro. Aucun conseiller ne vous demandera jamais un code.
profile-notice-kept-subject = Changement annulé : { $what }
profile-notice-kept-email =
    Bonjour,

    Le changement demandé ({ $what }) chez { $institution } est annulé, { $when }. Rien n’a changé.

    Ce n’est pas vous qui l’avez annulé ? Appelez-nous sans attendre.
profile-notice-kept-sms = { $institution } : changement annulé ({ $what }). Rien n’a changé. Ce n’est pas vous ? Appelez-nous.
profile-notice-not-me-subject = Changement annulé, votre espace est protégé
profile-notice-not-me-email =
    Bonjour,

    Vous nous avez dit que ce n’était pas vous : le changement demandé ({ $what }) chez { $institution } est annulé et vos autres sessions sont fermées, { $when }. { $means } { $case }

    Changez maintenant votre secret, dans votre espace, rubrique Sécurité. Un doute ? Appelez-nous.
profile-notice-not-me-sms = { $institution } : changement annulé ({ $what }), vos autres sessions sont fermées. { $case } Changez votre secret, rubrique Sécurité.
operation-change_contact = Changement d’adresse
contact-line-email = Nouvelle adresse e-mail
contact-line-sms = Nouveau numéro
contact-line-then-held = Prend effet { $hours } heures après votre accord
contact-line-then-now = Prend effet dès votre accord
refusal-email-malformed = Ce n’est pas une adresse e-mail. Elle s’écrit par exemple prenom.nom@courriel.example.
refusal-phone-malformed = Ce n’est pas un numéro de portable français. Il commence par 06 ou 07 et compte dix chiffres.
refusal-contact-same = C’est déjà l’adresse que nous utilisons : il n’y a rien à changer.
refusal-contact-code-wrong = Ce n’est pas le code que nous avons envoyé à cette adresse. Vérifiez-le, ou demandez-en un autre.
refusal-contact-change-over = Ce changement est terminé, ou trop ancien. Rien n’a été changé : vous pouvez recommencer.
    .title = Ce changement n’est plus possible
refusal-contact-change-waits = Un changement est déjà en attente. Annulez-le d’abord, depuis « Mes informations ».
refusal-contact-changes-too-many = Vous avez commencé plusieurs changements aujourd’hui. Reprenez demain, ou appelez { -desk }.
profile-postal = Adresse postale
profile-none-postal = Nous ne connaissons pas encore votre adresse.
profile-change-postal = Changer d’adresse postale
profile-asked = Votre demande { $reference } est chez { -desk }.
profile-asked-look = Suivre ma demande
profile-new-postal = Nouvelle adresse postale
profile-new-lead-postal = Écrivez-la, puis envoyez un justificatif. Votre agence répond sous { $hours } heures ; d’ici là rien ne change.
profile-postal-street = Numéro et rue
profile-postal-more = Appartement, bâtiment, lieu-dit
profile-postal-postcode = Code postal
profile-postal-city = Ville
profile-postal-submit = Envoyer la demande
profile-line-postal = Nouvelle adresse
profile-agency-title = Vous ne pouvez pas le prouver vous-même ?
profile-agency-text = Votre agence peut décider, sur une pièce d’identité. Le changement attendra le même délai, et nous l’écrirons à vos adresses actuelles.
profile-agency-submit = Demander à mon agence
profile-state-with-agency = Votre agence examine ce changement. Suivez-le depuis « Mes informations ».
profile-notice-asked-subject = Demande à l’agence : { $what }
profile-notice-asked-email =
    Bonjour,

    Quelqu’un a demandé à l’agence de { $institution } de changer { $what }, { $when }. Référence : { $reference }. Rien ne change pour l’instant.

    C’est vous ? Vous n’avez rien à faire. Ce n’est pas vous ? Ouvrez votre espace comme d’habitude, rubrique « Mes informations », et retirez la demande ; ou appelez-nous tout de suite.
profile-notice-asked-sms = { $institution } : changement demandé à l’agence ({ $what }), référence { $reference }. Ce n’est pas vous ? Appelez-nous tout de suite.
profile-notice-postal-asked-subject = Changement d’adresse postale demandé
profile-notice-postal-asked-email =
    Bonjour,

    Un changement d’adresse postale a été demandé chez { $institution }, { $when }. Référence : { $reference }. L’agence doit encore répondre : rien ne change pour l’instant.

    C’est vous ? Vous n’avez rien à faire. Ce n’est pas vous ? Ouvrez votre espace comme d’habitude, rubrique « Mes informations », et retirez la demande ; ou appelez-nous.
profile-notice-postal-asked-sms = { $institution } : changement d’adresse postale demandé, référence { $reference }. Ce n’est pas vous ? Appelez-nous.
profile-notice-postal-done-subject = Votre adresse postale est changée
profile-notice-postal-done-email =
    Bonjour,

    Comme demandé ({ $reference }), votre adresse postale est changée chez { $institution }, { $when }.

    Ce n’est pas vous ? Appelez-nous sans attendre.
profile-notice-postal-done-sms = { $institution } : votre adresse postale est changée ({ $reference }). Ce n’est pas vous ? Appelez-nous.
refusal-postcode-malformed = Un code postal compte cinq chiffres.
refusal-address-too-long = Cette ligne est trop longue pour une enveloppe : { $at_most } caractères au plus.
profile-notice-kept-agency-subject = Changement annulé par votre agence : { $what }
profile-notice-kept-agency-email =
    Bonjour,

    { $agent }, { $branch }, a annulé le changement demandé ({ $what }) chez { $institution }, { $when }. Rien n’a changé.

    C’est bien vous qui demandiez ce changement ? Recommencez-le depuis votre espace, ou appelez votre agence.
profile-notice-kept-agency-sms = { $institution } : { $agent }, { $branch }, a annulé le changement demandé ({ $what }). Rien n’a changé. Un doute ? Appelez votre agence.
