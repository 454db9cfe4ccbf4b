sign-in-title = Access my accounts
sign-in-step-who = Your identifier and your password
sign-in-submit = Sign in
sign-in-next = Continue
sign-in-tries = After { $tries } mistakes in a row, access pauses to protect you.
sign-in-help = No one will ever ask you for these by telephone, by e-mail or by text message.
sign-in-doors = Without typing anything
