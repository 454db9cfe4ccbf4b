factor-sms_code = Code by text message
factor-sms_code-ask = A code by text message
factor-sms_code-about = A 6-digit code sent to your phone number, valid for 5 minutes.
factor-email_code = Code by e-mail
factor-email_code-ask = A code by e-mail
factor-email_code-about = A 6-digit code sent to your address, valid for 15 minutes.
message-code-will-sms_code = We will send a 6-digit code by text message to { $name }.
message-code-will-email_code = We will send a 6-digit code to { $name }.
message-code-send = Send the code
message-code-sent-sms_code = A text message with a 6-digit code has just left for { $name }. It is valid for { $minutes } minutes.
message-code-sent-email_code = An e-mail with a 6-digit code has just left for { $name }. It is valid for { $minutes } minutes.
message-code-field = 6-digit code
message-code-submit = Confirm the code
message-code-nothing-sms_code = Nothing received? Wait a minute, and check that your phone has a signal.
message-code-nothing-email_code = Nothing received? Wait a minute, and look among unwanted mail too.
message-code-again = Send another code
message-code-email-request-subject = Your code: { $code }
message-code-email-payment-subject = Your code: { $code }
message-code-sms-request-subject = Your code: { $code }
message-code-sms-payment-subject = Your code: { $code }
message-code-email-request =
    Hello,

    Your code is { $code }. Enter it in the page you have open, within { $minutes } minutes.

    You did not ask for it? Give it to no one and tell us: somebody may know your password. No adviser will ever ask you for it.
message-code-email-payment =
    Hello,

    Your code is { $code }. It approves a payment of { $amount } to { $payee } (account ending in { $last }). Enter it in the page you have open, within { $minutes } minutes.

    You do not recognise this payment? Give this code to no one and tell us. No adviser will ever ask you for it.
message-code-sms-request = { $code } is your { $institution } code, valid for { $minutes } min. No adviser will ever ask you for it: give it to no one.
message-code-sms-payment = { $code } approves { $amount } to { $payee }, account ending in { $last }. Valid for { $minutes } min. No adviser will ever ask you for it. If this is not you, give it to no one.
