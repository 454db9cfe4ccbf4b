"""Changing where a client is written to: the new address was read by whoever asks, and counts once it is approved.

PSR: strong authentication on a change of contact. X4: until the institution's delay is over, the address of before goes
on.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

import msgspec

from parvis.db import Transaction
from parvis.errors import Refused
from parvis.gate.tables import Request
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.operations import Failed, Line, Performed, Say
from parvis.profile import actions as profile
from parvis.profile import rules


class ChangeContactFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which change, and the new address in full: another address is another request."""

    change_id: UUID
    channel: Literal["email", "sms"]
    address: str


class ChangeContact:
    name = "change_contact"
    facts = ChangeContactFacts
    lifetime = timedelta(minutes=15)
    conditions: Mapping[str, tuple[str, ...] | type[int]] = {"channel": rules.CHANNELS}
    pays = False
    before = "/profile"
    rewrite = ""
    feature = "profile"
    changes_channel = True

    def after(self, result: Mapping[str, Any]) -> str:
        return f"/profile?done={result.get('done', 'changed')}"

    def lines(self, facts: ChangeContactFacts, say: Say, institution: Institution) -> list[Line]:
        """The new address, in full, and from when it counts."""
        hours = institution.safety.contact_hours
        then = say("contact-line-then-held", hours=hours) if hours else say("contact-line-then-now")
        return [
            Line(say(f"contact-line-{facts.channel}"), rules.in_full(facts.channel, facts.address)),
            Line(say("change-line-then"), then),
        ]

    async def weigh(
        self, tx: Transaction, here: Here, institution: Institution, client_id: UUID, facts: ChangeContactFacts,
        now: datetime,
    ) -> dict[str, str | int] | Failed:
        """The channel. Failed: `contact_change_over`, `contact_change_waits`."""
        found = await profile.approvable(tx, here, institution, client_id, facts.change_id, facts.address, now)
        return Failed(found.refusal.code) if isinstance(found, Refused) else {"channel": found.channel}

    async def perform(
        self, tx: Transaction, here: Here, institution: Institution, request: Request, facts: ChangeContactFacts,
        now: datetime,
    ) -> Performed | Failed:
        """Let it take effect, or wait for its delay, and tell every address."""
        found = await profile.approvable(
            tx, here, institution, request.client_id, facts.change_id, facts.address, now, lock=True
        )
        if isinstance(found, Refused):
            return Failed(found.refusal.code)
        from_when = await profile.approve(
            tx, here, institution, found, request_id=request.id, language=request.language, now=now
        )
        if isinstance(from_when, Refused):
            return Failed(from_when.refusal.code)
        return Performed({"channel": facts.channel, "done": "held" if from_when > now else "changed"})
