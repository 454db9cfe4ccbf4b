"""Opening, recognising and ending sessions."""

from datetime import datetime, timedelta
from uuid import UUID

from parvis.bell import ring
from parvis.db import Transaction
from parvis.errors import Refused, refused
from parvis.events import Event
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.journal import actions as journal
from parvis.sessions import rules, tables
from parvis.sessions.tables import Opened, Session
from parvis.sessions.tokens import hashed, token_of

# Writing the clock at each page would make a write of each read: a few seconds are near enough.
TOUCH_EVERY = timedelta(seconds=5)
FROM_ELSEWHERE = ("ended_elsewhere", "protection")
ENDED = dict.fromkeys(FROM_ELSEWHERE, "session_elsewhere") | dict.fromkeys(("idle", "expired"), "session_idle")


async def recognise(
    here: Here, institution: Institution, token: str, now: datetime, *, activity: bool
) -> Opened | Refused:
    """The running session of this token and its client.

    `activity`: this is something the client does, and the idle clock starts again. Refused: `session_idle` when it has
    ended by itself (it is then ended for good), `session_elsewhere` when it was ended from another one or to protect
    the client, `sign_in_needed` for anything else.
    """
    async with here.reading() as tx:
        found = await tables.by_token(tx, institution.slug, hashed(token))
    if found is None:
        return refused("sign_in_needed")
    session = found.session
    if found.ended_because is not None:
        return refused(ENDED.get(found.ended_because, "sign_in_needed"))
    if rules.is_over(session, institution.session, now):
        because = "expired" if now >= session.expires_at else "idle"
        async with here.transaction() as tx:
            await end(tx, here, institution, found.client.id, session.id, because, now)
        return refused("session_idle")
    if activity and now - session.last_activity_at >= TOUCH_EVERY:
        async with here.transaction(alone=True) as tx:
            await tables.touch(tx, institution.slug, session.id, now)
    return found


async def end(
    tx: Transaction, here: Here, institution: Institution, client_id: UUID, session_id: UUID, because: str,
    now: datetime,
) -> bool:
    """End one session of this client. False when it has ended already or is not theirs.

    Ended from elsewhere, it takes what it asked for and what still waits with it: whoever says that a session is not
    theirs must not be asked to approve its transfer. Leaving by oneself, or for want of activity, voids nothing.
    """
    voided = await tables.end(
        tx, institution.slug, client_id, session_id, because, now, voids=because in FROM_ELSEWHERE
    )
    if voided is None:
        return False
    for request_id in voided:
        await journal.record(
            tx, here, Event.REQUEST_WITHDRAWN, now, institution=institution.slug, client_id=client_id,
            session_id=session_id, request_id=request_id, because="session_ended",
        )
        await ring(tx, str(request_id))
    await journal.record(
        tx, here, Event.SESSION_ENDED, now, institution=institution.slug, client_id=client_id,
        session_id=session_id, because=because,
    )
    return True


def token_for(here: Here, ticket_hash: bytes, request_id: UUID) -> str:
    """The token of the session that a sign-in opens. It is given to the browser that holds the ticket; nobody can make
    it without the server's key.
    """
    return token_of(here.keys.mac("session", ticket_hash, request_id.bytes))


async def start(
    tx: Transaction, here: Here, institution: Institution, client_id: UUID, *, token: str, device_id: UUID | None,
    means: str, strong: bool, network: str, browser: str, now: datetime,
) -> Session:
    """A session, for the browser that is given its token."""
    session = Session(
        id=here.new_id(), device_id=device_id, opened_at=now, last_activity_at=now,
        expires_at=now + timedelta(hours=institution.session.absolute_hours), means=means, strong=strong,
        network=network, browser=browser,
    )
    tables.insert(tx, institution.slug, client_id, session, hashed(token), now)
    await journal.record(
        tx, here, Event.SESSION_OPENED, now, institution=institution.slug, client_id=client_id,
        session_id=session.id, device_id=device_id, network=network, means=means,
    )
    return session


async def end_all(
    tx: Transaction, here: Here, institution: Institution, client_id: UUID, because: str, now: datetime
) -> int:
    """End every session of this client, with what they asked for. Returns how many were open."""
    opened = await tables.open_of(tx, institution.slug, client_id, now)
    for one in opened:
        await end(tx, here, institution, client_id, one.id, because, now)
    return len(opened)
