security-title = Sécurité
security-tab-connections = Connexions
security-tab-means = Mes moyens d'authentification
security-running = Sessions en cours
security-this-one = celle-ci
security-since = Ouverte { $moment }
security-end = Mettre fin
security-connections = Dernières connexions
security-none-title = Aucune connexion
security-none-text = Vos prochaines connexions figureront ici.
security-outcome-opened = Réussie
security-outcome-failed = Échouée
security-outcome-refused = Refusée
security-outcome-expired = Sans réponse
security-network = réseau { $network }
security-browser-unknown = Navigateur inconnu
security-not-me = Ce n'est pas moi
security-disavowed = Signalée
security-more = Voir les connexions plus anciennes
security-protected-title = Votre espace est protégé
security-protected-text = Les autres sessions sont fermées et cet appareil n'est plus reconnu. Changez aussi votre code ou votre mot de passe : quelqu'un le connaît peut-être.
security-change-secret = Changer mon code ou mot de passe
security-ended-title = Session fermée
security-ended-text = Cet appareil devra s'identifier de nouveau.
security-notice-disavowed-subject = { $institution } : une connexion que vous avez signalée
security-notice-disavowed-sms = { $institution } : vous avez signalé la connexion du { $moment }. Les autres sessions sont fermées. Aucun conseiller ne vous demandera de code.
security-notice-disavowed-email =
    Bonjour,

    Vous avez signalé la connexion du { $moment } à votre espace { $institution }. Les autres sessions sont fermées, et l'appareil n'est plus reconnu.

    Changez aussi votre code ou votre mot de passe : ouvrez votre espace comme d'habitude, rubrique Sécurité.
