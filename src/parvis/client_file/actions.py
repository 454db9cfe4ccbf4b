"""Looking clients up has a limit: an agent who goes through too many waits, and supervisors are told."""

from datetime import datetime, timedelta
from uuid import UUID

from parvis.agency import tables as agents
from parvis.client_file import tables
from parvis.db import Transaction
from parvis.events import Event
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.journal import actions as journal

WINDOW = timedelta(hours=1)


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
