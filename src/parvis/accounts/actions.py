"""Looking back further than ninety days: free after strong authentication, asked for otherwise (RTS article 10)."""

from parvis.accounts import tables
from parvis.db import Transaction
from parvis.gate.rules import Allow, decide
from parvis.operations.read_history import ReadHistory
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
