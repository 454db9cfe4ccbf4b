# The phone’s app.

phone-app-title = My approvals
phone-app-name = { $institution } Approve
phone-app-description = Read and approve what is asked of you
phone-app-noscript-title = This app needs JavaScript
phone-app-noscript-text = It is what keeps your keys on this phone. Turn it on for this site, then reload the page.
phone-app-unable-title = This browser cannot keep your keys
phone-app-unable-text = Open this page at your institution’s secure address (https), in an up-to-date browser and outside private browsing. Address: { $address }
phone-app-offline-bar = No network. Your requests will show as soon as it is back.
phone-app-continue = Continue
phone-app-back = Erase the last digit
phone-app-typed = {"{count}"} digits of {"{length}"}
phone-app-home = Go to the home screen
phone-app-done = Done
phone-app-again = Try again
phone-app-again-active = I have read this, go back
phone-app-later = Later

phone-app-loading = One moment…
phone-app-sending = Sending…
phone-app-enrolling = Preparing your keys…

phone-app-add-first-title = First, add the app to your home screen
phone-app-add-first-text = On an iPhone or an iPad, a site that is not there loses its keys once seven days go by without opening it. This phone would approve nothing any more.
phone-app-add-first-step-1 = Tap “Share”, then “Add to Home Screen”.
phone-app-add-first-step-2 = Open the app by its new icon.
phone-app-add-first-step-3 = There, scan the QR code shown on your computer, or type the activation code.
phone-app-add-first-not = Continue without adding it

phone-app-activate-title = Activate this phone
phone-app-activate-lead = It will approve what you do, and only this phone with your code will be able to.
phone-app-activate-step-1 = On your computer, sign in at { $address }.
phone-app-activate-step-2 = Open “Security”, then your means of authentication, and add your phone.
phone-app-activate-step-3 = Scan the QR code shown there, or copy the activation code here.
phone-app-activate-label = Activation code
phone-app-activate-hint = Ten letters and digits, good for 10 minutes.
phone-app-activate-incomplete = Some characters are missing: the code has ten.
phone-app-scan = Scan the QR code
phone-app-scan-title = Point at the QR code on your computer
phone-app-scan-type = Type the code
phone-app-scan-failed = The camera is not available. Copy the code shown beside the QR code.

phone-app-code-title = Choose a 4-digit code
phone-app-code-text = Only you know it: it is stored neither here nor with us, and nobody will ever ask for it.
phone-app-code-trivial = This code is among the first that a thief would try. Choose another one.
phone-app-code-again-title = Enter it once more
phone-app-code-again-text = Remember it well: we cannot remind you of it.
phone-app-code-differs = The two codes are not the same. Start again.

phone-app-pending-title = Finish on your computer
phone-app-pending-text = Your client space asks you to confirm this phone. It will show it with these eight signs:
phone-app-pending-compare = The same must be shown there:
phone-app-pending-wait = Waiting for you to confirm
phone-app-restart = Start the activation again
phone-app-ready-title = This phone is ready
phone-app-ready-text = Your next requests will arrive here.
phone-app-ready-next = Keep this app at hand: add it to your home screen.

phone-app-home-title = Your requests
phone-app-calm-title = Nothing is waiting for you
phone-app-calm-text = A request will show here by itself. If you asked for nothing, there is nothing to do.
phone-app-cut-off-title = No network
phone-app-cut-off-text = What waits cannot be shown: your requests will appear as soon as the network is back. A request shown on your computer can be approved all the same: touch “Without network”.
phone-app-notify = Notify me on this phone
phone-app-notification = A request is waiting for you. Open the app to read it.
phone-app-notices-title = Be told on this phone?
phone-app-notices-text = When a request is waiting for you, this phone will show:
phone-app-notices-never = Never an amount or a name: this may show on a locked screen. Without alerts, your requests are still here.
phone-app-notices-yes = Yes, tell me
phone-app-notices-stop = Stop telling me
phone-app-notices-no = Not now
phone-app-notices-denied = Your browser refuses notifications from this site. Allow them in its settings, then come back here. Your requests wait for you in the app.
phone-app-notices-failed = Your browser could not subscribe to alerts. Try again later: your requests wait for you in the app.
phone-app-settings-notices = Alerts on this phone
phone-app-space = Open my client space
phone-app-held = To protect you, this phone will serve from: { $until }.
phone-app-renew-title = Forgotten code?
phone-app-renew-text = Nobody can find your code again: you choose a new one, and the old one serves no more.
phone-app-renew-step-1 = Choose a new 4-digit code.
phone-app-renew-step-2 = Prove that it is you, as for signing in: the next pages guide you.
phone-app-renew-step-3 = Come back here: this phone approves with the new code.
phone-app-renew-go = Choose a new code
phone-app-renewed-title = Your new code is in service
phone-app-renewed-text = The old one serves no more. We have written to all your addresses.
phone-app-finger-title = Fingerprint or face
phone-app-finger-text = This phone recognises you: you approve without typing your 4-digit code. Your fingerprint or face never leaves the phone.
phone-app-finger-then = The code still serves if the phone does not recognise you.
phone-app-finger-on = Use fingerprint or face
phone-app-finger-off = Go back to the code alone
phone-app-finger-failed = This phone did not recognise you, or you stopped. Nothing has changed: your code still serves.
phone-app-old-title = Update the app
phone-app-old-text = This version is too old to be safe. Your keys and your code stay the same.
phone-app-old-update = Update now
phone-app-install = Install the app
phone-app-settings = This phone
phone-app-warning-last = You have one code try left before this phone is blocked.

phone-app-settings-title = This phone
phone-app-settings-name = Name
phone-app-settings-print = Fingerprint
phone-app-settings-code-title = Forgotten code?
phone-app-settings-code-text = Nobody can find it again: choose a new one here, then prove that it is you.
phone-app-settings-forget-title = Stop using this phone
phone-app-settings-forget-text = Its keys will be erased from here. Remember to remove this phone in your client space as well.
phone-app-settings-forget = Erase this phone’s keys
phone-app-forget-title = Erase the keys?
phone-app-forget-text = This phone will approve nothing until you activate it again.
phone-app-keep = Keep them

phone-app-left = Approve within { $left }
phone-app-time-none = The time has passed
phone-app-time-under-a-minute = less than a minute
phone-app-time-one-minute = one minute
phone-app-time-minutes = {"{minutes}"} minutes
phone-app-caution = Is somebody on the telephone asking you to approve? Hang up: it is a fraud.
phone-app-approve = Approve…
phone-app-refuse = This is not me
phone-app-refuse-title = Refuse this request?
phone-app-refuse-text = A refusal is final: nothing will be done.
phone-app-refuse-not-me = Refuse: I asked for nothing
phone-app-refuse-wrong-amount = Refuse: the amount is wrong
phone-app-refuse-wrong-payee = Refuse: this is not the right payee
phone-app-refuse-changed-mind = Refuse: I changed my mind

phone-app-number-title = Which number does your computer show?
phone-app-number-text = Two digits are shown large, beside your request. If there are none, it is not your request: refuse it.
phone-app-enter-title = Your 4-digit code
phone-app-enter-text = To approve: {"{what}"}

phone-app-tampered-title = This request cannot be approved
phone-app-tampered-text = What is shown is not what would be signed. Nothing was done. Tell your institution.
phone-app-error-offline-title = No network
phone-app-error-offline-text = We do not know whether your answer arrived. Check your connection, then try again: an answer never counts twice.
phone-app-error-title = It could not be sent
phone-app-blocked-home-title = This phone is blocked
phone-app-blocked-home-text = Three codes did not match. Your accounts are safe, and your other means still work. To unblock it, choose a new code here, or call { -desk }.
phone-app-suspended-title = This phone is suspended
phone-app-suspended-text = It was paused, by you in your client space or by us to protect you. Resume it in your client space, section Security, or call { -desk }.
phone-app-gone-title = This phone is no longer recognised
phone-app-gone-text = It was removed from your client space, or its activation was not confirmed in time. Its keys are of no use any more.

# What becomes of an answer.

phone-accepted-executed-title = Approved
phone-accepted-executed-text = Your request is done. The screen of your computer moves on by itself.
phone-accepted-waiting-title = You have approved
phone-accepted-waiting-text = One step is left: your computer shows it.
phone-accepted-failed-title = Your approval arrived, but the request could not be carried out
phone-accepted-failed-text = Nothing was debited. The screen of your computer says why and what to do.
phone-accepted-expired-title = Too late
phone-accepted-expired-text = The time to approve has passed. Nothing was done: ask again if the request is yours.
phone-accepted-refused-title = The request is refused
phone-accepted-refused-text = Nothing was done.
phone-accepted-withdrawn-title = The request was withdrawn
phone-accepted-withdrawn-text = Nothing was done.
phone-declined-not-me-title = Refused, and rightly so
phone-declined-not-me-text = Nothing was done, and your space is protected: all its sessions are closed. Somebody may know your access code: change it in your client space.
phone-declined-not-me-case = Your adviser has been told, reference { $reference }. They will not ask you for any code.
phone-declined-not-me-call = Call { -desk } if more requests come.
phone-declined-changed-mind-title = Refused
phone-declined-changed-mind-text = Nothing was done. You can ask again whenever you like.
phone-declined-wrong-amount-title = Refused
phone-declined-wrong-amount-text = Nothing was done. Ask again with the right amount if you wish. If you do not recognise this request, call { -desk }.
phone-declined-wrong-payee-title = Refused
phone-declined-wrong-payee-text = Nothing was done. Ask again with the right payee if you wish. If you do not recognise this request, call { -desk }.
phone-wrong-title = That does not match
phone-wrong-text = Check what you enter. You have { $left } tries left.
phone-wrong-last-title = Careful, this is your last try
phone-wrong-last-text = That does not match. One more mistake will block this phone, to protect you.
phone-blocked-title = This phone is blocked
phone-blocked-text = Three entries did not match. Nothing was done, and your accounts are safe. Your other means still work; to use this one again, choose a new code in the app, or call { -desk }.
phone-over-executed-title = Already done
phone-over-executed-text = This request is approved and carried out: there is nothing else to do.
phone-over-refused-title = This request is refused
phone-over-refused-text = It was already: nothing was done.
phone-over-expired-title = Too late
phone-over-expired-text = The time to approve has passed. Nothing was done: ask again if the request is yours.
phone-over-withdrawn-title = This request was withdrawn
phone-over-withdrawn-text = You withdrew or changed it on your computer. Nothing was done.
phone-over-failed-title = This request could not be carried out
phone-over-failed-text = Nothing was debited. The screen of your computer says why.
phone-over-waiting-title = This request has changed
phone-over-waiting-text = It can no longer be approved this way. Go back: if it still waits, it is there.

# Without network.

phone-app-offline = Without network
phone-app-offline-title = Without network
phone-app-offline-lead = This phone can approve without being connected: it reads the request on your computer’s screen and gives you 8 digits to type there.
phone-app-offline-cannot-title = What it cannot do without network
phone-app-offline-cannot-text = Show you what waits, alert you, refuse a request, or be activated. To refuse, take the request back on your computer.
phone-app-offline-read = Read a QR code
phone-app-offline-say = Get a code
phone-app-offline-read-title = Point at the QR code
phone-app-offline-read-text = On your computer, choose “My phone has no network”. Point at the picture, or choose a photo of it, or paste its text.
phone-app-offline-picture = A photo of the QR code
phone-app-offline-paste = Or the text of the QR code
phone-app-offline-paste-submit = Read this text
phone-app-offline-no-code = No request was found there. Try from closer, or paste the text.
phone-app-offline-request-title = Read before you approve
phone-app-offline-request-refuse = If it is not you, give no digits to anybody: without them, nothing is done.
phone-app-offline-request-leave = Do not approve
phone-app-offline-request-code = Approve…
phone-app-offline-wait = Working out the digits…
phone-app-offline-enter-text = It will give 8 digits to type on your computer. Only your institution can tell whether this code is the right one: after three errors, this phone is blocked.
phone-app-offline-figures-title = To type on your computer
phone-app-offline-figures-text = These digits change every minute; the ones before stay good for a moment.
phone-app-offline-figures-caution = Tell them to nobody, even to somebody who says they are your adviser.
phone-app-offline-old-title = To be activated again
phone-app-offline-old-text = This phone was activated before this existed. Activate it again from your client space.
phone-app-offline-not-ours-title = This picture is not for this phone
phone-app-offline-not-ours-text = Your institution did not sign it for this phone, or it is damaged. Approve nothing but what this phone shows you.
phone-app-offline-late-title = Too late
phone-app-offline-late-text = The time to approve this request is over. Ask again if it is really yours.

# Refusals.

refusal-phone-unknown = This phone is not recognised.
refusal-phone-clock = This phone’s clock is not right.
refusal-phone-code-wrong = This activation code is not valid: it has served, it is older than 10 minutes, or it has a mistake. Check it, or ask for another one in your client space.
refusal-phone-code-held = Too many wrong activation codes. Wait a few minutes, then ask for a new code in your client space.
refusal-phone-unreadable = This version of the app is no longer understood. Reload it.
refusal-phone-nothing-waits = This request does not exist, or is not for this phone.
refusal-phone-push-unusable = This alert address cannot be used. Your requests are still in the app.
refusal-phone-change-over = This change cannot be made any more: the phone has prepared another one since, or was removed. Start again from the app.
refusal-phone-too-old = This version of the app is too old. Update it to go on.
refusal-phone-biometrics-unusable = This phone could not make the key that recognises you. Your 4-digit code still serves.

# What the client receives.
phone-notice-renewed-subject = The code of your phone was changed
phone-notice-renewed-email =
    Hello,

    The 4-digit code of the app has just been changed for your { $institution } space, { $moment }. The old one serves no more.

    Is it you? There is nothing to do. Is it not you? Open your space as usual, section Security, or call { -desk }.
phone-notice-renewed-sms = { $institution }: the code of your phone was changed. Is it not you? Open your space or call { -desk }.
phone-notice-biometrics-subject = Your phone approves with a fingerprint or face
phone-notice-biometrics-email =
    Hello,

    A fingerprint or face has just taken the place of the 4-digit code in the app, for your { $institution } space, { $moment }. The code still serves too.

    Is it you? There is nothing to do. Is it not you? Open your space as usual, section Security, or call { -desk }.
phone-notice-biometrics-sms = { $institution }: your phone now approves with a fingerprint or face. Is it not you? Open your space or call { -desk }.
phone-notice-renewed-held-subject = The code of your phone was changed: it will serve later
phone-notice-renewed-held-email =
    Hello,

    The 4-digit code of the app has just been changed for your { $institution } space, { $moment }. To protect you, this phone will only serve from { $from }.

    Is it you? There is nothing to do. Is it not you? You have until then: open your space as usual, section Security, or call { -desk }.
phone-notice-renewed-held-sms = { $institution }: the code of your phone was changed. It will serve from { $from }. Is it not you? Call { -desk } before.

# “Is my bank calling me?” (EP7)
phone-app-call = Is it you calling me?
phone-app-call-title = Is it really { $institution } calling you?
phone-app-call-yes-title = Yes, it is your adviser
phone-app-call-who = { $agent }, { $branch }, is calling you now.
phone-app-call-since = For { $minutes } minutes.
phone-app-call-since-one = For 1 minute.
phone-app-call-since-less = For less than a minute.
phone-app-call-no-title = No. Hang up.
phone-app-call-no-text = No adviser is telephoning you now. Hang up without explaining yourself: a real adviser will call you back.
phone-app-call-over-text = The call of { $agent } is over. Is somebody still talking to you? Hang up.
phone-app-call-unknown-title = Nobody can tell without network
phone-app-call-unknown-text = If in doubt, hang up. A real adviser will call you back.
phone-app-call-never = Even during a real call, nobody will ask for your code or for an approval.
phone-app-call-report = Report this call
phone-call-reported-title = Call reported
phone-call-reported-text = Thank you, you did well. Hang up, do not call that number back, and approve nothing.
phone-call-reported-next = You gave a code or approved something? Change your code at once, then call { -desk } at the number printed on your statements.
phone-call-reported-case = An adviser will answer you in your space, reference { $reference }.
