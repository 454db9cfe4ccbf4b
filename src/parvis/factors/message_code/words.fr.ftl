factor-sms_code = Code par SMS
factor-sms_code-ask = Un code par SMS
factor-sms_code-about = Un code à 6 chiffres envoyé à votre numéro de téléphone, valable 5 minutes.
factor-email_code = Code par e-mail
factor-email_code-ask = Un code par e-mail
factor-email_code-about = Un code à 6 chiffres envoyé à votre adresse, valable 15 minutes.
message-code-will-sms_code = Nous vous enverrons un code à 6 chiffres par SMS au { $name }.
message-code-will-email_code = Nous vous enverrons un code à 6 chiffres à l’adresse { $name }.
message-code-send = Envoyer le code
message-code-sent-sms_code = Un SMS avec un code à 6 chiffres vient de partir vers le { $name }. Il est valable { $minutes } minutes.
message-code-sent-email_code = Un e-mail avec un code à 6 chiffres vient de partir vers { $name }. Il est valable { $minutes } minutes.
message-code-field = Code à 6 chiffres
message-code-submit = Valider le code
message-code-nothing-sms_code = Rien reçu ? Attendez une minute, et vérifiez que votre téléphone a du réseau.
message-code-nothing-email_code = Rien reçu ? Attendez une minute, et regardez aussi les courriers indésirables.
message-code-again = Envoyer un autre code
message-code-email-request-subject = Votre code : { $code }
message-code-email-payment-subject = Votre code : { $code }
message-code-sms-request-subject = Votre code : { $code }
message-code-sms-payment-subject = Votre code : { $code }
message-code-email-request =
    Bonjour,

    Votre code est { $code }. Saisissez-le dans la page que vous avez ouverte, dans les { $minutes } minutes.

    Vous n’avez rien demandé ? Ne donnez ce code à personne et prévenez-nous : quelqu’un connaît peut-être votre mot de passe. Aucun conseiller ne vous le demandera jamais.
message-code-email-payment =
    Bonjour,

    Votre code est { $code }. Il approuve un paiement de { $amount } vers { $payee } (compte finissant par { $last }). Saisissez-le dans la page que vous avez ouverte, dans les { $minutes } minutes.

    Ce paiement ne vous dit rien ? Ne donnez ce code à personne et prévenez-nous. Aucun conseiller ne vous le demandera jamais.
message-code-sms-request = { $code } est votre code { $institution }, valable { $minutes } min. Aucun conseiller ne vous le demandera : ne le donnez à personne.
message-code-sms-payment = { $code } approuve { $amount } vers { $payee }, compte finissant par { $last }. Valable { $minutes } min. Aucun conseiller ne vous le demandera. Si ce n’est pas vous, ne le donnez à personne.
