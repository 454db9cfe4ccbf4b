# Le téléphone qui approuve.

factor-phone = Votre téléphone
factor-phone-about = Vous lisez la demande sur votre téléphone et vous l’approuvez avec un code à 4 chiffres que vous seul connaissez : il n’est enregistré nulle part. Il suffit du navigateur de votre téléphone.
factor-phone-ask = Approuvez sur votre téléphone
phone-prove-open = Ouvrez l’application sur « { $name } » : votre demande y est. Lisez-la, puis approuvez avec votre code à 4 chiffres.
phone-prove-number = Votre téléphone vous demandera ce nombre. Ne le donnez à personne.
phone-prove-waiting = En attente de votre réponse. Cette page avance toute seule.
phone-prove-reload = Une fois la réponse donnée sur le téléphone,
phone-prove-reload-link = rechargez cette page.
phone-prove-help-title = Rien n’arrive ?
phone-prove-help-open = Ouvrez l’application vous-même : la demande s’y trouve, même sans alerte.
phone-prove-help-network = Vérifiez que le téléphone est connecté à Internet.
phone-prove-help-other = Sinon, prenez un autre moyen ci-dessous, s’il y en a un.
phone-prove-again = Alerter de nouveau le téléphone
phone-push-subject = { $institution }
phone-push = Une demande vous attend. Ouvrez l’application pour la lire.
phone-enroll-scan = Avec l’appareil photo de votre téléphone, visez ce QR code et ouvrez le lien.
phone-enroll-picture = QR code qui ouvre l’application sur votre téléphone. Le code écrit plus bas fait la même chose.
phone-enroll-type = Ou ouvrez { $address } sur le téléphone et recopiez ce code d’activation :
phone-enroll-copy = Copier le code
phone-enroll-limits = Il est valable 10 minutes et pour un seul téléphone.
phone-enroll-choose = Sur le téléphone, choisissez un code à 4 chiffres. Il n’est enregistré nulle part : personne ne pourra vous le demander, ni vous le redonner.
phone-enroll-return = Revenez ici pour confirmer que c’est bien ce téléphone.
phone-enroll-waiting = En attente de votre téléphone. Cette page avance toute seule.
phone-enroll-done = C’est fait sur le téléphone
phone-enroll-heard = Votre téléphone a répondu.
phone-enroll-compare = Il doit afficher :
phone-enroll-differs = S’il affiche autre chose, ou si vous n’avez pas de téléphone en main, arrêtez-vous là : quelqu’un d’autre a utilisé votre code.
phone-enroll-confirm = Oui, c’est ce téléphone

# Sans réseau : le téléphone lit la demande dans un QR code, ou ne fait que dire un code.

factor-phone_qr = Votre téléphone, sans réseau : QR code
factor-phone_qr-ask = Lisez la demande avec votre téléphone
factor-phone_code = Votre téléphone, sans réseau : code
factor-phone_code-ask = Saisissez le code de votre téléphone
phone-prove-offline-phone_qr = Mon téléphone n’a pas de réseau
phone-prove-offline-phone_code = Mon téléphone n’a pas de réseau et ne peut pas lire de QR code
phone-offline-read = Ouvrez l’application sur « { $name } », touchez « Sans réseau », puis « Lire un QR code », et visez cette image. Le téléphone vous montre la demande, vous demande votre code à 4 chiffres et affiche 8 chiffres.
phone-offline-say = Ouvrez l’application sur « { $name } », touchez « Sans réseau », puis « Obtenir un code ». Elle vous demande votre code à 4 chiffres et affiche 8 chiffres.
phone-offline-picture = QR code de votre demande, à lire avec l’application. Le même contenu est écrit en toutes lettres ci-dessous.
phone-offline-text-title = Le téléphone ne peut pas viser l’image ?
phone-offline-text = Copiez ce texte et collez-le dans l’application : il dit la même chose que l’image.
phone-offline-copy = Copier le texte
phone-offline-old = « { $name } » a été activé avant que cela existe. Activez-le de nouveau depuis votre espace client, ou prenez un autre moyen.
phone-offline-field = Les 8 chiffres affichés par votre téléphone
phone-offline-field-hint = Ils changent chaque minute.
phone-offline-submit = Valider
