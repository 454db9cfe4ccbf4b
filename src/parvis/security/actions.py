"""What a client does about their sessions, their devices, and a connection that was not theirs."""

from datetime import datetime
from typing import Any
from uuid import UUID

from parvis.bell import ring
from parvis.cases import actions as cases
from parvis.db import Transaction
from parvis.events import Event
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.journal import actions as journal
from parvis.means import life
from parvis.means import rules as means_rules
from parvis.means import tables as means_tables
from parvis.security import tables
from parvis.security.protection import protect
from parvis.security.tables import Connection
from parvis.sessions import actions as sessions
from parvis.sessions import tables as session_tables
from parvis.ui import format

CASE = "disavowed"


async def distrust(
    tx: Transaction, here: Here, institution: Institution, client_id: UUID, device_id: UUID, *, current: UUID,
    now: datetime,
) -> int | None:
    """This device is a stranger again, and its sessions end, except the `current` one. Returns how many ended.

    None where it is not a device that this client trusts.
    """
    if not await session_tables.distrust_device(tx, institution.slug, client_id, device_id, now):
        return None
    await journal.record(
        tx, here, Event.DEVICE_DISTRUSTED, now, institution=institution.slug, client_id=client_id, device_id=device_id
    )
    opened = await session_tables.open_of(tx, institution.slug, client_id, now)
    theirs = [one.id for one in opened if one.device_id == device_id and one.id != current]
    for session_id in theirs:
        await sessions.end(tx, here, institution, client_id, session_id, "ended_elsewhere", now)
    return len(theirs)


async def disavow(
    tx: Transaction, here: Here, institution: Institution, client_id: UUID, line: Connection, *,
    current: UUID, current_device: UUID | None, language: str, now: datetime,
) -> None:
    """The client did not make this connection: protect them at once, and keep in the journal what was done.

    Every other session ends, whoever holds one may hold two; what waits to be signed in is withdrawn; the device is
    distrusted, but not the one that the client acts from; the means that gave it proofs are suspended, except where
    nothing would let the client in any more; the agency has a case; every address is told. Said twice of one line, it
    protects once.
    """
    if line.disavowed:
        return
    opened = await session_tables.open_of(tx, institution.slug, client_id, now)
    others = [session.id for session in opened if session.id != current]
    withdrawn = await _withdraw_sign_ins(tx, here, institution, client_id, now)
    suspended, kept = await _suspend_used(tx, here, institution, client_id, line, language, now)
    distrusted = line.device_id if line.device_id != current_device else None
    done: dict[str, Any] = {
        "line": str(line.id), "sessions_ended": len(others), "sign_ins_withdrawn": withdrawn,
        "device": distrusted is not None, "suspended": suspended, "kept": kept,
    }
    reference = ""
    if institution.cases.takes(CASE):
        case = await cases.open_case(tx, here, institution, client_id, CASE, done, now)
        reference = case.reference
    await journal.record(
        tx, here, Event.SIGN_IN_DISAVOWED, now, institution=institution.slug, client_id=client_id,
        session_id=line.session_id, device_id=line.device_id, reference=reference, **done,
    )
    say = here.words.sayer(language, institution.slug)
    named = ", ".join(say(f"factor-{kind}") for kind in suspended)
    await protect(
        tx, here, institution, client_id, sessions_to_end=others, device_id=distrusted,
        notice="security-notice-disavowed",
        values={
            "moment": format.moment(line.at, language, institution.timezone),
            "means": say("security-notice-suspended", means=named) if named else say("security-notice-none"),
            "case": say("security-notice-case", reference=reference) if reference else say("security-notice-call"),
        },
        language=language, now=now,
    )


async def _withdraw_sign_ins(
    tx: Transaction, here: Here, institution: Institution, client_id: UUID, now: datetime
) -> int:
    """Whoever is in the middle of signing in begins again. Returns how many were."""
    withdrawn = await tables.withdraw_sign_ins(tx, institution.slug, client_id, now)
    for request_id in withdrawn:
        await journal.record(
            tx, here, Event.REQUEST_WITHDRAWN, now, institution=institution.slug, client_id=client_id,
            request_id=request_id, because="protection",
        )
        await ring(tx, str(request_id))
    return len(withdrawn)


async def _suspend_used(
    tx: Transaction, here: Here, institution: Institution, client_id: UUID, line: Connection, language: str,
    now: datetime,
) -> tuple[list[str], list[str]]:
    """Suspend what gave that sign-in its proofs; returns the kinds suspended, and those that were left in service."""
    used = await tables.means_used(tx, institution.slug, client_id, line)
    mine = await means_tables.lock_means(tx, institution.slug, client_id)
    usable = {one.id: one for one in mine if one.state == "active"}
    suspended: list[str] = []
    kept: list[str] = []
    for authenticator_id in used:
        one = usable.get(authenticator_id)
        if one is None:
            continue
        left = frozenset(other.kind for other in usable.values() if other.id != one.id)
        spare = means_rules.can_rest(institution, one.kind) and means_rules.opens(institution, left)
        if spare and await life.put_out(tx, here, institution, client_id, one, now):
            suspended.append(one.kind)
            del usable[one.id]
        else:
            kept.append(one.kind)
    return sorted(suspended), sorted(kept)
