# Le lecteur de carte de la démonstration.

demo-nav-reader = Lecteur de carte
demo-step-reader-title = Prenez le lecteur de carte
demo-step-reader = Pour signer à la Coopérative : choisissez une carte, tapez son code confidentiel et les chiffres demandés.
demo-open-reader = Ouvrir le lecteur
demo-card-pin = Code confidentiel de la carte
demo-reader-of = Lecteur avec la carte de { $name }
demo-reader-title = Lecteur de carte de démonstration
demo-reader-lead = Un lecteur simulé, avec des cartes inventées. Il ne sait que ce que sait un vrai lecteur : ce que vous tapez, et la clé que garde la puce.
demo-reader-device = Lecteur de carte
demo-reader-brand = PARVIS · DÉMO
demo-reader-screen-empty = Insérez une carte
demo-reader-screen-ready = Prêt. Choisissez une touche.
demo-reader-screen-wrong = Saisie incomplète
demo-reader-screen-pin = { $tries ->
    [one] Code faux. Encore { $tries } essai.
   *[other] Code faux. Encore { $tries } essais.
}
demo-reader-screen-locked = Carte bloquée
demo-reader-screen-unreadable = Carte illisible
demo-reader-screen-code = Votre code
demo-reader-mode = Touche
demo-reader-identify = Identifier
demo-reader-respond = Répondre
demo-reader-sign = Signer
demo-reader-pin = Code confidentiel
demo-reader-challenge = Référence
demo-reader-amount = Montant
demo-reader-ok = OK
demo-reader-wrong-challenge = Tapez la référence : 8 chiffres au plus.
demo-reader-wrong-amount = Tapez le montant, par exemple 250,00.
demo-reader-carry = À recopier sur la page de l’institution :
demo-reader-locked-title = Cette carte est bloquée
demo-reader-locked = Trois codes confidentiels faux l’ont bloquée, comme une vraie carte. Une agence la débloquerait ; ici, ce bouton suffit.
demo-reader-unlock = Débloquer la carte
demo-reader-drawer = Cartes à insérer
demo-reader-no-card = Aucune institution de cette démonstration n’a remis de carte.
demo-reader-how = Ce que font les touches
demo-reader-how-identify = « Identifier » : un code pour se connecter, sans rien d’autre à taper.
demo-reader-how-sign = « Signer » : un code pour un paiement, à partir de sa référence et de son montant.
demo-reader-how-respond = « Répondre » : un code pour toute autre demande, à partir de sa référence.
demo-reader-how-pin = Trois codes confidentiels faux de suite bloquent la carte.
