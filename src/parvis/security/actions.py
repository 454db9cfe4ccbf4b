"""« Ce n'est pas moi »: protecting at once, and telling the client on every address they have."""

from datetime import datetime
from uuid import UUID

from parvis.clients import tables as clients
from parvis.db import Transaction
from parvis.events import Event
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.journal import actions as journal
from parvis.outbox import actions as outbox
from parvis.security.tables import Connection
from parvis.sessions import actions as sessions
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
    for session in await session_tables.running_of(tx, institution.slug, client_id, line.at):
        if session.id != current:
            await sessions.end(tx, here, institution, client_id, session.id, "protection", now)
    device_id = line.device_id if line.session_id != current else None
    if device_id is not None and await session_tables.distrust_device(tx, institution.slug, client_id, device_id, now):
        await journal.record(
            tx, here, Event.DEVICE_DISTRUSTED, now, institution=institution.slug, client_id=client_id,
            device_id=device_id,
        )
    await journal.record(
        tx, here, Event.SIGN_IN_DISAVOWED, now, institution=institution.slug, client_id=client_id,
        session_id=line.session_id, device_id=line.device_id, line=str(line.id),
    )
    say = here.words.sayer(language, institution.slug)
    moment = format.moment(line.at, language, institution.timezone)
    for contact in await clients.contacts_of(tx, institution.slug, client_id):
        await outbox.write(
            tx, here, institution=institution.slug, contact_id=contact.id, channel=contact.channel,
            subject=say("security-notice-disavowed-subject", institution=institution.name),
            text=say("security-notice-disavowed", institution=institution.name, moment=moment),
            purpose="notice", now=now,
        )
