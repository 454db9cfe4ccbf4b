# Coopérative Solidaire: companies and associations, several users for one client.

-desk = your account manager
ui-home-open = Open our accounts
ui-home-lead = The accounts of your company or association, for each of your users.
