"""Looking clients up has a limit: an agent who goes through too many waits, and supervisors are told."""

from datetime import datetime, timedelta
from uuid import UUID

from parvis.agency import tables as agents
from parvis.client_file import rules, tables
from parvis.db import Transaction
from parvis.events import Event
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.journal import actions as journal
from parvis.web.visit import Visit

WINDOW = timedelta(hours=1)
LOOK = "open_client_file"


async def is_open(tx: Transaction, visit: Visit, client_id: UUID) -> bool:
    """Whether this agent, in this very session, has said a while ago at most why they look at that client's file."""
    return await tables.is_open(
        tx, visit.institution.slug, visit.me.id, operation=LOOK, session_id=visit.mine.id, client_id=client_id,
        since=visit.now - rules.LOOK_LIFETIME,
    )


async def may_look_up(tx: Transaction, here: Here, agency: Institution, person_id: UUID, now: datetime) -> bool:
    """Whether this agent may look for, or open, one client more. Two at once are counted one after the other.

    Above the agency's limit: False, and the journal says so once in an hour, which supervisors read on their home page.
    """
    await agents.lock_role(tx, agency.slug, person_id)
    recent = await tables.lookups_of(tx, agency.slug, person_id, now - WINDOW)
    if recent.count < agency.lookups_an_hour:
        return True
    if not recent.told:
        await journal.record(
            tx, here, Event.AGENT_SLOWED, now, institution=agency.slug, client_id=person_id, count=recent.count
        )
    return False
