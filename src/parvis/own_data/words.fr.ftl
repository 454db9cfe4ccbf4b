# Mes données : les emporter, savoir combien de temps elles sont gardées.
own-data-title = Mes données
own-data-link = Emporter mes données
own-data-lead = Tout ce que { $institution } garde de vous dans cet espace vous appartient : vous pouvez l’emporter quand vous voulez.
own-data-archive = Une copie de tout
own-data-archive-text = Un fichier ZIP : vos coordonnées, comptes, opérations, connexions, appareils, moyens, demandes et dossiers, en JSON. Aucun code ni secret n’y est : nous ne les connaissons pas. Gardez ce fichier à l’abri.
own-data-proof = Cette copie remonte à plus de 90 jours : nous vérifions une fois de plus que c’est bien vous.
own-data-take = Télécharger la copie
own-data-prove = Prouver que c’est moi
own-data-kept = Combien de temps nous les gardons
own-data-years = { $count } ans
own-data-days = { $count ->
    [one] { $count } jour
   *[other] { $count } jours
 }
own-data-kept-messages = Messages envoyés
own-data-kept-places = D’où vous vous êtes connecté
own-data-kept-documents = Documents envoyés, une fois le dossier clos
own-data-kept-requests = Demandes et leurs preuves
own-data-kept-rest = Vos comptes, leurs opérations et le journal sont gardés aussi longtemps que la loi l’exige. Passé ces délais, le reste s’efface tout seul.
own-data-readme =
    { $institution }

    Un fichier par sujet, en JSON (UTF-8). Les montants sont en centimes, les dates en UTC.

    me : votre identité ; identifiers, contacts : vos identifiants et coordonnées ; accounts, operations, transfers : vos comptes, opérations et virements ; devices, sessions, means, requests : vos appareils, connexions, moyens et demandes ; cases, documents, calls : vos dossiers, documents et nos appels ; journal : ce qui s’est passé.
own-data-notice-subject = Une copie de vos données a été téléchargée
own-data-notice-email =
    Bonjour,

    Une copie de vos données chez { $institution } vient d’être téléchargée depuis votre espace, { $moment }.

    Ce n’était pas vous ? Ouvrez votre espace comme d’habitude, rubrique Sécurité, pour fermer les autres sessions et changer votre code, ou appelez { -desk }.
own-data-notice-sms = { $institution } : une copie de vos données vient d’être téléchargée depuis votre espace. Ce n’était pas vous ? Changez votre code, ou appelez-nous.
