"""The list of hands, written by hand: a new one is a module beside this file and a line below."""

from pathlib import Path

from tests.hands import Hand
from tests.hands.cap_reader import CapReaderHand
from tests.hands.certificate import CertificateHand, trusted
from tests.hands.code_card import CodeCardHand
from tests.hands.email_code import EmailCodeHand
from tests.hands.franceconnect import FranceConnectHand
from tests.hands.passkey import PasskeyHand
from tests.hands.password import PasswordHand
from tests.hands.phone import PhoneHand
from tests.hands.phone_code import PhoneCodeHand
from tests.hands.phone_qr import PhoneQrHand
from tests.hands.secret_code import SecretCodeHand
from tests.hands.sms_code import SmsCodeHand
from tests.hands.totp import TotpHand

HANDS: dict[str, type[Hand]] = {
    hand.kind: hand
    for hand in (
        SecretCodeHand,
        PasswordHand,
        PhoneHand,
        PhoneQrHand,
        PhoneCodeHand,
        PasskeyHand,
        TotpHand,
        FranceConnectHand,
        CapReaderHand,
        CodeCardHand,
        SmsCodeHand,
        EmailCodeHand,
        CertificateHand,
    )
}


def introduced(keys: Path) -> None:
    """Let a program that has these keys know whom the hands come from."""
    trusted(keys)
