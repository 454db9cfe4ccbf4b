"""Protecting at once, wherever « ce n'est pas moi » is said: of a connection, of a request on the phone…"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from parvis.bell import ring
from parvis.cases import actions as cases
from parvis.clients import notices
from parvis.db import Transaction
from parvis.events import Event
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.journal import actions as journal
from parvis.means import life
from parvis.means import rules as means_rules
from parvis.means import tables as means_tables
from parvis.protection import tables
from parvis.sessions import actions as sessions
from parvis.sessions import tables as session_tables

CASE = "disavowed"


class Disavowed(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody did in the client's name, and what the client says it from, which is left alone."""

    client_id: UUID
    request_id: UUID | None  # what was asked
    session_id: UUID | None  # that it was asked from, or that it opened
    device_id: UUID | None
    own_session: UUID | None = None
    own_device: UUID | None = None
    own_means: UUID | None = None
    language: str


async def protect(
    tx: Transaction, here: Here, institution: Institution, said: Disavowed, now: datetime, *, event: Event,
    notice: str, values: Mapping[str, str], **about: Any,
) -> None:
    """Protect the client at once, and keep in the journal, as `event`, what was done and what it is `about`.

    Every session ends, whoever holds one may hold two; what waits to be signed in is withdrawn; the device is
    distrusted; the means that gave proofs are suspended, except where nothing would let the client in any more; the
    agency has a case; every address is told. `notice` names the messages of `clients/notices.py`, which are given
    `means` (what was suspended) and `case` (who is told) beside `values`.
    """
    opened = await session_tables.open_of(tx, institution.slug, said.client_id, now)
    ending = [one.id for one in opened if one.id != said.own_session]
    withdrawn = await _withdraw_sign_ins(tx, here, institution, said.client_id, now)
    suspended, kept = await _suspend_used(tx, here, institution, said, now)
    distrusted = said.device_id if said.device_id != said.own_device else None
    done: dict[str, Any] = about | {
        "sessions_ended": len(ending), "sign_ins_withdrawn": withdrawn, "device": distrusted is not None,
        "suspended": suspended, "kept": kept,
    }
    reference = ""
    if institution.cases.takes(CASE):
        reference = (await cases.open_case(tx, here, institution, said.client_id, CASE, done, now)).reference
    await journal.record(
        tx, here, event, now, institution=institution.slug, client_id=said.client_id, session_id=said.session_id,
        device_id=said.device_id, request_id=said.request_id, reference=reference, **done,
    )
    for session_id in ending:
        await sessions.end(tx, here, institution, said.client_id, session_id, "protection", now)
    if distrusted is not None:
        await distrust(tx, here, institution, said.client_id, distrusted, now)
    say = here.words.sayer(said.language, institution.slug)
    named = ", ".join(say(f"factor-{kind}") for kind in suspended)
    await notices.tell(
        tx, here, institution, said.client_id, notice=notice, language=said.language, now=now,
        request_id=said.request_id,
        values={
            **values,
            "means": say("security-notice-suspended", means=named) if named else say("security-notice-none"),
            "case": say("security-notice-case", reference=reference) if reference else say("security-notice-call"),
        },
    )


async def distrust(
    tx: Transaction, here: Here, institution: Institution, client_id: UUID, device_id: UUID, now: datetime
) -> bool:
    """This device is a stranger again. False where it is not one that this client trusts."""
    if not await session_tables.distrust_device(tx, institution.slug, client_id, device_id, now):
        return False
    await journal.record(
        tx, here, Event.DEVICE_DISTRUSTED, now, institution=institution.slug, client_id=client_id, device_id=device_id
    )
    return True


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
    tx: Transaction, here: Here, institution: Institution, said: Disavowed, now: datetime
) -> tuple[list[str], list[str]]:
    """Suspend what gave proofs; returns the kinds suspended, and those that were left in service."""
    used = await tables.means_used(
        tx, institution.slug, said.client_id, request_id=said.request_id, session_id=said.session_id
    )
    mine = await means_tables.lock_means(tx, institution.slug, said.client_id)
    usable = {one.id: one for one in mine if one.state == "active"}
    suspended: list[str] = []
    kept: list[str] = []
    for authenticator_id in used:
        one = usable.get(authenticator_id)
        if one is None or one.id == said.own_means:
            continue
        left = frozenset(other.kind for other in usable.values() if other.id != one.id)
        spare = means_rules.can_rest(institution, one.kind) and means_rules.opens(institution, left)
        if spare and await life.put_out(tx, here, institution, said.client_id, one, now):
            suspended.append(one.kind)
            del usable[one.id]
        else:
            kept.append(one.kind)
    return sorted(suspended), sorted(kept)
