"""A phone without network that reads the QR code of the page, checks it, and says eight digits."""

import random
from datetime import datetime
from typing import Any

from parvis.factors import Asked
from parvis.factors.phone.offline import public_half
from parvis.factors.phone.wire import Enrolled, pack
from tests.hands.phone import SALT
from tests.phone import offline
from tests.phone.client import PythonPhone, stretch, xor


class PhoneQrHand:
    kind = "phone_qr"
    handle = b""

    def __init__(self, seed: int) -> None:
        drawn = random.Random(seed)
        knowledge, self.offline, salt = drawn.randbytes(32), drawn.randbytes(32), SALT
        server_key = drawn.randbytes(31).rjust(32, b"\0")
        self.server_point = public_half(server_key)
        self.phone = PythonPhone(http=None, origin="", salt=salt)  # type: ignore[arg-type]
        self.phone.masked = xor(knowledge, stretch(self.phone.code, salt))
        self.material = pack(Enrolled(self.phone.public_key, knowledge, self.offline, server_key))

    def answer(self, asked: Asked, shown: dict[str, Any], now: datetime) -> dict[str, str]:
        return {"code": self.digits(self.phone.code, shown, now)}

    def wrong(self, asked: Asked, shown: dict[str, Any], now: datetime) -> dict[str, str]:
        """The phone in another's hand: it reads as well, and the four digits are not the owner's."""
        return {"code": self.digits(self.phone.code[::-1], shown, now)}

    def digits(self, code: str, shown: dict[str, Any], now: datetime) -> str:
        """What the phone shows; a code signed for another phone is not read, and gives a guess."""
        try:
            canonical = offline.read(shown["text"], self.server_point)
        except offline.NotFromThere:
            canonical = ""
        return offline.code_for(
            canonical, offline=self.offline, knowledge=self.phone.uncovered(code), at=now.timestamp()
        )
