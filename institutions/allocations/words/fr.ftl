# Caisse d'allocations du Littoral: no branches here, and payments rather than a bank's accounts.

-desk = votre caisse
ui-nav-accounts = Mes paiements
ui-home-open = Accéder à mon espace
ui-home-lead = Vos paiements et vos informations, à tout moment. Votre numéro de sécurité sociale et votre mot de passe suffisent pour commencer ; un code par e-mail confirme que c'est vous.
ui-home-reassure = Ce service est gratuit. Personne ne peut vous faire payer pour l'utiliser.
ui-home-code-text = Aucun conseiller ne vous demandera un code ou un mot de passe. Si quelqu'un le fait, raccrochez : c'est une fraude.
ui-home-read-title = Aidé par quelqu'un ?
ui-home-read-text = Tapez vous-même votre mot de passe et votre code, et déconnectez-vous avant de partir.
ui-refusal-home = Revenir à mes paiements
sign-in-title = Accéder à mon espace
