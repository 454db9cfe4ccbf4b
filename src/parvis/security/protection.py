"""Protecting at once when the client says « ce n'est pas moi », from a line of their connections or on their phone."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from parvis.clients import notices
from parvis.db import Transaction
from parvis.events import Event
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.journal import actions as journal
from parvis.sessions import actions as sessions
from parvis.sessions import tables as session_tables


async def protect(
    tx: Transaction, here: Here, institution: Institution, client_id: UUID, *, sessions_to_end: Iterable[UUID],
    device_id: UUID | None, notice: str, values: Mapping[str, str], language: str, now: datetime,
    request_id: UUID | None = None,
) -> None:
    """End these sessions, distrust this device, and tell the client on every address they have.

    `notice` names the messages of `clients/notices.py`.
    """
    for session_id in sessions_to_end:
        await sessions.end(tx, here, institution, client_id, session_id, "protection", now)
    if device_id is not None and await session_tables.distrust_device(tx, institution.slug, client_id, device_id, now):
        await journal.record(
            tx, here, Event.DEVICE_DISTRUSTED, now, institution=institution.slug, client_id=client_id,
            request_id=request_id, device_id=device_id,
        )
    await notices.tell(
        tx, here, institution, client_id, notice=notice, values=values, language=language, now=now,
        request_id=request_id,
    )
