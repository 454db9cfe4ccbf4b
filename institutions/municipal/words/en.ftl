# Crédit municipal de Valmer: an old house with one counter.

-desk = your municipal branch
ui-nav-accounts = Dashboard
ui-home-lead = The house of loans and savings, from your armchair.
ui-refusal-home = Back to the dashboard
