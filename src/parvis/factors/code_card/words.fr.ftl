factor-code_card = Carte de codes imprimée
factor-code_card-ask = Un code de votre carte
factor-code_card-about = Une feuille que vous imprimez : 64 codes, chacun demandé par sa case et utilisé une seule fois. Ni téléphone, ni e-mail, ni réseau.
code-card-square = Case
code-card-field = Code de la case { $square }
code-card-hint = Carte nº { $serial } : colonne { $column }, ligne { $row }. 4 signes, majuscules ou minuscules.
code-card-submit = Valider le code
code-card-ask = Afficher la case à lire
code-card-never = Seule cette page vous demandera ces codes, une case à la fois.
code-card-few = Il reste { $count } codes sur cette carte. Commandez la suivante dans « Mes moyens d’authentification ».
code-card-empty-title = Cette carte est épuisée
code-card-empty-text = Tous ses codes ont servi. Utilisez un autre moyen, puis commandez une nouvelle carte ; ou appelez votre agence.
code-card-enroll-download = Téléchargez la carte nº { $serial }. C’est un fichier PDF.
code-card-layout = Comment la voulez-vous ?
code-card-layout-grid = En grille, sur une page
code-card-layout-list = En liste, en gros caractères
code-card-download = Télécharger la carte
code-card-once = Elle ne se télécharge qu’une fois. Pour la demander de nouveau, il faudra en commander une autre.
code-card-downloaded = La carte a été téléchargée. Elle ne peut plus l’être.
code-card-again = Je ne l’ai pas reçue : en commander une autre
code-card-enroll-print = Imprimez-la, puis effacez le fichier. Sans imprimante, votre agence l’imprime pour vous.
code-card-enroll-hint = Lisez-le sur la carte imprimée. Il prouve qu’elle est bien entre vos mains, et la met en service.
code-card-enroll-submit = Mettre cette carte en service
code-card-confirmed = Votre carte est vérifiée. Il reste à approuver sa mise en service.
code-card-continue = Continuer
code-card-notice-few-subject = Votre carte de codes arrive à sa fin
code-card-notice-few-email =
    Bonjour,

    Il reste { $left } codes sur votre carte { $institution }. Commandez la suivante dans votre espace, rubrique Sécurité, « Mes moyens d’authentification » : elle prendra la place de l’ancienne quand vous la mettrez en service.

    Vous ne vous êtes pas servi de cette carte ? Suspendez-la dans votre espace, ou appelez-nous.
code-card-notice-few-sms = { $institution } : il reste { $left } codes sur votre carte. Commandez la suivante dans votre espace, rubrique Sécurité. Vous ne vous en êtes pas servi ? Appelez-nous.
code-card-sheet-title = Carte de codes
code-card-sheet-serial = Carte nº { $serial }
code-card-sheet-made = Faite le { $day }
code-card-sheet-how = Quand la page vous demande une case, par exemple C4, lisez le code de la colonne C, ligne 4, et tapez-le. Chaque code sert une seule fois : vous pouvez le barrer.
code-card-sheet-how-list = Quand la page vous demande une case, par exemple C4, cherchez C4 dans la liste et tapez le code qui suit. Chaque code sert une seule fois : vous pouvez le barrer.
code-card-sheet-never = Aucun conseiller ne vous demandera ces codes. Personne d’autre non plus : ni au téléphone, ni par message, ni au guichet.
code-card-sheet-address = Ne les tapez que sur { $address }, et une case à la fois.
code-card-sheet-lost = Carte perdue, volée ou photographiée ? Suspendez-la dans votre espace, rubrique Sécurité, ou appelez votre agence.
code-card-sheet-corner = Ligne
code-card-sheet-column = Case
code-card-sheet-code = Code
refusal-shown-once = Ce fichier a déjà été téléchargé : il n’est plus ici. Vous pouvez commander une autre carte.
