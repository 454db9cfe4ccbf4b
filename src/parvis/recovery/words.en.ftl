# Forgotten identifier, code or password.
recovery-link-secret_code = Forgotten your code?
recovery-link-password = Forgotten your password?
recovery-link-identifier = Forgotten your identifier?
recovery-title-secret_code = Forgotten secret code
recovery-title-password = Forgotten password
recovery-back = Sign in
recovery-lead = We will check that it is you, in two ways. Then you will choose a new one.
recovery-signed-in = You are signed in. Prove once more that it is you, by another means: you will then choose a new one.
recovery-go-on = Continue
recovery-channel = Where should the first code go?
recovery-opening-sms_code = By text message, to the number we know
recovery-opening-email_code = By e-mail, to the address we know
recovery-send = Receive a code
recovery-identifier-link = I no longer know my identifier
recovery-doors = Do you have a passkey, or another means that opens without typing? Come in with it from the sign-in page: you can choose a new one under Security.
recovery-on-device = The app's code? It is renewed on the phone itself: “Forgotten code”, in the app.
recovery-agency = Ask my branch, online
recovery-colleague = Your company's main user, or an administrator, can also have a new one sent to you.
recovery-nothing-title = No telephone and no e-mail address any more?
recovery-nothing-text = Call your branch, or visit it with proof of identity: it will give you access again without ever asking for your code.
recovery-code-title = Type the code you received
recovery-code-back = Begin again
recovery-code-sent-sms_code = If this identifier is yours, a text message has just left for the number we know. Its code is valid for 5 minutes.
recovery-code-sent-email_code = If this identifier is yours, an e-mail has just left for the address we know. Its code is valid for 15 minutes.
recovery-code-none = Still nothing? The identifier may be mistyped, or we do not have that number or address.
recovery-choice-secret_code = Choose a new secret code
recovery-choice-password = Choose a new password
recovery-choice-lead = It is you. All your sessions will be closed, and we will write to every address we have for you.
recovery-choice-submit = Save it
recovery-held-title = It will not serve at once
recovery-held-text = To protect you, it will serve only in { $hours } h: if somebody else is acting in your place, you have time to warn us.
recovery-chosen-secret_code = Your new secret code is saved
recovery-chosen-password = Your new password is saved
recovery-chosen-text = You can sign in with it right now.
recovery-chosen-held = To protect you, it will serve from: { $moment }. Until then, nobody comes in with it.
recovery-chosen-blocked = Your access is still blocked: only the branch can open it again, with you. Your new secret will serve as soon as it has.
recovery-chosen-told = We have just written so to every address we have for you.
recovery-chosen-sign-in = Sign in
recovery-line-what = You replace
recovery-line-what-value = { $kind } (forgotten)
recovery-line-browser = From
recovery-line-when = On
operation-recover_secret = Forgotten code or password
recovery-code-email =
    Hello,

    Your code is { $code }. It begins the replacement of a forgotten secret: { $kind }. Type it into the page you opened, within { $minutes } minutes.

    Not you? Give this code to no one and warn us. No adviser will ever ask you for it.
recovery-code-sms = { $code } is your { $institution } code to replace a forgotten secret, valid { $minutes } min. No adviser will ever ask you for it: give it to no one.
recovery-notice-done-subject = A forgotten secret was replaced
recovery-notice-done-email =
    Hello,

    A secret of your { $institution } space was said to be forgotten, then replaced: { $kind }, { $when }. All your sessions are closed.

    Was it you? There is nothing to do. Not you? Type the address { $address } yourself, choose “Forgotten code or password”, then “I asked for nothing”, and type { $number }: the access closes at once. Then call us: somebody may be reading your messages.
recovery-notice-done-sms = { $institution }: a forgotten secret was replaced ({ $kind }), { $when }. Not you? At { $address }, “I asked for nothing”, type { $number }, then call us.
recovery-notice-held-subject = A forgotten secret was replaced: it will serve later
recovery-notice-held-email =
    Hello,

    A secret of your { $institution } space was said to be forgotten, then replaced: { $kind }, { $when }. All your sessions are closed. To protect you, the new one serves only from { $from }.

    Was it you? There is nothing to do. Not you? You have until then: type the address { $address } yourself, choose “Forgotten code or password”, then “I asked for nothing”, and type { $number }: the access closes at once. Then call us: somebody may be reading your messages.
recovery-notice-held-sms = { $institution }: a forgotten secret was replaced ({ $kind }). The new one serves from { $from }. Not you? At { $address }, “I asked for nothing”, type { $number }, then call us.
refusal-asked-too-often = Too many codes were asked for. So that nobody is flooded with messages, wait a little: you can ask for another one { $until }.
refusal-recovery-over = This request is over, or too old. Nothing has changed: you can begin again.
recovery-identifier-title = Forgotten identifier
recovery-identifier-lead = Tell us who you are and where to write to you: if we know you there, your identifier will leave for it.
recovery-identifier-name = Family name
recovery-identifier-address = E-mail address or mobile number
recovery-identifier-address-hint = The one you gave us.
recovery-identifier-send = Receive my identifier
recovery-identifier-sent-title = Noted
recovery-identifier-sent-text = If we know this name at this address, your identifier has just left for it. Nothing after a few minutes? Try with another address or number of yours.
recovery-identifier-printed = Your identifier is your social security number: the first 13 characters, printed on your health card and on our letters. We never send it in a message.
recovery-identifier-nothing = Your identifier is on our letters too. Otherwise, call your branch.
recovery-identifier-subject = Your identifier
recovery-identifier-email =
    Hello,

    Here is your { $institution } identifier:

    { $identifiers }

    It is not enough to come in. You asked for nothing? Somebody typed your name and address; they learnt nothing. No adviser will ever ask you for your code.
recovery-identifier-sms = { $institution }: your identifier is { $identifiers }. You asked for nothing? Nobody learnt anything.
refusal-address-unreadable = This is neither an e-mail address nor a telephone number.
recovery-objection-link = I asked for nothing, and was told that my secret is replaced
recovery-objection-title = I asked for nothing
recovery-objection-back = Forgotten code or password
recovery-objection-lead = Type the 8-digit number of the message that warned you. If it is right, the access with the new secret closes at once, and every session with it.
recovery-objection-code = 8-digit number of the message
recovery-objection-send = Close this access
recovery-objection-noted = If this number is right, the access is closed and we have just written to you. Nothing after a few minutes? Check the identifier and the number, or call us.
recovery-notice-undone-subject = Your access is closed, as you asked
recovery-notice-undone-email =
    Hello,

    You said that you asked for nothing: the secret that was just replaced at { $institution } ({ $kind }) no longer opens anything, and every session is closed, { $when }.

    Make sure that nobody reads your e-mails or text messages, then call us: we will give you access again.
recovery-notice-undone-sms = { $institution }: the replaced secret no longer opens anything, your sessions are closed. Call us: we will give you access again.
