# Transfer. The lines are what the person reads and approves.
operation-transfer = Transfer
operation-transfer-scheduled = Your transfer is planned: it leaves on its day, and you can cancel it until the day before.
operation-transfer-executed = The money has left.
line-amount = Amount
line-payee = To
line-iban = IBAN
line-source = From
line-day = On
line-label = Reference

# Signing in and out
operation-sign_in = Sign-in
operation-end_session = End of session
operation-end_session-executed = It is closed: coming back takes a new sign-in.
sign-in-line-what = You open
sign-in-line-what-value = Your { $institution } space
sign-in-line-browser = From
sign-in-line-when = On
sign-in-device-known = usual device
sign-in-device-new = new device
sign-in-browser-unknown = a browser
end-session-line = Session ended
end-session-everywhere = All your sessions, this one as well

# A new code for the phone
operation-renew_phone_code = New code for the phone
renew-line-what = You change
renew-line-what-value = The 4-digit code
renew-line-phone = On
renew-line-then = Then
renew-line-then-value = The old code will serve no more
operation-use_biometrics = Fingerprint or face
biometrics-line-what = You will be able to approve
biometrics-line-what-value = With your fingerprint or face, in place of the code

# Older operations
operation-read_history = Operations older than 90 days
read-history-line-what = You will be able to read
read-history-line-what-value = All your operations, even old ones
read-history-line-until = Until
read-history-line-until-value = The end of this session
# What agents ask for
operation-accept_invitation = Register an agent's first passkey
operation-invite_agent = Invite an agent
operation-change_agent_role = Change an agent's role
operation-change_agent_role-executed = The new role holds from now on.
operation-open_client_file = Open a client's file
operation-end_agent_access = End an agent's access
operation-end_agent_access-executed = This access is closed, and its keys no longer serve.
operation-handle_case = Handle a client’s case
