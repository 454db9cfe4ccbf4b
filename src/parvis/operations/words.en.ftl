# Transfer. The lines are what the person reads and approves.
operation-transfer = Transfer
line-amount = Amount
line-payee = To
line-iban = IBAN
line-source = From
line-day = On
line-label = Reference
