"""A supervisor ends a colleague's access: sessions ended, keys destroyed, what waits withdrawn, at once."""

from datetime import datetime
from uuid import UUID

import msgspec

from parvis.agency import tables
from parvis.agency.acts import Act
from parvis.agency.rules import Role
from parvis.agency.tables import Agent
from parvis.db import Transaction
from parvis.events import Event
from parvis.gate.tables import Request
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.journal import actions as journal
from parvis.operations import Failed, Line, Performed, Say


class EndAccessFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    person_id: UUID
    name: str
    role: Role


class EndAgentAccess(Act):
    name = "end_agent_access"
    facts = EndAccessFacts
    before = "/agency/team"

    def lines(self, facts: EndAccessFacts, say: Say, institution: Institution) -> list[Line]:
        """Whose access ends."""
        return [
            Line(say("agency-line-agent"), facts.name),
            Line(say("agency-line-role"), say(f"agency-role-{facts.role}")),
        ]

    async def stands(
        self, tx: Transaction, here: Here, institution: Institution, agent: Agent, facts: EndAccessFacts, now: datetime
    ) -> dict[str, str | int] | Failed:
        """Failed: `agent_oneself`, `agent_gone`."""
        if facts.person_id == agent.id:
            return Failed("agent_oneself")
        if await tables.lock_role(tx, institution.slug, facts.person_id) is None:
            return Failed("agent_gone")
        return {}

    async def perform(
        self, tx: Transaction, here: Here, institution: Institution, request: Request, facts: EndAccessFacts,
        now: datetime,
    ) -> Performed | Failed:
        """Out at once: the next page finds no session, and no key signs in."""
        if not await tables.leave(tx, institution.slug, facts.person_id, now):
            return Failed("agent_gone")
        await tables.void_invitations(tx, institution.slug, facts.person_id, now)
        await tables.forget_keys(tx, institution.slug, facts.person_id, but=None, now=now)
        await journal.record(
            tx, here, Event.AGENT_ENDED, now, institution=institution.slug, client_id=facts.person_id,
            request_id=request.id, by=str(request.client_id),
        )
        return Performed()
