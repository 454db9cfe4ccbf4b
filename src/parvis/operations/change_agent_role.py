"""A supervisor gives a colleague another role. Nobody gives oneself one."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import msgspec

from parvis.agency import tables
from parvis.agency.acts import Act
from parvis.agency.rules import ROLES, Role
from parvis.agency.tables import Agent
from parvis.db import Transaction
from parvis.events import Event
from parvis.gate.tables import Request
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.journal import actions as journal
from parvis.operations import Failed, Line, Performed, Say


class RoleFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    person_id: UUID
    name: str
    earlier: Role
    role: Role


class ChangeAgentRole(Act):
    name = "change_agent_role"
    facts = RoleFacts
    conditions: Mapping[str, tuple[str, ...] | type[int]] = {"by": ROLES, "role": ROLES}
    before = "/agency/team"

    def lines(self, facts: RoleFacts, say: Say, institution: Institution) -> list[Line]:
        """Who, what they are, what they will be."""
        return [
            Line(say("agency-line-agent"), facts.name),
            Line(say("agency-line-role-before"), say(f"agency-role-{facts.earlier}")),
            Line(say("agency-line-role"), say(f"agency-role-{facts.role}")),
        ]

    async def stands(
        self, tx: Transaction, here: Here, institution: Institution, agent: Agent, facts: RoleFacts, now: datetime
    ) -> dict[str, str | int] | Failed:
        """The role that is given. Failed: `agent_oneself`, `agent_gone` (or of another role by now)."""
        if facts.person_id == agent.id:
            return Failed("agent_oneself")
        if await tables.lock_role(tx, institution.slug, facts.person_id) != facts.earlier:
            return Failed("agent_gone")
        return {"role": facts.role}

    async def perform(
        self, tx: Transaction, here: Here, institution: Institution, request: Request, facts: RoleFacts, now: datetime
    ) -> Performed | Failed:
        """From their next page on, they see what the new role sees."""
        if not await tables.set_role(tx, institution.slug, facts.person_id, facts.role):
            return Failed("agent_gone")
        await journal.record(
            tx, here, Event.AGENT_ROLE_CHANGED, now, institution=institution.slug, client_id=facts.person_id,
            request_id=request.id, by=str(request.client_id), earlier=facts.earlier, role=facts.role,
        )
        return Performed()
