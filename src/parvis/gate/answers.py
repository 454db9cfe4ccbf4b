"""Judging an answer and counting it: the same for every factor.

Answers to one authenticator are counted one after the other, under its lock: of many guesses sent together, those that
come after the last try are refused, right or wrong. Means that sit on a device (they say `blocks`) are blocked after
their own number of failures; the others are held for a time that grows, by the institution's lock-out rules. Any means
that has failed `FAILURES_EVER` times in its life is blocked, and must be enrolled anew (NIST-63B).
"""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from uuid import UUID

import msgspec

from parvis.authenticators import tables as authenticators
from parvis.authenticators.tables import Answering, Authenticator
from parvis.clients import notices
from parvis.db import Transaction
from parvis.errors import Refused, refused
from parvis.events import Event
from parvis.factors import Asked, Checked, Copied, Declined, Evidence, Factor, Mismatch, Notice, Together, device_of
from parvis.gate.rules import State
from parvis.gate.tables import Proven, Request
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.journal import actions as journal
from parvis.lockout import actions as lockout
from parvis.lockout import rules as lanes
from parvis.operations import OnlyIdentifies
from parvis.seal import SealBroken
from parvis.ui import format

LANE = "gate"
FAILURES_EVER = 100


class Ready(msgspec.Struct, frozen=True):
    """An authenticator that may answer this request now, locked, its material open, by the factor `kind`."""

    authenticator: Authenticator
    kind: str
    material: bytes
    challenge: bytes


class Counted(msgspec.Struct, frozen=True):
    """A right answer. `declined` holds the client's reason when the answer was no."""

    proven: Proven
    declined: str | None = None
    notice: Notice | None = None


def readable(answer: Mapping[str, object]) -> dict[str, str]:
    """What of an answer is text, whoever sent it. What is not is as if it had not been sent: no factor meets it."""
    return {name: value for name, value in answer.items() if isinstance(value, str) and _is_unicode(value)}


def _is_unicode(text: str) -> bool:
    """Half of a surrogate pair, which JSON can carry, is no character: nothing can hash it or write it down."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def asked_of(here: Here, institution: Institution, request: Request) -> Asked:
    """The request as a factor sees it."""
    return Asked(
        request_id=str(request.id), canonical=request.canonical, digest=request.digest,
        match_number=request.match_number, origins=here.settings.origins(institution.hosts),
        client_id=str(request.client_id),
        engages=not isinstance(here.operations[request.operation], OnlyIdentifies),
    )


async def addressed(
    tx: Transaction, here: Here, institution: Institution, client_id: UUID, answer: Mapping[str, str]
) -> UUID | None:
    """The means of this client that the answer itself names, where one form serves several. None: the form's own."""
    for kind, factor in together(tuple(here.factors.items())).items():
        if handle := factor.named(answer):
            return await authenticators.by_handle(tx, institution.slug, client_id, kind=kind, handle=handle)
    return None


@lru_cache(maxsize=8)
def together(factors: tuple[tuple[str, Factor], ...]) -> dict[str, Together]:
    """The factors of which one form serves all of a client's. Asked at each answer, and the same as long as we run."""
    return {kind: factor for kind, factor in factors if isinstance(factor, Together)}


async def ready(
    tx: Transaction, here: Here, institution: Institution, request: Request, authenticator_id: UUID, now: datetime,
    kind: str = "",
) -> Ready | Refused:
    """Find the means and its challenge, and refuse what cannot be used for this request any more.

    `kind` names the factor that answers with this means, where it is not the means' own. Means and request stay
    locked until the end of the transaction.
    """
    if request.state != State.WAITING:
        return refused("request_settled")
    if request.expires_at <= now:
        return refused("request_expired")
    found = await authenticators.lock_answering(
        tx, institution.slug, request.client_id, request_id=request.id, authenticator_id=authenticator_id
    )
    if found is not None and found.request_state != State.WAITING:
        return refused("request_settled")
    kind = kind or (found.authenticator.kind if found is not None else "")
    if found is None or not serves(here, found.authenticator, kind) or not usable(
        found.authenticator, request, now, kind
    ):
        return _why_not(found, now)
    factor, challenge = here.factors[kind], found.challenge
    if factor.asks and challenge is None:
        return refused("answer_expired")
    if challenge is not None and challenge.expires_at <= now:
        return refused("answer_expired")
    try:
        material = here.keys.unseal(found.authenticator.material, purpose=f"authenticator:{found.authenticator.id}")
        asked = b"" if challenge is None else here.keys.unseal(challenge.material, purpose=f"challenge:{challenge.id}")
    except SealBroken:
        return refused("means_not_usable")
    return Ready(found.authenticator, kind, material, asked)


def _why_not(found: Answering | None, now: datetime) -> Refused:
    if found is not None and found.authenticator.state == "blocked":
        return refused("means_blocked")
    if found is not None and found.authenticator.state == "active" and found.authenticator.usable_from > now:
        return refused("means_not_yet", until=found.authenticator.usable_from)
    return refused("means_not_usable")


def serves(here: Here, authenticator: Authenticator, kind: str) -> bool:
    """Whether the factor `kind` answers with means of this kind: its own, or those that it borrows."""
    return kind in here.factors and device_of(here.factors[kind]) == authenticator.kind


def usable(authenticator: Authenticator, request: Request, now: datetime, kind: str = "") -> bool:
    """Whether this means may serve this request now: active, past its safety delay, and named by one of the ways.

    `kind` is the factor that answers with it, where it is not the means' own.
    """
    return (
        authenticator.state == "active"
        and authenticator.usable_from <= now
        and any((kind or authenticator.kind) in way for way in request.ways)
    )


async def count(
    tx: Transaction, here: Here, institution: Institution, request: Request, ready: Ready, checked: Checked,
    now: datetime,
) -> Counted | Refused:
    """Count what the factor judged, and say what the client is told. A right answer is still to be accepted, once."""
    locked = ready.authenticator
    factor = here.factors[ready.kind]
    if isinstance(checked, Mismatch):
        if not checked.counts:
            return refused(checked.because or "answer_wrong")
        refusal = await _count_wrong(tx, here, institution, request, locked, factor, now)
        await journal.record(
            tx, here, Event.PROOF_WRONG, now, institution=institution.slug, client_id=request.client_id,
            request_id=request.id, kind=ready.kind,
        )
        return refusal
    if isinstance(checked, Copied):
        await block_copied(
            tx, here, institution, request.client_id, locked.id, locked.kind, locked.name, request.language, now,
            request_id=request.id,
        )
        return refused("means_blocked")
    return _proven(here, locked, ready.kind, checked)


async def block_copied(
    tx: Transaction, here: Here, institution: Institution, client_id: UUID, authenticator_id: UUID, kind: str,
    name: str, language: str, now: datetime, *, request_id: UUID | None = None,
) -> None:
    """A means whose key is in two places serves no more, and the client is told by every address."""
    await authenticators.block(tx, authenticator_id)
    await journal.record(
        tx, here, Event.AUTHENTICATOR_BLOCKED, now, institution=institution.slug, client_id=client_id,
        request_id=request_id, kind=kind, because="copied",
    )
    say = here.words.sayer(language, institution.slug)
    await notices.tell(
        tx, here, institution, client_id, notice="gate-notice-copied",
        values={
            "means": say(f"factor-{kind}"), "name": name,
            "moment": format.moment(now, language, institution.timezone),
        },
        language=language, now=now, request_id=request_id,
    )


def _proven(here: Here, authenticator: Authenticator, kind: str, checked: Evidence | Declined) -> Counted:
    if isinstance(checked, Declined):
        spent = Proven(authenticator_id=authenticator.id, kind=kind, spends=checked.spends)
        return Counted(spent, checked.because)
    moved = checked.material
    spent = Proven(
        authenticator_id=authenticator.id, kind=kind, spends=checked.spends, grows=checked.grows,
        material=None if moved is None else here.keys.seal(moved, purpose=f"authenticator:{authenticator.id}"),
    )
    return Counted(spent, notice=checked.notice)


async def _count_wrong(
    tx: Transaction, here: Here, institution: Institution, request: Request, locked: Authenticator, factor: Factor,
    now: datetime,
) -> Refused:
    after = await authenticators.count_wrong(
        tx, institution.slug, request.client_id, locked.id, tries=factor.tries if factor.blocks else 0,
        ever=FAILURES_EVER,
    )
    if after.failures_ever >= FAILURES_EVER:
        await block_worn(
            tx, here, institution, request.client_id, kind=locked.kind, language=request.language, now=now,
            request_id=request.id,
        )
        return refused("means_blocked")
    if not factor.blocks:
        return await _hold_after(tx, institution, locked, now)
    if after.state != "blocked":
        left = factor.tries - after.failures
        return refused("answer_last_try") if left == 1 else refused("answer_wrong", left=left)
    await journal.record(
        tx, here, Event.AUTHENTICATOR_BLOCKED, now, institution=institution.slug, client_id=request.client_id,
        request_id=request.id, kind=locked.kind,
    )
    return refused("means_blocked")


async def block_worn(
    tx: Transaction, here: Here, institution: Institution, client_id: UUID, *, kind: str, language: str, now: datetime,
    request_id: UUID | None = None,
) -> None:
    """Say that a means has failed too many times in its life: it is blocked, and its client told by every address."""
    await journal.record(
        tx, here, Event.AUTHENTICATOR_BLOCKED, now, institution=institution.slug, client_id=client_id,
        request_id=request_id, kind=kind, because="failures_ever",
    )
    say = here.words.sayer(language, institution.slug)
    await notices.tell(
        tx, here, institution, client_id, notice="gate-notice-worn",
        values={
            "means": say(f"factor-{kind}"), "failures": str(FAILURES_EVER),
            "moment": format.moment(now, language, institution.timezone),
        },
        language=language, now=now, request_id=request_id,
    )


async def _hold_after(
    tx: Transaction, institution: Institution, locked: Authenticator, now: datetime
) -> Refused:
    told = await lockout.count_failure(
        tx, institution, locked.id.bytes, LANE, now, lockout=lanes.never_for_good(institution.lockout)
    )
    if told.refusal.code == "last_try":
        return refused("answer_last_try")
    return told if told.refusal.code == "held" else refused("answer_wrong", **told.values)
