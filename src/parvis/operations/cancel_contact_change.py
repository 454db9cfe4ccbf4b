"""An agent keeps a client's address of before, while its change waits for its delay: it protects, and is signed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import msgspec

from parvis.agency import actions as agency
from parvis.agency.acts import Act
from parvis.agency.tables import Agent
from parvis.clients import tables as clients
from parvis.db import Transaction
from parvis.gate.tables import Request
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.operations import Failed, Line, Performed, Say
from parvis.profile import actions, tables


class CancelContactFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which change of whose; the channel is what the agent reads, beside a hint of the address that will not count."""

    client_id: UUID
    change_id: UUID
    channel: Literal["email", "sms"]
    hint: str


class CancelContactChange(Act):
    name = "cancel_contact_change"
    facts = CancelContactFacts
    before = "/agency/clients"

    def after(self, result: Mapping[str, Any]) -> str:
        return f"/agency/clients/{result['client_id']}" if "client_id" in result else self.before

    def lines(self, facts: CancelContactFacts, say: Say, institution: Institution) -> list[Line]:
        """What is given up, and what stays."""
        return [
            Line(say(f"cancel-contact-line-{facts.channel}"), facts.hint),
            Line(say("change-line-then"), say("cancel-contact-then")),
        ]

    async def stands(
        self, tx: Transaction, here: Here, institution: Institution, agent: Agent, facts: CancelContactFacts,
        now: datetime,
    ) -> dict[str, str | int] | Failed:
        """Failed: `contact_change_over` where no such change of this agency's clients waits."""
        change = await tables.change_of(tx, agent.serves, facts.client_id, facts.change_id)
        waits = change is not None and change.state == "held"
        return {} if waits else Failed("contact_change_over")

    async def perform(
        self, tx: Transaction, here: Here, institution: Institution, request: Request, facts: CancelContactFacts,
        now: datetime,
    ) -> Performed | Failed:
        """The client reads who did it, in their own journal and on each of their addresses."""
        agent = await agency.asked_by(tx, institution, request.client_id)
        if isinstance(agent, Failed):
            return agent
        served = here.institutions.by_slug(agent.serves)
        assert served is not None, "an agency is loaded with the institution it belongs to"
        change = await tables.change_of(tx, served.slug, facts.client_id, facts.change_id)
        if change is None:
            return Failed("contact_change_over")
        language = await clients.language_of(tx, served.slug, facts.client_id)
        if not await actions.cancel(tx, here, served, change, language=language, now=now, agent=agent):
            return Failed("contact_change_over")
        return Performed({"client_id": str(facts.client_id)})
