"""« Code oublié »: a phone has made a new knowledge key under a new code; it takes the old one's place once approved.

The policy asks for what a sign-in needs: a code that is forgotten must not be an easier way in.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from parvis.db import Transaction
from parvis.gate.tables import Request
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.operations import Failed, Line, Performed, Say
from parvis.phone import changes


class RenewFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which phone. `binding` is a keyed digest of what it has prepared: it says nothing of the code."""

    authenticator_id: UUID
    name: str
    binding: str


class RenewPhoneCode:
    name = "renew_phone_code"
    facts = RenewFacts
    lifetime = timedelta(minutes=15)
    conditions: Mapping[str, tuple[str, ...] | type[int]] = {"state": ("active", "blocked")}
    pays = False
    about = changes.KIND
    before = "/phone/"
    rewrite = ""

    def after(self, result: Mapping[str, Any]) -> str:
        return "/phone/"

    def lines(self, facts: RenewFacts, say: Say, institution: Institution) -> list[Line]:
        """What changes, on which phone, and what follows."""
        return [
            Line(say("renew-line-what"), say("renew-line-what-value")),
            Line(say("renew-line-phone"), facts.name),
            Line(say("renew-line-then"), say("renew-line-then-value")),
        ]

    async def weigh(
        self, tx: Transaction, here: Here, institution: Institution, client_id: UUID, facts: RenewFacts, now: datetime
    ) -> dict[str, str | int] | Failed:
        """How the phone stands. Failed: `phone_change_over` if it wants something else since, or was removed."""
        state = await changes.standing(tx, here, institution, client_id, facts.authenticator_id, facts.binding)
        return Failed("phone_change_over") if state is None else {"state": state}

    async def perform(
        self, tx: Transaction, here: Here, institution: Institution, request: Request, facts: RenewFacts, now: datetime
    ) -> Performed | Failed:
        """The old code dies, a blocked phone comes back, every address of the client is told."""
        done = await changes.take_place(
            tx, here, institution, request, facts.authenticator_id, facts.binding, notice="phone-notice-renewed",
            held_notice="phone-notice-renewed-held", now=now,
        )
        return Performed({"authenticator_id": str(facts.authenticator_id)}) if done else Failed("phone_change_over")
