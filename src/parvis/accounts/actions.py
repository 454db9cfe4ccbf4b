"""Looking back further than ninety days: free after strong authentication, asked for otherwise (RTS article 10)."""

from uuid import UUID

from parvis.accounts import tables
from parvis.db import Transaction
from parvis.errors import Refused
from parvis.gate import actions as gate
from parvis.gate.asking import asking
from parvis.gate.rules import Allow, decide
from parvis.gate.tables import Request
from parvis.operations.read_history import ReadHistory, ReadHistoryFacts
from parvis.web.visit import Visit

ORDINARY = {"risk": "ordinary", "device": "known"}


async def may_look_back(tx: Transaction, visit: Visit) -> bool:
    """Whether this session reads what is older: it is strong, was allowed to, or is where nothing is asked."""
    if visit.mine.strong or isinstance(
        decide(visit.institution.rules, ReadHistory.name, ORDINARY, frozenset()), Allow
    ):
        return True
    return await tables.executed_in_session(
        tx, visit.institution.slug, visit.me.id, visit.mine.id, ReadHistory.name
    )


async def ask_to_look_back(tx: Transaction, visit: Visit, key: UUID, account_id: UUID | None) -> Request | Refused:
    """Open the request. The same key is the same request, however many clicks."""
    asked = asking(visit, ReadHistory.name, ReadHistoryFacts(account_id), key)
    return await gate.open(tx, visit.here, visit.institution, asked, visit.now)
