# L’application du téléphone.

phone-app-title = Mes accords
phone-app-name = { $institution } Accord
phone-app-description = Lire et approuver ce qui vous est demandé
phone-app-noscript-title = Cette application a besoin de JavaScript
phone-app-noscript-text = C’est lui qui garde vos clés sur ce téléphone. Activez-le pour ce site, puis rechargez la page.
phone-app-unable-title = Ce navigateur ne peut pas garder vos clés
phone-app-unable-text = Ouvrez cette page par l’adresse sécurisée de votre établissement (https), dans un navigateur à jour et hors navigation privée. Adresse : { $address }
phone-app-offline-bar = Pas de réseau. Vos demandes apparaîtront dès qu’il revient.
phone-app-continue = Continuer
phone-app-back = Effacer le dernier chiffre
phone-app-typed = {"{count}"} chiffres sur {"{length}"}
phone-app-home = Aller à l’accueil
phone-app-done = Terminé
phone-app-again = Réessayer
phone-app-again-active = J’ai vu, revenir à l’accueil
phone-app-later = Plus tard

phone-app-loading = Un instant…
phone-app-sending = Envoi en cours…
phone-app-enrolling = Préparation de vos clés…

phone-app-add-first-title = Ajoutez d’abord l’application à l’écran d’accueil
phone-app-add-first-text = Sur un iPhone ou un iPad, un site qui n’y est pas perd ses clés dès que sept jours passent sans qu’on l’ouvre. Ce téléphone n’approuverait plus rien.
phone-app-add-first-step-1 = Touchez « Partager », puis « Sur l’écran d’accueil ».
phone-app-add-first-step-2 = Ouvrez l’application par sa nouvelle icône.
phone-app-add-first-step-3 = Scannez-y le QR code affiché sur votre ordinateur, ou saisissez le code d’activation.
phone-app-add-first-not = Continuer sans l’ajouter

phone-app-activate-title = Activer ce téléphone
phone-app-activate-lead = Il servira à approuver vos opérations, et il sera le seul à pouvoir le faire avec votre code.
phone-app-activate-step-1 = Sur votre ordinateur, connectez-vous à { $address }.
phone-app-activate-step-2 = Ouvrez « Sécurité », puis « Mes moyens d’authentification », et ajoutez votre téléphone.
phone-app-activate-step-3 = Scannez le QR code affiché, ou recopiez ici le code d’activation.
phone-app-activate-label = Code d’activation
phone-app-activate-hint = Dix lettres et chiffres, valables 10 minutes.
phone-app-activate-incomplete = Il manque des caractères : le code en compte dix.
phone-app-scan = Scanner le QR code
phone-app-scan-title = Visez le QR code affiché sur votre ordinateur
phone-app-scan-type = Saisir le code
phone-app-scan-failed = La caméra n’est pas disponible. Recopiez le code affiché à côté du QR code.

phone-app-code-title = Choisissez un code à 4 chiffres
phone-app-code-text = Il n’est connu que de vous : il n’est enregistré ni ici ni chez nous, et personne ne vous le demandera.
phone-app-code-trivial = Ce code est parmi les premiers qu’un voleur essaierait. Choisissez-en un autre.
phone-app-code-again-title = Saisissez-le une seconde fois
phone-app-code-again-text = Retenez-le bien : nous ne pourrons pas vous le rappeler.
phone-app-code-differs = Les deux codes ne sont pas les mêmes. Recommencez.

phone-app-pending-title = Terminez sur votre ordinateur
phone-app-pending-text = Votre espace client vous demande de confirmer l’ajout de ce téléphone. Il le montrera avec ces huit signes :
phone-app-pending-compare = Les mêmes doivent s’afficher :
phone-app-pending-wait = En attente de votre confirmation
phone-app-restart = Recommencer l’activation
phone-app-ready-title = Ce téléphone est prêt
phone-app-ready-text = Vos prochaines demandes arriveront ici.
phone-app-ready-next = Gardez cette application à portée de main : ajoutez-la à votre écran d’accueil.

phone-app-home-title = Vos demandes
phone-app-calm-title = Rien n’attend votre accord
phone-app-calm-text = Une demande s’affichera ici toute seule. Si vous n’avez rien demandé, il n’y a rien à faire.
phone-app-cut-off-title = Pas de réseau
phone-app-cut-off-text = Ce qui attend ne peut pas être montré : vos demandes apparaîtront dès que le réseau revient. Une demande affichée sur votre ordinateur peut quand même être approuvée : touchez « Sans réseau ».
phone-app-notify = M’avertir sur ce téléphone
phone-app-notification = Une demande attend votre accord. Ouvrez l’application pour la lire.
phone-app-notices-title = Être averti sur ce téléphone ?
phone-app-notices-text = Quand une demande attend votre accord, ce téléphone affichera :
phone-app-notices-never = Jamais de montant ni de nom : ce message peut s’afficher sur un écran verrouillé. Sans alerte, vos demandes restent ici.
phone-app-notices-yes = Oui, m’avertir
phone-app-notices-stop = Ne plus m’avertir
phone-app-notices-no = Pas maintenant
phone-app-notices-denied = Votre navigateur refuse les notifications de ce site. Autorisez-les dans ses réglages, puis revenez ici. Vos demandes vous attendent dans l’application.
phone-app-notices-failed = Votre navigateur n’a pas pu s’inscrire aux alertes. Réessayez plus tard : vos demandes vous attendent dans l’application.
phone-app-settings-notices = Alertes sur ce téléphone
phone-app-space = Ouvrir mon espace client
phone-app-held = Pour vous protéger, ce téléphone servira à partir de : { $until }.
phone-app-renew-title = Code oublié ?
phone-app-renew-text = Personne ne peut retrouver votre code : vous en choisissez un nouveau, et l’ancien ne sert plus.
phone-app-renew-step-1 = Choisissez un nouveau code à 4 chiffres.
phone-app-renew-step-2 = Prouvez que c’est vous, comme pour une connexion : les pages suivantes vous guident.
phone-app-renew-step-3 = Revenez ici : ce téléphone approuve avec le nouveau code.
phone-app-renew-go = Choisir un nouveau code
phone-app-renewed-title = Votre nouveau code est en service
phone-app-renewed-text = L’ancien ne sert plus. Nous vous l’avons écrit à toutes vos adresses.
phone-app-finger-title = Empreinte ou visage
phone-app-finger-text = Ce téléphone vous reconnaît : vous approuvez sans saisir votre code à 4 chiffres. Votre empreinte ou votre visage ne quitte jamais le téléphone.
phone-app-finger-then = Le code continue de servir si le téléphone ne vous reconnaît pas.
phone-app-finger-on = Utiliser l’empreinte ou le visage
phone-app-finger-off = Revenir au code seul
phone-app-finger-failed = Ce téléphone ne vous a pas reconnu, ou vous avez arrêté. Rien n’a changé : votre code sert toujours.
phone-app-old-title = Mettez l’application à jour
phone-app-old-text = Cette version est trop ancienne pour être sûre. Vos clés et votre code restent les mêmes.
phone-app-old-update = Mettre à jour maintenant
phone-app-install = Installer l’application
phone-app-settings = Ce téléphone
phone-app-warning-last = Il vous reste un seul essai de code avant le blocage de ce téléphone.

phone-app-settings-title = Ce téléphone
phone-app-settings-name = Nom
phone-app-settings-print = Empreinte
phone-app-settings-code-title = Code oublié ?
phone-app-settings-code-text = Personne ne peut le retrouver : choisissez-en un nouveau ici, puis prouvez que c’est vous.
phone-app-settings-forget-title = Ne plus utiliser ce téléphone
phone-app-settings-forget-text = Ses clés seront effacées d’ici. Pensez aussi à retirer ce téléphone dans votre espace client.
phone-app-settings-forget = Effacer les clés de ce téléphone
phone-app-forget-title = Effacer les clés ?
phone-app-forget-text = Ce téléphone ne pourra plus rien approuver tant que vous ne l’aurez pas activé de nouveau.
phone-app-keep = Les garder

phone-app-left = À approuver sous { $left }
phone-app-time-none = Le temps est passé
phone-app-time-under-a-minute = moins d’une minute
phone-app-time-one-minute = une minute
phone-app-time-minutes = {"{minutes}"} minutes
phone-app-caution = Quelqu’un au téléphone vous demande d’approuver ? Raccrochez : c’est une fraude.
phone-app-approve = Approuver…
phone-app-refuse = Ce n’est pas moi
phone-app-refuse-title = Refuser cette demande ?
phone-app-refuse-text = Un refus est définitif : rien ne sera fait.
phone-app-refuse-not-me = Refuser : je n’ai rien demandé
phone-app-refuse-wrong-amount = Refuser : le montant est faux
phone-app-refuse-wrong-payee = Refuser : ce n’est pas le bon destinataire
phone-app-refuse-changed-mind = Refuser : j’ai changé d’avis

phone-app-number-title = Quel nombre affiche votre ordinateur ?
phone-app-number-text = Les deux chiffres sont affichés en grand, à côté de votre demande. S’il n’y en a pas, ce n’est pas votre demande : refusez.
phone-app-enter-title = Votre code à 4 chiffres
phone-app-enter-text = Pour approuver : {"{what}"}

phone-app-tampered-title = Cette demande ne peut pas être approuvée
phone-app-tampered-text = Ce qui est affiché n’est pas ce qui serait signé. Rien n’a été fait. Prévenez votre établissement.
phone-app-error-offline-title = Pas de réseau
phone-app-error-offline-text = Nous ne savons pas si votre réponse est arrivée. Vérifiez votre connexion, puis réessayez : une réponse ne compte jamais deux fois.
phone-app-error-title = Cela n’a pas pu être envoyé
phone-app-blocked-home-title = Ce téléphone est bloqué
phone-app-blocked-home-text = Trois codes ne correspondaient pas. Vos comptes sont en sécurité, et vos autres moyens restent utilisables. Pour le débloquer, choisissez un nouveau code ici, ou appelez { -desk }.
phone-app-suspended-title = Ce téléphone est suspendu
phone-app-suspended-text = Il a été mis en pause, par vous dans votre espace client ou par nous pour vous protéger. Reprenez-le dans votre espace client, rubrique Sécurité, ou appelez { -desk }.
phone-app-gone-title = Ce téléphone n’est plus reconnu
phone-app-gone-text = Il a été retiré de votre espace client, ou son activation n’a pas été confirmée à temps. Ses clés ne servent plus à rien.

# Ce que devient une réponse.

phone-accepted-executed-title = C’est approuvé
phone-accepted-executed-text = Votre demande est faite. L’écran de votre ordinateur avance tout seul.
phone-accepted-waiting-title = Votre accord est donné
phone-accepted-waiting-text = Il reste une étape : elle s’affiche sur votre ordinateur.
phone-accepted-failed-title = Votre accord est bien arrivé, mais la demande n’a pas pu être faite
phone-accepted-failed-text = Rien n’a été débité. L’écran de votre ordinateur dit pourquoi et quoi faire.
phone-accepted-expired-title = Trop tard
phone-accepted-expired-text = Le temps pour approuver est passé. Rien n’a été fait : recommencez la demande si elle est bien de vous.
phone-accepted-refused-title = La demande est refusée
phone-accepted-refused-text = Rien n’a été fait.
phone-accepted-withdrawn-title = La demande a été retirée
phone-accepted-withdrawn-text = Rien n’a été fait.
phone-declined-not-me-title = C’est refusé, et c’est bien ainsi
phone-declined-not-me-text = Rien n’a été fait, et votre espace est protégé : toutes ses sessions sont fermées. Quelqu’un connaît peut-être votre code d’accès : changez-le dans votre espace client.
phone-declined-not-me-case = Votre conseiller est prévenu, référence { $reference }. Il ne vous demandera aucun code.
phone-declined-not-me-call = Appelez { -desk } si d’autres demandes arrivent.
phone-declined-changed-mind-title = C’est refusé
phone-declined-changed-mind-text = Rien n’a été fait. Vous pouvez refaire la demande quand vous voulez.
phone-declined-wrong-amount-title = C’est refusé
phone-declined-wrong-amount-text = Rien n’a été fait. Refaites la demande avec le bon montant si vous le souhaitez. Si vous ne reconnaissez pas cette demande, appelez { -desk }.
phone-declined-wrong-payee-title = C’est refusé
phone-declined-wrong-payee-text = Rien n’a été fait. Refaites la demande avec le bon destinataire si vous le souhaitez. Si vous ne reconnaissez pas cette demande, appelez { -desk }.
phone-wrong-title = Cela ne correspond pas
phone-wrong-text = Vérifiez ce que vous saisissez. Il vous reste { $left } essais.
phone-wrong-last-title = Attention, dernier essai
phone-wrong-last-text = Cela ne correspond pas. Une erreur de plus bloquera ce téléphone, pour vous protéger.
phone-blocked-title = Ce téléphone est bloqué
phone-blocked-text = Trois saisies ne correspondaient pas. Rien n’a été fait, et vos comptes sont en sécurité. Vos autres moyens restent utilisables ; pour reprendre celui-ci, choisissez un nouveau code dans l’application, ou appelez { -desk }.
phone-over-executed-title = C’est déjà fait
phone-over-executed-text = Cette demande est approuvée et exécutée : vous n’avez rien d’autre à faire.
phone-over-refused-title = Cette demande est refusée
phone-over-refused-text = Elle l’était déjà : rien n’a été fait.
phone-over-expired-title = Trop tard
phone-over-expired-text = Le temps pour approuver est passé. Rien n’a été fait : recommencez la demande si elle est bien de vous.
phone-over-withdrawn-title = Cette demande a été retirée
phone-over-withdrawn-text = Vous l’avez retirée ou changée sur votre ordinateur. Rien n’a été fait.
phone-over-failed-title = Cette demande n’a pas pu être faite
phone-over-failed-text = Rien n’a été débité. L’écran de votre ordinateur dit pourquoi.
phone-over-waiting-title = Cette demande a changé
phone-over-waiting-text = Elle ne peut plus être approuvée ainsi. Revenez à l’accueil : si elle attend encore, elle y est.

# Sans réseau.

phone-app-offline = Sans réseau
phone-app-offline-title = Sans réseau
phone-app-offline-lead = Ce téléphone peut approuver sans être connecté : il lit la demande sur l’écran de votre ordinateur et vous donne 8 chiffres à y saisir.
phone-app-offline-cannot-title = Ce qu’il ne peut pas faire sans réseau
phone-app-offline-cannot-text = Vous montrer ce qui attend, vous alerter, refuser une demande, ou être activé. Pour refuser, retirez la demande sur votre ordinateur.
phone-app-offline-read = Lire un QR code
phone-app-offline-say = Obtenir un code
phone-app-offline-read-title = Visez le QR code
phone-app-offline-read-text = Sur votre ordinateur, choisissez « Mon téléphone n’a pas de réseau ». Visez l’image, ou choisissez-en une photo, ou collez son texte.
phone-app-offline-picture = Une photo du QR code
phone-app-offline-paste = Ou le texte du QR code
phone-app-offline-paste-submit = Lire ce texte
phone-app-offline-no-code = Aucune demande n’a été trouvée là. Essayez de plus près, ou collez le texte.
phone-app-offline-request-title = Lisez avant d’approuver
phone-app-offline-request-refuse = Si ce n’est pas vous, ne donnez aucun chiffre à personne : sans eux, rien ne se fait.
phone-app-offline-request-leave = Ne pas approuver
phone-app-offline-request-code = Approuver…
phone-app-offline-wait = Calcul des chiffres…
phone-app-offline-enter-text = Il donnera 8 chiffres à saisir sur votre ordinateur. Seul votre établissement peut dire si ce code est le bon : après trois erreurs, ce téléphone est bloqué.
phone-app-offline-figures-title = À saisir sur votre ordinateur
phone-app-offline-figures-text = Ces chiffres changent chaque minute ; les précédents restent valables un instant.
phone-app-offline-figures-caution = Ne les dites à personne, même à quelqu’un qui se présente comme votre conseiller.
phone-app-offline-old-title = À activer de nouveau
phone-app-offline-old-text = Ce téléphone a été activé avant que cela existe. Activez-le de nouveau depuis votre espace client.
phone-app-offline-not-ours-title = Cette image n’est pas pour ce téléphone
phone-app-offline-not-ours-text = Votre établissement ne l’a pas signée pour lui, ou elle est abîmée. N’approuvez rien d’autre que ce que ce téléphone vous montre.
phone-app-offline-late-title = Trop tard
phone-app-offline-late-text = Le temps pour approuver cette demande est passé. Recommencez-la si elle est bien de vous.

# Les refus.

refusal-phone-unknown = Ce téléphone n’est pas reconnu.
refusal-phone-clock = L’heure de ce téléphone n’est pas juste.
refusal-phone-code-wrong = Ce code d’activation n’est pas valable : il a déjà servi, il a plus de 10 minutes, ou il contient une erreur. Vérifiez-le, ou demandez-en un autre dans votre espace client.
refusal-phone-code-held = Trop de codes d’activation incorrects. Attendez quelques minutes, puis demandez un nouveau code dans votre espace client.
refusal-phone-unreadable = Cette version de l’application n’est plus comprise. Rechargez-la.
refusal-phone-nothing-waits = Cette demande n’existe pas, ou n’est pas pour ce téléphone.
refusal-phone-push-unusable = Cette adresse d’alerte ne peut pas servir. Vos demandes restent dans l’application.
refusal-phone-change-over = Ce changement ne peut plus être fait : le téléphone en a préparé un autre depuis, ou il a été retiré. Recommencez depuis l’application.
refusal-phone-too-old = Cette version de l’application est trop ancienne. Mettez-la à jour pour continuer.
refusal-phone-biometrics-unusable = Ce téléphone n’a pas pu créer la clé qui vous reconnaît. Votre code à 4 chiffres sert toujours.

# Ce que le client reçoit.
phone-notice-renewed-subject = Le code de votre téléphone a été changé
phone-notice-renewed-email =
    Bonjour,

    Le code à 4 chiffres de l’application vient d’être changé pour votre espace { $institution }, { $moment }. L’ancien ne sert plus.

    C’est vous ? Vous n’avez rien à faire. Ce n’est pas vous ? Ouvrez votre espace comme d’habitude, rubrique Sécurité, ou appelez { -desk }.
phone-notice-renewed-sms = { $institution } : le code de votre téléphone a été changé. Ce n’est pas vous ? Ouvrez votre espace ou appelez { -desk }.
phone-notice-biometrics-subject = Votre téléphone approuve avec l’empreinte ou le visage
phone-notice-biometrics-email =
    Bonjour,

    L’empreinte ou le visage vient de prendre la place du code à 4 chiffres dans l’application, pour votre espace { $institution }, { $moment }. Le code sert toujours aussi.

    C’est vous ? Vous n’avez rien à faire. Ce n’est pas vous ? Ouvrez votre espace comme d’habitude, rubrique Sécurité, ou appelez { -desk }.
phone-notice-biometrics-sms = { $institution } : votre téléphone approuve désormais avec l’empreinte ou le visage. Ce n’est pas vous ? Ouvrez votre espace ou appelez { -desk }.
phone-notice-renewed-held-subject = Le code de votre téléphone a été changé : il servira plus tard
phone-notice-renewed-held-email =
    Bonjour,

    Le code à 4 chiffres de l’application vient d’être changé pour votre espace { $institution }, { $moment }. Pour vous protéger, ce téléphone ne servira qu’à partir du { $from }.

    C’est vous ? Vous n’avez rien à faire. Ce n’est pas vous ? Vous avez jusque-là : ouvrez votre espace comme d’habitude, rubrique Sécurité, ou appelez { -desk }.
phone-notice-renewed-held-sms = { $institution } : le code de votre téléphone a été changé. Il servira à partir du { $from }. Ce n’est pas vous ? Appelez { -desk } avant.

# « Est-ce bien mon conseiller qui m’appelle ? » (EP7)
phone-app-call = Est-ce vous qui m’appelez ?
phone-app-call-title = Est-ce bien { $institution } qui vous appelle ?
phone-app-call-yes-title = Oui, c’est votre conseiller
phone-app-call-who = { $agent }, { $branch }, vous appelle en ce moment.
phone-app-call-since = Depuis { $minutes } minutes.
phone-app-call-since-one = Depuis 1 minute.
phone-app-call-since-less = Depuis moins d’une minute.
phone-app-call-no-title = Non. Raccrochez.
phone-app-call-no-text = Aucun conseiller ne vous téléphone en ce moment. Raccrochez sans vous justifier : un vrai conseiller vous rappellera.
phone-app-call-over-text = L’appel de { $agent } est terminé. Quelqu’un vous parle encore ? Raccrochez.
phone-app-call-unknown-title = Impossible à savoir sans réseau
phone-app-call-unknown-text = Dans le doute, raccrochez. Un vrai conseiller vous rappellera.
phone-app-call-never = Même pendant un vrai appel, personne ne vous demandera votre code ni d’approuver une opération.
phone-app-call-report = Signaler cet appel
phone-call-reported-title = Appel signalé
phone-call-reported-text = Merci, vous avez bien fait. Raccrochez, ne rappelez pas ce numéro, et n’approuvez rien.
phone-call-reported-next = Vous avez donné un code ou approuvé quelque chose ? Changez votre code tout de suite, puis appelez { -desk } au numéro inscrit sur vos relevés.
phone-call-reported-case = Un conseiller vous répondra dans votre espace, référence { $reference }.
