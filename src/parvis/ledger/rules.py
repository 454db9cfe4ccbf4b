"""Double entry as pure rules: a posting is a set of legs whose sum is zero. Amounts are integer cents."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec


class Leg(msgspec.Struct, frozen=True):
    """One side of a posting, from the account's point of view: negative leaves it, positive reaches it."""

    account_id: UUID
    amount: int  # cents, never zero
    label: str = ""
    counterparty: str = ""  # who stands on the other side, as this account's client may read it


class NewPosting(msgspec.Struct, frozen=True):
    """What is to be written. `once` names what it performs: the same name is never posted twice."""

    kind: str  # "transfer", "card", "interest"…: a word of the institution's trade
    legs: tuple[Leg, ...]
    posted_at: datetime
    label: str = ""
    once: str | None = None


def check_balanced(postings: Sequence[NewPosting]) -> None:
    """Raise ValueError on a posting that would make money appear or vanish: that is a bug, not a refusal."""
    for posting in postings:
        if len(posting.legs) < 2 or any(leg.amount == 0 for leg in posting.legs):
            raise ValueError("a posting has two legs at least, and none of zero")
        if sum(leg.amount for leg in posting.legs) != 0:
            raise ValueError("the legs of a posting do not sum to zero")


def available(*, balance: int, held: int, floor: int) -> int:
    """The cents that may still leave an account: what it has, less what is promised, down to its floor."""
    return balance - held - floor
