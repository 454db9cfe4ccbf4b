# L'espace des agents.

agency-mark = Espace agence
agency-mark-for = réservé aux agents, ce n'est pas l'espace des clients
agency-nav-home = Accueil
agency-nav-queue = Dossiers
agency-nav-team = Équipe
agency-nav-keys = Mes clés d'accès

agency-role-adviser = conseiller
agency-role-supervisor = responsable
agency-role-auditor = contrôleur
agency-may-adviser = Ouvrir le dossier d'un client en disant pourquoi, traiter les demandes en attente, appeler un client.
agency-may-supervisor = Tout ce que fait un conseiller, confirmer à deux ce qui le demande, inviter des collègues et mettre fin à leur accès.
agency-may-auditor = Lire ce qui a été fait, par qui et quand. Ne rien changer, et ne voir aucun montant.

agency-sign-in-title = Connexion des agents
agency-sign-in-lead = Utilisez la clé d'accès de votre poste, ou branchez votre clé de sécurité.
agency-sign-in-none = Vous n'avez plus votre clé ? Votre responsable peut vous envoyer une nouvelle invitation. Personne ne peut vous donner un mot de passe : il n'y en a pas.
agency-sign-in-client = Vous êtes client ? Cette page n'est pas pour vous : revenez à l'adresse de votre espace.

agency-home-title = Accueil
agency-home-hello = Bonjour { $name }
agency-home-lead = Vous êtes connecté comme { $role }, { $branch }.
agency-home-queue = Voir les dossiers
agency-home-mine = { $count ->
    [one] Reprendre le mien
   *[other] Reprendre les miens ({ NUMBER($count) })
}
agency-home-may = Ce que votre rôle permet
agency-home-slowed-title = Consultations inhabituelles
agency-home-slowed-text = Ces agents ont cherché ou ouvert trop de clients en une heure, et ont dû attendre. Demandez-leur pourquoi.
agency-home-slowed-line = { $count } clients en une heure, { $moment }.
agency-home-second-title = Ajoutez une deuxième clé d'accès
agency-home-second = Si vous perdez votre seule clé, il faudra une nouvelle invitation pour revenir. Une deuxième, gardée ailleurs, vous l'évite.
agency-home-second-go = Voir mes clés d'accès

agency-team-title = Équipe
agency-team-lead = Qui travaille ici, et avec quel rôle. Personne ne se donne un rôle à soi-même.
agency-team-who = Nom
agency-team-state = Accès
agency-team-used = Dernière utilisation d'une clé
agency-team-never = jamais
agency-team-since = Depuis le
agency-state-active = Ouvert
agency-state-invited = Invitation en cours
agency-state-no-key = Sans clé
agency-state-left = Fermé
agency-line-agent = Agent
agency-line-role = Rôle
agency-line-role-before = Rôle actuel
agency-line-branch = Agence

agency-invite-title = Inviter un collègue
agency-invite-text = Vous approuverez l'invitation avec votre clé d'accès, puis vous recevrez un lien à lui remettre en main propre.
agency-invite-given = Prénom
agency-invite-family = Nom
agency-invite-submit = Préparer l'invitation
agency-invite-supervisor = Un responsable n'est nommé que par la direction, avec la commande « parvis agent invite ».
agency-invited-title = Invitation
agency-invited-text = Voici le lien de { $name }. Il sert une seule fois, jusqu'au { $until }.
agency-invited-link = Lien à remettre
agency-invited-copy = Copier le lien
agency-invited-how = Remettez-le en main propre ou par un canal sûr : qui l'ouvre le premier enregistre sa clé. Il ne donne rien d'autre.
agency-invited-over = Le lien de { $name } ne sert plus : il a servi, il est trop ancien, ou un autre l'a remplacé.

agency-oneself = C'est vous. Votre rôle et votre accès sont l'affaire d'un autre responsable.
agency-role-change-title = Changer de rôle
agency-role-change-adviser = En faire un conseiller
agency-role-change-auditor = En faire un contrôleur
agency-again-title = Nouvelle invitation
agency-again-text = Pour un collègue qui a perdu ses clés. Quand le lien sert, les clés d'avant sont détruites et ses connexions fermées.
agency-again-submit = Préparer une nouvelle invitation
agency-end-title = Mettre fin à l'accès
agency-end-text = Ses connexions se ferment aussitôt et ses clés sont détruites. Ce qu'il a fait reste dans le journal.
agency-end-submit = Mettre fin à son accès

agency-invitation-title = Votre invitation
agency-invitation-hello = Bonjour { $name }
agency-invitation-text = { $institution } vous invite dans son espace agence : { $role }, { $branch }.
agency-invitation-what = Vous allez enregistrer une clé d'accès. Il vous faut l'un des deux :
agency-invitation-platform = un poste, un téléphone ou une tablette qui vérifie votre empreinte, votre visage ou votre code ;
agency-invitation-key = ou une clé de sécurité à brancher, avec son code.
agency-invitation-begin = Préparer ma clé d'accès
agency-invitation-until = Ce lien sert une seule fois, jusqu'au { $until }.
agency-made-title = Votre clé d'accès est enregistrée
agency-made-text = L'invitation a servi : son lien n'ouvre plus rien. Connectez-vous avec votre clé.
agency-made-go = Me connecter

# L’appel d’un client (EP7)
bank-call-go = Appeler ce client
bank-call-title = Appeler { $name }
bank-call-lead = Ouvrez l’appel avant de composer le numéro : l’espace client et l’application diront aussitôt à cette personne que c’est bien vous.
bank-call-line-whom = Vous appelez
bank-call-line-shown = Le client lira
bank-call-line-over = Appel terminé avec
bank-call-begin = J’appelle maintenant
bank-call-open-title = Appel ouvert
bank-call-open-text = Les écrans du client disent : « { $shown } ». L’appel se termine tout seul { $until }.
bank-call-end = J’ai raccroché
bank-call-other-title = Vous avez un appel ouvert
bank-call-other-text = Avec { $name }. Terminez-le avant d’en ouvrir un autre.
bank-call-other-go = Aller à cet appel
bank-call-taken-title = Un collègue appelle déjà
bank-call-taken-text = { $agent }, { $branch }, depuis { $since }.
bank-call-never-title = Ce que nous ne demandons jamais
bank-call-never-text = Ni code, ni mot de passe, ni d’approuver une opération pendant l’appel. Si le client doute, dites-lui de regarder son application, ou de raccrocher.
operation-open_bank_call = Appel d’un client
operation-end_bank_call = Fin de l’appel d’un client
refusal-call-taken = Un collègue est déjà en ligne avec cette personne.
    .title = Appel déjà ouvert
refusal-call-own = Vous avez déjà un appel ouvert. Terminez-le avant d’en ouvrir un autre.
    .title = Un appel à la fois
refusal-call-over = Cet appel est déjà terminé.
    .title = Appel terminé
agency-key-suspended = Cette clé ne sert plus. Si vous n'en avez pas d'autre, demandez une nouvelle invitation à votre responsable.
