# Crédit municipal de Valmer: an old house with one counter.

-desk = votre agence municipale
ui-nav-accounts = Tableau de bord
ui-home-lead = La maison du prêt et de l'épargne, depuis votre fauteuil.
ui-refusal-home = Revenir au tableau de bord
