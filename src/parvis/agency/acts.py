"""What agents do, as operations on their agency's gate: alike but for what is done."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from parvis.agency import actions
from parvis.agency.rules import ROLES
from parvis.agency.tables import Agent
from parvis.db import Transaction
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.operations import Failed, Usual


class Act(Usual):
    """An agent asks; what the policy looks at is their role as it is now, and what `stands` adds."""

    lifetime = timedelta(minutes=10)
    conditions: Mapping[str, tuple[str, ...] | type[int]] = {"by": ROLES}
    by_agents = True

    async def weigh(
        self, tx: Transaction, here: Here, institution: Institution, client_id: UUID, facts: Any, now: datetime
    ) -> dict[str, str | int] | Failed:
        """Who asks, as it opens and again. Failed: `agent_gone` for whoever has left; and see `stands`."""
        agent = await actions.asked_by(tx, institution, client_id)
        if isinstance(agent, Failed):
            return agent
        found = await self.stands(tx, here, institution, agent, facts, now)
        return found if isinstance(found, Failed) else {"by": agent.role, **found}

    async def stands(
        self, tx: Transaction, here: Here, institution: Institution, agent: Agent, facts: Any, now: datetime
    ) -> dict[str, str | int] | Failed:
        """What else the policy looks at, fresh from the database; `Failed` where it is impossible already."""
        return {}
