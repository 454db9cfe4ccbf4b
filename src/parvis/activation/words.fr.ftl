# Première connexion : ce qu’une personne nouvelle a reçu, et comment en redemander l’envoi.
activation-title = Première connexion
activation-lead-letter = Vous avez reçu votre identifiant par e-mail et un premier secret par courrier. L’un sans l’autre n’ouvre rien.
activation-lead-sms = Vous avez reçu votre identifiant par e-mail et un premier secret par SMS. L’un sans l’autre n’ouvre rien.
activation-lead-letter-sms = Vous avez reçu votre identifiant par e-mail, et un premier secret par SMS ou par courrier. L’un sans l’autre n’ouvre rien.
activation-step-both = Saisissez les deux sur la page de connexion.
activation-step-means = Choisissez un second moyen : il prouvera que c’est bien vous.
activation-step-own-password = Choisissez votre propre mot de passe. Le premier ne servira plus.
activation-step-own-secret_code = Choisissez votre propre code. Le premier ne servira plus.
activation-begin = Me connecter
activation-again-title = Rien reçu, ou trop tard ?
activation-again-text = Le premier secret ne sert que quelques jours. Nous pouvons vous en envoyer un autre ; le précédent ne servira plus.
activation-again-submit = Demander un nouvel envoi
activation-again-agency = Vous n’avez plus ni cette adresse ni ce numéro ? Appelez { -desk }.
activation-asked-title = C’est noté
activation-asked-text = Si ce numéro attend sa première connexion, un nouvel envoi part dans la minute, aux adresses que nous connaissons.
activation-first = Première connexion ?
activation-identifier-sms-subject = Votre espace est prêt
activation-identifier-sms =
    Bonjour,

    Votre espace { $institution } est prêt. { $called } : { $identifier }

    Un premier secret vous arrive par SMS. L’un sans l’autre n’ouvre rien.

    Pour commencer, tapez vous-même { $address } dans votre navigateur : nous n’envoyons jamais de lien. Vous avez jusqu’au { $until }. Passé ce délai, demandez un nouvel envoi sur la page « Première connexion ».

    Ce message n’est pas pour vous ? Supprimez-le : il n’ouvre rien.
activation-identifier-letter-subject = Votre espace est prêt
activation-identifier-letter =
    Bonjour,

    Votre espace { $institution } est prêt. { $called } : { $identifier }

    Un premier secret vous arrive par courrier. L’un sans l’autre n’ouvre rien.

    Pour commencer, tapez vous-même { $address } dans votre navigateur : nous n’envoyons jamais de lien. Vous avez jusqu’au { $until }.

    Ce message n’est pas pour vous ? Supprimez-le : il n’ouvre rien.
activation-letter-again-subject = Votre première connexion
activation-letter-again =
    Bonjour,

    Quelqu’un a demandé un nouvel envoi du premier secret de votre espace { $institution }. Il part par courrier : appelez { -desk }, qui vous en adressera un.

    Vous n’avez rien demandé ? Vous n’avez rien à faire.
activation-secret-password-subject = Votre premier mot de passe
activation-secret-password = { $institution } : votre premier mot de passe est { $secret } (majuscules et minuscules comptent). Il sert une fois, jusqu’au { $until }, sur { $address }. Aucun conseiller ne vous le demandera : ne le donnez à personne.
activation-secret-secret_code-subject = Votre premier code
activation-secret-secret_code = { $institution } : votre premier code est { $secret }. Il sert une fois, jusqu’au { $until }, sur { $address }. Aucun conseiller ne vous le demandera : ne le donnez à personne.
activation-letter-title-password = Votre premier mot de passe
activation-letter-title-secret_code = Votre premier code secret
activation-letter-lead = Voici de quoi ouvrir votre espace une première fois. Il vous faut aussi ce que nous vous avons envoyé par e-mail : { $called }. L’un sans l’autre n’ouvre rien.
activation-letter-until = Il sert une seule fois, jusqu’au { $until }.
activation-letter-how = Tapez vous-même { $address } dans votre navigateur, puis choisissez aussitôt votre propre secret : celui-ci ne servira plus. Détruisez ensuite cette lettre.
activation-letter-never = Personne ne vous demandera ce qui est écrit ici : ni par téléphone, ni par message, ni au guichet.
refusal-activation-not-offered = Cette institution n’active pas les accès de cette façon.
refusal-activation-done = Cette personne a déjà choisi son secret : il n’y a rien à activer.
refusal-activation-known = Cet identifiant est déjà celui d’une autre personne.
refusal-activation-no-email = Il faut une adresse e-mail : l’identifiant part par là.
refusal-activation-no-mobile = Il faut un numéro de portable, ou une lettre.
