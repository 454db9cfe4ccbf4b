"""An authenticator app: PyOTP, which the program does not use."""

import base64
import random
from datetime import datetime
from typing import Any

import pyotp

from parvis.factors import Asked
from parvis.factors.totp.factor import material_of


class TotpHand:
    kind = "totp"
    handle = b""

    def __init__(self, seed: int) -> None:
        key = random.Random(seed).randbytes(20)
        self.material = material_of(key)
        self._app = pyotp.TOTP(base64.b32encode(key).decode())

    def answer(self, asked: Asked, shown: dict[str, Any], now: datetime) -> dict[str, str]:
        return {"code": self._app.at(now)}

    def wrong(self, asked: Asked, shown: dict[str, Any], now: datetime) -> dict[str, str]:
        """The code of an hour ago."""
        return {"code": self._app.at(int(now.timestamp()) - 3600)}
