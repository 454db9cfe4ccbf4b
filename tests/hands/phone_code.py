"""A phone without network and without a QR code in sight: it says eight digits of its own accord."""

from datetime import datetime
from typing import Any

from tests.hands.phone_qr import PhoneQrHand
from tests.phone import offline


class PhoneCodeHand(PhoneQrHand):
    kind = "phone_code"

    def digits(self, code: str, shown: dict[str, Any], now: datetime) -> str:
        return offline.code_alone(offline=self.offline, knowledge=self.phone.uncovered(code), at=now.timestamp())
