"""What a client does about their devices, and about a connection that was not theirs."""

from datetime import datetime
from uuid import UUID

from parvis.db import Transaction
from parvis.events import Event
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.protection import actions as protection
from parvis.protection.actions import Disavowed, protect
from parvis.security.tables import Connection
from parvis.sessions import actions as sessions
from parvis.sessions import tables as session_tables
from parvis.ui import format


async def distrust(
    tx: Transaction, here: Here, institution: Institution, client_id: UUID, device_id: UUID, *, current: UUID,
    now: datetime,
) -> int | None:
    """This device is a stranger again, and its sessions end, except the `current` one. Returns how many ended.

    None where it is not a device that this client trusts.
    """
    if not await protection.distrust(tx, here, institution, client_id, device_id, now):
        return None
    opened = await session_tables.open_of(tx, institution.slug, client_id, now)
    theirs = [one.id for one in opened if one.device_id == device_id and one.id != current]
    for session_id in theirs:
        await sessions.end(tx, here, institution, client_id, session_id, "ended_elsewhere", now)
    return len(theirs)


async def disavow(
    tx: Transaction, here: Here, institution: Institution, client_id: UUID, line: Connection, *,
    current: UUID, current_device: UUID | None, language: str, now: datetime,
) -> None:
    """The client did not make this connection: see `protection.protect`. Said twice, it is done once."""
    if line.disavowed:
        return
    said = Disavowed(
        client_id=client_id, request_id=line.request_id, session_id=line.session_id, device_id=line.device_id,
        own_session=current, own_device=current_device, language=language,
    )
    await protect(
        tx, here, institution, said, now, event=Event.SIGN_IN_DISAVOWED, notice="security-notice-disavowed",
        values={"moment": format.moment(line.at, language, institution.timezone)}, line=str(line.id),
    )
