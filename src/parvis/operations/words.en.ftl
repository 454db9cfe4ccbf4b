# Transfer. The lines are what the person reads and approves.
operation-transfer = Transfer
line-amount = Amount
line-payee = To
line-iban = IBAN
line-source = From
line-day = On
line-label = Reference

# Signing in and out
operation-sign_in = Sign-in
operation-end_session = End of session
sign-in-line-what = You open
sign-in-line-what-value = Your { $institution } space
sign-in-line-browser = From
sign-in-line-when = On
sign-in-device-known = usual device
sign-in-device-new = new device
sign-in-browser-unknown = a browser
end-session-line = Session ended
