# Whom a client calls: each institution has its own word for it.

-desk = your branch

# The frame of every page.

ui-skip = Skip to content
ui-address-label = Check the address in your browser:
ui-never-ask = Nobody will ever ask for your code or password: not by telephone, not by message, not at the counter.
ui-nav-label = Main menu
ui-nav-accounts = Accounts
ui-nav-transfers = Transfers
ui-nav-security = Security
ui-nav-profile = My details
ui-sign-out = Sign out
ui-tabs-label = Views of this page
ui-back = Back
ui-optional = (optional)
ui-show = Show
ui-hide = Hide
ui-copied = Copied
ui-step = Step { $current } / { $total }
ui-errors-title = Something needs correcting
ui-last-try-title = Careful, this is your last try
ui-match-label = The number to type on your phone:

# The warning before the session ends.

ui-idle-title = Are you still there?
ui-idle-text = To protect your accounts, we close your space when you stop using it. Anything you typed and have not sent would be lost.
ui-idle-second = { $count ->
    [one] Closing in # second
   *[other] Closing in # seconds
 }
ui-idle-stay = Stay signed in
ui-idle-leave = Sign me out now

# Signed out.

ui-signed-out-title = You are signed out
ui-signed-out-text = Your space is closed on this device. If you share it with others, close this window too.
ui-signed-out-idle-title = Your space has closed
ui-signed-out-idle-text = You had not used it for { $minutes }. We closed it so that nobody else could use it. Nothing you had approved is lost.
ui-signed-out-elsewhere-title = This connection was closed
ui-signed-out-elsewhere-text = It was closed from another device, or because one of your means of signing in has changed. If that was not you, sign in again and look at “Recent sign-ins”.
ui-signed-out-everywhere-title = You are signed out everywhere
ui-signed-out-everywhere-text = All your sessions are closed, on this device and on the others. What they had asked for and was waiting is void.
ui-signed-out-again = Sign in again
ui-signed-out-home = Go to the home page

# The public home page.

ui-home-title = Your online space
ui-home-open = Open my accounts
ui-home-lead = Your accounts, your transfers and your approvals, in one place and in plain words.
ui-home-reassure = Nothing is for sale on this page.
ui-home-protect-title = Three habits that protect you
ui-home-address-title = Look at the address
ui-home-address-text = Our only address is { $address }. Type it yourself or keep it as a favourite; do not follow a link in a message.
ui-home-code-title = Keep your codes to yourself
ui-home-code-text = No adviser will ask for a code, a password or an approval. If someone does, hang up: it is a fraud.
ui-home-read-title = Read before you approve
ui-home-read-text = The amount and the payee you read are the ones you approve. If they mean nothing to you, refuse: nothing will leave.
ui-home-doubt-title = In doubt?
ui-home-doubt-text = Approve nothing. Sign in from this page and open “Security”: it shows your recent sign-ins and lets you report one.

# A page that says no.

ui-refusal-title = This is not possible just now
ui-refusal-next = Go back to the previous page and try again. If it goes on, call { -desk } and give the code below.
ui-refusal-code = Code for support:
ui-refusal-reference = Reference:
ui-refusal-home = Back to my accounts
ui-refusal-public-home = Back to the home page
ui-refusal-sign-in = Sign in

# Refusals: what went wrong, then what to do. `.title` heads the page when the refusal is a whole page,
# `.next` says what to do there when the sentence itself does not.

refusal-page-not-found = This page does not exist, or is not part of your space.
    .title = Page not found
    .next = The address may be incomplete. Start again from the home page: the menu leads everywhere.
refusal-sign-in-needed = To see this page, sign in first. Your previous connection may have closed.
    .title = Sign in to continue
    .next = Once signed in you will find your accounts again. Anything that had not been sent has to be typed again.
refusal-session-elsewhere = This connection was ended from another device, or because one of your means changed.
    .title = Signed out
    .next = If that was not you, sign in again and look at “Latest connections”.
refusal-session-idle = You were signed out for your safety, after a time without activity. Sign in again to continue.
    .title = Signed out
    .next = Once signed in you will find your accounts again. Anything that had not been sent has to be typed again.
refusal-other-origin = This did not come from our pages, so we did not follow it. Nothing was done.
    .title = Stopped as a precaution
    .next = If you came from a link in a message, close this page. Type our address yourself, then start again.
refusal-form-unreadable = We could not read this form. Nothing was done.
    .title = Unreadable form
    .next = Go back to the previous page, reload it and try again.
refusal-form-incomplete = An answer is missing. Fill in the field shown.
    .title = An answer is missing
    .next = Go back to the previous page and fill in the field shown.
refusal-form-expired = This page had already been used or had waited too long. Here is a fresh one: type your answer again.
    .title = The page had expired
    .next = Go back to the previous page and reload it.
refusal-body-too-large = What you sent is too large. Nothing was recorded.
    .title = Too large
    .next = Go back to the previous page and send less text, or a smaller file.
refusal-body-too-slow = Sending took too long. Nothing was recorded.
    .title = Too slow
    .next = Go back to the previous page, check your connection, then try again.
refusal-too-busy = Many people are signing in at this moment. Your try was not counted.
    .title = One moment, please
    .next = Wait about ten seconds, then try again.
refusal-unknown-institution = This address belongs to no space served here.
    .title = Unknown address
    .next = Check the address in your browser, letter by letter. Type no code on a page you doubt.
refusal-out-of-service = The service is interrupted for a moment. If you had just confirmed something, it may have been done: look before you start again.
    .title = A short interruption
    .next = Try again in a few seconds. Sending the same page again will not do the same thing twice.
refusal-internal = Something broke on our side. Nothing was done: no transfer, no change.
    .title = This is our fault
    .next = We have been told. Try again in a few minutes; if it goes on, call { -desk } and give the reference below.

refusal-not-recognised = Check your identifier and your code or password, then try again.
    .title = We did not recognise you
refusal-means-not-recognised = This means opens nothing here, or cannot serve right now. Try again, or sign in another way.
    .title = We did not recognise you
refusal-last-try = We did not recognise you. You have one try left before a safety pause. Take your time, and read your identifier again. If you cannot recall your code, better ask for it than guess.
    .title = Careful, this is your last try
refusal-last-try-before-block = We did not recognise you. You have one try left: if it fails, access will be blocked, and { -desk } will have to open it again. Take your time, and read your identifier again. If you cannot recall your code, better ask for it than guess.
    .title = Last try before access is blocked
refusal-access-blocked = After too many tries, access with this identifier is blocked since { $since }.
    .title = Access blocked
    .next = Your accounts go on working. To get your access back, ask for it: { -desk } checks your documents and sends you a temporary code.
refusal-no-channel = This client has neither telephone nor e-mail address left to send a temporary secret to. Nothing was done: record an address with them first.
refusal-held = After several tries, access is paused to protect your accounts. You can try again { $until }.
    .title = Access paused
    .next = There is nothing to do until then: the pause ends by itself. Your accounts go on working. If those tries were not yours, tell { -desk }.
refusal-identifier-malformed = This identifier does not have the expected shape. Copy it as it stands on your letter. This try was not counted.
    .title = Identifier to check

refusal-no-rule-covers-this = This is not open in your space. Nothing was done.
    .title = Not available here
    .next = Your branch can tell you how to do it another way.
refusal-refused-by-policy = For safety, we did not accept this. Nothing was done.
    .title = Refused for safety
    .next = If it really came from you, call { -desk }: they will look at it with you. If it did not, change your code under “Security”.
refusal-too-many-waiting = Several requests already wait for your answer. Answer them, or let them expire, before making a new one.
    .title = Requests are already waiting
    .next = Open your phone and refuse whatever you do not recognise.
refusal-cooling-down = You refused several requests, or they were left without an answer. So that nobody can harass you, we are sending no more alerts. You can start again { $until }.
    .title = A pause for your peace of mind
    .next = If those requests were not yours, you were right to refuse. Change your code the next time you sign in.
refusal-key-reused = This form was already used for another request, which is settled. Nothing was done a second time.
    .title = Already sent
    .next = Look at the outcome of the first request, then start from a fresh form if you need to.
refusal-request-settled = This request is already settled. Its outcome is shown below.
    .title = Request settled
refusal-request-expired = The time to approve has passed. Nothing was done.
    .title = Request expired
    .next = If you still need it, start the request again from the beginning.
refusal-means-not-usable = This means cannot be used here. Choose another from the list.
    .title = This means cannot be used here
refusal-answer-wrong = This code is not the right one. Check it and try again.
    .title = Code to check
refusal-answer-last-try = This code is not the right one. You have one try left; after it, this means cannot be used for a while. Take your time, or choose another means.
    .title = Careful, this is your last try
refusal-answer-spent = This code has already been used: each code works once. Wait for the next one or ask for a new one.
    .title = Code already used
refusal-answer-expired = This code is too old. Ask for a new one.
    .title = Code expired
refusal-means-blocked = This means is blocked after several errors. Use another one, or call { -desk } to restore it.
refusal-means-not-yet = This means was just added or renewed. To protect you, it does not serve at once: you can use it { $until }.
    .title = Means blocked
    .next = Your accounts are not blocked: direct debits and your card go on working.
refusal-sent-too-often = A code has just been sent to you. Wait a minute before asking for another.
    .title = Code already sent
refusal-sent-enough = We have sent you several codes: type the last one you received. If it does not arrive, cancel the request and start again.
    .title = Several codes have already left
refusal-stricter-now = Things have changed since you asked, and one more proof is needed. Nothing has been done yet.
    .title = One more step
    .next = Follow the step shown to go on, or drop the request without consequence.
refusal-role-needed = This page belongs to another role than yours.
    .title = Not in your role
    .next = If you need it for your work, speak to your supervisor.
refusal-agent-gone = This agent is not there any more, or has another role by now. Nothing was done.
refusal-agent-oneself = Nobody gives themselves a role or ends their own access. Ask another supervisor.
refusal-looked-up-too-often = You have looked up many clients within an hour. Wait a little before the next one; your supervisor has been told.
refusal-search-too-short = Type a whole identifier, the reference of a case, or at least three letters of a name.
refusal-invitation-over = This invitation serves no more: it has served, it is more than 24 hours old, or another one took its place.
    .title = Invitation over
    .next = If you have registered your key, sign in. If somebody else could have opened this link before you, tell your supervisor at once: they will end the access.
# Beside every code and every secret.

ui-never-code = No adviser will ever ask you for this code. Give it to nobody, and type it on { $address } only.
ui-never-secret = No adviser will ever ask you for this secret: not by phone, not by message, not at the counter. Type it on { $address } only.
ui-never-key = No adviser will ever ask you for this key or these codes. You will read and type them on { $address } only.
ui-help-browser = A problem with this page?
ui-old-browser = This browser is too old to show this page as it should be.
ui-old-browser-link = What can I do?
refusal-insecure-connection = This page is not protected: its address must begin with “https://”. Nothing was done.
    .title = Connection not protected
    .next = Type our address yourself, the one on your statements, then start again.
