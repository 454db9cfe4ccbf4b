"""A printed card: a sheet of paper, read with the eyes."""

import random
from datetime import datetime
from typing import Any

from parvis.factors import Asked

SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


class CodeCardHand:
    kind = "code_card"
    material = b""
    handle = b""

    def __init__(self, seed: int) -> None:
        drawn = random.Random(seed)
        self.sheet = "".join(drawn.choices(SIGNS, k=4 * 64))
        self.given = {"sheet": self.sheet}

    def answer(self, asked: Asked, shown: dict[str, Any], now: datetime) -> dict[str, str]:
        """Column, then row: the squares are printed row by row."""
        column, row = "ABCDEFGH".index(shown["square"][0]), int(shown["square"][1]) - 1
        at = (row * 8 + column) * 4
        return {"code": self.sheet[at : at + 4]}

    def wrong(self, asked: Asked, shown: dict[str, Any], now: datetime) -> dict[str, str]:
        """The right code, but for its last sign."""
        right = self.answer(asked, shown, now)["code"]
        return {"code": right[:3] + SIGNS[(SIGNS.index(right[3]) + 1) % len(SIGNS)]}
