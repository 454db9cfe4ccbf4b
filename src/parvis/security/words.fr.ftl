security-title = Sécurité
security-tab-connections = Connexions
security-tab-means = Moyens
security-running = Sessions en cours
security-this-one = celle-ci
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
security-protected-title = Votre espace est protégé
security-ended-title = Session fermée
security-ended-text = Cet appareil devra s'identifier de nouveau.
security-notice-disavowed-subject = { $institution } : une connexion que vous avez signalée
security-since = Ouverte { $moment }.
security-active = Active { $moment }.
security-more = Voir les connexions plus anciennes
security-newest = Revenir aux plus récentes
security-everywhere = Me déconnecter partout
security-everywhere-text = Un doute, ou un appareil oublié ? Toutes les sessions se ferment d’un coup, celle‑ci comprise.
security-devices = Appareils reconnus
security-devices-text = Sur ces appareils, une connexion ordinaire demande moins de preuves.
security-devices-none-title = Aucun appareil reconnu
security-devices-none-text = Un appareil le devient quand vous vous y êtes connecté entièrement.
security-here = celui-ci
security-device-since = Reconnu depuis { $day }.
security-device-seen = Vu { $moment }.
security-device-rename = Renommer
security-device-name = Comment l’appeler ?
security-distrust = Ne plus reconnaître
security-distrusted-title = Cet appareil n’est plus reconnu
security-all = Voir toutes les connexions
security-search = Filtrer et exporter
security-history-title = Toutes mes connexions
security-filter = Filtrer
security-filter-since = Depuis le
security-filter-until = Jusqu’au
security-filter-any = Peu importe
security-filter-unknown = Un appareil non reconnu
security-filter-do = Afficher
security-filter-clear = Tout afficher
security-none-found = Aucune connexion ne correspond à ce que vous cherchez.
security-export = Enregistrer pour un tableur
security-print = Version à imprimer
security-print-how = Utilisez « Imprimer » dans le menu de votre navigateur.
security-print-cut = Les { $count } connexions les plus récentes. Pour les précédentes, choisissez une période.
security-file = connexions
security-column-at = Date et heure
security-column-outcome = Issue
security-column-device = Appareil
security-column-browser = Navigateur
security-column-means = Moyen
security-column-network = Réseau
security-protected-lead = Vous avez signalé la connexion suivante : { $moment }. Voici exactement ce qui a été fait.
security-protected-done = C’est fait
security-protected-sessions = { $count ->
    [0] Aucune autre session n’était ouverte.
    [one] Une autre session a été fermée. Ce qu’elle avait demandé et qui attendait est annulé.
   *[other] { $count } autres sessions ont été fermées. Ce qu’elles avaient demandé et qui attendait est annulé.
 }
security-protected-sign-ins = Les connexions commencées et pas terminées sont annulées.
security-protected-device = L’appareil utilisé n’est plus reconnu : il lui faudra toutes les preuves.
security-protected-device-here = L’appareil était celui-ci, ou n’était pas reconnu : rien à retirer.
security-protected-suspended = Ce qui a servi à cette connexion est suspendu : { $means }.
security-protected-case = Votre conseiller est prévenu. Votre dossier porte la référence { $reference }.
security-protected-told = Un message est parti à chacune de vos adresses.
security-protected-next = Et maintenant
security-protected-secret = Changez votre secret : quelqu’un le connaît peut-être.
security-protected-kept = Ce moyen a servi aussi, et reste en service, car c’est celui qui vous ouvre la porte : { $means }. Ajoutez-en un autre, puis retirez-le.
security-protected-means = Ce qui est suspendu est toujours entre vos mains ? Vous pourrez le remettre en service. Sinon, retirez-le.
security-protected-look = Regardez vos dernières opérations. Si l’une ne vient pas de vous, appelez-nous sans attendre.
security-protected-adviser = Un conseiller regarde votre dossier sous { $hours } heures. Il ne vous demandera aucun code.
security-notice-suspended = Suspendu : { $means }.
security-notice-none = Aucun moyen n’a été suspendu.
security-notice-case = Votre conseiller est prévenu, dossier { $reference }.
security-notice-call = Appelez votre agence pour la prévenir.
security-notice-disavowed-sms = { $institution } : vous avez signalé la connexion du { $moment }. Les autres sessions sont fermées. { $means } { $case } Ce n’est pas vous ? Appelez-nous. Aucun conseiller ne vous demandera de code.
security-notice-disavowed-email =
    Bonjour,

    Vous avez signalé la connexion du { $moment } à votre espace { $institution }. Les autres sessions sont fermées, et l’appareil n’est plus reconnu. { $means } { $case }

    Changez aussi votre code ou votre mot de passe : ouvrez votre espace comme d’habitude, rubrique Sécurité. Ce signalement ne vient pas de vous ? Appelez-nous sans attendre.
