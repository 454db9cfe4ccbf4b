# Comptes : l'accueil et l'historique.

accounts-title = Mes comptes
accounts-greeting = Bonjour { $name }
accounts-waiting-title = { $count ->
    [one] Une demande attend votre réponse
   *[other] { $count } demandes attendent votre réponse
 }
accounts-waiting-until = à approuver ou refuser avant { $time }
accounts-together = { $count ->
    [one] Sur votre compte
   *[other] Sur vos { $count } comptes
 }
accounts-transfer = Faire un virement
accounts-transfer-from = Virer depuis ce compte
accounts-list-title = Mes comptes
accounts-ending = se termine par { $end }
accounts-held = dont { $amount } réservés pour des virements à venir
accounts-overdraft = Découvert autorisé : { $amount }
accounts-iban = IBAN
accounts-copy-iban = Copier l'IBAN
accounts-latest-title = Dernières opérations
accounts-operations-title = Opérations
accounts-found-title = Opérations trouvées
accounts-column-operation = Opération
accounts-column-amount = Montant
accounts-no-operations = Il n'y a pas encore d'opération sur ce compte.
accounts-none-title = Vous n'avez pas encore de compte ici
accounts-none-text = Dès que votre compte sera ouvert, il apparaîtra sur cette page.
accounts-back = Mes comptes
accounts-older = Opérations plus anciennes
accounts-newest = Revenir aux plus récentes
accounts-search = Chercher une opération
accounts-search-text = Un mot, un nom
accounts-search-text-hint = Les accents et les majuscules ne comptent pas. Remplissez seulement ce que vous savez.
accounts-search-least = Montant, à partir de
accounts-search-most = Montant, jusqu'à
accounts-search-since = Du
accounts-search-until = Au
accounts-search-do = Chercher
accounts-search-clear = Tout afficher
accounts-search-mend = Corrigez ce qui est indiqué plus haut, puis relancez la recherche.
accounts-search-further = Chercher plus loin dans le passé
accounts-nothing-found = Aucune opération ne correspond. Essayez un mot plus court, ou une période plus large.
accounts-read-back-to = Nous avons cherché jusqu'à : { $day }.

accounts-kind-transfer = Virement
accounts-kind-card = Paiement par carte
accounts-kind-debit = Prélèvement
accounts-kind-cheque = Chèque
accounts-kind-interest = Intérêts
accounts-kind-fee = Frais
accounts-kind-deposit = Dépôt
accounts-kind-withdrawal = Retrait
accounts-kind-opening = Ouverture du compte
accounts-kind-other = Opération

refusal-account-unknown = Ce compte n'est pas l'un des vôtres, ou ne peut pas servir ici. Choisissez-en un autre.
    .title = Compte introuvable
refusal-funds-insufficient = Le compte n'a pas assez pour cette somme, découvert autorisé compris. Diminuez le montant ou choisissez un autre compte. Rien n'a été fait.
    .title = Le solde ne suffit pas
refusal-hold-settled = Cette somme n'est plus réservée : elle a déjà été versée ou rendue. Rien n'a été fait une seconde fois.
    .title = Somme déjà versée ou rendue
refusal-amount-missing = Indiquez un montant, par exemple 250 ou 1234,56.
    .title = Il manque le montant
refusal-amount-unreadable = Nous n'avons pas compris ce montant. Écrivez-le en chiffres, par exemple 1234,56.
    .title = Montant à corriger
refusal-amount-ambiguous = Ce montant peut se lire de deux façons. Écrivez-le avec les centimes, par exemple 1234,00.
    .title = Montant à préciser
refusal-amount-negative = Écrivez le montant sans signe moins.
    .title = Montant à corriger
refusal-amount-zero = Le montant doit être supérieur à zéro.
    .title = Montant à corriger
refusal-amount-decimals = Un montant a deux chiffres au plus après la virgule.
    .title = Montant à corriger
refusal-amount-too-large = Ce montant est trop grand. Vérifiez le nombre de chiffres.
    .title = Montant trop grand
refusal-date-missing = Indiquez une date.
    .title = Il manque la date
refusal-date-unreadable = Nous n'avons pas compris cette date. Écrivez-la comme ceci : 24/11/2026.
    .title = Date à corriger
refusal-period-reversed = La fin vient avant le début. Échangez-les, ou effacez l'une des deux.
    .title = Période à corriger

accounts-older-title = Plus de 90 jours en arrière
accounts-older-text = Pour ces opérations plus anciennes, nous vérifions encore une fois que c’est bien vous. Une fois suffit jusqu’à la fin de cette connexion.
accounts-older-do = Voir les opérations plus anciennes
