refusal-case-closed = Ce dossier est déjà terminé : rien de plus n’a été fait. Sa page dit comment.
refusal-case-no-documents = Ce dossier n’attend pas de document. Vous pouvez répondre par écrit.
refusal-case-documents-enough = Ce dossier a déjà { $at_most } documents, et c’est le maximum. Écrivez-nous ce qui manque encore.
refusal-case-words-enough = Vous avez déjà répondu { $at_most } fois. Un conseiller vous lira ; s’il manque quelque chose, appelez-nous en donnant la référence du dossier.
refusal-case-words-too-long = Votre texte est trop long : { $at_most } caractères au plus.
refusal-case-taken = Quelqu’un d’autre a pris ce dossier : son nom est écrit en haut de la page.
refusal-case-not-claimed = Prenez d’abord ce dossier : chacun saura que vous vous en occupez.
refusal-case-moved = Ce dossier a changé depuis que vous l’avez lu. Le voici tel qu’il est maintenant : relisez-le avant de décider.
refusal-case-own-decision = Vous avez accepté ce dossier : une autre personne doit le confirmer.
refusal-case-read-only = Votre rôle permet de lire les dossiers, pas d’y agir.
refusal-case-apart = Vous avez déjà décidé, pour ce client, un dossier qui ne doit pas être traité par la même personne que celui-ci. Laissez-le à un collègue.
refusal-case-not-resolvable = Ce genre de dossier ne peut pas encore être accepté ici.
refusal-case-not-opened = Ouvrez d’abord ce dossier : le client voit qui l’a lu.
refusal-case-unknown = Aucun dossier ne porte cette référence. Vérifiez-la avec le client, lettre par lettre.
refusal-case-reason-missing = Choisissez la raison du refus : le client la lira.
refusal-case-words-missing = Écrivez ce que vous demandez : la personne qui vous lira doit savoir quoi faire.

case-kind-blocked_access = Accès bloqué
case-kind-means_lost = Moyen d’authentification perdu
case-kind-means_renewal = Moyen à renouveler
case-kind-contact_change = Changement de coordonnées
case-kind-address_change = Changement d’adresse
case-kind-disavowed = Connexion ou opération signalée
case-asks-blocked_access = Le client ne peut plus se connecter et demande à retrouver son accès.
case-asks-means_lost = Le client a perdu ce qui prouve que c’est lui. Avant d’accepter, assurez-vous que la demande vient bien de lui.
case-asks-means_renewal = Ce moyen arrive à sa fin, et le client demande le suivant.
case-asks-contact_change = Le client n’a plus accès à ses anciennes coordonnées et demande à les remplacer.
case-asks-address_change = Le client a déménagé et envoie un justificatif.
case-asks-disavowed = Le client a dit « ce n’est pas moi ». Son espace est déjà protégé ; il attend votre appel.
case-disavowed-what = Ce qui est signalé
case-disavowed-sessions = Sessions fermées aussitôt
case-disavowed-suspended = Moyens suspendus
case-disavowed-kept = Moyens qui ont servi et restent

case-state-open = À prendre
case-state-claimed = Pris en charge
case-state-more_asked = Attend le client
case-state-to_confirm = À confirmer
case-state-accepted = Accepté
case-state-refused = Refusé
case-state-withdrawn = Retiré par le client

case-due = À décider avant { $moment }
case-late = En retard de { $time }
case-not-our-turn = Le client doit répondre : le délai est suspendu
case-ended = Terminé { $moment }
case-opened = Ouvert { $moment }
case-age = Ouvert depuis { $time }

case-reason-unreadable = Un document n’est pas lisible.
case-reason-incomplete = Il manque un document ou une information.
case-reason-mismatch = Les documents ne correspondent pas à ce que nous connaissons.
case-reason-unanswered = Nous n’avons pas eu de réponse à notre question.
case-reason-not_sure = Nous n’avons pas pu nous assurer que la demande vient bien de vous.
case-reason-not_needed = Cette demande n’est plus nécessaire.
case-reason-not_possible = Nous ne pouvons pas faire ce qui est demandé.

case-step-opened = Demande reçue
case-step-document_added = Document envoyé
case-step-widened = Le client demande autre chose encore
case-step-answered = Réponse du client
case-step-withdrawn = Demande retirée par le client
case-step-read = Dossier lu
case-step-claimed = Dossier pris en charge
case-step-released = Dossier rendu, un autre conseiller le prendra
case-step-more_asked = Une précision est demandée
case-step-refused = Demande refusée.
case-step-decided = Accepté une première fois, une autre personne doit confirmer
case-step-returned = Pas confirmé, le dossier est revu
case-step-accepted = Demande acceptée
case-step-confirmed = Demande confirmée et acceptée
case-step-by = par { $agent }, { $branch }

case-line-act = Ce que vous faites
case-line-kind = Dossier
case-line-reference = Référence
case-line-reason = Raison
case-line-words = Ce que le client lira
case-act-read = Ouvrir
case-act-claim = Prendre
case-act-release = Rendre ce dossier
case-act-ask = Demander une précision
case-act-refuse = Refuser
case-act-accept = Accepter
case-act-confirm = Confirmer
case-act-return = Ne pas confirmer

cases-notice-more-subject = Votre dossier { $reference } : une précision est demandée
cases-notice-more-email =
    Bonjour,

    { $agent }, { $branch }, a besoin d’une précision pour votre dossier { $reference } ({ $what }).

    Ouvrez votre espace { $institution } comme d’habitude pour lire sa question et y répondre. Le délai est suspendu jusque-là. Aucun conseiller ne vous demandera de code, ni par téléphone ni par message.
cases-notice-more-sms = { $institution } : une précision est demandée pour votre dossier { $reference } ({ $what }). Ouvrez votre espace comme d’habitude. Aucun conseiller ne vous demandera de code.
cases-notice-accepted-subject = Votre dossier { $reference } est accepté
cases-notice-accepted-email =
    Bonjour,

    Votre dossier { $reference } ({ $what }) a été accepté { $moment } par { $agent }, { $branch }.

    Vous n’aviez rien demandé ? Appelez-nous sans attendre, au numéro que vous connaissez, en donnant cette référence.
cases-notice-accepted-sms = { $institution } : votre dossier { $reference } ({ $what }) est accepté. Vous n’aviez rien demandé ? Appelez-nous sans attendre.
cases-notice-refused-subject = Votre dossier { $reference } est refusé
cases-notice-refused-email =
    Bonjour,

    Votre dossier { $reference } ({ $what }) a été refusé { $moment } par { $agent }, { $branch }. { $reason }

    Le détail est dans votre espace { $institution }. Vous pouvez faire une nouvelle demande, ou appeler votre agence en donnant cette référence.
cases-notice-refused-sms = { $institution } : votre dossier { $reference } ({ $what }) est refusé. { $reason } Le détail est dans votre espace.

cases-title = Mes demandes
cases-tab = Demandes
cases-lead = Ce que vous avez demandé et qu’un conseiller décide : où cela en est, qui s’en occupe, quand vous aurez une réponse.
cases-none-title = Aucune demande
cases-none-text = Quand une demande passe par votre agence, vous la suivez ici.
cases-state-open = Reçue
cases-state-claimed = En cours
cases-state-more_asked = À vous de répondre
cases-state-to_confirm = En cours de confirmation
cases-state-accepted = Acceptée
cases-state-refused = Refusée
cases-state-withdrawn = Retirée
cases-your-turn = Nous avons besoin d’une précision
cases-due = Réponse au plus tard { $moment }.
cases-late = Nous avons dépassé le délai annoncé. Votre demande passe avant les autres ; vous pouvez appeler votre agence en donnant la référence.
cases-documents = Ce que vous avez envoyé
cases-answer-title = Écrire à votre agence
cases-answer = Votre message
cases-answer-hint = Jamais de code ni de mot de passe. 1 000 caractères au plus.
cases-answer-send = Envoyer
cases-no-code = Aucun conseiller ne vous demandera de code, ni ici, ni par téléphone, ni par message.
cases-withdraw = Retirer cette demande
cases-document-title = Envoyer un document
cases-document = Votre document
cases-document-hint = Un PDF, une photo JPEG ou PNG. Seul votre conseiller pourra le lire, et vous verrez quand il l’a pris.
cases-document-send = Envoyer ce document

lost-line-what = Ce qui est perdu
lost-line-all = Tout : le client n’a plus de quoi s’identifier
renewal-line-what = Moyen à renouveler
lost-notice-own-subject = Le moyen perdu est retiré
lost-notice-own-email =
    Bonjour,

    Le moyen que vous avez déclaré perdu chez { $institution } est retiré pour toujours, { $when } (référence { $reference }). Personne ne pourra plus s’en servir.

    Pour le suivant, ouvrez votre espace comme d’habitude, rubrique Sécurité, « Mes moyens d’authentification ». Ce n’est pas vous ? Appelez-nous sans attendre.
lost-notice-own-sms = { $institution } : le moyen perdu est retiré ({ $reference }). Ajoutez le suivant dans votre espace, rubrique Sécurité. Ce n’est pas vous ? Appelez-nous.
lost-notice-first-subject = Vous pouvez recommencer
lost-notice-first-email =
    Bonjour,

    Ce que vous avez déclaré perdu chez { $institution } est retiré pour toujours, { $when } (référence { $reference }). Un secret provisoire vient de partir à votre autre adresse : à votre prochaine connexion, vous choisirez le vôtre, puis un nouveau moyen.

    Aucun conseiller ne vous le demandera. Vous n’aviez rien demandé ? Appelez-nous sans attendre.
lost-notice-first-sms = { $institution } : ce qui était perdu est retiré ({ $reference }). Un secret provisoire vient de partir à votre autre adresse. Ce n’est pas vous ? Appelez-nous sans attendre.
lost-notice-agency-subject = Le moyen perdu est retiré : votre agence vous remet le suivant
lost-notice-agency-email =
    Bonjour,

    Le moyen que vous avez déclaré perdu chez { $institution } est retiré pour toujours, { $when } (référence { $reference }). Votre agence vous remettra le suivant en main propre, sur une pièce d’identité.

    Aucun conseiller ne vous demandera de code. Ce n’est pas vous ? Appelez-nous sans attendre.
lost-notice-agency-sms = { $institution } : le moyen perdu est retiré ({ $reference }). Votre agence vous remettra le suivant en main propre. Ce n’est pas vous ? Appelez-nous.
