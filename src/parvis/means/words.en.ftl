# My means of authentication.
means-title = My means of authentication
means-lead = What proves that it is you. Keep two: if one is lost, the other opens the door.
means-state-active = In use
means-state-suspended = Suspended
means-state-blocked = Blocked
means-used = Last used { $moment }.
means-never-used = Never used.
means-since = Added { $day }.
means-blocked-then = Too many tries failed. Add it again, or call your branch.
means-not-yet = To protect you, it will serve from: { $moment }.
means-none-title = No means yet
means-none-text = Call your branch: they will help you add one.
means-add = Add a means
means-add-one = Add
means-start-title = Add: { $kind }
means-start-name = What should it be called?
means-start-name-hint = For instance “Mary’s phone” or “Living-room computer”.
means-start-submit = Begin
means-change-secret_code = Change my secret code
means-change-password = Change my password
means-change-lead = Choose the new one, then prove that it is you. Your other sessions will be closed.
means-change-submit = Continue
means-notice-added-subject = A means of authentication was added
means-notice-added-email =
    Hello,

    A means of authentication has just been added to your { $institution } space: { $kind }, { $when }.

    Was it you? There is nothing to do. It was not you? Open your space as usual, under Security, or call us.
means-notice-added-sms = { $institution }: a means of authentication was added ({ $kind }). Not you? Open your space or call us.
means-notice-held-subject = A means of authentication was added: it will serve later
means-notice-held-email =
    Hello,

    A means of authentication has just been added to your { $institution } space: { $kind }, { $when }. To protect you, it will only serve from { $from }.

    Is it you? There is nothing to do. Is it not you? You have until then: open your space as usual, section Security, or call us.
means-notice-held-sms = { $institution }: a means of authentication was added ({ $kind }). It will serve from { $from }. Is it not you? Call us before.
means-notice-changed-subject = Your secret was changed
means-notice-changed-email =
    Hello,

    A secret of your { $institution } space has just been changed: { $kind }, { $when }. Your other sessions are closed.

    Was it you? There is nothing to do. It was not you? Call us at once.
means-notice-changed-sms = { $institution }: a secret was changed ({ $kind }). Not you? Call us at once.
means-left = { $count } codes are left.
means-left-few = Order the next one
means-manage = Manage
means-name-title = Its name
means-name-submit = Save the name
means-done-renamed = The name is saved.
means-done-suspended = This means is suspended. No one can use it any more.
means-suspend-title = Lost, stolen, or in doubt?
means-suspend-text = Suspend it: it stops serving at once. You will be able to resume it.
means-suspend-last = It is the only means that lets you in from a new device. Once it is suspended, add another one soon, or call your branch.
means-suspend-submit = Suspend
means-resume-title = Resume
means-resume-text = It will serve again as soon as you have proved that it is you.
means-resume-submit = Resume
means-remove-title = Remove this means
means-remove-text = It will never serve again. We will ask you to prove that it is you.
means-remove-go = Remove…
means-remove-then = It will never serve again. You can add another one whenever you wish.
means-remove-then-agency = It will never serve again. To get it back, you will have to go through your branch.
means-remove-submit = Remove for good
means-last-title = Add another means first
means-smartphone-title = It is your last means without a smartphone
means-smartphone-text = Without it, only your smartphone will let you in from a new device. If it is lost or breaks, you will have to call your branch.
means-smartphone-ask = My smartphone is enough for me
means-smartphone-no = No, I keep this means
means-smartphone-yes = Yes, remove this means
means-secret-stays = A secret is neither suspended nor removed: it is changed.
means-notice-suspended-subject = A means of authentication was suspended
means-notice-suspended-email =
    Hello,

    A means of authentication of your { $institution } space has just been suspended: { $kind }, { $when }. It serves no more.

    Was it you? There is nothing to do. It was not you? Open your space as usual, under Security, or call us.
means-notice-suspended-sms = { $institution }: a means of authentication was suspended ({ $kind }). Not you? Open your space or call us.
means-notice-resumed-subject = A means of authentication was resumed
means-notice-resumed-email =
    Hello,

    A means of authentication of your { $institution } space has just been put back in service: { $kind }, { $when }.

    Was it you? There is nothing to do. It was not you? Call us at once.
means-notice-resumed-sms = { $institution }: a means of authentication was put back in service ({ $kind }). Not you? Call us at once.
means-notice-removed-subject = A means of authentication was removed
means-notice-removed-email =
    Hello,

    A means of authentication of your { $institution } space has just been removed: { $kind }, { $when }. It will serve no more.

    Was it you? There is nothing to do. It was not you? Call us at once.
means-notice-removed-sms = { $institution }: a means of authentication was removed ({ $kind }). Not you? Call us at once.
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
operation-resume_factor = Resuming a means of authentication
operation-remove_factor = Removing a means of authentication
operation-remove_factor-executed = This means opens and approves nothing any more. What it was verified with is erased.
resume-line-what = You resume
remove-line-what = You remove
remove-line-smartphone = Only your smartphone will let you in
refusal-means-secret = A secret is neither suspended nor removed: you can change it.
refusal-means-gone = This means has changed meanwhile. Nothing more was done.
refusal-means-last = It is the only means that lets you in from a new device. Add another one, then remove this one. Your branch can help you.
refusal-means-smartphone-only = It is your last means without a smartphone. Say whether your smartphone is enough for you.
means-forced-secret_code = Choose your secret code
means-forced-password = Choose your password
means-forced-lead = The one you have just typed was temporary. Choose one that only you know: it takes its place at once, and your accounts open.
means-forced-submit = Save and go on
refusal-secret-same = This is the temporary one. Choose another, that only you know.
temporary-secret_code-subject = Your temporary code
temporary-secret_code-sms = { $institution }: your temporary code is { $secret }. It serves once, until { $until }, at { $address }, where you will choose your own. No adviser will ever ask you for it: give it to nobody.
temporary-secret_code-email =
    Hello,

    Your temporary code is { $secret }.

    It serves once, until { $until }. Type the address { $address } into your browser yourself and sign in with your identifier and this code: you will then choose your own.

    Give this code to nobody. No adviser of { $institution } will ask you for it.
temporary-password-subject = Your temporary password
temporary-password-sms = { $institution }: your temporary password is { $secret } (capitals matter). It serves once, until { $until }, at { $address }, where you will choose your own. No adviser will ever ask you for it: give it to nobody.
temporary-password-email =
    Hello,

    Your temporary password is { $secret } (capitals matter).

    It serves once, until { $until }. Type the address { $address } into your browser yourself and sign in with your identifier and this password: you will then choose your own.

    Give it to nobody. No adviser of { $institution } will ask you for it.
means-ends = Good until { $day }
means-ended = Not good any more since { $day }
means-ending-own = Add the next one now, then remove this one: you will never be without.
means-ending-agency = Ask your branch for the next one now: it is handed over to you in person.
means-replace-title = Replace it
means-replace-text = A new device, a new key, a card to renew? Put the new one into service with the means that you have, then remove this one.
means-replace-go = Put the new one into service
means-notice-ending-subject = One of your means is coming to its end
means-notice-ending-email =
    Hello,

    A means of authentication of your { $institution } space will not be good any more after { $day }: { $kind }. { $how }

    You will find all your means in your space, under Security, “My means of authentication”.
means-notice-ending-sms = { $institution }: { $kind }, not good any more after { $day }. { $how }
means-lost-title = Lost or stolen for good?
means-lost-text = It stops serving at once, we write to all your addresses, and your branch removes it for good. It will tell you how to get the next one.
means-lost-submit = Declare it lost
means-lost-asked = You have declared it lost.
means-lost-then = It serves no more. Your branch answers by { $moment }. You have found it? Withdraw your request, then put it back in service.
means-renewal-submit = Ask for the next one
means-renewal-asked = You have asked your branch for the next one. It answers by { $moment }.
means-soon-title = { $kind }: valid until { $day }
means-soon-text = After that day this means will not let you in any more. The next one can be prepared now.
means-soon-go = Prepare the next one
means-notice-lost-subject = An authentication means is declared lost
means-notice-lost-email =
    Hello,

    An authentication means of your { $institution } space has just been declared lost: { $kind }, { $when }. It serves no more. Reference: { $reference }. Your branch answers by { $due }.

    This was you? There is nothing to do. This was not you? Open your space as usual, under Security, “My requests”, and withdraw the request; or call us.
means-notice-lost-sms = { $institution }: a means is declared lost ({ $kind }), reference { $reference }. It serves no more. Not you? Call us.
refusal-means-found = The client has put this means back in service: it is not lost any more. Refuse the case, which is no longer needed.
refusal-means-not-ending = This means is not close to its end, or you can add the next one yourself.
