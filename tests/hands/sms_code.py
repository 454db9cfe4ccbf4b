"""A telephone line, and whoever reads the message that came there."""

import random
import re
from datetime import datetime
from typing import Any
from uuid import UUID

from parvis.factors import Asked
from parvis.factors.message_code.factor import material_of


class SmsCodeHand:
    kind = "sms_code"
    handle = b""
    channel = "sms"

    def __init__(self, seed: int) -> None:
        self.contact_id = UUID(bytes=random.Random(f"{self.kind} {seed}").randbytes(16))
        self.address = f"+3363998{seed:04d}" if self.channel == "sms" else f"c{seed}@exemple.invalid"
        self.material = material_of(str(self.contact_id))

    def answer(self, asked: Asked, shown: dict[str, Any], now: datetime) -> dict[str, str]:
        return {"code": _code_in(shown["message"])}

    def wrong(self, asked: Asked, shown: dict[str, Any], now: datetime) -> dict[str, str]:
        return {"code": f"{(int(_code_in(shown['message'])) + 1) % 1_000_000:06d}"}


def _code_in(message: str) -> str:
    found = re.search(r"(?<!\d)\d{6}(?!\d)", message)
    assert found is not None, f"no code stands in: {message}"
    return found.group()
