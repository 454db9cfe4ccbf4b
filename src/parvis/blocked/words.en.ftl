blocked-wanted-access = Access by identifier
blocked-wanted-lost = All that proves who I am, lost or stolen
blocked-wanted-forgotten = { $what } (forgotten)
blocked-line-wanted = To be unblocked
blocked-line-nothing = Nothing is blocked any more
blocked-line-account = Account number given
blocked-line-account-yes = It is one of theirs
blocked-line-account-no = It is none of theirs
blocked-notice-opened-subject = Your access was unblocked
blocked-notice-opened-email =
    Hello,

    Your branch has checked your documents and unblocked your access to { $institution } ({ $when }, case { $reference }). If you need a temporary code, it has left in another message.

    Was it not you who asked? Call us without delay.
blocked-notice-opened-sms = { $institution }: your branch has unblocked your access, case { $reference }. Was it not you? Call us without delay.
blocked-why = We closed it to protect your accounts: somebody, perhaps you, was wrong several times in a row.
blocked-works = What still works
blocked-works-accounts = Your accounts, cards and direct debits go on as before.
blocked-works-device = On a device where you have signed in before, your tries are counted apart.
blocked-works-door = { $means }: you come in without typing anything.
blocked-works-on-device = The app, on the phone where you installed it.
blocked-next = To get your access back
blocked-next-send = You send an identity document and your account or contract number here. It takes five minutes.
blocked-next-check = Your branch checks, within { $hours } hours: sent now, you will have its answer before { $until }.
blocked-next-code = A temporary code leaves for your phone, else for your e-mail, else by post where your branch sends letters. You choose another when you sign in.
blocked-ask = Unblock my access
blocked-follow = Follow a request already made
blocked-not-me = Were those tries not yours? Tell your branch, at the number on your statements. Give your code to nobody.
blocked-back = Back to sign-in
blocked-begin-title = Unblock my access
blocked-step-who = Who you are
blocked-step-documents = Your documents
blocked-begin-lead = Your branch checks your documents and opens your access again within { $hours } hours: for what is sent now, before { $until }.
blocked-begin-held = If the sign-in page spoke of a mere pause, rather wait until the time it gave: it ends by itself.
blocked-account = Account number
blocked-account-hint = The IBAN, or at least its last eight digits, on a statement. It is needed if you have forgotten your code or lost everything.
blocked-contract = File or contract number
blocked-contract-hint = It stands at the top of your letters. It is needed if you have forgotten your password or lost everything.
blocked-wanted = What you can no longer use
blocked-begin-submit = Continue
blocked-begun-title = Write these two lines down
blocked-begun-lead = With them you will follow your request from any device.
blocked-begun-once = The code is shown only here. On this device you will not need it.
blocked-begun-next = Send my documents
blocked-reference = Reference
blocked-reference-hint = Like { $example }
blocked-code = Tracking code
blocked-code-hint = Three groups of four letters and digits
blocked-follow-title = Follow my request
blocked-follow-lead = Give the reference and the tracking code that you wrote down, or received by e-mail.
blocked-follow-submit = See my request
blocked-begun-at = Begun
blocked-sent-at = Sent
blocked-due = Answer at the latest
blocked-stage-begun = Send your documents
blocked-stage-begun-lead = An identity document (card, passport, residence permit), and what carries your account or contract number. A sharp photo is enough.
blocked-stage-sent = Your request has left
blocked-stage-sent-lead = Your branch is checking your documents. You will have its answer { $until } at the latest. Keep this page: it is kept up to date.
blocked-stage-more-asked = Something is missing
blocked-stage-more-asked-lead = Your branch has looked at your documents, and needs one more. Your request goes on as soon as you send it.
blocked-stage-accepted = Your access is unblocked
blocked-stage-accepted-lead = If you needed a temporary code, it has left for your phone, else for your e-mail, else by post. It serves once, until the day it says: sign in with it, and you will choose your own.
blocked-stage-refused = Your access could not be unblocked
blocked-stage-refused-lead = These documents did not let us recognise you. Your accounts are not touched. Try again with other documents, or visit your branch with your identity document.
blocked-more-title = What { $who }, { $branch }, says
blocked-documents = Documents sent
blocked-documents-none = No document so far.
blocked-documents-enough = You have sent { $at_most } documents, which is the most.
blocked-document = { $name } ({ $size } KB), { $when }
blocked-document-add = Add a document
blocked-document-hint = PDF, JPEG or PNG, 8 MB at most, { $at_most } documents in all, one after the other. Only your adviser will see them.
blocked-document-submit = Send this document
blocked-send = All is there: ask to be unblocked
blocked-sign-in = Sign in
blocked-again = Start again
blocked-notice-begun-subject = Request to unblock received
blocked-notice-begun-email =
    Hello,

    We have received a request to unblock your access to { $institution }. Your branch will answer { $until } at the latest.

    Reference: { $reference }
    Tracking code: { $code }
    No adviser will ask you for this code.

    To follow it, type the address { $address } yourself, then “Unblock my access” and “Follow a request”.

    Was it not you? Call your branch: nothing will be sent anywhere but to your own addresses.
blocked-notice-begun-sms = { $institution }: request to unblock received, reference { $reference }, answer { $until } at the latest. Not you? Call your branch.
blocked-notice-nothing-subject = Nothing of yours is blocked
blocked-notice-nothing-email =
    Hello,

    Somebody, perhaps you, asked to unblock your access to { $institution } (reference { $reference }). It is not blocked: nothing was done.

    If you cannot recall your code, ask for another on the sign-in page, or at your branch. If it was not you, there is nothing to do.
blocked-notice-nothing-sms = { $institution }: somebody asked to unblock your access. It is not blocked, nothing was done. Forgotten code? Ask for another on the sign-in page.
refusal-unblocking-too-many = Several requests were already made today. Follow the one that is under way, or come back tomorrow.
refusal-unblocking-unknown = We find no request with this reference and code. Read them again: there is no O, I, 0 or 1 in them.
refusal-unblocking-without-document = Send one document at least first.
refusal-document-empty = Choose a file: this one is empty, or none was chosen.
refusal-document-unknown = This file is neither a PDF nor a JPEG or PNG picture. Take a photo of the document, or save it as PDF.
refusal-document-unreadable = This file cannot be read to its end. Save it again, or take a photo of the document.
refusal-document-locked = This PDF is protected by a password. Save it without, or take a photo of it.
refusal-document-pages = This PDF has more than twenty pages. Send only those that serve.
refusal-document-too-large = This file is larger than 8 MB. A photo of middling quality is enough.
refusal-picture-too-large = This picture has too many points. An ordinary photo is enough.
