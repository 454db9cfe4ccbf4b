"""The new secret, once its owner has proven who they are: chosen once, by the browser that asked, in a few minutes."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from parvis.clients import notices
from parvis.db import Transaction
from parvis.errors import Refused, refused
from parvis.events import Event
from parvis.factors import Prepared
from parvis.gate import tables as requests
from parvis.gate.rules import State
from parvis.gate.tables import Request
from parvis.here import Here
from parvis.institution.recovery import TWO, proven_by
from parvis.institution.rules import Institution
from parvis.journal import actions as journal
from parvis.lockout import tables as lockout
from parvis.lockout.rules import lane_of
from parvis.means import actions as means
from parvis.means import tables as kept
from parvis.means.tables import Pending
from parvis.recovery import objection, tables
from parvis.recovery.rules import CHOICE, OPERATION
from parvis.sessions import tables as sessions
from parvis.ui import format


class Chosen(msgspec.Struct, frozen=True):
    """The new secret is there, and serves from then on."""

    kind: str
    usable_from: datetime
    blocked: bool  # The agency must open the access first: a recovery does not.


async def keep_a_place(
    tx: Transaction, here: Here, institution: Institution, request: Request, kind: str, now: datetime
) -> dict[str, Any]:
    """A place for the new secret, empty until it is chosen. An earlier one is given up. Returns what names it.

    `held`: whether the new secret will wait, because fewer than two elements were proven.
    """
    proven = await requests.kinds_proven(tx, institution.slug, request.id)
    elements = proven_by(proven, institution, here.factors)
    place = here.new_id()
    await kept.give_up_before(tx, institution.slug, request.client_id, kind, now)
    await kept.insert_pending(
        tx, institution.slug, request.client_id,
        Pending(
            id=place, kind=kind, name="", version=1, created_at=now, shown=None,
            material=here.keys.seal(b"", purpose=f"authenticator:{place}"),
        ),
    )
    return {"authenticator_id": str(place), "kind": kind, "held": len(elements) < TWO}


def open_for(request: Request, now: datetime) -> bool:
    """Whether a new secret may still be chosen by this request."""
    return (
        request.operation == OPERATION and request.state == State.EXECUTED and request.result is not None
        and request.settled_at is not None and now < request.settled_at + CHOICE
    )


async def choose(
    here: Here, institution: Institution, request: Request, secret: str, device_hash: bytes, now: datetime
) -> Chosen | Refused:
    """Put the new secret in the place of the forgotten one. Commits before it returns.

    Every other session ends, the client's own hold is lifted, every address is told. Refused: what the factor has
    against the secret; `recovery_over` when it was chosen already, or too long ago. Raises TooBusy.
    """
    if not open_for(request, now) or request.result is None:
        return refused("recovery_over")
    kind, place = request.result["kind"], UUID(request.result["authenticator_id"])
    async with here.reading() as tx:
        owner = await tables.owner(tx, institution.slug, request.client_id)
    about = "\n".join((owner.given_name, owner.family_name, institution.short_name))
    given = {"secret": secret, "about": about}
    prepared = await here.hasher.run(here.factors[kind].prepare, given, here.random, now)
    if not isinstance(prepared, Prepared):
        return refused(prepared, field="secret")
    usable_from = institution.safety.usable_from(kind, now) if request.result["held"] else now
    sealed = here.keys.seal(prepared.material, purpose=f"authenticator:{place}")
    async with here.transaction() as tx:
        if not await tables.fill(tx, institution.slug, request.client_id, place, sealed, now - CHOICE):
            return refused("recovery_over")
        await kept.replace(tx, institution.slug, request.client_id, kind, place, usable_from)
        ended = await sessions.end_others(
            tx, institution.slug, request.client_id, request.session_id, "protection", now
        )
        await _lift(tx, institution, request.client_id, device_hash)
        await journal.record(
            tx, here, Event.SECRET_CHANGED, now, institution=institution.slug, client_id=request.client_id,
            session_id=request.session_id, request_id=request.id, network=request.network, kind=kind, recovered=True,
            sessions_ended=ended,
        )
        await _tell(tx, here, institution, request, kind, usable_from, now)
        blocked = await lockout.blocked_since(tx, institution.slug, request.client_id) is not None
    return Chosen(kind, usable_from, blocked)


async def _lift(tx: Transaction, institution: Institution, client_id: UUID, device_hash: bytes) -> None:
    """The hold of whoever has just proven who they are; the other devices' own counts are left as they are."""
    device_id = await tables.device_of(tx, institution.slug, client_id, device_hash)
    await tables.lift(tx, institution.slug, client_id.bytes, [lane_of(None), lane_of(device_id)])


async def _tell(
    tx: Transaction, here: Here, institution: Institution, request: Request, kind: str, usable_from: datetime,
    now: datetime,
) -> None:
    held = usable_from > now
    await notices.tell(
        tx, here, institution, request.client_id,
        notice="recovery-notice-held" if held else "recovery-notice-done", language=request.language, now=now,
        request_id=request.id,
        values={
            **means.notice_values(here, institution, kind, request.language, now),
            "address": institution.address, "number": _grouped(objection.code_of(here, request.id)),
            "from": format.moment(usable_from, request.language, institution.timezone),
        },
    )


def _grouped(digits: str) -> str:
    """« 1234 5678 »: as it is read out and typed."""
    return f"{digits[:4]} {digits[4:]}"
