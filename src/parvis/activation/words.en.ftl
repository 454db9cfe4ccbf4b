# First sign-in: what a newcomer has received, and how to ask for it again.
activation-title = First sign-in
activation-lead-letter = You have received your identifier by e-mail and a first secret by post. One without the other opens nothing.
activation-lead-sms = You have received your identifier by e-mail and a first secret by text message. One without the other opens nothing.
activation-lead-letter-sms = You have received your identifier by e-mail, and a first secret by text message or by post. One without the other opens nothing.
activation-step-both = Type both on the sign-in page.
activation-step-means = Choose a second means: it will prove that it is you.
activation-step-own-password = Choose a password of your own. The first one will serve no more.
activation-step-own-secret_code = Choose a code of your own. The first one will serve no more.
activation-begin = Sign in
activation-again-title = Nothing received, or too late?
activation-again-text = The first secret serves for a few days only. We can send you another one; the one before will serve no more.
activation-again-submit = Ask for it again
activation-again-agency = You no longer have that address or that number? Call { -desk }.
activation-asked-title = Noted
activation-asked-text = If this number is waiting for its first sign-in, a new message leaves within a minute, to the addresses that we know.
activation-first = First sign-in?
activation-identifier-sms-subject = Your space is ready
activation-identifier-sms =
    Hello,

    Your space at { $institution } is ready. { $called }: { $identifier }

    A first secret reaches you by text message. One without the other opens nothing.

    To begin, type { $address } yourself in your browser: we never send links. You have until { $until }. After that, ask for it again on the page “First sign-in”.

    This message is not for you? Delete it: it opens nothing.
activation-identifier-letter-subject = Your space is ready
activation-identifier-letter =
    Hello,

    Your space at { $institution } is ready. { $called }: { $identifier }

    A first secret reaches you by post. One without the other opens nothing.

    To begin, type { $address } yourself in your browser: we never send links. You have until { $until }.

    This message is not for you? Delete it: it opens nothing.
activation-letter-again-subject = Your first sign-in
activation-letter-again =
    Hello,

    Somebody asked for the first secret of your space at { $institution } once more. It leaves by post: call { -desk }, who will send you one.

    You asked for nothing? There is nothing to do.
activation-secret-password-subject = Your first password
activation-secret-password = { $institution }: your first password is { $secret } (capitals matter). It serves once, until { $until }, on { $address }. No adviser will ever ask you for it: give it to nobody.
activation-secret-secret_code-subject = Your first code
activation-secret-secret_code = { $institution }: your first code is { $secret }. It serves once, until { $until }, on { $address }. No adviser will ever ask you for it: give it to nobody.
activation-letter-title-password = Your first password
activation-letter-title-secret_code = Your first secret code
activation-letter-lead = This opens your space a first time. You also need what we sent you by e-mail: { $called }. One without the other opens nothing.
activation-letter-until = It serves once, until { $until }.
activation-letter-how = Type { $address } yourself in your browser, then choose a secret of your own at once: this one will serve no more. Then destroy this letter.
activation-letter-never = Nobody will ask you for what is written here: not by telephone, not by message, not at the counter.
refusal-activation-not-offered = This institution does not activate access in this way.
refusal-activation-done = This person has chosen a secret already: there is nothing to activate.
refusal-activation-known = This identifier is somebody else's already.
refusal-activation-no-email = An e-mail address is needed: the identifier leaves that way.
refusal-activation-no-mobile = A mobile number is needed, or a letter.
