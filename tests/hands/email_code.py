"""A mailbox, and whoever reads the message that came there."""

from tests.hands.sms_code import SmsCodeHand


class EmailCodeHand(SmsCodeHand):
    kind = "email_code"
    channel = "email"
