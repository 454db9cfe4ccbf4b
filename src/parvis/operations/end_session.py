"""Ending a session: one's own by signing out, or another one from afar. It only protects."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from parvis.db import Transaction
from parvis.gate.tables import Request
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.operations import Failed, Line, Performed, Say, Usual
from parvis.sessions import actions as sessions


class EndSessionFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    session_id: str
    because: str  # signed_out | ended_elsewhere
    browser: str


class EndSession(Usual):
    name = "end_session"
    facts = EndSessionFacts
    lifetime = timedelta(minutes=5)
    before = "/security"

    def lines(self, facts: EndSessionFacts, say: Say, institution: Institution) -> list[Line]:
        return [Line(say("end-session-line"), facts.browser or say("sign-in-browser-unknown"))]

    async def weigh(
        self, tx: Transaction, here: Here, institution: Institution, client_id: UUID, facts: EndSessionFacts,
        now: datetime,
    ) -> dict[str, str | int] | Failed:
        return {}

    async def perform(
        self, tx: Transaction, here: Here, institution: Institution, request: Request, facts: EndSessionFacts,
        now: datetime,
    ) -> Performed | Failed:
        """End it. A session that has already ended, or is somebody else's, is left as it is."""
        ended = await sessions.end(
            tx, here, institution, request.client_id, UUID(facts.session_id), facts.because, now
        )
        return Performed({"ended": ended})
