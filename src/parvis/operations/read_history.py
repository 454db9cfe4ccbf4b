"""Reading operations older than ninety days, for as long as one is signed in (RTS article 10).

What a session that one element alone opened must ask for. One that strong authentication opened need not.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from parvis.db import Transaction
from parvis.gate.tables import Request
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.operations import Failed, Line, Performed, Say, Usual


class ReadHistoryFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where one goes on: the account that was looked at, None for one's data as a whole. All accounts are opened."""

    account_id: UUID | None = None


class ReadHistory(Usual):
    name = "read_history"
    facts = ReadHistoryFacts
    lifetime = timedelta(minutes=15)
    before = "/accounts"
    feature = "accounts"

    def after(self, result: Mapping[str, Any]) -> str:
        """Back to the account, or to one's data."""
        account = result.get("account_id", "")
        return f"/accounts/{account}" if account else "/security/data"

    def lines(self, facts: ReadHistoryFacts, say: Say, institution: Institution) -> list[Line]:
        return [
            Line(say("read-history-line-what"), say("read-history-line-what-value")),
            Line(say("read-history-line-until"), say("read-history-line-until-value")),
        ]

    async def weigh(
        self, tx: Transaction, here: Here, institution: Institution, client_id: UUID, facts: ReadHistoryFacts,
        now: datetime,
    ) -> dict[str, str | int] | Failed:
        return {}

    async def perform(
        self, tx: Transaction, here: Here, institution: Institution, request: Request, facts: ReadHistoryFacts,
        now: datetime,
    ) -> Performed | Failed:
        """Nothing is written but the request itself: that it was executed, from this session, opens the history."""
        return Performed({"account_id": str(facts.account_id or "")})
