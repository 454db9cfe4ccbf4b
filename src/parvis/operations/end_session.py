"""Ending a session: one's own by signing out, another one from afar, or all of them. It only protects."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from parvis.db import Transaction
from parvis.gate.tables import Request
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.operations import Failed, Line, Performed, Say, Usual
from parvis.sessions import actions as sessions
from parvis.sessions import tables

EVERYWHERE = "everywhere"  # in the place of one session


class EndSessionFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    session_id: str  # or EVERYWHERE
    because: str  # signed_out | ended_elsewhere
    browser: str


class EndSession(Usual):
    name = "end_session"
    facts = EndSessionFacts
    lifetime = timedelta(minutes=5)
    before = "/security"

    def lines(self, facts: EndSessionFacts, say: Say, institution: Institution) -> list[Line]:
        which = say("end-session-everywhere") if facts.session_id == EVERYWHERE else facts.browser
        return [Line(say("end-session-line"), which or say("sign-in-browser-unknown"))]

    async def weigh(
        self, tx: Transaction, here: Here, institution: Institution, client_id: UUID, facts: EndSessionFacts,
        now: datetime,
    ) -> dict[str, str | int] | Failed:
        return {}

    async def perform(
        self, tx: Transaction, here: Here, institution: Institution, request: Request, facts: EndSessionFacts,
        now: datetime,
    ) -> Performed | Failed:
        """End it, or each of them. A session that has already ended, or is somebody else's, is left as it is."""
        client_id, because = request.client_id, facts.because
        if facts.session_id != EVERYWHERE:
            ended = await sessions.end(tx, here, institution, client_id, UUID(facts.session_id), because, now)
            return Performed({"ended": ended})
        for one in await tables.open_of(tx, institution.slug, client_id, now):
            # What asked for it is left by oneself: this very request is not to be withdrawn.
            own = one.id == request.session_id
            await sessions.end(tx, here, institution, client_id, one.id, "signed_out" if own else because, now)
        return Performed({"ended": True})
