# Les utilisateurs d’une entreprise, et le code oublié de l’un d’eux.
company-users-title = Les utilisateurs
company-users-link = Les utilisateurs de l’entreprise
company-users-lead = Quelqu’un a oublié son code ? Demandez-en un nouveau pour lui : il le reçoit seul, et le change à sa première connexion. Vous ne le voyez jamais.
company-users-ask = Quand quelqu’un oublie son code, une de ces personnes lui en fait envoyer un nouveau.
company-role-main = Utilisateur principal
company-role-administrator = Administrateur
company-users-hints = Le code partira à une de ces coordonnées : { $hints }.
company-users-renew = Nouveau code pour { $name }
company-users-unreachable = Nous n’avons ni téléphone ni e-mail de cette personne : elle passe par l’agence.
company-users-never = Ne demandez à personne le code qu’il a reçu, et ne donnez pas le vôtre : chacun a le sien.
operation-renew_user_code = Nouveau code pour un utilisateur
colleague-line-what = Vous demandez
colleague-line-what-value = Un nouveau code secret, temporaire
colleague-line-for = Pour
colleague-line-then = Ensuite
colleague-line-then-value = Son ancien code ne servira plus, ses sessions seront fermées
colleague-notice-subject = Un nouveau code a été demandé pour vous
colleague-notice-email =
    Bonjour,

    { $who } a demandé un nouveau code pour vous à { $institution }, { $when }. Il vous a été envoyé ailleurs, à vous seul, et se change à la première connexion. Vos sessions sont fermées.

    Vous l’avez voulu ? Vous n’avez rien à faire. Sinon, appelez-nous sans attendre.
colleague-notice-sms = { $institution } : { $who } a demandé un nouveau code pour vous. Vous ne l’avez pas voulu ? Appelez-nous sans attendre.
refusal-not-your-colleague = Seuls l’utilisateur principal et les administrateurs demandent un nouveau code, pour les autres utilisateurs de leur entreprise.
refusal-colleague-blocked = L’accès de cette personne est bloqué : seule l’agence peut le rouvrir, avec elle.
