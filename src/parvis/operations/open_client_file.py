"""An agent looks at a client's file. Looking is an act: it has a reason, and the client sees who, when and why."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import msgspec

from parvis.agency import actions
from parvis.agency.acts import Act
from parvis.agency.tables import Agent
from parvis.client_file import actions as lookups
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


class OpenClientFile(Act):
    name = "open_client_file"
    facts = FileFacts
    before = "/agency/clients"

    def after(self, result: Mapping[str, Any]) -> str:
        return f"/agency/clients/{result['client_id']}"

    def lines(self, facts: FileFacts, say: Say, institution: Institution) -> list[Line]:
        """Why. Whose it is stands in the facts, not in words: the agency's journal holds no client's name."""
        return [Line(say("agency-line-why"), say(f"agency-why-{facts.why}"))]

    async def stands(
        self, tx: Transaction, here: Here, institution: Institution, agent: Agent, facts: FileFacts, now: datetime
    ) -> dict[str, str | int] | Failed:
        """Failed: `page_not_found` for another institution's client; `looked_up_too_often`."""
        if await files.client_of(tx, agent.serves, facts.client_id) is None:
            return Failed("page_not_found")
        may = await lookups.may_look_up(tx, here, institution, agent.id, now)
        return {} if may else Failed("looked_up_too_often")

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
