"""A bank card in its reader: the card knows its own key and its counter, the reader what the page says to type."""

import random
from datetime import datetime
from typing import Any

from parvis.factors import Asked
from parvis.factors.cap_reader.bitmap import shown as digits
from parvis.factors.cap_reader.card_keys import Card
from parvis.factors.cap_reader.cryptogram import Typed
from parvis.factors.cap_reader.factor import material_of
from parvis.factors.cap_reader.profiles import PROFILES
from parvis.factors.cap_reader.reading import reading

EURO = "978"


class CapReaderHand:
    kind = "cap_reader"
    handle = b""

    def __init__(self, seed: int) -> None:
        self.key = random.Random(f"card {seed}").randbytes(16)
        self.psn, self.profile, self.atc = "01", PROFILES["uk"], 0
        pan = f"99914{seed:011d}"
        self.material = material_of(Card(pan=pan, psn=self.psn, key=self.key), self.profile)

    def answer(self, asked: Asked, shown: dict[str, Any], now: datetime) -> dict[str, str]:
        cents = shown["cents"]
        typed = Typed(challenge=shown["challenge"], amount=cents, currency=EURO if cents else "")
        return {"code": self.reads(typed)}

    def wrong(self, asked: Asked, shown: dict[str, Any], now: datetime) -> dict[str, str]:
        """The right code with one wrong figure in the amount."""
        typed = Typed(challenge=shown["challenge"], amount=shown["cents"] + 1, currency=EURO)
        return {"code": self.reads(typed)}

    def reads(self, typed: Typed) -> str:
        """What the reader shows for these figures. The card's counter has moved."""
        self.atc += 1
        return digits(reading(self.key, self.psn, self.profile, self.atc, typed))
