# Ce que la boîte d’envoi ajoute aux courriels. Jamais de lien ici, ni dans un message qui porte un code.

outbox-closing-code =
    { $name }
    Aucun conseiller ne vous demandera ce code. Nos messages ne contiennent jamais de lien vers une page qui en demande un. Message automatique : merci de ne pas y répondre.
outbox-closing-notice =
    { $name }
    Aucun conseiller ne vous demandera un code. Si vous n’êtes pas à l’origine de ce qui est écrit ici, prévenez-nous au numéro inscrit sur vos relevés. Message automatique : merci de ne pas y répondre.
