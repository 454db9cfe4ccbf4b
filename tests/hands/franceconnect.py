"""Somebody whom an identity provider knows by a name that it gives to us alone.

What they bring back is made by the program, once the provider has spoken: `relay` in what they see.
"""

import random
from datetime import datetime
from typing import Any

from parvis.factors import Asked
from parvis.factors.franceconnect.factor import handle_of, place_of

ISSUER = "https://fournisseur.example"


class FranceConnectHand:
    kind = "franceconnect"
    relayed = True

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self.handle = self.material = handle_of(ISSUER, f"somebody-{self._random.randbytes(8).hex()}")

    def answer(self, asked: Asked, shown: dict[str, Any], now: datetime) -> dict[str, str]:
        return self._back(self.handle, asked, shown, now)

    def knocks(self, asked: Asked, factor: Any, now: datetime) -> dict[str, str]:
        return self.answer(asked, {"relay": factor.voucher}, now)

    def wrong(self, asked: Asked, shown: dict[str, Any], now: datetime) -> dict[str, str]:
        """Somebody else was identified, for this very request."""
        return self._back(handle_of(ISSUER, "somebody-else"), asked, shown, now)

    def _back(self, handle: bytes, asked: Asked, shown: dict[str, Any], now: datetime) -> dict[str, str]:
        voucher: str = shown["relay"](handle, self._random.randbytes(16).hex(), place_of(asked), now)
        return {"voucher": voucher}
