gate-waiting-title = To approve
gate-waiting-title-sign-in = Confirm that it is you
gate-step-proof = Your second proof
gate-others = Use another means
gate-others-then = , then { $kind }
gate-what = What is asked
gate-left = { $minutes } left to answer.
gate-rewrite = Change the request
gate-withdraw = Cancel the request
gate-enroll-title = Add your second proof
gate-enroll-text = This is your first sign-in: a second means is needed, which only you hold. It takes two minutes.
gate-enroll = Add: { $means }
gate-no-means-title = None of your means will do
gate-no-means-text = This request needs a means that you do not have, or that is blocked. Call your branch: they will help you add one.
gate-executed-title = Done
gate-executed-text = Your request was carried out.
gate-refused-title = Request refused
gate-refused-text = It was refused on your phone. Nothing was done. If that was not you, change your code now.
gate-expired-title = Time has passed
gate-expired-text = Nobody answered in time. Nothing was done: you can start again.
gate-withdrawn-title = Request cancelled
gate-withdrawn-text = It cannot be approved any more. Nothing was done.
gate-failed-title = Not possible
gate-failed-text = The request could not be carried out. Nothing was done.
gate-settled-at = Ended { $moment }.
gate-go-on = Continue
gate-sign-in-again = Back to sign-in
gate-left-less = Less than a minute left to answer.
gate-elsewhere-title = This request comes from another device
gate-elsewhere-text = It can only be approved there, or on your phone. If that is not you, cancel it and change your code.
gate-notice-not-me-subject = A request was refused on your phone
gate-notice-not-me-email =
    Hello,

    You answered “This is not me” to a request made at { $institution }: { $what }, { $moment }. Nothing was done, and every open session is closed. { $means } { $case }

    Somebody may know your access code. Open your space as usual, under Security, to change it, or call { -desk }. Answer no message that asks for a code.
gate-notice-not-me-sms = { $institution }: a request was refused on your phone ({ $what }). Nothing was done, your sessions are closed. { $case } Change your access code in your space, or call us.
gate-notice-copied-subject = One of your means of authentication is blocked
gate-notice-copied-email =
    Hello,

    One of your means of authentication at { $institution } has just been blocked: { $means }, “{ $name }”, { $moment }. Its counter went backwards: there may be a copy of it. Nothing was done with it.

    Open your space with another means, section Security, to remove it and add a new one, or call { -desk }.
gate-notice-copied-sms = { $institution }: one of your means of authentication is blocked ({ $means }, { $name }): there may be a copy of it. Nothing was done. Open your space with another means, or call us.
gate-notice-worn-subject = One of your means of authentication is blocked
gate-notice-worn-email =
    Hello,

    One of your means of authentication at { $institution } has just been blocked: { $means }, { $moment }. It has had { $failures } wrong answers in all since it has been yours, even if there were right ones in between: it will serve no more.

    Open your space with another means, under Security, to add it again, or call { -desk }. If these errors are not yours, tell us.
gate-notice-worn-sms = { $institution }: one of your means of authentication is blocked ({ $means }) after { $failures } errors in all. Open your space with another means to add it again, or call us.
