# My details: where the institution writes, and how to change it.
profile-title = My details
profile-lead = This is where we write to you and where your codes go. Keep it up to date.
profile-email = E-mail address
profile-sms = Mobile phone
profile-the-email = your e-mail address
profile-the-sms = your phone number
profile-since = Since { $day }.
profile-none-email = No e-mail address yet.
profile-none-sms = No phone number yet.
profile-add-email = Add an e-mail address
profile-add-sms = Add a number
profile-change-email = Change my e-mail address
profile-change-sms = Change my number
profile-secret = Change it whenever you like; you will be asked for the old one.
profile-done-held = Your request is recorded. We have just written to your present addresses about it.
profile-done-changed = Done. We have written to you about it, at the old address too.
profile-done-kept = The change is cancelled: nothing has changed.
profile-done-protected = The change is cancelled and your other sessions are closed. Now change your secret, then call { -desk }.
profile-held-title = A change is waiting
profile-held-text = { $hint } will replace this address { $moment }. Until then the old one goes on.
profile-held-look = See or cancel
profile-held-long = To protect you, this address will only count { $moment }. Until then the old one still receives your codes and our messages.
profile-cancel = Cancel this change
profile-not-me-title = Was it not you?
profile-not-me-text = The change will be cancelled and all your other sessions closed. Then change your secret.
profile-not-me = It was not me
profile-new-email = New e-mail address
profile-new-sms = New phone number
profile-new-lead-email = We will send a code there, to be sure that it is yours.
profile-new-lead-sms = We will send a code there, to be sure that it is yours.
profile-field-email = E-mail address
profile-field-sms = Mobile number
profile-hint-email = For instance: first.last@mail.example
profile-hint-sms = For instance: 06 39 98 12 34. A French number, overseas included.
profile-new-submit = Receive the code
profile-new-then-held = You will then prove that it is you. The change takes effect { $hours } hours later; until then the old address goes on, and you can cancel.
profile-new-then-now = You will then prove that it is you. The change takes effect at once; we will write to the old address as well.
profile-code-sent-email = An e-mail with a 6-digit code has just left for it.
profile-code-sent-sms = A text message with a 6-digit code has just left for it.
profile-code-left = Still valid for { $minutes }.
profile-code-late = This code is no longer valid, or nearly so: ask for another one.
profile-code-nothing-email = Nothing received? Wait a minute, and look among the unwanted messages too.
profile-code-nothing-sms = Nothing received? Wait a minute, and check that this phone has a network.
profile-code-rewrite = Correct the address
profile-verified = This address is yours. You still have to prove that it is you who ask.
profile-verified-submit = Continue
profile-state-given-up = This change was not finished in time, or you began another one. Nothing has changed.
profile-state-cancelled = This change was cancelled. Nothing has changed.
profile-state-done = This change is done.
profile-code-subject = Your code: { $code }
profile-code-email =
    Hello,

    Your code is { $code }, valid for { $minutes } minutes. It confirms that this address is yours at { $institution }. Type it in the page that you have opened.

    You asked for nothing? Somebody typed a wrong address, or pretends to be you: give this code to nobody. No adviser will ever ask you for it.
profile-code-sms = { $code } is your { $institution } code, valid { $minutes } min: it confirms this number. No adviser will ever ask you for it: give it to nobody.
profile-notice-held-subject = Change requested: { $what }
profile-notice-held-email =
    Hello,

    Somebody asked to change { $what } at { $institution }, { $when }. The change takes effect from: { $from }. Until then nothing changes.

    Was it you? There is nothing to do.

    It was not you? Open your space as usual, under “My details”, and cancel; or call us at once. Nobody will ask you for a code on the phone.
profile-notice-held-sms = { $institution }: change requested ({ $what }), effective from: { $from }. Not you? Cancel in your space, under My details, or call us.
profile-notice-changed-subject = Changed: { $what }
profile-notice-changed-email =
    Hello,

    As requested, we have changed { $what } at { $institution }, { $when }.

    Was it you? There is nothing to do. It was not you? Call us at once, and change your secret in your space.
profile-notice-changed-sms = { $institution }: changed ({ $what }). Not you? Call us at once.
profile-notice-welcome-subject = We will write to you here
profile-notice-welcome-email =
    Hello,

    From now on { $institution } writes to you at this address.

    No adviser will ever ask you for a code or a password.
profile-notice-welcome-sms = { $institution } now writes to you at this number. No adviser will ever ask you for a code.
profile-notice-kept-subject = Change cancelled: { $what }
profile-notice-kept-email =
    Hello,

    The change requested ({ $what }) at { $institution } is cancelled, { $when }. Nothing has changed.

    It was not you who cancelled it? Call us at once.
profile-notice-kept-sms = { $institution }: change cancelled ({ $what }). Nothing has changed. Not you? Call us.
profile-notice-not-me-subject = Change cancelled, your space is protected
profile-notice-not-me-email =
    Hello,

    You told us that it was not you: the change requested ({ $what }) at { $institution } is cancelled and your other sessions are closed, { $when }. { $means } { $case }

    Now change your secret, in your space, under Security. In doubt? Call us.
profile-notice-not-me-sms = { $institution }: change cancelled ({ $what }), your other sessions are closed. { $case } Change your secret, under Security.
operation-change_contact = Change of address
contact-line-email = New e-mail address
contact-line-sms = New number
contact-line-then-held = Takes effect { $hours } hours after your approval
contact-line-then-now = Takes effect as soon as you approve
refusal-email-malformed = This is not an e-mail address. One is written, for instance, first.last@mail.example.
refusal-phone-malformed = This is not a French mobile number. It begins with 06 or 07 and has ten digits.
refusal-contact-same = This is the address that we use already: there is nothing to change.
refusal-contact-code-wrong = This is not the code that we sent to this address. Check it, or ask for another one.
refusal-contact-change-over = This change is finished, or too old. Nothing was changed: you can begin again.
    .title = This change is no longer possible
refusal-contact-change-waits = A change is already waiting. Cancel it first, under “My details”.
refusal-contact-changes-too-many = You began several changes today. Try again tomorrow, or call { -desk }.
profile-postal = Postal address
profile-none-postal = We do not know your address yet.
profile-change-postal = Change my postal address
profile-asked = Your request { $reference } is with { -desk }.
profile-asked-look = Follow my request
profile-new-postal = New postal address
profile-new-lead-postal = Write it, then send a document that shows it. Your branch answers within { $hours } hours; until then nothing changes.
profile-postal-street = Number and street
profile-postal-more = Flat, building, place
profile-postal-postcode = Postcode
profile-postal-city = Town
profile-postal-submit = Send the request
profile-line-postal = New address
profile-agency-title = You cannot prove it yourself?
profile-agency-text = Your branch can decide, on an identity document. The change will wait for the same delay, and we will write to your present addresses about it.
profile-agency-submit = Ask my branch
profile-state-with-agency = Your branch is looking at this change. Follow it under “My details”.
profile-notice-asked-subject = Request to the branch: { $what }
profile-notice-asked-email =
    Hello,

    Somebody asked the branch of { $institution } to change { $what }, { $when }. Reference: { $reference }. Nothing changes for now.

    Was it you? There is nothing to do. It was not you? Open your space as usual, under “My details”, and take the request back; or call us at once.
profile-notice-asked-sms = { $institution }: change asked of the branch ({ $what }), reference { $reference }. Not you? Call us at once.
profile-notice-postal-asked-subject = Change of postal address requested
profile-notice-postal-asked-email =
    Hello,

    A change of postal address was requested at { $institution }, { $when }. Reference: { $reference }. The branch has still to answer: nothing changes for now.

    Was it you? There is nothing to do. It was not you? Open your space as usual, under “My details”, and take the request back; or call us.
profile-notice-postal-asked-sms = { $institution }: change of postal address requested, reference { $reference }. Not you? Call us.
profile-notice-postal-done-subject = Your postal address is changed
profile-notice-postal-done-email =
    Hello,

    As requested ({ $reference }), your postal address is changed at { $institution }, { $when }.

    It was not you? Call us at once.
profile-notice-postal-done-sms = { $institution }: your postal address is changed ({ $reference }). Not you? Call us.
refusal-postcode-malformed = A French postcode has five digits.
refusal-address-too-long = This line is too long for an envelope: { $at_most } characters at most.
profile-notice-kept-agency-subject = Change cancelled by your branch: { $what }
profile-notice-kept-agency-email =
    Hello,

    { $agent }, { $branch }, has cancelled the change asked for ({ $what }) at { $institution }, { $when }. Nothing has changed.

    It was you who asked for it? Begin again from your space, or call your branch.
profile-notice-kept-agency-sms = { $institution }: { $agent }, { $branch }, has cancelled the change asked for ({ $what }). Nothing has changed. In doubt? Call your branch.
