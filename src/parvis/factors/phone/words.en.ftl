# The phone that approves.

factor-phone = Your phone
factor-phone-about = You read the request on your phone and approve it with a 4-digit code that only you know: it is stored nowhere. Your phone’s browser is all you need.
factor-phone-ask = Approve on your phone
phone-prove-open = Open the app on “{ $name }”: your request is there. Read it, then approve with your 4-digit code.
phone-prove-number = Your phone will ask for this number. Give it to nobody.
phone-prove-waiting = Waiting for your answer. This page moves on by itself.
phone-prove-reload = Once you have answered on the phone,
phone-prove-reload-link = reload this page.
phone-prove-help-title = Nothing arrives?
phone-prove-help-open = Open the app yourself: the request is there, even without an alert.
phone-prove-help-network = Check that the phone is connected to the Internet.
phone-prove-help-other = Otherwise use another means below, if there is one.
phone-prove-again = Alert the phone again
phone-push-subject = { $institution }
phone-push = A request is waiting for you. Open the app to read it.
phone-enroll-scan = Point your phone’s camera at this QR code and open the link.
phone-enroll-picture = QR code that opens the app on your phone. The code written below does the same.
phone-enroll-type = Or open { $address } on the phone and copy this activation code:
phone-enroll-copy = Copy the code
phone-enroll-limits = It is good for 10 minutes and for one phone.
phone-enroll-choose = On the phone, choose a 4-digit code. It is stored nowhere: nobody can ask you for it, or give it back to you.
phone-enroll-return = Come back here to confirm that it is this phone.
phone-enroll-waiting = Waiting for your phone. This page moves on by itself.
phone-enroll-done = Done on the phone
phone-enroll-heard = Your phone has answered.
phone-enroll-compare = It should show:
phone-enroll-differs = If it shows something else, or if you have no phone in hand, stop here: somebody else used your code.
phone-enroll-confirm = Yes, it is this phone

# Without network: the phone reads the request in a QR code, or only says a code.

factor-phone_qr = Your phone, without network: QR code
factor-phone_qr-ask = Read the request with your phone
factor-phone_code = Your phone, without network: code
factor-phone_code-ask = Type the code of your phone
phone-prove-offline-phone_qr = My phone has no network
phone-prove-offline-phone_code = My phone has no network and cannot read a QR code
phone-offline-read = Open the app on “{ $name }”, touch “Without network”, then “Read a QR code”, and point it at this picture. The phone shows you the request, asks for your 4-digit code and shows 8 digits.
phone-offline-say = Open the app on “{ $name }”, touch “Without network”, then “Get a code”. It asks for your 4-digit code and shows 8 digits.
phone-offline-picture = QR code of your request, to read with the app. The same content is written out below.
phone-offline-text-title = The phone cannot point at the picture?
phone-offline-text = Copy this text and paste it into the app: it says the same as the picture.
phone-offline-copy = Copy the text
phone-offline-old = “{ $name }” was activated before this existed. Activate it again from your client space, or use another means.
phone-offline-field = The 8 digits shown by your phone
phone-offline-field-hint = They change every minute.
phone-offline-submit = Confirm
