"""An agent has hung up: the client's screens say « no » again."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from parvis.agency.acts import Act
from parvis.agency.tables import Agent
from parvis.bank_calls import actions, tables
from parvis.db import Transaction
from parvis.gate.tables import Request
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.operations import Failed, Line, Performed, Say


class EndBankCallFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which call, and whom it was made to."""

    call_id: UUID
    client_id: UUID
    name: str


class EndBankCall(Act):
    name = "end_bank_call"
    facts = EndBankCallFacts
    lifetime = timedelta(minutes=5)
    before = "/agency"

    def after(self, result: Mapping[str, Any]) -> str:
        return f"/agency/clients/{result['client_id']}/call" if "client_id" in result else self.before

    def lines(self, facts: EndBankCallFacts, say: Say, institution: Institution) -> list[Line]:
        return [Line(say("bank-call-line-over"), facts.name)]

    async def stands(
        self, tx: Transaction, here: Here, institution: Institution, agent: Agent, facts: EndBankCallFacts,
        now: datetime,
    ) -> dict[str, str | int] | Failed:
        """Failed: `call_over` where it is not, or no longer, a call of this agent."""
        own = await tables.of_agent(tx, agent.serves, agent.id, now)
        return Failed("call_over") if own is None or own.id != facts.call_id else {}

    async def perform(
        self, tx: Transaction, here: Here, institution: Institution, request: Request, facts: EndBankCallFacts,
        now: datetime,
    ) -> Performed | Failed:
        served = here.institutions.by_slug(institution.agency_of)
        assert served is not None, "an agency is loaded with the institution it belongs to"
        ended = await actions.end(tx, here, served, facts.call_id, "by_agent", now)
        return Performed({"client_id": str(facts.client_id)}) if ended else Failed("call_over")
