# Identifiant, code ou mot de passe oublié.
recovery-link-secret_code = Code oublié ?
recovery-link-password = Mot de passe oublié ?
recovery-link-identifier = Identifiant oublié ?
recovery-title-secret_code = Code secret oublié
recovery-title-password = Mot de passe oublié
recovery-back = Se connecter
recovery-lead = Nous allons vérifier que c’est vous, par deux chemins. Ensuite, vous en choisirez un nouveau.
recovery-signed-in = Vous êtes connecté. Prouvez encore une fois que c’est vous, par un autre moyen : vous en choisirez ensuite un nouveau.
recovery-go-on = Continuer
recovery-channel = Où envoyer le premier code ?
recovery-opening-sms_code = Par SMS, au numéro que nous connaissons
recovery-opening-email_code = Par e-mail, à l’adresse que nous connaissons
recovery-send = Recevoir un code
recovery-identifier-link = Je ne connais plus mon identifiant
recovery-doors = Vous avez une clé d’accès, ou un autre moyen qui ouvre sans rien saisir ? Entrez avec lui depuis la page de connexion : vous pourrez en choisir un nouveau dans la rubrique Sécurité.
recovery-on-device = Le code de l’application ? Il se renouvelle sur le téléphone lui-même : « Code oublié », dans l’application.
recovery-agency = Demander à mon agence, en ligne
recovery-colleague = L’utilisateur principal de votre entreprise, ou un administrateur, peut aussi vous en faire envoyer un nouveau.
recovery-nothing-title = Plus de téléphone ni d’adresse e-mail ?
recovery-nothing-text = Appelez votre agence, ou passez la voir avec une pièce d’identité : elle vous rendra l’accès sans jamais vous demander votre code.
recovery-code-title = Saisissez le code reçu
recovery-code-back = Recommencer
recovery-code-sent-sms_code = Si cet identifiant est bien le vôtre, un SMS vient de partir vers le numéro que nous connaissons. Son code est valable 5 minutes.
recovery-code-sent-email_code = Si cet identifiant est bien le vôtre, un e-mail vient de partir vers l’adresse que nous connaissons. Son code est valable 15 minutes.
recovery-code-none = Toujours rien ? L’identifiant est peut-être mal saisi, ou nous n’avons pas cette coordonnée.
recovery-choice-secret_code = Choisissez un nouveau code secret
recovery-choice-password = Choisissez un nouveau mot de passe
recovery-choice-lead = C’est bien vous. Toutes vos sessions seront fermées, et nous vous écrirons à toutes vos coordonnées.
recovery-choice-submit = L’enregistrer
recovery-held-title = Il ne servira pas tout de suite
recovery-held-text = Pour vous protéger, il ne servira que dans { $hours } h : si quelqu’un d’autre agit à votre place, vous avez le temps de nous prévenir.
recovery-chosen-secret_code = Votre nouveau code secret est enregistré
recovery-chosen-password = Votre nouveau mot de passe est enregistré
recovery-chosen-text = Vous pouvez vous connecter avec lui dès maintenant.
recovery-chosen-held = Pour vous protéger, il servira à partir de : { $moment }. D’ici là, personne n’entre avec lui.
recovery-chosen-blocked = Votre accès reste bloqué : seule l’agence peut le rouvrir, avec vous. Votre nouveau secret servira dès qu’elle l’aura fait.
recovery-chosen-told = Nous venons de l’écrire à toutes vos coordonnées.
recovery-chosen-sign-in = Me connecter
recovery-line-what = Vous remplacez
recovery-line-what-value = { $kind } (oublié)
recovery-line-browser = Depuis
recovery-line-when = Le
operation-recover_secret = Code ou mot de passe oublié
recovery-code-email =
    Bonjour,

    Votre code est { $code }. Il commence le remplacement d’un secret oublié : { $kind }. Saisissez-le dans la page que vous avez ouverte, dans les { $minutes } minutes.

    Ce n’est pas vous ? Ne donnez ce code à personne et prévenez-nous. Aucun conseiller ne vous le demandera jamais.
recovery-code-sms = { $code } est votre code { $institution } pour remplacer un secret oublié, valable { $minutes } min. Aucun conseiller ne vous le demandera : ne le donnez à personne.
recovery-notice-done-subject = Un secret oublié a été remplacé
recovery-notice-done-email =
    Bonjour,

    Un secret de votre espace { $institution } a été déclaré oublié, puis remplacé : { $kind }, { $when }. Toutes vos sessions sont fermées.

    C’est vous ? Vous n’avez rien à faire. Ce n’est pas vous ? Tapez vous-même l’adresse { $address }, choisissez « Code ou mot de passe oublié », puis « Je n’ai rien demandé », et saisissez { $number } : l’accès se ferme aussitôt. Appelez-nous ensuite : quelqu’un lit peut-être vos messages.
recovery-notice-done-sms = { $institution } : un secret oublié a été remplacé ({ $kind }), { $when }. Ce n’est pas vous ? Sur { $address }, « Je n’ai rien demandé », saisissez { $number }, puis appelez-nous.
recovery-notice-held-subject = Un secret oublié a été remplacé : il servira plus tard
recovery-notice-held-email =
    Bonjour,

    Un secret de votre espace { $institution } a été déclaré oublié, puis remplacé : { $kind }, { $when }. Toutes vos sessions sont fermées. Pour vous protéger, le nouveau ne servira qu’à partir du { $from }.

    C’est vous ? Vous n’avez rien à faire. Ce n’est pas vous ? Vous avez jusque-là : tapez vous-même l’adresse { $address }, choisissez « Code ou mot de passe oublié », puis « Je n’ai rien demandé », et saisissez { $number } : l’accès se ferme aussitôt. Appelez-nous ensuite : quelqu’un lit peut-être vos messages.
recovery-notice-held-sms = { $institution } : un secret oublié a été remplacé ({ $kind }). Le nouveau servira à partir du { $from }. Ce n’est pas vous ? Sur { $address }, « Je n’ai rien demandé », saisissez { $number }, puis appelez-nous.
refusal-asked-too-often = Trop de codes ont été demandés. Pour que personne ne soit submergé de messages, attendez un peu : vous pourrez en demander un autre { $until }.
refusal-recovery-over = Cette demande est terminée, ou trop ancienne. Rien n’a changé : vous pouvez recommencer.
recovery-identifier-title = Identifiant oublié
recovery-identifier-lead = Dites-nous qui vous êtes et où vous écrire : si nous vous connaissons là, votre identifiant y partira.
recovery-identifier-name = Nom de famille
recovery-identifier-address = Adresse e-mail ou numéro de portable
recovery-identifier-address-hint = Celui que vous nous avez donné.
recovery-identifier-send = Recevoir mon identifiant
recovery-identifier-sent-title = C’est noté
recovery-identifier-sent-text = Si nous connaissons ce nom à cette adresse, votre identifiant vient d’y partir. Rien reçu dans quelques minutes ? Essayez avec une autre de vos coordonnées.
recovery-identifier-printed = Votre identifiant est votre numéro de sécurité sociale : les 13 premiers chiffres, imprimés sur votre carte Vitale et sur nos courriers. Nous ne l’envoyons jamais par message.
recovery-identifier-nothing = Votre identifiant est aussi sur nos courriers. Sinon, appelez votre agence.
recovery-identifier-subject = Votre identifiant
recovery-identifier-email =
    Bonjour,

    Voici votre identifiant { $institution } :

    { $identifiers }

    Il ne suffit pas pour entrer. Vous n’avez rien demandé ? Quelqu’un a saisi votre nom et votre adresse ; il n’a rien appris. Aucun conseiller ne vous demandera jamais votre code.
recovery-identifier-sms = { $institution } : votre identifiant est { $identifiers }. Vous n’avez rien demandé ? Personne n’a rien appris.
refusal-address-unreadable = Ce n’est ni une adresse e-mail, ni un numéro de téléphone.
recovery-objection-link = Je n’ai rien demandé, et l’on m’écrit que mon secret est remplacé
recovery-objection-title = Je n’ai rien demandé
recovery-objection-back = Code ou mot de passe oublié
recovery-objection-lead = Saisissez le numéro à 8 chiffres du message qui vous a prévenu. Si c’est le bon, l’accès avec le nouveau secret se ferme aussitôt, et toutes les sessions avec lui.
recovery-objection-code = Numéro à 8 chiffres du message
recovery-objection-send = Fermer cet accès
recovery-objection-noted = Si ce numéro est le bon, l’accès est fermé et nous venons de vous l’écrire. Rien reçu dans quelques minutes ? Vérifiez l’identifiant et le numéro, ou appelez-nous.
recovery-notice-undone-subject = Votre accès est fermé, comme vous l’avez demandé
recovery-notice-undone-email =
    Bonjour,

    Vous avez dit n’avoir rien demandé : le secret qui venait d’être remplacé à { $institution } ({ $kind }) n’ouvre plus rien, et toutes les sessions sont fermées, { $when }.

    Vérifiez que personne ne lit vos e-mails ni vos SMS, puis appelez-nous : nous vous rendrons l’accès.
recovery-notice-undone-sms = { $institution } : le secret remplacé n’ouvre plus rien, vos sessions sont fermées. Appelez-nous : nous vous rendrons l’accès.
