# Coopérative Solidaire: companies and associations, several users for one client.

-desk = votre chargé de clientèle
ui-home-open = Accéder à nos comptes
ui-home-lead = Les comptes de votre entreprise ou de votre association, pour chacun de vos utilisateurs.
