"""An agent looks at a client's file. Looking is an act: it has a reason, and the client sees who, when and why."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

import msgspec

from parvis.agency import actions
from parvis.agency.rules import ROLES
from parvis.client_file import tables as files
from parvis.db import Transaction
from parvis.events import Event
from parvis.gate.tables import Request
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.operations import Failed, Line, Performed, Say


class FileFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    client_id: UUID
    why: Literal["visit", "call", "case", "control"]


class OpenClientFile:
    name = "open_client_file"
    facts = FileFacts
    lifetime = timedelta(minutes=10)
    conditions: Mapping[str, tuple[str, ...] | type[int]] = {"by": ROLES}
    pays = False
    by_agents = True
    before = "/agency/clients"
    rewrite = ""

    def after(self, result: Mapping[str, Any]) -> str:
        return f"/agency/clients/{result['client_id']}"

    def lines(self, facts: FileFacts, say: Say, institution: Institution) -> list[Line]:
        """Why. Whose it is stands in the facts, not in words: the agency's journal holds no client's name."""
        return [Line(say("agency-line-why"), say(f"agency-why-{facts.why}"))]

    async def weigh(
        self, tx: Transaction, here: Here, institution: Institution, client_id: UUID, facts: FileFacts, now: datetime
    ) -> dict[str, str | int] | Failed:
        """Who asks. Failed: `agent_gone`; `page_not_found` for a client of another institution."""
        agent = await actions.asked_by(tx, institution, client_id)
        if isinstance(agent, Failed):
            return agent
        if await files.client_of(tx, agent.serves, facts.client_id) is None:
            return Failed("page_not_found")
        return {"by": agent.role}

    async def perform(
        self, tx: Transaction, here: Here, institution: Institution, request: Request, facts: FileFacts, now: datetime
    ) -> Performed | Failed:
        """Open it for a while, and write it into the client's own journal."""
        agent = await actions.asked_by(tx, institution, request.client_id)
        if isinstance(agent, Failed):
            return agent
        await actions.tell_client(
            tx, here, Event.CLIENT_FILE_VIEWED, agent, facts.client_id, now, request_id=request.id, why=facts.why
        )
        return Performed({"client_id": str(facts.client_id)})
