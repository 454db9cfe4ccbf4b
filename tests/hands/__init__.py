"""What a client holds: one hand for each kind of factor, as knowing as the real device and no more.

A hand is made from a seed: the same seed, the same device. Tests and benches put its `material` where an enrolment
would have, and let it answer. The list is `tests/hands/all.py`; a convention test says that each factor has one.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol, runtime_checkable
from uuid import UUID

from parvis.factors import Asked, Factor, Random


class Hand(Protocol):
    """One client's device, card, or memory.

    `shown` is all that this client sees of a challenge: what `Challenge.shown` prints, what `form` draws and `present`
    makes of the request, and beside them « message », the text that has arrived at the address of a hand that
    `Receives`, and « challenge », what the calls of a device of its own fetch where the factor is not answered
    `by_browser`.
    """

    kind: str
    material: bytes  # What is sealed with the authenticator; b"" for a hand that `Prepares`.
    handle: bytes  # By what it is found again when it signs in by itself; b"" where it does not.

    def __init__(self, seed: int) -> None: ...

    def answer(self, asked: Asked, shown: dict[str, Any], now: datetime) -> dict[str, str]:
        """The right answer. A counter of its own has moved."""
        ...

    def wrong(self, asked: Asked, shown: dict[str, Any], now: datetime) -> dict[str, str]:
        """A wrong one, of the kind that is counted: well formed, and made by whoever holds half of it."""
        ...


@runtime_checkable
class Prepares(Protocol):
    """A hand whose material the institution makes, from what `prepare` is given: a secret that is hashed."""

    given: Mapping[str, str]


@runtime_checkable
class Receives(Protocol):
    """A hand at an address: « message » in `shown` is the last text that came there."""

    channel: str  # "sms" | "email"
    address: str
    contact_id: UUID


@runtime_checkable
class Relayed(Protocol):
    """A hand for which somebody else speaks: « relay » in `shown` is what the program makes of their word."""

    relayed: bool


@runtime_checkable
class Knocks(Protocol):
    """A hand that opens a door."""

    def knocks(self, asked: Asked, factor: Any, now: datetime) -> dict[str, str]:
        """The right answer there: `asked` is about the challenge of the form, and of nobody yet.

        `factor` seals the word of somebody else, where it is such a word that opens.
        """
        ...


def material_of(hand: Hand, factor: Factor, random: Random, now: datetime) -> bytes:
    """What to seal with the authenticator of this hand."""
    if not isinstance(hand, Prepares):
        return hand.material
    prepared = factor.prepare(hand.given, random, now)
    assert not isinstance(prepared, str), f"{hand.kind}: {prepared}"
    return prepared.material
