"""Adding a means and changing a secret: what is prepared here serves nothing until the gate has its approval."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

import msgspec

from parvis.authenticators import tables as authenticators
from parvis.clients import notices
from parvis.db import Transaction
from parvis.errors import Refused, refused
from parvis.events import Event
from parvis.factors import (
    Asked,
    Evidence,
    HasFingerprint,
    KeptByBrowser,
    Mismatch,
    Prepared,
    Registers,
    RunsOut,
    Single,
)
from parvis.gate import tables as requests
from parvis.gate.answers import LANE
from parvis.gate.tables import Proven, Request
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.journal import actions as journal
from parvis.means import rules, tables
from parvis.means.tables import Pending
from parvis.seal import SealBroken
from parvis.sessions import tables as sessions
from parvis.ui import format as fmt


class Began(msgspec.Struct, frozen=True, kw_only=True):
    """An enrolment as its page shows it."""

    id: UUID
    kind: str
    name: str
    material: bytes
    shown: dict[str, Any]
    heard: bool  # Has the device itself spoken since it began?
    fingerprint: str
    place: str
    version: int


class Confirmed(msgspec.Struct, frozen=True):
    """An enrolment that its means has confirmed, as it then is, and what its first answer used up."""

    enrolment: Began
    spent: str


class Waiting(Protocol):
    """The facts that name a pending authenticator."""

    @property
    def authenticator_id(self) -> UUID: ...

    @property
    def kind(self) -> str: ...

    @property
    def binding(self) -> str: ...


async def begin(
    here: Here,
    institution: Institution,
    client_id: UUID,
    *,
    kind: str,
    name: str,
    place: str,
    account: str,
    origin: str,
    now: datetime,
) -> UUID | Refused:
    """Make a pending authenticator and what its page will show. Commits before it returns.

    `place` is the session or the sign-in that begins it: nobody reads the key from another one. `account` is what
    the client's app will show, `origin` the address that a QR code leads to. Refuses more enrolments at once than
    `rules.PENDING_AT_MOST`.
    """
    factor = here.factors[kind]
    given = {"issuer": institution.name, "account": account, "origin": origin, "client": str(client_id)}
    if isinstance(factor, Registers):
        async with here.reading() as tx:
            handles = await authenticators.handles_of(tx, institution.slug, client_id, kind)
        given |= {
            "site": here.settings.origins(institution.hosts)[0], "handles": " ".join(one.hex() for one in handles)
        }
    prepared = factor.prepare(given, here.random, now)
    if isinstance(prepared, str):
        return refused(prepared)
    since = rules.begun_after(now)
    async with here.transaction() as tx:
        await tables.give_up_before(tx, institution.slug, client_id, kind, since)
        if len(await tables.pending_of(tx, institution.slug, client_id, kind, since)) >= rules.PENDING_AT_MOST:
            return refused("enrolments_too_many")
        pending = _sealed(here, kind, name, prepared, place, now)
        await tables.insert_pending(tx, institution.slug, client_id, pending)
        await journal.record(
            tx, here, Event.AUTHENTICATOR_PREPARED, now, institution=institution.slug, client_id=client_id,
            kind=kind,
        )
    return pending.id


async def begun(
    tx: Transaction, here: Here, institution: Institution, client_id: UUID, authenticator_id: UUID, *, place: str,
    now: datetime,
) -> Began | Refused:
    """One enrolment, for the place that began it. Refused elsewhere, and when it is over: `enrolment_over`."""
    found = await tables.pending(tx, institution.slug, client_id, authenticator_id, rules.begun_after(now))
    opened = None if found is None else _opened(here, found, place)
    return refused("enrolment_over") if opened is None else opened


async def begun_in(
    tx: Transaction, here: Here, institution: Institution, client_id: UUID, kind: str, *, place: str, now: datetime
) -> Began | None:
    """The newest enrolment of that kind that this very place began."""
    for found in await tables.pending_of(tx, institution.slug, client_id, kind, rules.begun_after(now)):
        if (opened := _opened(here, found, place)) is not None:
            return opened
    return None


async def confirm(
    here: Here, institution: Institution, client_id: UUID, enrolment: Began, answer: Mapping[str, str], now: datetime
) -> Confirmed | Refused:
    """Whether the client holds what is being enrolled. Commits before it returns what a means has said of itself.

    Refused: `means_not_confirmed` for a wrong code (nothing is at stake yet: it is not counted), `means_unanswered`
    for a device that has not spoken, `means_known` for one that is enrolled already.
    """
    factor = here.factors[enrolment.kind]
    if isinstance(factor, Registers):
        return await _register(here, institution, client_id, enrolment, answer, now)
    if not factor.by_browser:
        return Confirmed(enrolment, "") if enrolment.heard else refused("means_unanswered")
    asked = Asked(request_id=str(enrolment.id), canonical="", digest=b"", match_number=0)
    checked = factor.check(enrolment.material, b"", answer, asked, now)
    if not isinstance(checked, Evidence):
        return refused("means_not_confirmed", field=factor.fields[0])
    return Confirmed(enrolment, checked.spends)


async def _register(
    here: Here, institution: Institution, client_id: UUID, enrolment: Began, answer: Mapping[str, str], now: datetime
) -> Confirmed | Refused:
    """Take the key that the means has made. Said once: whatever is sent again confirms what was said first."""
    factor = here.factors[enrolment.kind]
    assert isinstance(factor, Registers)
    if enrolment.heard:
        return Confirmed(enrolment, enrolment.shown["spent"])
    asked = Asked(
        request_id=str(enrolment.id), canonical="", digest=b"", match_number=0, client_id=str(client_id),
        origins=here.settings.origins(institution.hosts),
    )
    said = factor.register(enrolment.material, answer, asked, now)
    if isinstance(said, Mismatch):
        return refused("means_not_confirmed", field=next(iter(factor.fields), ""))
    shown = {"spent": said.spends}
    prepared = Prepared(material=said.material, shown=shown, handle=said.handle)
    registered = _sealed(here, enrolment.kind, enrolment.name, prepared, enrolment.place, now, enrolment.id)
    async with here.transaction() as tx:
        if said.handle and await authenticators.handle_taken(tx, institution.slug, enrolment.kind, said.handle):
            return refused("means_known")
        if not await tables.register(
            tx, institution.slug, client_id, registered, expected_version=enrolment.version
        ):
            return refused("enrolment_over")
    taken = msgspec.structs.replace(
        enrolment, material=said.material, shown=shown, heard=True, version=enrolment.version + 1,
        fingerprint=factor.fingerprint(said.material) if isinstance(factor, HasFingerprint) else "",
    )
    return Confirmed(taken, said.spends)


async def forget_once(
    here: Here, institution: Institution, client_id: UUID, enrolment: Began, now: datetime
) -> Refused | None:
    """Forget what the enrolment's page gives once (`once`). Commits before it returns: only then may it leave.

    Refused: `shown_once` where it has been given meanwhile, `enrolment_over`.
    """
    since = rules.begun_after(now)
    async with here.transaction() as tx:
        found = await tables.lock_pending(tx, institution.slug, client_id, enrolment.id, since)
        opened = None if found is None else _opened(here, found, enrolment.place)
        if opened is None:
            return refused("enrolment_over")
        if not opened.shown.get("once"):
            return refused("shown_once")
        left = msgspec.json.encode({**opened.shown, "once": None})
        sealed = here.keys.seal(left, purpose=f"enrolment:{enrolment.id}:{enrolment.place}")
        await tables.keep_shown(tx, institution.slug, client_id, enrolment.id, sealed)
        await journal.record(
            tx, here, Event.AUTHENTICATOR_DELIVERED, now, institution=institution.slug, client_id=client_id,
            kind=enrolment.kind,
        )
    return None


async def left_of(
    tx: Transaction, here: Here, institution: Institution, client_id: UUID
) -> dict[UUID, tuple[int, bool]]:
    """For each means that runs out: how many answers are left, and whether that is few."""
    found: dict[UUID, tuple[int, bool]] = {}
    for one in await authenticators.authenticators_of(tx, institution.slug, client_id):
        factor = here.factors.get(one.kind)
        if isinstance(factor, RunsOut) and one.state in ("active", "suspended"):
            left = factor.left(here.keys.unseal(one.material, purpose=f"authenticator:{one.id}"))
            found[one.id] = (left, left <= factor.few)
    return found


async def kept_by_browser(
    tx: Transaction, here: Here, institution: Institution, client_id: UUID
) -> dict[str, dict[str, Any]]:
    """By kind, what the browser is told of the client's keys that it keeps, where none is left as well."""
    told = {}
    for kind in institution.means:
        factor = here.factors[kind]
        if isinstance(factor, KeptByBrowser):
            handles = await authenticators.handles_of(tx, institution.slug, client_id, kind)
            told[kind] = factor.accepted(str(client_id), here.settings.origins(institution.hosts), tuple(handles))
    return told


async def keep_secret(
    tx: Transaction,
    here: Here,
    institution: Institution,
    client_id: UUID,
    *,
    kind: str,
    prepared: Prepared,
    now: datetime,
) -> UUID:
    """Let a new secret wait for its approval. Those that waited before are given up."""
    await tables.give_up_before(tx, institution.slug, client_id, kind, now)
    pending = _sealed(here, kind, "", prepared, "", now)
    await tables.insert_pending(tx, institution.slug, client_id, msgspec.structs.replace(pending, shown=None))
    return pending.id


async def is_secret(here: Here, kind: str, held: tables.Secret, typed: str, now: datetime) -> bool:
    """Whether what was typed is this very secret. Slow: on the hashing threads; TooBusy where they are."""
    material = here.keys.unseal(held.material, purpose=f"authenticator:{held.id}")
    asked = Asked(request_id="", canonical="", digest=b"", match_number=0)
    checked = await here.hasher.run(here.factors[kind].check, material, b"", {"secret": typed}, asked, now)
    return isinstance(checked, Evidence)


async def still_pending(
    tx: Transaction, here: Here, institution: Institution, client_id: UUID, facts: Waiting, now: datetime
) -> bool:
    """Whether what was asked for still waits, with the very same key, which nobody else has enrolled.

    Locks it until the transaction ends, and its handle: of two who enrol one key at once, the second one is refused.
    """
    since = rules.approved_after(now)
    found = await tables.lock_pending(tx, institution.slug, client_id, facts.authenticator_id, since)
    if found is not None and found.handle:
        await authenticators.lock_handle(tx, institution.slug, found.kind, found.handle)
    material = None if found is None else _material(here, found)
    return (
        found is not None
        and found.kind == facts.kind
        and material is not None
        and rules.binding_of(material) == facts.binding
        and not (
            found.handle and await authenticators.handle_taken(tx, institution.slug, found.kind, found.handle)
        )
    )


async def activate(
    tx: Transaction, here: Here, institution: Institution, request: Request, facts: Waiting, now: datetime
) -> None:
    """The means serves from now on, or when the safety delay of its kind is over, and the client is told at once.

    Where there is one at a time, it takes the place of the one before.
    """
    usable_from = institution.safety.usable_from(facts.kind, now)
    if isinstance(here.factors[facts.kind], Single):
        moved = await tables.replace(
            tx, institution.slug, request.client_id, facts.kind, facts.authenticator_id, usable_from
        )
        if moved > 1:
            await journal.record(
                tx, here, Event.AUTHENTICATOR_REMOVED, now, institution=institution.slug, client_id=request.client_id,
                session_id=request.session_id, request_id=request.id, kind=facts.kind, because="replaced",
            )
    else:
        await tables.activate(tx, institution.slug, request.client_id, facts.authenticator_id, usable_from)
    await journal.record(
        tx, here, Event.AUTHENTICATOR_ENROLLED, now, institution=institution.slug, client_id=request.client_id,
        session_id=request.session_id, request_id=request.id, kind=facts.kind,
    )
    key = "means-notice-held" if usable_from > now else "means-notice-added"
    await _notify(tx, here, institution, request, key, facts.kind, now, usable_from=usable_from)


async def spend(
    tx: Transaction, here: Here, institution: Institution, request: Request, first: Proven, now: datetime
) -> None:
    """The code that confirmed an enrolment has served."""
    await requests.accept(
        tx, institution.slug, request.id, first, parent_id=request.parent_id, proof_id=here.new_id(), lane=LANE, now=now
    )


async def replace_secret(
    tx: Transaction, here: Here, institution: Institution, request: Request, facts: Waiting, now: datetime
) -> int:
    """The new secret takes the old one's place; every other session ends. Returns how many ended."""
    await tables.replace(tx, institution.slug, request.client_id, facts.kind, facts.authenticator_id, now)
    ended = await sessions.end_others(
        tx, institution.slug, request.client_id, request.session_id, "protection", now
    )
    await journal.record(
        tx, here, Event.SECRET_CHANGED, now, institution=institution.slug, client_id=request.client_id,
        session_id=request.session_id, request_id=request.id, kind=facts.kind, sessions_ended=ended,
    )
    await _notify(tx, here, institution, request, "means-notice-changed", facts.kind, now)
    return ended


async def _notify(
    tx: Transaction, here: Here, institution: Institution, request: Request, key: str, kind: str, now: datetime, *,
    usable_from: datetime | None = None,
) -> None:
    await notices.tell(
        tx, here, institution, request.client_id, notice=key, language=request.language, now=now, request_id=request.id,
        values={
            **notice_values(here, institution, kind, request.language, now),
            "from": fmt.moment(usable_from or now, request.language, institution.timezone),
        },
    )


def notice_values(here: Here, institution: Institution, kind: str, language: str, now: datetime) -> dict[str, str]:
    """What a notice says of a means: its kind and the moment. Never its name, which anybody may have typed."""
    say = here.words.sayer(language, institution.slug)
    return {"kind": say(f"factor-{kind}"), "when": fmt.moment(now, language, institution.timezone)}


def _sealed(
    here: Here, kind: str, name: str, prepared: Prepared, place: str, now: datetime, known_id: UUID | None = None
) -> Pending:
    authenticator_id = known_id or here.new_id()
    shown = msgspec.json.encode(prepared.shown)
    return Pending(
        id=authenticator_id, kind=kind, name=name, version=1, created_at=now, handle=prepared.handle,
        material=here.keys.seal(prepared.material, purpose=f"authenticator:{authenticator_id}"),
        shown=here.keys.seal(shown, purpose=f"enrolment:{authenticator_id}:{place}"),
    )


def _opened(here: Here, found: Pending, place: str) -> Began | None:
    material = _material(here, found)
    if material is None or found.shown is None:
        return None
    try:
        shown = here.keys.unseal(found.shown, purpose=f"enrolment:{found.id}:{place}")
    except SealBroken:
        return None
    factor = here.factors[found.kind]
    return Began(
        id=found.id, kind=found.kind, name=found.name, material=material, shown=msgspec.json.decode(shown),
        heard=found.version > 1, place=place, version=found.version,
        fingerprint=factor.fingerprint(material) if isinstance(factor, HasFingerprint) else "",
    )


def _material(here: Here, found: Pending) -> bytes | None:
    try:
        return here.keys.unseal(found.material, purpose=f"authenticator:{found.id}")
    except SealBroken:
        return None
