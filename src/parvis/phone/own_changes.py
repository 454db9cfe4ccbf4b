"""A change that a phone wants of itself, as its operations ask the gate for it: alike but for their words."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import msgspec

from parvis.db import Transaction
from parvis.gate.tables import Request
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.operations import Failed, Line, Performed, Say, Usual
from parvis.phone import changes


class PhoneFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which phone. `binding` is a keyed digest of what it has prepared: it says nothing of the code."""

    authenticator_id: UUID
    name: str
    binding: str


class OwnChange(Usual):
    """`notice` names the messages that tell of it; `held_notice` those that say from when it serves."""

    facts = PhoneFacts
    conditions: Mapping[str, tuple[str, ...] | type[int]] = {"state": ("active", "blocked")}
    about = changes.KIND
    before = "/phone/"
    words: str
    notice: str
    held_notice: str

    def lines(self, facts: PhoneFacts, say: Say, institution: Institution) -> list[Line]:
        """What changes, on which phone, and what follows where that is not plain."""
        lines = [
            Line(say(f"{self.words}-what"), say(f"{self.words}-what-value")),
            Line(say("renew-line-phone"), facts.name),
        ]
        if say.has(f"{self.words}-then"):
            lines.append(Line(say(f"{self.words}-then"), say(f"{self.words}-then-value")))
        return lines

    async def weigh(
        self, tx: Transaction, here: Here, institution: Institution, client_id: UUID, facts: PhoneFacts, now: datetime
    ) -> dict[str, str | int] | Failed:
        """How the phone stands. Failed: `phone_change_over` if it wants something else since, or was removed."""
        state = await changes.standing(tx, here, institution, client_id, facts.authenticator_id, facts.binding)
        return Failed("phone_change_over") if state is None else {"state": state}

    async def perform(
        self, tx: Transaction, here: Here, institution: Institution, request: Request, facts: PhoneFacts, now: datetime
    ) -> Performed | Failed:
        """Put it in force; every address of the client is told."""
        done = await changes.take_place(
            tx, here, institution, request, facts.authenticator_id, facts.binding, notice=self.notice,
            held_notice=self.held_notice, now=now,
        )
        return Performed({"authenticator_id": str(facts.authenticator_id)}) if done else Failed("phone_change_over")
