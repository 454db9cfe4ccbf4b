blocked-wanted-access = L’accès par identifiant
blocked-wanted-lost = Tout ce qui prouve que c’est moi, perdu ou volé
blocked-wanted-forgotten = { $what } (oublié)
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
blocked-why = Nous l’avons fermé pour protéger vos comptes : quelqu’un, vous peut-être, s’est trompé plusieurs fois de suite.
blocked-works = Ce qui marche encore
blocked-works-accounts = Vos comptes, vos cartes et vos prélèvements continuent comme avant.
blocked-works-device = Sur un appareil où vous vous êtes déjà connecté, vos essais sont comptés à part.
blocked-works-door = { $means } : vous entrez sans rien taper.
blocked-works-on-device = L’application, sur le téléphone où vous l’avez installée.
blocked-next = Pour retrouver l’accès
blocked-next-send = Vous envoyez ici une pièce d’identité et votre numéro de compte ou de contrat. Comptez cinq minutes.
blocked-next-check = Votre agence vérifie, en { $hours } heures au plus : en envoyant maintenant, vous aurez sa réponse avant { $until }.
blocked-next-code = Un code provisoire part vers votre téléphone, sinon vers votre e-mail, sinon par courrier là où votre agence en envoie. Vous en choisissez un autre en vous connectant.
blocked-ask = Débloquer mon accès
blocked-follow = Suivre une demande déjà faite
blocked-not-me = Ces essais n’étaient pas les vôtres ? Prévenez votre agence, par le numéro de vos relevés. Ne donnez votre code à personne.
blocked-back = Revenir à la connexion
blocked-begin-title = Débloquer mon accès
blocked-step-who = Qui vous êtes
blocked-step-documents = Vos documents
blocked-begin-lead = Votre agence vérifie vos documents et rouvre votre accès, en { $hours } heures au plus : pour un envoi fait maintenant, avant { $until }.
blocked-begin-held = Si la page de connexion a annoncé une simple pause, attendez plutôt l’heure indiquée : elle se termine toute seule.
blocked-account = Numéro de compte
blocked-account-hint = L’IBAN, ou au moins ses huit derniers chiffres, sur un relevé ou un RIB. Il le faut si vous avez oublié votre code ou tout perdu.
blocked-contract = Numéro de dossier ou de contrat
blocked-contract-hint = Il figure en haut de vos courriers. Il le faut si vous avez oublié votre mot de passe ou tout perdu.
blocked-wanted = Ce que vous ne pouvez plus utiliser
blocked-begin-submit = Continuer
blocked-begun-title = Notez ces deux lignes
blocked-begun-lead = Avec elles, vous suivrez votre demande depuis n’importe quel appareil.
blocked-begun-once = Le code n’est montré qu’ici. Sur cet appareil, vous n’en aurez pas besoin.
blocked-begun-next = Envoyer mes documents
blocked-reference = Référence
blocked-reference-hint = Comme { $example }
blocked-code = Code de suivi
blocked-code-hint = Trois groupes de quatre lettres et chiffres
blocked-follow-title = Suivre ma demande
blocked-follow-lead = Donnez la référence et le code de suivi que vous avez notés, ou reçus par e-mail.
blocked-follow-submit = Voir ma demande
blocked-begun-at = Commencée
blocked-sent-at = Envoyée
blocked-due = Réponse au plus tard
blocked-stage-begun = Envoyez vos documents
blocked-stage-begun-lead = Une pièce d’identité (carte, passeport, titre de séjour), et ce qui porte votre numéro de compte ou de contrat. Une photo nette suffit.
blocked-stage-sent = Votre demande est partie
blocked-stage-sent-lead = Votre agence vérifie vos documents. Vous aurez sa réponse au plus tard { $until }. Gardez cette page : elle se met à jour.
blocked-stage-more-asked = Il manque quelque chose
blocked-stage-more-asked-lead = Votre agence a regardé vos documents, et il lui en faut un de plus. Votre demande reprend dès que vous l’envoyez.
blocked-stage-accepted = Votre accès est débloqué
blocked-stage-accepted-lead = S’il vous fallait un code provisoire, il est parti vers votre téléphone, sinon vers votre e-mail, sinon par courrier. Il sert une fois, jusqu’au jour qu’il annonce : connectez-vous avec lui, et vous choisirez le vôtre.
blocked-stage-refused = Votre accès n’a pas pu être débloqué
blocked-stage-refused-lead = Ces documents n’ont pas permis de vous reconnaître. Vos comptes ne sont pas touchés. Recommencez avec d’autres documents, ou passez à votre agence avec votre pièce d’identité.
blocked-more-title = Ce qu’en dit { $who }, { $branch }
blocked-documents = Documents envoyés
blocked-documents-none = Aucun pour l’instant.
blocked-documents-enough = Vous avez envoyé { $at_most } documents, et c’est le maximum.
blocked-document = { $name } ({ $size } Ko), { $when }
blocked-document-add = Ajouter un document
blocked-document-hint = PDF, JPEG ou PNG, 8 Mo au plus, { $at_most } documents en tout, l’un après l’autre. Seul votre conseiller les verra.
blocked-document-submit = Envoyer ce document
blocked-send = Tout est là : demander le déblocage
blocked-sign-in = Me connecter
blocked-again = Recommencer
blocked-notice-begun-subject = Demande de déblocage reçue
blocked-notice-begun-email =
    Bonjour,

    Nous avons reçu une demande pour débloquer votre accès à { $institution }. Votre agence répondra au plus tard { $until }.

    Référence : { $reference }
    Code de suivi : { $code }
    Aucun conseiller ne vous demandera ce code.

    Pour la suivre, tapez vous-même l’adresse { $address }, puis « Débloquer mon accès » et « Suivre une demande ».

    Ce n’est pas vous ? Appelez votre agence : rien ne sera envoyé ailleurs qu’à vos adresses.
blocked-notice-begun-sms = { $institution } : demande de déblocage reçue, référence { $reference }, réponse au plus tard { $until }. Ce n’est pas vous ? Appelez votre agence.
blocked-notice-nothing-subject = Rien n’est bloqué chez vous
blocked-notice-nothing-email =
    Bonjour,

    Quelqu’un, vous peut-être, a demandé à débloquer votre accès à { $institution } (référence { $reference }). Il n’est pas bloqué : rien n’a été fait.

    Si vous ne retrouvez plus votre code, demandez-en un autre à la page de connexion, ou à votre agence. Si ce n’est pas vous, il n’y a rien à faire.
blocked-notice-nothing-sms = { $institution } : on a demandé à débloquer votre accès. Il n’est pas bloqué, rien n’a été fait. Code oublié ? Demandez-en un autre à la page de connexion.
refusal-unblocking-too-many = Plusieurs demandes ont déjà été faites aujourd’hui. Suivez celle qui est en cours, ou revenez demain.
refusal-unblocking-unknown = Nous ne trouvons pas de demande avec cette référence et ce code. Relisez-les : il n’y a ni O, ni I, ni 0, ni 1.
refusal-unblocking-without-document = Envoyez d’abord au moins un document.
refusal-document-empty = Choisissez un fichier : celui-ci est vide, ou aucun n’a été choisi.
refusal-document-unknown = Ce fichier n’est ni un PDF, ni une photo JPEG ou PNG. Prenez le document en photo, ou enregistrez-le en PDF.
refusal-document-unreadable = Ce fichier ne peut pas être lu en entier. Enregistrez-le à nouveau, ou prenez le document en photo.
refusal-document-locked = Ce PDF est protégé par un mot de passe. Enregistrez-le sans protection, ou prenez-le en photo.
refusal-document-pages = Ce PDF a plus de vingt pages. N’envoyez que celles qui servent.
refusal-document-too-large = Ce fichier dépasse 8 Mo. Une photo de qualité moyenne suffit.
refusal-picture-too-large = Cette image a trop de points. Une photo ordinaire suffit.
