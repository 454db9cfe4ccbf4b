"""A secret code in somebody's memory."""

import random
from datetime import datetime
from typing import Any

from parvis.factors import Asked
from parvis.factors.secret_code.rules import weakness


class SecretCodeHand:
    kind = "secret_code"
    material = b""
    handle = b""

    def __init__(self, seed: int) -> None:
        drawn = random.Random(seed)
        self.code = next(code for code in iter(lambda: f"{drawn.randrange(10**6):06d}", "") if not weakness(code))
        self.given = {"secret": self.code}

    def answer(self, asked: Asked, shown: dict[str, Any], now: datetime) -> dict[str, str]:
        """On the keypad that the page has drawn, where there is one; else in the plain field."""
        return self._typed(self.code, shown)

    def wrong(self, asked: Asked, shown: dict[str, Any], now: datetime) -> dict[str, str]:
        return self._typed(f"{(int(self.code) + 1) % 10**6:06d}", shown)

    @staticmethod
    def _typed(code: str, shown: dict[str, Any]) -> dict[str, str]:
        if "keys" not in shown:
            return {"code": code}
        names = {key.digit: key.name for key in shown["keys"]}
        return {"answer_keys": "".join(names[digit] for digit in code), "layout_token": shown["layout_token"]}
