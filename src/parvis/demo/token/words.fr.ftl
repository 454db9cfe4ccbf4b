# La clé USB simulée de la démonstration.

demo-step-token-title = Branchez la clé USB
demo-step-token = Pour entrer à la Coopérative et y signer avec un certificat : une clé simulée et son logiciel de signature.
demo-open-token = Ouvrir la clé
demo-token-pin-of = Code PIN de la clé USB
demo-token-link = Clé USB de { $name }
demo-token-title = Clé USB de démonstration
demo-token-lead = Une clé simulée et son logiciel, avec un certificat sans valeur. Une vraie clé ne donne jamais sa clé privée, et demande son code PIN dans une fenêtre de votre ordinateur.
demo-token-none = Aucune institution de cette démonstration n’a remis de certificat.
demo-token-of = Signer avec la clé de { $name }
demo-token-order = L’ordre à signer
demo-token-order-hint = Le fichier .json enregistré depuis la page de l’institution.
demo-token-open = Ouvrir cet ordre
demo-token-no-order = Ce fichier n’est pas un ordre. Choisissez celui que la page de l’institution vient de vous donner.
demo-token-read = Voici ce que contient le fichier, et ce que vous allez signer :
demo-token-pin = Code PIN de la clé
demo-token-sign = Signer cet ordre
demo-token-other-order = Signer un autre ordre
demo-token-wrong-pin = { $tries ->
    [one] Ce code PIN n’est pas le bon. Encore { $tries } essai.
   *[other] Ce code PIN n’est pas le bon. Encore { $tries } essais.
}
demo-token-locked-title = Cette clé est bloquée
demo-token-locked = Trois codes PIN faux l’ont bloquée, comme une vraie clé. Qui l’a remise la débloquerait ; ici, ce bouton suffit.
demo-token-unlock = Débloquer la clé
demo-token-browser = Se connecter avec ce certificat
demo-token-p12 = Une vraie clé se branche ; celle-ci se donne à votre navigateur.
demo-token-p12-link = Télécharger le certificat (.p12)
demo-token-import = Importez-le dans les réglages de votre navigateur, à la rubrique des certificats personnels. Le mot de passe demandé est le code PIN de la clé, écrit sur la page de départ.
demo-token-detect = Sur la page de connexion de la Coopérative, pressez « Détecter mon certificat ». L’autorité de la démonstration est inconnue de votre navigateur : acceptez l’avertissement, ou importez-la d’abord.
demo-token-authority = Télécharger l’autorité de démonstration
