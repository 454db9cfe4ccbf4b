"""The phone written from `docs/phone-protocol.md` alone, already enrolled."""

import json
import random
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, derive_private_key

from parvis.factors import Asked
from parvis.factors.phone.wire import Enrolled, pack
from tests.phone.client import PythonPhone, stretch, xor

SALT = random.Random(0).randbytes(16)  # The same for every hand: 600 000 rounds are paid once for all of them.


class PhoneHand:
    kind = "phone"
    handle = b""

    def __init__(self, seed: int) -> None:
        drawn = random.Random(seed)
        key = derive_private_key(int.from_bytes(drawn.randbytes(31)) + 1, SECP256R1())
        knowledge, offline, salt = drawn.randbytes(32), drawn.randbytes(32), SALT
        self.phone = PythonPhone(http=None, origin="", key=key, salt=salt)  # type: ignore[arg-type]
        self.phone.masked = xor(knowledge, stretch(self.phone.code, salt))
        self.material = pack(Enrolled(self.phone.public_key, knowledge, offline))

    def answer(self, asked: Asked, shown: dict[str, Any], now: datetime) -> dict[str, str]:
        return self._approves(self.phone.code, asked, shown)

    def wrong(self, asked: Asked, shown: dict[str, Any], now: datetime) -> dict[str, str]:
        """The phone in another's hand: its key signs, and the four digits are not the owner's."""
        return self._approves(self.phone.code[::-1], asked, shown)

    def _approves(self, code: str, asked: Asked, shown: dict[str, Any]) -> dict[str, str]:
        fetched = {
            "request_id": asked.request_id, "canonical": asked.canonical, "digest": asked.digest.hex(),
            "nonce": json.loads(shown["challenge"])["nonce"],
        }  # fmt: skip
        return self.phone.envelope(self.phone.approval(fetched, number=shown.get("number")), code=code)
