"""A new code for another user of the company: whoever asks never sees it, its owner changes it at once (CO5)."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from parvis.companies import actions as companies
from parvis.db import Transaction
from parvis.errors import Refused
from parvis.gate.tables import Request
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.operations import Failed, Line, Performed, Say, Usual


class RenewUserFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whose code, as they are called in the company."""

    user_id: UUID
    name: str
    number: str


class RenewUserCode(Usual):
    name = "renew_user_code"
    facts = RenewUserFacts
    lifetime = timedelta(minutes=15)
    feature = "users"
    before = "/company/users"

    def lines(self, facts: RenewUserFacts, say: Say, institution: Institution) -> list[Line]:
        """For whom, and what follows."""
        return [
            Line(say("colleague-line-what"), say("colleague-line-what-value")),
            Line(say("colleague-line-for"), f"{facts.name} ({facts.number})"),
            Line(say("colleague-line-then"), say("colleague-line-then-value")),
        ]

    async def weigh(
        self, tx: Transaction, here: Here, institution: Institution, client_id: UUID, facts: RenewUserFacts,
        now: datetime,
    ) -> dict[str, str | int] | Failed:
        """Nothing but whether it may be: see `companies.actions.helpable` for what is refused."""
        found = await companies.helpable(tx, institution, client_id, facts.user_id)
        return Failed(found.refusal.code) if isinstance(found, Refused) else {}

    async def perform(
        self, tx: Transaction, here: Here, institution: Institution, request: Request, facts: RenewUserFacts,
        now: datetime,
    ) -> Performed | Failed:
        """Send the new code to its owner, whose sessions end."""
        found = await companies.helpable(tx, institution, request.client_id, facts.user_id)
        if isinstance(found, Refused):
            return Failed(found.refusal.code)
        wrong = await companies.give_new_code(tx, here, institution, request, found, now)
        return Performed({"user_id": str(facts.user_id)}) if wrong is None else Failed(wrong.refusal.code)
