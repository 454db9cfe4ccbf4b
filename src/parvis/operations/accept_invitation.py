"""The first key of an agent: made by the link of an invitation, which opens nothing else and serves once.

Keys of before, where the agent had lost them, are destroyed, and sessions ended, in the same transaction.
"""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from parvis.agency import tables
from parvis.db import Transaction
from parvis.events import Event
from parvis.gate.tables import Request
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.journal import actions as journal
from parvis.means import actions as means
from parvis.operations import Failed, Line, Performed, Say, Usual


class InvitationFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which invitation, and the key that was made. `binding` is the SHA-256 of its material."""

    invitation_id: UUID
    authenticator_id: UUID
    kind: str
    name: str
    binding: str


class AcceptInvitation(Usual):
    name = "accept_invitation"
    facts = InvitationFacts
    lifetime = timedelta(minutes=15)
    by_agents = True
    before = "/sign-in"

    def lines(self, facts: InvitationFacts, say: Say, institution: Institution) -> list[Line]:
        """What is added, and its name."""
        return [Line(say("enroll-line-what"), say(f"factor-{facts.kind}")), Line(say("enroll-line-name"), facts.name)]

    async def weigh(
        self, tx: Transaction, here: Here, institution: Institution, client_id: UUID, facts: InvitationFacts,
        now: datetime,
    ) -> dict[str, str | int] | Failed:
        """Failed: `invitation_over` for one that has served, is too old or is somebody else's; `enrolment_over`."""
        invitation = await tables.invitation_of(tx, institution.slug, facts.invitation_id)
        if invitation is None or invitation.person_id != client_id or not invitation.open(now):
            return Failed("invitation_over")
        if not await means.still_pending(tx, here, institution, client_id, facts, now):
            return Failed("enrolment_over")
        return {}

    async def perform(
        self, tx: Transaction, here: Here, institution: Institution, request: Request, facts: InvitationFacts,
        now: datetime,
    ) -> Performed | Failed:
        """Use the invitation up, once, and let the key serve."""
        person_id = request.client_id
        if not await means.still_pending(tx, here, institution, person_id, facts, now):
            return Failed("enrolment_over")
        used = await tables.use_invitation(
            tx, institution.slug, facts.invitation_id, person_id=person_id, now=now
        )
        if not used:
            return Failed("invitation_over")
        await tables.forget_keys(tx, institution.slug, person_id, but=facts.authenticator_id, now=now)
        await means.activate(tx, here, institution, request, facts, now)
        await journal.record(
            tx, here, Event.AGENT_ENROLLED, now, institution=institution.slug, client_id=person_id,
            request_id=request.id, invitation=str(facts.invitation_id),
        )
        return Performed({"authenticator_id": str(facts.authenticator_id)})
