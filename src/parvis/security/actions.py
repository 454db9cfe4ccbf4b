"""« Ce n'est pas moi » said of a past connection."""

from datetime import datetime, timedelta
from uuid import UUID

from parvis.db import Transaction
from parvis.events import Event
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.journal import actions as journal
from parvis.security.protection import protect
from parvis.security.tables import Connection
from parvis.sessions import tables as session_tables
from parvis.ui import format


async def disavow(
    tx: Transaction, here: Here, institution: Institution, client_id: UUID, line: Connection, *,
    current: UUID, language: str, now: datetime,
) -> None:
    """The client did not make this connection: end every other session, distrust the device, tell all contacts.

    Said twice about one line, it protects once.
    """
    if line.disavowed:
        return
    # Every other one, whenever it was opened: whoever holds one may hold two.
    since = now - timedelta(hours=institution.session.absolute_hours)
    running = await session_tables.running_of(tx, institution.slug, client_id, since)
    await journal.record(
        tx, here, Event.SIGN_IN_DISAVOWED, now, institution=institution.slug, client_id=client_id,
        session_id=line.session_id, device_id=line.device_id, line=str(line.id),
    )
    await protect(
        tx, here, institution, client_id,
        sessions_to_end=[session.id for session in running if session.id != current],
        device_id=line.device_id if line.session_id != current else None,
        notice="security-notice-disavowed",
        values={"moment": format.moment(line.at, language, institution.timezone)},
        language=language, now=now,
    )
