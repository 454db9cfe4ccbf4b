# Épargne de l'Estuaire: the phone is at the centre.

-desk = votre conseiller
ui-home-lead = Votre épargne dans la poche. Rien ne se passe sans votre accord, donné sur votre téléphone.
ui-home-code-text = Personne de chez nous ne vous demandera d'approuver quelque chose au téléphone. Si quelqu'un le fait, refusez et raccrochez : c'est une fraude.
