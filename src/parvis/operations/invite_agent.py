"""A supervisor invites a colleague: a person of the staff, and a link of one use with which they make their first key.

With `person_id`, somebody who works here already and has lost their keys: the same role, a fresh link.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from parvis.agency import actions, tables
from parvis.agency.acts import Act
from parvis.agency.rules import ROLES, Role
from parvis.agency.tables import Agent
from parvis.db import Transaction
from parvis.gate.tables import Request
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.operations import Failed, Line, Performed, Say


class InviteFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    given_name: str
    family_name: str
    role: Role
    branch: str
    person_id: UUID | None = None  # somebody who works here already


class InviteAgent(Act):
    name = "invite_agent"
    facts = InviteFacts
    conditions: Mapping[str, tuple[str, ...] | type[int]] = {"by": ROLES, "role": ROLES}
    before = "/agency/team"

    def after(self, result: Mapping[str, Any]) -> str:
        return f"/agency/team/invitations/{result['invitation_id']}"

    def lines(self, facts: InviteFacts, say: Say, institution: Institution) -> list[Line]:
        """Who, in which role, where."""
        return [
            Line(say("agency-line-agent"), f"{facts.given_name} {facts.family_name}"),
            Line(say("agency-line-role"), say(f"agency-role-{facts.role}")),
            Line(say("agency-line-branch"), facts.branch),
        ]

    async def stands(
        self, tx: Transaction, here: Here, institution: Institution, agent: Agent, facts: InviteFacts, now: datetime
    ) -> dict[str, str | int] | Failed:
        """The role that is given. Failed: `agent_gone`, `agent_oneself`."""
        if facts.person_id == agent.id:
            return Failed("agent_oneself")
        if facts.person_id is not None:
            # Whoever has lost their keys keeps the role they have now, whatever the form said.
            role = await tables.lock_role(tx, institution.slug, facts.person_id)
            if role != facts.role:
                return Failed("agent_gone")
        return {"role": facts.role}

    async def perform(
        self, tx: Transaction, here: Here, institution: Institution, request: Request, facts: InviteFacts, now: datetime
    ) -> Performed | Failed:
        """Make the person, where they are new, and their invitation. Its link is in no result."""
        if facts.person_id is not None:
            found = await actions.invite_again(
                tx, here, institution, facts.person_id, by=request.client_id, now=now
            )
        else:
            found = await actions.invite(
                tx, here, institution, given_name=facts.given_name, family_name=facts.family_name, role=facts.role,
                branch=facts.branch, by=request.client_id, now=now,
            )
        return Performed({"invitation_id": str(found)})
