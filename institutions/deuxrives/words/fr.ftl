# Banque des Deux Rives: what this house says in its own way.

ui-home-lead = Votre banque d'ici, en ligne : vos comptes, vos virements, et quelqu'un qui répond.
