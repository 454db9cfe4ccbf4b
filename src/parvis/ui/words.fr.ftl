# Whom a client calls: each institution has its own word for it.

-desk = votre agence

# The frame of every page.

ui-skip = Aller au contenu
ui-address-label = Vérifiez l'adresse dans votre navigateur :
ui-never-ask = Personne ne vous demandera jamais votre code ni votre mot de passe : ni par téléphone, ni par message, ni au guichet.
ui-nav-label = Menu principal
ui-nav-accounts = Comptes
ui-nav-transfers = Virements
ui-nav-security = Sécurité
ui-nav-profile = Mes informations
ui-sign-out = Se déconnecter
ui-tabs-label = Vues de cette page
ui-back = Retour
ui-optional = (facultatif)
ui-show = Afficher
ui-hide = Masquer
ui-copied = Copié
ui-step = Étape { $current } / { $total }
ui-errors-title = Quelque chose est à corriger
ui-last-try-title = Attention, c'est votre dernier essai
ui-match-label = Le nombre à saisir sur votre téléphone :

# The warning before the session ends.

ui-idle-title = Êtes-vous toujours là ?
ui-idle-text = Pour protéger vos comptes, nous fermons votre espace quand vous ne l'utilisez plus. Ce que vous avez saisi et pas encore envoyé serait perdu.
ui-idle-second = { $count ->
    [one] Fermeture dans # seconde
   *[other] Fermeture dans # secondes
 }
ui-idle-stay = Rester connecté
ui-idle-leave = Me déconnecter maintenant

# Signed out.

ui-signed-out-title = Vous êtes déconnecté
ui-signed-out-text = Votre espace est fermé sur cet appareil. Si vous le partagez avec d'autres, fermez aussi cette fenêtre.
ui-signed-out-idle-title = Votre espace s'est fermé
ui-signed-out-idle-text = Vous ne l'utilisiez plus depuis { $minutes }. Nous l'avons fermé pour que personne d'autre ne puisse s'en servir. Rien de ce que vous aviez approuvé n'est perdu.
ui-signed-out-elsewhere-title = Cette connexion a été fermée
ui-signed-out-elsewhere-text = Elle a été fermée depuis un autre appareil, ou parce qu'un de vos moyens de connexion a changé. Si ce n'est pas vous, reconnectez-vous et regardez « Dernières connexions ».
ui-signed-out-everywhere-title = Vous êtes déconnecté partout
ui-signed-out-everywhere-text = Toutes vos sessions sont fermées, sur cet appareil et sur les autres. Ce qu’elles avaient demandé et qui attendait est annulé.
ui-signed-out-again = Me reconnecter
ui-signed-out-home = Aller à l'accueil

# The public home page.

ui-home-title = Votre espace en ligne
ui-home-open = Accéder à mes comptes
ui-home-lead = Vos comptes, vos virements et vos approbations, au même endroit, en français clair.
ui-home-reassure = Rien n'est à vendre sur cette page.
ui-home-protect-title = Trois habitudes qui vous protègent
ui-home-address-title = Regardez l'adresse
ui-home-address-text = Notre seule adresse est { $address }. Tapez-la vous-même ou gardez-la en favori ; ne suivez pas le lien d'un message.
ui-home-code-title = Gardez vos codes pour vous
ui-home-code-text = Aucun conseiller ne vous demandera un code, un mot de passe ou une approbation. Si quelqu'un le fait, raccrochez : c'est une fraude.
ui-home-read-title = Lisez avant d'approuver
ui-home-read-text = Le montant et le bénéficiaire que vous lisez sont ceux que vous approuvez. S'ils ne vous disent rien, refusez : rien ne partira.
ui-home-doubt-title = Un doute ?
ui-home-doubt-text = N'approuvez rien. Connectez-vous par cette page et ouvrez « Sécurité » : vous y verrez vos dernières connexions et pourrez en signaler une.

# A page that says no.

ui-refusal-title = Ce n'est pas possible pour l'instant
ui-refusal-next = Revenez à la page précédente et recommencez. Si cela continue, appelez { -desk } en donnant le code ci-dessous.
ui-refusal-code = Code pour l'assistance :
ui-refusal-reference = Référence :
ui-refusal-home = Revenir à mes comptes
ui-refusal-public-home = Revenir à l'accueil
ui-refusal-sign-in = Me connecter

# Refusals: what went wrong, then what to do. `.title` heads the page when the refusal is a whole page,
# `.next` says what to do there when the sentence itself does not.

refusal-page-not-found = Cette page n'existe pas, ou elle ne fait pas partie de votre espace.
    .title = Page introuvable
    .next = L'adresse est peut-être incomplète. Repartez de l'accueil : tout y est accessible par le menu.
refusal-sign-in-needed = Pour voir cette page, connectez-vous d'abord. Votre connexion précédente a pu se fermer.
    .title = Connectez-vous pour continuer
    .next = Après la connexion, vous retrouverez vos comptes. Ce qui n'avait pas été envoyé est à saisir de nouveau.
refusal-session-elsewhere = Cette connexion a été fermée depuis un autre appareil, ou parce qu'un de vos moyens a changé.
    .title = Connexion fermée
    .next = Si ce n'est pas vous, reconnectez-vous et regardez « Dernières connexions ».
refusal-session-idle = Vous avez été déconnecté pour votre sécurité, faute d'activité. Reconnectez-vous pour continuer.
    .title = Connexion fermée
    .next = Après la connexion, vous retrouverez vos comptes. Ce qui n'avait pas été envoyé est à saisir de nouveau.
refusal-other-origin = Cette demande ne vient pas de nos pages : nous ne l'avons pas suivie, et rien n'a été fait.
    .title = Demande arrêtée par précaution
    .next = Si vous arrivez d'un lien reçu dans un message, fermez cette page. Tapez vous-même notre adresse, puis recommencez.
refusal-form-unreadable = Nous n'avons pas pu lire ce formulaire. Rien n'a été fait.
    .title = Formulaire illisible
    .next = Revenez à la page précédente, rechargez-la et recommencez.
refusal-form-incomplete = Il manque une réponse. Complétez le champ indiqué.
    .title = Il manque une réponse
    .next = Revenez à la page précédente et complétez le champ indiqué.
refusal-form-expired = Cette page a déjà servi ou attendait depuis trop longtemps. En voici une neuve : saisissez de nouveau votre réponse.
    .title = La page avait expiré
    .next = Revenez à la page précédente et rechargez-la.
refusal-body-too-large = Ce que vous avez envoyé est trop volumineux. Rien n'a été enregistré.
    .title = Envoi trop volumineux
    .next = Revenez à la page précédente et envoyez moins de texte, ou un fichier plus petit.
refusal-body-too-slow = L'envoi a duré trop longtemps. Rien n'a été enregistré.
    .title = Envoi trop lent
    .next = Revenez à la page précédente, vérifiez votre connexion, puis recommencez.
refusal-too-busy = Beaucoup de personnes se connectent en ce moment. Votre essai n'a pas été compté.
    .title = Un instant, s'il vous plaît
    .next = Attendez une dizaine de secondes, puis recommencez.
refusal-unknown-institution = Cette adresse ne correspond à aucun espace servi ici.
    .title = Adresse inconnue
    .next = Vérifiez l'adresse dans votre navigateur, lettre par lettre. Ne saisissez aucun code sur une page dont vous doutez.
refusal-out-of-service = Le service est interrompu un instant. Si vous veniez de valider quelque chose, cela a pu être fait : regardez avant de recommencer.
    .title = Interruption de courte durée
    .next = Recommencez dans quelques secondes. Renvoyer la même page ne fera pas deux fois la même chose.
refusal-internal = Quelque chose s'est cassé chez nous. Rien n'a été fait : ni virement, ni changement.
    .title = C'est de notre faute
    .next = Nous sommes prévenus. Recommencez dans quelques minutes ; si cela continue, appelez { -desk } en donnant la référence ci-dessous.

refusal-not-recognised = Vérifiez votre identifiant et votre code ou mot de passe, puis recommencez.
    .title = Nous ne vous avons pas reconnu
refusal-means-not-recognised = Ce moyen n'ouvre aucun accès ici, ou il ne peut pas servir en ce moment. Recommencez, ou connectez-vous autrement.
    .title = Nous ne vous avons pas reconnu
refusal-last-try = Nous ne vous avons pas reconnu. Il vous reste un seul essai avant une pause de sécurité. Prenez votre temps, et relisez votre identifiant. Si vous ne retrouvez plus votre code, mieux vaut le demander que le deviner.
    .title = Attention, c'est votre dernier essai
refusal-last-try-before-block = Nous ne vous avons pas reconnu. Il vous reste un seul essai : s'il échoue, l'accès sera bloqué, et { -desk } devra l'ouvrir à nouveau. Prenez votre temps, et relisez votre identifiant. Si vous ne retrouvez plus votre code, mieux vaut le demander que le deviner.
    .title = Dernier essai avant blocage
refusal-access-blocked = Après trop d'essais, l'accès avec cet identifiant est bloqué depuis { $since }.
    .title = Accès bloqué
    .next = Vos comptes continuent de fonctionner. Pour retrouver l'accès, demandez le déblocage : { -desk } vérifie vos documents et vous envoie un code provisoire.
refusal-no-channel = Ce client n'a plus ni téléphone ni adresse e-mail à qui envoyer un secret provisoire. Rien n'a été fait : enregistrez d'abord une adresse avec lui.
refusal-held = Après plusieurs essais, l'accès est en pause pour protéger vos comptes. Vous pourrez réessayer { $until }.
    .title = Accès en pause
    .next = Il n'y a rien à faire d'ici là : la pause se termine toute seule. Vos comptes continuent de fonctionner. Si ces essais n'étaient pas les vôtres, prévenez { -desk }.
refusal-identifier-malformed = Cet identifiant n'a pas la forme attendue. Recopiez-le tel qu'il figure sur votre courrier. Cet essai n'a pas été compté.
    .title = Identifiant à vérifier

refusal-no-rule-covers-this = Cette demande n'est pas ouverte dans votre espace. Rien n'a été fait.
    .title = Demande non prévue
    .next = Votre agence peut vous dire comment la faire autrement.
refusal-refused-by-policy = Par sécurité, nous n'avons pas accepté cette demande. Rien n'a été fait.
    .title = Refusée par sécurité
    .next = Si la demande vient bien de vous, appelez { -desk } : elle regardera avec vous. Si elle ne vient pas de vous, changez votre code dans « Sécurité ».
refusal-too-many-waiting = Plusieurs demandes attendent déjà votre réponse. Répondez-y, ou laissez-les expirer, avant d'en faire une nouvelle.
    .title = Des demandes attendent déjà
    .next = Ouvrez votre téléphone et refusez ce que vous ne reconnaissez pas.
refusal-cooling-down = Vous avez refusé plusieurs demandes, ou elles sont restées sans réponse. Pour que personne ne vous harcèle, nous n'envoyons plus d'alerte. Vous pourrez recommencer { $until }.
    .title = Une pause pour votre tranquillité
    .next = Si ces demandes n'étaient pas les vôtres, vous avez bien fait de refuser. Changez votre code dès votre prochaine connexion.
refusal-key-reused = Ce formulaire a déjà servi pour une autre demande, qui est terminée. Rien n'a été fait une seconde fois.
    .title = Demande déjà envoyée
    .next = Regardez le résultat de la première demande, puis partez d'un formulaire neuf si besoin.
refusal-request-settled = Cette demande est déjà terminée. Son résultat est affiché ci-dessous.
    .title = Demande terminée
refusal-request-expired = Le temps pour approuver est passé. Rien n'a été fait.
    .title = Demande expirée
    .next = Si vous en avez toujours besoin, recommencez la demande depuis le début.
refusal-means-not-usable = Ce moyen ne peut pas servir ici. Choisissez-en un autre dans la liste.
    .title = Ce moyen ne peut pas servir ici
refusal-answer-wrong = Ce code n'est pas le bon. Vérifiez-le et recommencez.
    .title = Code à vérifier
refusal-answer-last-try = Ce code n'est pas le bon. Il vous reste un seul essai ; après lui, ce moyen ne pourra plus servir pendant un temps. Ne vous pressez pas, ou choisissez un autre moyen.
    .title = Attention, c'est votre dernier essai
refusal-answer-spent = Ce code a déjà servi : chaque code ne vaut qu'une fois. Attendez le suivant ou demandez-en un nouveau.
    .title = Code déjà utilisé
refusal-answer-expired = Ce code est trop ancien. Demandez-en un nouveau.
    .title = Code expiré
refusal-means-blocked = Ce moyen est bloqué après plusieurs erreurs. Utilisez-en un autre, ou appelez { -desk } pour le rétablir.
refusal-means-not-yet = Ce moyen vient d’être ajouté ou renouvelé. Pour vous protéger, il ne sert pas tout de suite : vous pourrez l’utiliser { $until }.
    .title = Moyen bloqué
    .next = Vos comptes ne sont pas bloqués : vos prélèvements et votre carte continuent de fonctionner.
refusal-sent-too-often = Un code vient de vous être envoyé. Attendez une minute avant d'en demander un autre.
    .title = Code déjà envoyé
refusal-sent-enough = Nous vous avons envoyé plusieurs codes : saisissez le dernier reçu. S'il n'arrive pas, annulez la demande et recommencez.
    .title = Plusieurs codes sont déjà partis
refusal-stricter-now = La situation a changé depuis votre demande, et elle a besoin d'une preuve de plus. Rien n'a encore été fait.
    .title = Encore une étape
    .next = Suivez l'étape affichée pour continuer, ou abandonnez la demande sans conséquence.
refusal-role-needed = Cette page est réservée à un autre rôle que le vôtre.
    .title = Ce n'est pas dans votre rôle
    .next = Si vous en avez besoin pour votre travail, parlez-en à votre responsable.
refusal-agent-gone = Cet agent n'est plus là, ou son rôle a changé entre-temps. Rien n'a été fait.
refusal-agent-oneself = On ne se donne pas un rôle à soi-même, et on ne met pas fin à son propre accès. Demandez-le à un autre responsable.
refusal-looked-up-too-often = Vous avez consulté beaucoup de clients en une heure. Attendez un peu avant le suivant ; votre responsable est prévenu.
refusal-search-too-short = Tapez un identifiant entier, la référence d'un dossier, ou au moins trois lettres d'un nom.
refusal-invitation-over = Cette invitation ne sert plus : elle a déjà servi, elle date de plus de 24 heures, ou une autre l'a remplacée.
    .title = Invitation terminée
    .next = Si vous avez enregistré votre clé, connectez-vous. Si quelqu'un d'autre a pu ouvrir ce lien avant vous, prévenez votre responsable tout de suite : il mettra fin à l'accès.
# Beside every code and every secret.

ui-never-code = Aucun conseiller ne vous demandera ce code. Ne le donnez à personne, et ne le tapez que sur { $address }.
ui-never-secret = Aucun conseiller ne vous demandera ce secret, ni par téléphone, ni par message, ni au guichet. Ne le tapez que sur { $address }.
ui-never-key = Aucun conseiller ne vous demandera cette clé ni ces codes. Vous ne les lirez et ne les taperez que sur { $address }.
ui-help-browser = Un problème avec cette page ?
ui-old-browser = Ce navigateur est trop ancien pour afficher cette page comme il faut.
ui-old-browser-link = Que faire ?
refusal-insecure-connection = Cette page n’est pas protégée : son adresse doit commencer par « https:// ». Rien n’a été fait.
    .title = Connexion non protégée
    .next = Retapez vous-même notre adresse, celle de vos relevés, puis recommencez.
