queue-title = Dossiers à traiter
queue-lead =
    { $waiting ->
        [0] Rien n’attend l’agence.
        [one] Un dossier attend l’agence{ $late ->
            [0] .
           *[other] , et il est en retard.
        }
       *[other] { NUMBER($waiting) } dossiers attendent l’agence{ $late ->
            [0] , aucun n’est en retard.
            [one] , dont un en retard.
           *[other] , dont { NUMBER($late) } en retard.
        }
    }
queue-show-agency = À traiter
queue-show-mine = Les miens
queue-show-confirm = À confirmer par moi
queue-show-client = Chez le client
queue-show-closed = Terminés
queue-kind = Genre de dossier
queue-kind-all = Tous
queue-filter = Filtrer
queue-reference = Référence
queue-reference-hint = Comme { $example }
queue-find = Trouver
queue-more = Dossiers suivants
queue-back = Retour aux dossiers
queue-end-title = C’est la fin de la liste
queue-end-text = Les dossiers de cette page ont été traités, ou sont passés dans une autre liste.
queue-empty-agency-title = Tout est traité
queue-empty-agency = Aucun dossier n’attend l’agence. Les prochains arriveront ici, le plus urgent en premier.
queue-empty-mine-title = Vous n’avez aucun dossier en main
queue-empty-mine = Prenez-en un dans la liste « À traiter » : chacun saura que vous vous en occupez.
queue-empty-confirm-title = Rien à confirmer
queue-empty-confirm = Les dossiers qu’un collègue a acceptés et qui demandent deux personnes arriveront ici.
queue-empty-client-title = Aucun client ne doit répondre
queue-empty-client = Les dossiers pour lesquels une précision est demandée attendent ici, leur délai suspendu.
queue-empty-closed-title = Aucun dossier terminé
queue-empty-closed = Les dossiers acceptés, refusés ou retirés resteront lisibles ici.
queue-empty-kind = Aucun dossier de ce genre ici. Choisissez « Tous » pour voir les autres.

case-client-file = Voir le dossier du client
case-client = Client
case-look-title = Ouvrir ce dossier
case-look-text = Vous n’avez pas encore ouvert ce dossier. Le client verra que vous l’avez lu, et quand.
case-look = Ouvrir le dossier
case-held-by = { $agent }, { $branch }, s’occupe de ce dossier depuis { $moment }
case-held-by-you = Vous vous occupez de ce dossier depuis { $moment }
case-asked-title = Ce qui est demandé
case-documents-title = Documents envoyés
case-documents-text = Un document s’enregistre, il ne s’ouvre pas ici. Le client verra que vous l’avez pris.
case-documents-none = Aucun document n’a été envoyé.
case-document-detail = { $type }, { $size } ko, envoyé { $moment }
case-document-save = Enregistrer
case-type-pdf = PDF
case-type-jpeg = Image JPEG
case-type-png = Image PNG
case-decide-title = Votre décision
case-decide-what = Que faites-vous ?
case-decide-go = Continuer
case-then-confirm-blocked_access = Le client recevra un code provisoire, à changer à sa première connexion. Vous ne le verrez pas.
case-then-confirm-means_lost = Ce qui est perdu est retiré pour toujours. Le client apprend comment avoir le suivant ; s’il n’a plus de secret, un provisoire lui parvient. Vous n’en verrez aucun.
case-then-confirm-means_renewal = Le client apprend que le suivant l’attend à l’agence. Remettez-le en main propre, sur une pièce d’identité.
case-then-confirm-contact_change = Les nouvelles coordonnées remplaceront les anciennes, qui seront prévenues.
case-then-confirm-address_change = La nouvelle adresse remplacera l’ancienne.
case-then-confirm-disavowed = Le client saura que vous avez vu son signalement.
case-then-four-eyes = Une autre personne devra confirmer. Rien ne change avant.
case-then-ask = Le client est prévenu, et le délai est suspendu jusqu’à sa réponse.
case-then-refuse = Le client est prévenu, avec la raison que vous choisissez.
case-then-return = Le dossier revient à la personne qui l’a accepté, avec vos mots.
case-reason = Raison d’un refus
case-reason-none = Pas un refus
case-reason-hint = Le client lira cette phrase.
case-words = Vos mots au client
case-words-hint = Jamais de code ni de mot de passe. 1 000 caractères au plus.
case-steps-title = Ce qui s’est passé
case-steps-text = Le client lit la même liste.
live-queue = La liste a changé.
live-case = Ce dossier vient de changer. Ce que vous avez écrit est gardé.
live-again = Actualiser
live-done = La page est à jour.
