"""Looking back further than ninety days: free after strong authentication, asked for otherwise (RTS article 10)."""

from hmac import compare_digest
from uuid import UUID

from parvis.accounts import tables
from parvis.db import Transaction
from parvis.gate.rules import Allow, decide
from parvis.here import Here
from parvis.operations.read_history import ReadHistory
from parvis.web.visit import Visit

ORDINARY = {"risk": "ordinary", "device": "known"}


def mark_of(here: Here, client_id: UUID, account_id: UUID) -> str:
    """What the page of an account gives to its form: whose it is was looked at, and need not be asked again."""
    return here.keys.mac("account", client_id.bytes, account_id.bytes).hex()


def marked(here: Here, client_id: UUID, account_id: UUID, mark: str) -> bool:
    """Whether a form with this mark was drawn by that page, for this client."""
    return compare_digest(mark_of(here, client_id, account_id).encode(), mark.encode("utf-8", "replace"))


async def may_look_back(tx: Transaction, visit: Visit) -> bool:
    """Whether this session reads what is older: it is strong, was allowed to, or is where nothing is asked."""
    if visit.mine.strong or isinstance(
        decide(visit.institution.rules, ReadHistory.name, ORDINARY, frozenset()), Allow
    ):
        return True
    return await tables.executed_in_session(
        tx, visit.institution.slug, visit.me.id, visit.mine.id, ReadHistory.name
    )
