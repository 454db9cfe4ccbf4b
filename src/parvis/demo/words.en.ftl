# The demonstration: start page and simulated inbox.

demo-badge = Demonstration
demo-nav = Demonstration
demo-nav-start = Institutions
demo-nav-inbox = Inbox
demo-simulated = This is a demonstration: institutions, people and accounts are invented; the mail server, the SMS operator and the payment scheme are simulated. No message leaves this machine, no money moves.
demo-title = Start page
demo-heading = Five institutions, one door
demo-lead = Enter any of the five as one of its clients. Everything they need to sign in is written here.
demo-notice-title = None of this is real
demo-notice = The clients, their codes and their accounts are invented, and visible to whoever opens this page. The SMS operator and the payment scheme are simulated. Type none of your own credentials here.
demo-step-choose-title = Choose a client
demo-step-choose = Open their institution’s client space and copy their credentials.
demo-step-inbox-title = Keep the inbox open
demo-step-inbox = E-mails and SMS arrive there as they were sent.
demo-open-inbox = Open the inbox
demo-step-phone-title = Open a phone
demo-step-phone = A second window becomes the client’s phone: link it from their client space, under Security. It approves without network as well: copy the text of the QR code from one window and paste it into the other.
demo-step-passkey-title = Make a passkey
demo-step-passkey = Everywhere, from “My means of authentication”: your device’s fingerprint or code, or a USB key. From then on, signing in and approving need no typing.
demo-step-clock-title = Let time pass
demo-step-clock = Here it is { $now }. A phone linked to Deux Rives serves after four hours (safety delay): move the clock on. It never goes back.
demo-clock-minutes = + 5 minutes
demo-clock-hours = + 4 hours
demo-clock-day = + 1 day
demo-step-agency-title = Go to the other side of the counter
demo-step-agency = Each institution has its agency space, at an address of its own. Agents come in by a passkey alone: open the invitation of one of them, under the institution, and make it.
demo-agency-title = Agency space
demo-agency-how = Open an invitation and make this agent’s passkey: it takes a device that checks your fingerprint, your face or your code, or a security key to plug in. Then:
demo-agency-enter = enter the agency space ({ $institution })
demo-agency-link = Open { $name }’s invitation
demo-agency-has-key = Their invitation has served: the key is in the browser that made it.
demo-agency-too-old = Their invitation is more than 24 hours old.
demo-agency-again = New invitation for { $name }
demo-sign-in = Sign in
demo-open-phone = Open the phone
demo-copy = Copy { $value }
demo-messages-of = Messages received by { $name }
demo-secret-code = Secret code
demo-password = Password
demo-iban = { $account }
demo-totp-code = Code from the app ({ $seconds } s left)
demo-totp-key = Key of the app
demo-how-deuxrives = Identifier and secret code on the keypad; a code by SMS or the phone when the browser is not known.
demo-how-allocations = Social security number and password, then a code by e-mail or a code of a printed card.
demo-how-municipal = Subscriber number and password, then a code from an app.
demo-how-cooperative = Client number, user number and secret code on the keypad; a certificate on a USB token or the card in its reader to sign in and to sign.
demo-how-epargne = Identifier and secret code, then approval on the phone; an SMS while no phone is linked.
demo-about-camille = Nurse. Current account, savings, two years of operations.
demo-about-mireille = Bookseller. Ten years of operations, more than 20,000 lines.
demo-about-emma = Reads English. One account, opened this year.
demo-about-nadia = Mother of two. Family and housing benefits.
demo-about-paul = Housing benefit and in-work benefit.
demo-about-yvonne = Has neither e-mail nor mobile phone: a printed code card, handed over by her branch.
demo-card-title = The card of { $name }
demo-card-lead = A sheet of paper, simulated: { $institution } printed it for her. Each code serves once; the sign-in page says which square to read.
demo-card-of = The code card of { $name }
demo-about-helene = Has an authenticator app linked already.
demo-about-bruno = First sign-in: chooses a second factor. The SMS that checks it arrives in the inbox.
demo-about-sabine = Runs the workshop. First user of the company.
demo-about-idris = Keeps the workshop’s shop. Second user.
demo-about-amelie = Treasurer of an association.
demo-about-ines = Nothing linked yet: try the phone with her.
demo-about-lucas = Sailmaker. Business account.
demo-newcomer-sms = A new client of { $house } waits to be activated. Her identifier arrives by e-mail and her first password by text message: both are in the inbox.
demo-newcomer-letter = A new client of { $house } waits to be activated. Her identifier arrives by e-mail, in the inbox; her first code arrives in a letter, which you download.
demo-newcomer-go-sms = Bring the new client in
demo-newcomer-go-letter = Bring the new client in and open her letter
demo-inbox-title = Demonstration inbox
demo-inbox-lead = Everything the institutions have sent, the newest first. The SMS operator and the mail server are simulated: nothing leaves this machine.
demo-inbox-all = All
demo-inbox-count = { $count ->
    [0] No message
    [one] { $count } message
   *[other] { $count } messages
}
demo-inbox-count-of = { $count ->
    [0] No message for { $name }
    [one] { $count } message for { $name }
   *[other] { $count } messages for { $name }
}
demo-inbox-again = Refresh
demo-inbox-limit = The { $count } newest messages are shown.
demo-inbox-empty-title = Nothing yet
demo-inbox-empty = Messages will appear here as soon as an institution sends one.
demo-by-email = E-mail
demo-by-sms = SMS
demo-to = to { $name } ({ $address })
demo-inbox-clients = Clients
demo-identity-name = Identity provider
demo-identity-badge = Simulated
demo-identity-simulated = This is not FranceConnect. It is a simulation of Parvis’s demonstration: the people are invented, and nothing leaves this machine.
demo-identity-title = Who are you?
demo-identity-lead = { $client } asks to know who you are. Choose an invented person.
demo-identity-notice-title = Simulation
demo-identity-notice = Nobody will ask you for a password here. The real FranceConnect would lead you to the provider of your choice.
demo-identity-known = Has a space at the institution: their civil status matches the one in their file.
demo-identity-unknown = Has no space at the institution.
demo-identity-as-eidas1 = Go on: { $name }
demo-identity-as-eidas2 = … with an account of substantial level: { $name }
demo-identity-as-none = … with an account without a level: { $name }
demo-identity-cancel = Cancel and go back to { $client }
demo-identity-refused = Request not recognised
demo-identity-refused-text = Go back to the site that led you here, and start again.
demo-step-identity-title = Or be identified by somebody else
demo-step-identity = At the benefits office, a simulated identity provider plays FranceConnect: try it as Nadia.
