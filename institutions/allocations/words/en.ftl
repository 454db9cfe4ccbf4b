# Caisse d'allocations du Littoral: no branches here, and payments rather than a bank's accounts.

-desk = your benefits office
ui-nav-accounts = My payments
ui-home-open = Open my space
ui-home-lead = Your payments and your details, at any time. Your social security number and your password are enough to begin; a code by e-mail confirms that it is you.
ui-home-reassure = This service is free. Nobody may charge you for using it.
ui-home-code-text = No adviser will ask for a code or a password. If someone does, hang up: it is a fraud.
ui-home-read-title = Helped by someone?
ui-home-read-text = Type your password and your code yourself, and sign out before you leave.
ui-refusal-home = Back to my payments
sign-in-title = Open my space
