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
phone-enroll-scan = Point your phone’s camera at this QR code and open the link.
phone-enroll-picture = QR code that opens the app on your phone. The code written below does the same.
phone-enroll-type = Or open { $address } on the phone and copy this activation code:
phone-enroll-copy = Copy the code
phone-enroll-limits = It is good for 10 minutes and for one phone. Give it to nobody: no adviser will ask for it.
phone-enroll-choose = On the phone, choose a 4-digit code. It is stored nowhere: nobody can ask you for it, or give it back to you.
phone-enroll-return = Come back here to confirm that it is this phone.
phone-enroll-waiting = Waiting for your phone. This page moves on by itself.
phone-enroll-done = Done on the phone
phone-enroll-heard = Your phone has answered.
phone-enroll-compare = It should show:
phone-enroll-differs = If it shows something else, or if you have no phone in hand, stop here: somebody else used your code.
phone-enroll-confirm = Yes, it is this phone
