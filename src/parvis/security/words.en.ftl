security-title = Security
security-tab-connections = Connections
security-tab-means = My means of authentication
security-running = Sessions in progress
security-this-one = this one
security-since = Opened { $moment }
security-end = End it
security-connections = Latest connections
security-none-title = No connection
security-none-text = Your next connections will be here.
security-outcome-opened = Done
security-outcome-failed = Failed
security-outcome-refused = Refused
security-outcome-expired = Unanswered
security-network = network { $network }
security-browser-unknown = Unknown browser
security-not-me = That was not me
security-disavowed = Reported
security-more = See older connections
security-protected-title = Your space is protected
security-protected-text = The other sessions are closed and that device is not recognised any more. Change your code or password too: somebody may know it.
security-change-secret = Change my code or password
security-ended-title = Session ended
security-ended-text = That device will have to sign in again.
security-notice-disavowed-subject = { $institution }: a connection that you reported
security-notice-disavowed-sms = { $institution }: you reported the connection of { $moment }. The other sessions are closed. No adviser will ever ask you for a code.
security-notice-disavowed-email =
    Hello,

    You reported the connection of { $moment } to your { $institution } space. The other sessions are closed, and the device is not recognised any more.

    Change your code or password too: open your space as usual, under Security.
