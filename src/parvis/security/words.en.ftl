security-title = Security
security-tab-connections = Connections
security-tab-means = Means
security-running = Sessions in progress
security-this-one = this one
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
security-protected-title = Your space is protected
security-ended-title = Session ended
security-ended-text = That device will have to sign in again.
security-notice-disavowed-subject = { $institution }: a connection that you reported
security-since = Opened { $moment }.
security-active = Active { $moment }.
security-more = See older connections
security-newest = Back to the latest
security-everywhere = Sign me out everywhere
security-everywhere-text = In doubt, or a device left behind? All sessions close at once, this one as well.
security-devices = Recognised devices
security-devices-text = On these devices, an ordinary sign-in asks for fewer proofs.
security-devices-none-title = No recognised device
security-devices-none-text = A device becomes one when you have signed in on it entirely.
security-here = this one
security-device-since = Recognised since { $day }.
security-device-seen = Seen { $moment }.
security-device-rename = Rename
security-device-name = What should it be called?
security-distrust = Stop recognising
security-distrusted-title = This device is not recognised any more
security-all = See all connections
security-search = Filter and export
security-history-title = All my connections
security-filter = Filter
security-filter-since = From
security-filter-until = Until
security-filter-any = Any
security-filter-unknown = A device that is not recognised
security-filter-do = Show
security-filter-clear = Show all
security-none-found = No connection is like what you are looking for.
security-export = Save for a spreadsheet
security-print = Version to print
security-print-how = Use “Print” in the menu of your browser.
security-print-cut = The latest { $count } connections. For those before, choose a period.
security-file = connections
security-column-at = Date and time
security-column-outcome = Outcome
security-column-device = Device
security-column-browser = Browser
security-column-means = Means
security-column-network = Network
security-protected-lead = You reported this connection: { $moment }. Here is exactly what was done.
security-protected-done = Done
security-protected-sessions = { $count ->
    [0] No other session was open.
    [one] Another session was closed. What it had asked for and was waiting is void.
   *[other] { $count } other sessions were closed. What they had asked for and was waiting is void.
 }
security-protected-sign-ins = Sign-ins that had begun and not ended are void.
security-protected-device = The device that was used is not recognised any more: it will need every proof.
security-protected-device-here = The device was this one, or was not recognised: there is nothing to take away.
security-protected-suspended = What served for that connection is suspended: { $means }.
security-protected-case = Your adviser has been told. Your case has the reference { $reference }.
security-protected-told = A message has gone to each of your addresses.
security-protected-next = And now
security-protected-secret = Change your secret: somebody may know it.
security-protected-kept = This means served too, and stays in service, because it is the one that lets you in: { $means }. Add another one, then remove it.
security-protected-means = Do you still hold what is suspended? You may put it back in service. If not, remove it.
security-protected-look = Look at your latest operations. If one is not yours, call us at once.
security-protected-adviser = An adviser looks at your case within { $hours } hours. They will ask you for no code.
security-notice-suspended = Suspended: { $means }.
security-notice-none = No means was suspended.
security-notice-case = Your adviser has been told, case { $reference }.
security-notice-call = Call your branch to tell them.
security-notice-disavowed-sms = { $institution }: you reported the connection of { $moment }. The other sessions are closed. { $means } { $case } Not you? Call us. No adviser will ever ask you for a code.
security-notice-disavowed-email =
    Hello,

    You reported the connection of { $moment } to your { $institution } space. The other sessions are closed, and the device is not recognised any more. { $means } { $case }

    Change your code or password too: open your space as usual, under Security. Was this report not yours? Call us at once.
