# La démonstration : page de départ et messagerie simulée.

demo-badge = Démonstration
demo-nav = Démonstration
demo-nav-start = Institutions
demo-nav-inbox = Messagerie
demo-simulated = Ceci est une démonstration : institutions, personnes et comptes sont inventés ; la messagerie, l’opérateur SMS et le système de paiement sont simulés. Aucun message ne quitte cette machine, aucun argent ne bouge.
demo-title = Page de départ
demo-heading = Cinq institutions, une seule porte
demo-lead = Entrez chez l’une des cinq sous le nom de l’un de ses clients. Tout ce qu’il leur faut pour se connecter est écrit ici.
demo-notice-title = Rien de ceci n’est réel
demo-notice = Les clients, leurs codes et leurs comptes sont inventés, et visibles de tous ceux qui ouvrent cette page. L’opérateur SMS et le système de paiement sont simulés. N’y saisissez aucun de vos vrais identifiants.
demo-step-choose-title = Choisissez un client
demo-step-choose = Ouvrez l’espace de son institution et recopiez ses identifiants.
demo-step-inbox-title = Gardez la messagerie ouverte
demo-step-inbox = Les courriels et les SMS y arrivent comme ils ont été envoyés.
demo-open-inbox = Ouvrir la messagerie
demo-step-phone-title = Ouvrez un téléphone
demo-step-phone = Une seconde fenêtre devient le téléphone du client : reliez-le depuis son espace, rubrique Sécurité. Il approuve aussi sans réseau : copiez le texte du QR code d’une fenêtre et collez-le dans l’autre.
demo-step-passkey-title = Créez une clé d’accès
demo-step-passkey = Partout, depuis « Mes moyens d’authentification » : l’empreinte ou le code de votre appareil, ou une clé USB. Ensuite, on entre et on approuve sans rien saisir.
demo-step-clock-title = Laissez passer le temps
demo-step-clock = Ici, nous sommes le { $now }. Un téléphone relié à Deux Rives sert après quatre heures (délai de sécurité) : avancez l’horloge. Elle ne recule pas.
demo-clock-minutes = + 5 minutes
demo-clock-hours = + 4 heures
demo-clock-day = + 1 jour
demo-step-agency-title = Passez de l’autre côté du guichet
demo-step-agency = Chaque institution a son espace agence, à une adresse à part. Les agents n’y entrent qu’avec une clé d’accès : ouvrez l’invitation de l’un d’eux, sous l’institution, et créez-la.
demo-agency-title = Espace agence
demo-agency-how = Ouvrez une invitation et créez la clé d’accès de cet agent : il faut un appareil qui vérifie votre empreinte, votre visage ou votre code, ou une clé de sécurité à brancher. Ensuite :
demo-agency-enter = entrer dans l’espace agence ({ $institution })
demo-agency-link = Ouvrir l’invitation de { $name }
demo-agency-has-key = Son invitation a servi : la clé est dans le navigateur qui l’a créée.
demo-agency-too-old = Son invitation date de plus de 24 heures.
demo-agency-again = Nouvelle invitation pour { $name }
demo-sign-in = Se connecter
demo-open-phone = Ouvrir le téléphone
demo-copy = Copier { $value }
demo-messages-of = Messages reçus par { $name }
demo-secret-code = Code secret
demo-password = Mot de passe
demo-iban = { $account }
demo-totp-code = Code de l’application (encore { $seconds } s)
demo-totp-key = Clé de l’application
demo-how-deuxrives = Identifiant et code secret au clavier ; un code par SMS ou le téléphone quand le navigateur est inconnu.
demo-how-allocations = Numéro de sécurité sociale et mot de passe, puis un code par courriel ou un code d’une carte imprimée.
demo-how-municipal = Numéro d’abonné et mot de passe, puis le code d’une application.
demo-how-cooperative = Numéro de client, numéro d’utilisateur et code secret au clavier ; un certificat sur clé USB ou la carte dans son lecteur pour se connecter et pour signer.
demo-how-epargne = Identifiant et code secret, puis l’accord donné sur le téléphone ; un SMS tant qu’aucun téléphone n’est relié.
demo-about-camille = Infirmière. Compte courant, livret, deux ans d’opérations.
demo-about-mireille = Libraire. Dix ans d’opérations, plus de 20 000 lignes.
demo-about-emma = Lit en anglais. Un seul compte, ouvert cette année.
demo-about-nadia = Mère de deux enfants. Allocations et aide au logement.
demo-about-paul = Aide au logement et prime d’activité.
demo-about-yvonne = N’a ni e-mail ni téléphone portable : une carte de codes imprimée, remise par son agence.
demo-card-title = La carte de { $name }
demo-card-lead = Une feuille de papier, simulée : { $institution } l’a imprimée pour elle. Chaque code sert une seule fois ; la page de connexion dit quelle case lire.
demo-card-of = La carte de codes de { $name }
demo-about-helene = A déjà relié une application d’authentification.
demo-about-bruno = Première connexion : choisit son second facteur. Le SMS de vérification arrive dans la messagerie.
demo-about-sabine = Dirige l’atelier. Premier utilisateur de l’entreprise.
demo-about-idris = Tient la boutique de l’atelier. Second utilisateur.
demo-about-amelie = Trésorière d’une association.
demo-about-ines = Rien n’est encore relié : essayez le téléphone avec elle.
demo-about-lucas = Artisan voilier. Compte professionnel.
demo-newcomer-sms = Une nouvelle cliente de { $house } attend son activation. Son identifiant arrive par courriel et son premier mot de passe par SMS : les deux sont dans la messagerie.
demo-newcomer-letter = Une nouvelle cliente de { $house } attend son activation. Son identifiant arrive par courriel, dans la messagerie ; son premier code arrive par lettre, que vous téléchargez.
demo-newcomer-go-sms = Faire venir la nouvelle cliente
demo-newcomer-go-letter = Faire venir la nouvelle cliente et ouvrir sa lettre
demo-inbox-title = Messagerie de démonstration
demo-inbox-lead = Tout ce que les institutions ont envoyé, du plus récent au plus ancien. L’opérateur SMS et le serveur de courriel sont simulés : rien ne part d’ici.
demo-inbox-all = Toutes
demo-inbox-count = { $count ->
    [0] Aucun message
    [one] { $count } message
   *[other] { $count } messages
}
demo-inbox-count-of = { $count ->
    [0] Aucun message pour { $name }
    [one] { $count } message pour { $name }
   *[other] { $count } messages pour { $name }
}
demo-inbox-again = Actualiser
demo-inbox-limit = Les { $count } messages les plus récents sont montrés.
demo-inbox-empty-title = Rien pour l’instant
demo-inbox-empty = Les messages apparaîtront ici dès qu’une institution en enverra.
demo-by-email = Courriel
demo-by-sms = SMS
demo-to = à { $name } ({ $address })
demo-inbox-clients = Clients
demo-identity-name = Fournisseur d’identité
demo-identity-badge = Simulé
demo-identity-simulated = Ceci n’est pas FranceConnect. C’est une simulation de la démonstration de Parvis : les personnes sont inventées, et rien ne quitte cette machine.
demo-identity-title = Qui êtes-vous ?
demo-identity-lead = { $client } demande à savoir qui vous êtes. Choisissez une personne inventée.
demo-identity-notice-title = Simulation
demo-identity-notice = Ici, personne ne vous demandera de mot de passe. Le vrai FranceConnect, lui, vous conduirait chez le fournisseur de votre choix.
demo-identity-known = A un espace chez l’institution : son état civil correspond à celui de son dossier.
demo-identity-unknown = N’a aucun espace chez l’institution.
demo-identity-as-eidas1 = Continuer : { $name }
demo-identity-as-eidas2 = … avec un compte de niveau substantiel : { $name }
demo-identity-as-none = … avec un compte sans niveau : { $name }
demo-identity-cancel = Annuler et revenir à { $client }
demo-identity-refused = Demande non reconnue
demo-identity-refused-text = Revenez au site qui vous a conduit ici, et recommencez.
demo-step-identity-title = Ou soyez identifié par un tiers
demo-step-identity = À la Caisse d’allocations, un fournisseur d’identité simulé joue FranceConnect : essayez-le avec Nadia.
