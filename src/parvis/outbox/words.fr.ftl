# Ce que la boîte d’envoi ajoute aux courriels. Jamais de lien ici, ni dans un message qui porte un code.

outbox-closing-code =
    Ne donnez ce code à personne : aucun conseiller ne vous demandera ce code, ni par téléphone, ni par message.
    Si vous n’êtes pas à l’origine de cette demande, n’en faites rien et prévenez-nous au numéro inscrit sur vos relevés.

    { $name }
    Message automatique : merci de ne pas y répondre. Nos messages ne contiennent jamais de lien vers une page qui demande un code.
outbox-closing-notice =
    Si vous n’êtes pas à l’origine de cette opération, prévenez-nous au numéro inscrit sur vos relevés.

    { $name }
    Message automatique : merci de ne pas y répondre. Nous ne vous demanderons jamais un code par téléphone ni par message.
