"""Putting a suspended means back in service. Suspending asked for nothing; this gives access again: it is approved."""

from datetime import datetime, timedelta
from uuid import UUID

from parvis.db import Transaction
from parvis.errors import Refused
from parvis.gate.tables import Request
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.means import life
from parvis.means.life import MeansFacts
from parvis.operations import Failed, Line, Performed, Say, Usual


class ResumeFactor(Usual):
    name = "resume_factor"
    facts = MeansFacts
    lifetime = timedelta(minutes=15)
    before = "/security/means"
    takes_several = True

    def lines(self, facts: MeansFacts, say: Say, institution: Institution) -> list[Line]:
        return facts.lines("resume-line-what", say)

    async def weigh(
        self, tx: Transaction, here: Here, institution: Institution, client_id: UUID, facts: MeansFacts, now: datetime
    ) -> dict[str, str | int] | Failed:
        """Nothing to weigh. Failed: `means_gone` where it is not suspended any more."""
        found = await life.mine(tx, institution, client_id, facts.authenticator_id)
        suspended = not isinstance(found, Refused) and found.state == "suspended"
        return {} if suspended else Failed("means_gone")

    async def perform(
        self, tx: Transaction, here: Here, institution: Institution, request: Request, facts: MeansFacts,
        now: datetime,
    ) -> Performed | Failed:
        """Resume it and tell every address."""
        found = await life.mine(tx, institution, request.client_id, facts.authenticator_id)
        if isinstance(found, Refused) or not await life.resume(tx, here, institution, request, found, now):
            return Failed("means_gone")
        return Performed({"authenticator_id": str(facts.authenticator_id), "kind": facts.kind})
