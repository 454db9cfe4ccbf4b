# Virement. Les lignes sont ce que la personne lit et approuve.
operation-transfer = Virement
line-amount = Montant
line-payee = À
line-iban = IBAN
line-source = Depuis
line-day = Le
line-label = Motif
