# My means of authentication.
means-title = My means of authentication
means-back = Security
means-lead = What proves that it is you. Keep two: if one is lost, the other opens the door.
means-state-active = In use
means-state-suspended = Suspended
means-state-blocked = Blocked
means-used = Last used { $moment }.
means-never-used = Never used.
means-since = Added { $day }.
means-blocked-then = Too many tries failed. Add it again, or call your branch.
means-none-title = No means yet
means-none-text = Call your branch: they will help you add one.
means-add = Add a means
means-add-one = Add: { $kind }
means-start-title = Add: { $kind }
means-start-name = What should it be called?
means-start-name-hint = For instance “Mary’s phone” or “Living-room computer”.
means-start-submit = Begin
means-change-secret_code = Change my secret code
means-change-password = Change my password
means-change-lead = Choose the new one, then prove that it is you. Your other sessions will be closed.
means-change-submit = Continue
means-change-never = No one will ever ask you for your secret: not by phone, not by message, not at the counter.
means-notice-added-subject = A means of authentication was added
means-notice-added-email =
    Hello,

    A means of authentication has just been added to your { $institution } space: { $kind }, { $when }.

    Was it you? There is nothing to do. It was not you? Open your space as usual, under Security, or call us.
means-notice-added-sms = { $institution }: a means of authentication was added ({ $kind }). Not you? Open your space or call us.
means-notice-changed-subject = Your secret was changed
means-notice-changed-email =
    Hello,

    A secret of your { $institution } space has just been changed: { $kind }, { $when }. Your other sessions are closed.

    Was it you? There is nothing to do. It was not you? Call us at once.
means-notice-changed-sms = { $institution }: a secret was changed ({ $kind }). Not you? Call us at once.
operation-enroll_factor = Adding a means of authentication
operation-change_secret = Changing a secret
enroll-line-what = You add
enroll-line-name = Name
enroll-line-fingerprint = Fingerprint to compare
change-line-what = You change
change-line-then = Then
change-line-then-value = Your other sessions will be closed
refusal-secrets-differ = The two entries are not the same.
refusal-means-not-offered = This means cannot be added here. Your branch can help you.
refusal-means-not-confirmed = This is not the app’s code. Wait for the next one, and check that the device sets its clock automatically.
refusal-means-unanswered = Your device has not answered yet. Finish on the device first, then continue here.
refusal-enrolments-too-many = You began several times without finishing. Try again in half an hour.
refusal-enrolment-over = This addition is finished, or too old. Nothing was done: you can begin again.
refusal-enrolment-not-here = You already have a means of this kind. Sign in with it to add another.
refusal-means-known = This means is registered already: there is nothing to add.
