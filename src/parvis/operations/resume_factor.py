"""Putting a suspended means back in service. Suspending asked for nothing; this gives access again: it is approved."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from parvis.db import Transaction
from parvis.errors import Refused
from parvis.gate.tables import Request
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.means import life
from parvis.operations import Failed, Line, Performed, Say


class ResumeFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which means, and its name when it was asked."""

    authenticator_id: UUID
    kind: str
    name: str


class ResumeFactor:
    name = "resume_factor"
    facts = ResumeFacts
    lifetime = timedelta(minutes=15)
    conditions: Mapping[str, tuple[str, ...] | type[int]] = {}
    pays = False
    before = "/security/means"
    rewrite = ""
    takes_several = True

    def after(self, result: Mapping[str, Any]) -> str:
        return "/security/means"

    def lines(self, facts: ResumeFacts, say: Say, institution: Institution) -> list[Line]:
        return [
            Line(say("resume-line-what"), say(f"factor-{facts.kind}")),
            Line(say("enroll-line-name"), facts.name),
        ]

    async def weigh(
        self, tx: Transaction, here: Here, institution: Institution, client_id: UUID, facts: ResumeFacts, now: datetime
    ) -> dict[str, str | int] | Failed:
        """Nothing to weigh. Failed: `means_gone` where it is not suspended any more."""
        found = await life.mine(tx, institution, client_id, facts.authenticator_id)
        suspended = not isinstance(found, Refused) and found.state == "suspended"
        return {} if suspended else Failed("means_gone")

    async def perform(
        self, tx: Transaction, here: Here, institution: Institution, request: Request, facts: ResumeFacts,
        now: datetime,
    ) -> Performed | Failed:
        """Resume it and tell every address."""
        found = await life.mine(tx, institution, request.client_id, facts.authenticator_id)
        if isinstance(found, Refused) or not await life.resume(tx, here, institution, request, found, now):
            return Failed("means_gone")
        return Performed({"authenticator_id": str(facts.authenticator_id), "kind": facts.kind})
