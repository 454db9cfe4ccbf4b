"""A password in somebody's memory."""

from datetime import datetime
from typing import Any

from parvis.factors import Asked


class PasswordHand:
    kind = "password"
    material = b""
    handle = b""

    def __init__(self, seed: int) -> None:
        self.password = f"Corde-lune-{seed}-vent"
        self.given = {"secret": self.password}

    def answer(self, asked: Asked, shown: dict[str, Any], now: datetime) -> dict[str, str]:
        return {"password": self.password}

    def wrong(self, asked: Asked, shown: dict[str, Any], now: datetime) -> dict[str, str]:
        return {"password": self.password.upper()}
