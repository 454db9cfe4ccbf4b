sign-in-title = Access my accounts
sign-in-step-who = Your identifier and your password
sign-in-submit = Sign in
sign-in-next = Continue
sign-in-tries = After { $tries } mistakes in a row, access pauses to protect you.
sign-in-tries-block = After { $tries } mistakes in a row, access is blocked: the branch opens it again once you have sent documents. A device that you already use has a count of its own.
sign-in-help = No one will ever ask you for these by telephone, by e-mail or by text message.
sign-in-doors = Without typing anything
