"""An agent says that they telephone a client: the client's own screens say so, for as long as the call lasts (EP7)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from parvis.agency.acts import Act
from parvis.agency.tables import Agent
from parvis.bank_calls import actions, tables
from parvis.clients import tables as clients
from parvis.db import Transaction
from parvis.gate.tables import Request
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.operations import Failed, Line, Performed, Say


class BankCallFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whom the agent telephones, and how the client will read who they are."""

    client_id: UUID
    name: str
    shown: str  # « Claire D., agence de Valmer »


class OpenBankCall(Act):
    name = "open_bank_call"
    facts = BankCallFacts
    lifetime = timedelta(minutes=5)
    before = "/agency"

    def after(self, result: Mapping[str, Any]) -> str:
        return f"/agency/clients/{result['client_id']}/call" if "client_id" in result else self.before

    def lines(self, facts: BankCallFacts, say: Say, institution: Institution) -> list[Line]:
        """Whom, and what the client will read."""
        return [
            Line(say("bank-call-line-whom"), facts.name),
            Line(say("bank-call-line-shown"), facts.shown),
        ]

    async def stands(
        self, tx: Transaction, here: Here, institution: Institution, agent: Agent, facts: BankCallFacts, now: datetime
    ) -> dict[str, str | int] | Failed:
        """Failed: `page_not_found` for nobody's client, `call_taken`, `call_own`."""
        if await clients.client_of(tx, agent.serves, facts.client_id) is None:
            return Failed("page_not_found")
        if await tables.of_agent(tx, agent.serves, agent.id, now) is not None:
            return Failed("call_own")
        if await tables.open_of(tx, agent.serves, facts.client_id, now) is not None:
            return Failed("call_taken")
        return {}

    async def perform(
        self, tx: Transaction, here: Here, institution: Institution, request: Request, facts: BankCallFacts,
        now: datetime,
    ) -> Performed | Failed:
        """The client's screens say it as soon as this is committed. Of two agents at once, one gets the client."""
        served = here.institutions.by_slug(institution.agency_of)
        assert served is not None, "an agency is loaded with the institution it belongs to"
        client = await clients.client_of(tx, served.slug, facts.client_id)
        assert client is not None, "weighed a moment ago, and clients are never deleted"
        opened = await actions.begin(
            tx, here, served, client.id, request.client_id, now, language=client.language
        )
        if opened is None:
            return Failed("call_taken")
        return Performed({"client_id": str(facts.client_id), "call_id": str(opened)})
