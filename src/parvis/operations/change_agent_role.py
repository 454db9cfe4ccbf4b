"""A supervisor gives a colleague another role. Nobody gives oneself one."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from parvis.agency import actions, tables
from parvis.agency.rules import ROLES, Role
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


class ChangeAgentRole:
    name = "change_agent_role"
    facts = RoleFacts
    lifetime = timedelta(minutes=10)
    conditions: Mapping[str, tuple[str, ...] | type[int]] = {"by": ROLES, "role": ROLES}
    pays = False
    by_agents = True
    before = "/agency/team"
    rewrite = ""

    def after(self, result: Mapping[str, Any]) -> str:
        return "/agency/team"

    def lines(self, facts: RoleFacts, say: Say, institution: Institution) -> list[Line]:
        """Who, what they are, what they will be."""
        return [
            Line(say("agency-line-agent"), facts.name),
            Line(say("agency-line-role-before"), say(f"agency-role-{facts.earlier}")),
            Line(say("agency-line-role"), say(f"agency-role-{facts.role}")),
        ]

    async def weigh(
        self, tx: Transaction, here: Here, institution: Institution, client_id: UUID, facts: RoleFacts, now: datetime
    ) -> dict[str, str | int] | Failed:
        """Who asks, and the role that is given. Failed: `agent_oneself`, `agent_gone` (or of another role by now)."""
        agent = await actions.asked_by(tx, institution, client_id)
        if isinstance(agent, Failed):
            return agent
        if facts.person_id == client_id:
            return Failed("agent_oneself")
        if await tables.lock_role(tx, institution.slug, facts.person_id) != facts.earlier:
            return Failed("agent_gone")
        return {"by": agent.role, "role": facts.role}

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
