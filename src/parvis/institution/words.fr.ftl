# Les champs de l'identifiant. Une institution peut les dire à sa façon.

identifier-client_id = Identifiant client
identifier-nir = Numéro de sécurité sociale
identifier-subscriber = Numéro d'abonné
identifier-client_number = Numéro de client
identifier-user_number = Numéro d'utilisateur
identifier-client_id-hint = Il figure sur vos relevés et sur la lettre qui a ouvert votre espace.
identifier-nir-hint = Les 13 caractères de votre carte Vitale. La clé de 2 chiffres est facultative.
identifier-subscriber-hint = 12 chiffres, reçus par e-mail à l'ouverture.
identifier-client_number-hint = Les 8 chiffres de l'entreprise ou de l'association.
identifier-user_number-hint = Vos 3 chiffres à vous.

# Les raisons d'un risque, dites au client comme à l'assistance.

risk-new_device = navigateur jamais vu pour ce client
risk-new_network = réseau inhabituel
risk-odd_hour = heure inhabituelle
risk-recent_failures = plusieurs échecs dans les dernières 24 heures
risk-recent_change = coordonnées, code ou moyen d'approbation changés il y a peu
risk-unusual_amount = montant bien supérieur aux habitudes du client
risk-new_payee = bénéficiaire jamais payé jusqu'ici
risk-many_payments = beaucoup de paiements dans les dernières 24 heures

# « parvis explain » : pourquoi une demande a exigé ce qu'elle a exigé.

explain-title = { $operation }, chez { $institution }
explain-number = Demande { $request }
explain-unknown = Aucune demande ne porte le numéro { $request }.
explain-opened = Ouverte le { $when }.
explain-settled = Close le { $when }.
explain-expires = Sans réponse, elle expire le { $when }.
explain-state = État : { $state }.
explain-state-waiting = en attente
explain-state-executed = exécutée
explain-state-refused = refusée
explain-state-expired = expirée, rien n'a été fait
explain-state-withdrawn = retirée
explain-state-failed = impossible à exécuter, rien n'a été fait
explain-because = Motif : { $code }
explain-rule = Règle qui a décidé : « { $rule } ».
explain-when = Elle s'applique quand { $fact } vaut { $values }.
explain-ways = Elle demande : { $ways }.
explain-or = ou bien
explain-nothing = rien de plus
explain-refusal = aucune preuve ne suffit, elle refuse
explain-basis = Fondement : { $basis }.
explain-policy-same = Politique { $hash }, la même qu'aujourd'hui.
explain-policy-other = Politique { $hash }, telle qu'elle était ce jour-là ; elle a changé depuis.
explain-risk = Risque : { $score } points, { $level }.
explain-level-ordinary = ordinaire
explain-level-doubt = doute
explain-level-high = élevé
explain-bounds = Doute à partir de { $doubt } points, élevé à partir de { $high }.
explain-no-reason = Aucune raison d'en douter.
explain-proofs = Preuves acceptées :
explain-proof = { $factor }, le { $when }
explain-no-proof = Aucune preuve n'a été donnée.
