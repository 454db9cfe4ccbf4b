# Banque des Deux Rives: what this house says in its own way.

ui-home-lead = Your local bank, online: your accounts, your transfers, and someone who answers.
