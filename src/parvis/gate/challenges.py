"""What a factor must ask before it can be answered: a code to send, a question to put to a phone."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from parvis.authenticators import tables as authenticators
from parvis.authenticators.tables import Authenticator, Challenge
from parvis.bell import ring
from parvis.db import Transaction
from parvis.errors import Refused, refused
from parvis.events import Event
from parvis.factors import Reserves, Sending
from parvis.gate import answers
from parvis.gate.rules import State
from parvis.gate.tables import Request
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.journal import actions as journal
from parvis.outbox import actions as outbox

SENT_AT_MOST = 4  # for one request: the first code and three more
PAUSE = timedelta(seconds=30)


async def challenge(
    here: Here, institution: Institution, request: Request, authenticator_id: UUID, now: datetime
) -> Challenge | Refused:
    """Ask through one means: send its code, or alert its phone. Commits before it returns.

    Refuses means that cannot be used here, and sending too soon or too many times.
    """
    if request.state != State.WAITING:
        return refused("request_settled")
    if request.expires_at <= now:
        return refused("request_expired")
    async with here.transaction() as tx:
        found = await authenticators.answering(
            tx, institution.slug, request.client_id, request_id=request.id, authenticator_id=authenticator_id
        )
        if found is None or not answers.usable(found.authenticator, request, now):
            return refused("means_not_usable")
        if not here.factors[found.authenticator.kind].asks:
            return refused("means_not_usable")
        before = found.challenge
        if before is not None:
            if before.sent_count >= SENT_AT_MOST:
                return refused("sent_enough")
            if now < before.created_at + PAUSE:
                return refused("sent_too_often", until=before.created_at + PAUSE)
        put = await _put(tx, here, institution, request, found.authenticator, before, now)
        return put if put is not None else refused("sent_too_often")


def alerted(here: Here, request: Request, proven: frozenset[str]) -> set[str]:
    """The kinds of means that a request is put to as soon as it is opened."""
    return {
        kind
        for way in request.ways
        for kind in set(way) - proven
        if here.factors[kind].asks
        and (not here.factors[kind].by_browser or isinstance(here.factors[kind], Reserves))
    }


async def alert(
    tx: Transaction, here: Here, institution: Institution, request: Request, proven: frozenset[str], now: datetime,
    *, only: UUID | None = None,
) -> None:
    """Put the question at once to the means that are answered elsewhere than on the waiting page, and to those that
    keep something of theirs for this request.

    `only` is the one that asks for itself: no other device is bothered, and nothing is there to be matched with.
    """
    kinds = alerted(here, request, proven)
    if not kinds:
        return
    for authenticator in await authenticators.authenticators_of(tx, institution.slug, request.client_id):
        asked = only in (None, authenticator.id)
        if asked and authenticator.kind in kinds and answers.usable(authenticator, request, now):
            await _put(tx, here, institution, request, authenticator, None, now, on_device=only is not None)


async def _put(
    tx: Transaction, here: Here, institution: Institution, request: Request, authenticator: Authenticator,
    before: Challenge | None, now: datetime, *, on_device: bool = False,
) -> Challenge | None:
    factor = here.factors[authenticator.kind]
    purpose = f"authenticator:{authenticator.id}"
    sealed = authenticator.material
    if isinstance(factor, Reserves):
        sealed = await authenticators.lock_material(tx, institution.slug, request.client_id, authenticator.id)
    material = here.keys.unseal(sealed, purpose=purpose)
    asked = msgspec.structs.replace(answers.asked_of(here, institution, request), on_device=on_device)
    asks = factor.challenge(material, asked, here.random, now)
    challenge_id, sent = here.new_id(), 0 if before is None else before.sent_count
    put = Challenge(
        id=challenge_id,
        authenticator_id=authenticator.id,
        material=here.keys.seal(asks.material, purpose=f"challenge:{challenge_id}"),
        shown=asks.shown,
        sent_count=sent + 1,
        failures=0,
        created_at=now,
        expires_at=min(now + asks.lifetime, request.expires_at),
    )
    if not await authenticators.put_challenge(tx, institution.slug, request.id, put, expected_sent=sent):
        return None
    if asks.moves is not None:
        moved = here.keys.seal(asks.moves, purpose=purpose)
        await authenticators.move(tx, institution.slug, request.client_id, authenticator.id, moved)
    if asks.sending is not None:
        await _send(tx, here, institution, request, asks.sending, put, now)
    await journal.record(
        tx, here, Event.CHALLENGE_SENT, now, institution=institution.slug, client_id=request.client_id,
        request_id=request.id, kind=authenticator.kind,
    )
    leaves = asks.sending is not None and asks.sending.channel != "push"  # That one wakes the worker by itself.
    await ring(tx, f"means:{authenticator.id}", *(("work",) if leaves else ()))
    return put


async def _send(
    tx: Transaction, here: Here, institution: Institution, request: Request, sending: Sending, put: Challenge,
    now: datetime,
) -> None:
    say = here.words.sayer(request.language, institution.slug)
    values = {**sending.values, "institution": institution.name}
    if sending.channel == "push":
        await outbox.alert(
            tx, here, institution=institution.slug, authenticator_id=put.authenticator_id,
            subject=say(f"{sending.words_key}-subject", **values), text=say(sending.words_key, **values), now=now,
            request_id=request.id, useless_after=put.expires_at,
        )
        return
    await outbox.write(
        tx, here, institution=institution.slug, contact_id=UUID(sending.contact_id), channel=sending.channel,
        subject=say(f"{sending.words_key}-subject", **values), text=say(sending.words_key, **values),
        purpose="code", now=now, request_id=request.id, useless_after=put.expires_at,
    )
