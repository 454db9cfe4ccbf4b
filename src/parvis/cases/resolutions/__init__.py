"""What follows when a case is accepted or refused: one small class for each kind; the list is `resolutions/all.py`.

Called inside the transaction that closes the case, under its lock. An agent never sees nor chooses a secret here.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from parvis.cases.tables import Case
from parvis.operations import Failed, Line, Say

if TYPE_CHECKING:
    from parvis.db import Transaction
    from parvis.here import Here
    from parvis.institution.rules import Institution


class Resolution(Protocol):
    """One kind of case."""

    kind: str

    def asked(self, here: "Here", case: Case, say: Say) -> Sequence[Line]:
        """What is asked, as agents and the client read it: from `case.detail`, addresses cut to a hint."""
        ...

    async def accept(
        self, tx: "Transaction", here: "Here", institution: "Institution", case: Case, now: datetime
    ) -> Failed | None:
        """Do what was asked, for the client's `institution`. `Failed` before the first write, or all of it."""
        ...

    async def refuse(
        self, tx: "Transaction", here: "Here", institution: "Institution", case: Case, now: datetime
    ) -> None:
        """Take back what was prepared, if anything was."""
        ...


def account_given(case: Case, say: Say) -> list[Line]:
    """Whether the account number that came along is the client's; nothing where none did."""
    if "account" not in case.detail:
        return []
    told = "blocked-line-account-yes" if case.detail["account"] else "blocked-line-account-no"
    return [Line(say("blocked-line-account"), say(told))]


class Answered:
    """A kind whose case is closed by an agent's answer alone: nothing else follows."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def asked(self, here: "Here", case: Case, say: Say) -> Sequence[Line]:
        return ()

    async def accept(
        self, tx: "Transaction", here: "Here", institution: "Institution", case: Case, now: datetime
    ) -> Failed | None:
        return None

    async def refuse(
        self, tx: "Transaction", here: "Here", institution: "Institution", case: Case, now: datetime
    ) -> None:
        return None
