sign-in-title = Accéder à mes comptes
sign-in-step-who = Votre identifiant et votre mot de passe
sign-in-submit = Me connecter
sign-in-next = Continuer
sign-in-tries = Après { $tries } erreurs de suite, l'accès se met en pause pour vous protéger.
sign-in-tries-block = Après { $tries } erreurs de suite, l'accès est bloqué : l'agence le rouvre, documents à l'appui. Un appareil que vous utilisez déjà a son propre compte d'essais.
sign-in-help = Personne ne vous demandera jamais ces informations par téléphone, par e-mail ou par SMS.
sign-in-doors = Sans rien saisir
