# Épargne de l'Estuaire: the phone is at the centre.

-desk = your adviser
ui-home-lead = Your savings in your pocket. Nothing happens without your consent, given on your phone.
ui-home-code-text = Nobody from here will ask you to approve anything over the telephone. If someone does, refuse and hang up: it is a fraud.
