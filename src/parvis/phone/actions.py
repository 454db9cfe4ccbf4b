"""What a phone can do: be enrolled, see what waits for it, answer. The answer itself is judged by the gate."""

import asyncio
import hmac
from contextlib import AsyncExitStack
from datetime import datetime
from uuid import UUID

import msgspec

from parvis.bell import ring
from parvis.cases import tables as cases
from parvis.db import Transaction
from parvis.errors import Refused, refused
from parvis.events import Event
from parvis.factors.phone.factor import ACTIVATION_LIFETIME, Phone, activation_hash
from parvis.factors.phone.offline import new_server_key, public_half
from parvis.factors.phone.wire import (
    KEY_BYTES,
    POINT_BYTES,
    Awaiting,
    Enrolled,
    Enrolment,
    fingerprint,
    from_base64,
    pack,
    read_message,
    signed,
    to_base64,
    unpack_material,
    unpack_question,
)
from parvis.gate import actions as gate
from parvis.gate import tables as requests
from parvis.gate.rules import State
from parvis.gate.tables import Request
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.journal import actions as journal
from parvis.lockout import rules as lockout
from parvis.lockout import tables as counters
from parvis.operations import Say
from parvis.phone import calls, rules, tables
from parvis.protection.actions import CASE
from parvis.seal import SealBroken

PENDING_AT_MOST = 2000  # Enrolments begun in ten minutes at one institution; the newest are looked at first.


class Taken(msgspec.Struct, frozen=True):
    """A phone that has just been heard: pending until its owner approves it with another means."""

    authenticator_id: UUID
    name: str
    fingerprint: str
    server_key: str  # base64url: with this it checks what it reads without network.


class Shown(msgspec.Struct, frozen=True):
    """One request as its phone receives it."""

    request_id: UUID
    title: str
    canonical: str
    digest: str
    nonce: str
    number: bool
    expires_at: int  # Seconds since 1970, as every time of the protocol.


class PhoneNow(msgspec.Struct, frozen=True):
    """The phone as its owner may see it."""

    state: str
    name: str
    tries_left: int
    usable_from: int  # when its safety delay ends; 0 once it has
    renewed: str  # the request by which its code in force was chosen; "" since its enrolment
    biometrics: str  # the id of the platform's key that may take the code's place, base64url; "" without


class Listed(msgspec.Struct, frozen=True):
    """What waits for one phone. `mark` names this very list."""

    mark: str
    now: int
    phone: PhoneNow
    requests: list[Shown]
    call: calls.CallNow | None = None


class Outcome(msgspec.Struct, frozen=True):
    """What became of an answer, with the sentences for it."""

    outcome: str  # accepted | declined | wrong | blocked | over
    state: str
    tries_left: int
    title: str
    message: str


async def enroll(
    here: Here, institution: Institution, envelope: rules.Envelope, network: str, now: datetime
) -> Taken | Refused:
    """Give a pending authenticator to the phone that knows its activation code. Commits before it returns.

    Refuses a code that is wrong, used or too old (counted by network), and a message not signed by its own key.
    """
    message = envelope.message.encode("utf-8", "ignore")
    said = read_message(message, Enrolment)
    keys = None if said is None else _keys_of(said, here)
    if said is None or keys is None or not signed(keys.public_key, message, envelope.signature):
        return refused("phone_unreadable")
    subject = here.keys.mac("activation", institution.slug.encode(), network.encode())
    async with here.transaction() as tx:
        counter = await counters.lock(tx, institution.slug, subject, rules.ACTIVATION_LANE)
        judged = lockout.judge(counter, rules.ACTIVATION_LOCKOUT, now)
        if isinstance(judged, lockout.Held):
            return refused("phone_code_held", until=judged.until)
        pending = await _pending_of(tx, here, institution, said.code, now)
        if pending is None or not await tables.take(
            tx, institution.slug, pending, material=_seal(here, pending.id, keys)
        ):
            after = lockout.after_failure(counter, rules.ACTIVATION_LOCKOUT, now)
            await counters.save(tx, institution.slug, subject, rules.ACTIVATION_LANE, after, now)
            return refused("phone_code_wrong")
        await counters.save(tx, institution.slug, subject, rules.ACTIVATION_LANE, lockout.Counter(), now)
        await journal.record(
            tx, here, Event.AUTHENTICATOR_PREPARED, now, institution=institution.slug,
            client_id=pending.client_id, network=network, kind=tables.KIND,
        )  # fmt: skip
        await ring(tx, activation_topic(pending.id), phone_topic(pending.id))
    told = to_base64(public_half(keys.server_key))
    return Taken(pending.id, pending.name, fingerprint(keys.public_key), told)


async def recognise(
    here: Here, institution: Institution, call: rules.Call | None, now: datetime
) -> tables.Phone | Refused:
    """The phone that makes this call. Its nonce is spent: the same call never serves twice.

    An unknown phone, a bad signature and a nonce that has served are refused alike.
    """
    if call is None:
        return refused("phone_unknown")
    async with here.reading() as tx:
        phone = await tables.phone(tx, institution.slug, call.authenticator_id)
    material = None if phone is None else opened(here, phone)
    if phone is None or material is None or not signed(material.public_key, call.message, call.signature):
        return refused("phone_unknown")
    if not rules.in_time(call, now):
        return refused("phone_clock", now=int(now.timestamp()))
    async with here.transaction(alone=True) as tx:
        fresh = await tables.spend(tx, rules.token_of(call), call.at + 2 * rules.CLOCK_TOLERANCE)
    return phone if fresh else refused("phone_unknown")


async def list_waiting(
    here: Here, institution: Institution, phone: tables.Phone, asked: rules.Waiting, *, say: Say, now: datetime
) -> Listed:
    """What waits for this phone: at once if it is not what the phone knows already, else as soon as it changes."""
    async with AsyncExitStack() as listening:
        bells = [await listening.enter_async_context(here.bell.listen_for(phone_topic(phone.id)))]
        listed = await _listed(here, institution, phone.id, say, now)
        seconds = min(asked.wait, rules.WAIT_SECONDS_MAX)
        if listed.mark != asked.known or seconds <= 0:
            return listed
        # A request that is settled elsewhere (withdrawn in the browser) leaves the phone as soon as that rings.
        for one in listed.requests:
            bells.append(await listening.enter_async_context(here.bell.listen_for(str(one.request_id))))
        tasks = [asyncio.create_task(bell.wait(seconds)) for bell in bells]
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return await _listed(here, institution, phone.id, say, here.clock())


async def answer(
    here: Here, institution: Institution, phone: tables.Phone, request_id: UUID, envelope: rules.Envelope, *,
    say: Say, now: datetime,
) -> Outcome | Refused:
    """Hand the phone's answer to the gate, and say what became of it."""
    async with here.reading() as tx:
        request = await requests.of_client(tx, institution.slug, phone.client_id, request_id)
    if request is None:
        return refused("phone_nothing_waits")
    given = {
        "message": envelope.message, "signature": envelope.signature, "mac": envelope.mac,
        "assertion": envelope.assertion,
    }  # fmt: skip
    proved = await gate.prove(here, institution, request, phone.id, given, now)
    if isinstance(proved, Request):
        left = phone if proved.state == State.REFUSED else msgspec.structs.replace(phone, failures=0)
        told = _outcome(say, left, proved, proved)
        return await _with_case(here, institution, phone, told, say) if proved.because == gate.NOT_ME else told
    async with here.reading() as tx:
        after = await requests.of_client(tx, institution.slug, phone.client_id, request_id)
        seen = await tables.phone(tx, institution.slug, phone.id)
    if after is None or seen is None:
        return refused("phone_nothing_waits")
    return _outcome(say, seen, after, proved)


async def _with_case(
    here: Here, institution: Institution, phone: tables.Phone, told: Outcome, say: Say
) -> Outcome:
    """« Ce n'est pas moi » was said: who is told, or whom to call."""
    async with here.reading() as tx:
        case = await cases.waiting_of(tx, institution.slug, phone.client_id, CASE)
    key = "phone-declined-not-me"
    more = say(f"{key}-call") if case is None else say(f"{key}-case", reference=case.reference)
    return msgspec.structs.replace(told, message=f"{told.message} {more}")


def phone_topic(authenticator_id: UUID) -> str:
    """What rings when something of this phone has changed."""
    return f"means:{authenticator_id}"


def activation_topic(authenticator_id: UUID) -> str:
    """What rings when the phone that is being enrolled has spoken: the page of the browser waits for it."""
    return f"activation:{authenticator_id}"


def _keys_of(said: Enrolment, here: Here) -> Enrolled | None:
    point = from_base64(said.public_key, expected_bytes=POINT_BYTES)
    knowledge = from_base64(said.k, expected_bytes=KEY_BYTES)
    offline = from_base64(said.d, expected_bytes=KEY_BYTES)
    if point is None or knowledge is None or offline is None:
        return None
    return Enrolled(point, knowledge, offline, new_server_key(here.random))


async def _pending_of(
    tx: Transaction, here: Here, institution: Institution, code: str, now: datetime
) -> tables.Pending | None:
    """The pending phone that this activation code belongs to. All are compared, each in constant time."""
    wanted, found = activation_hash(code), None
    since = now - ACTIVATION_LIFETIME
    for pending in await tables.pending_since(tx, institution.slug, since, at_most=PENDING_AT_MOST):
        try:
            sealed = here.keys.unseal(pending.material, purpose=f"authenticator:{pending.id}")
        except SealBroken:
            continue
        material = unpack_material(sealed)
        if not isinstance(material, Awaiting) or material.until <= now:
            continue
        if hmac.compare_digest(material.code_hash, wanted):
            found = pending
    return found


def _seal(here: Here, authenticator_id: UUID, keys: Enrolled) -> bytes:
    return here.keys.seal(pack(keys), purpose=f"authenticator:{authenticator_id}")


def opened(here: Here, phone: tables.Phone) -> Enrolled | None:
    """The keys of an enrolled phone; None while it has not spoken, and once it is removed."""
    try:
        material = unpack_material(here.keys.unseal(phone.material, purpose=f"authenticator:{phone.id}"))
    except SealBroken:
        return None
    return material if isinstance(material, Enrolled) else None


async def _listed(
    here: Here, institution: Institution, authenticator_id: UUID, say: Say, now: datetime
) -> Listed:
    async with here.reading() as tx:
        phone = await tables.phone_now(tx, institution.slug, authenticator_id, now)
        assert phone is not None, "authenticators are marked removed, never deleted"
        usable = phone.state == "active" and phone.usable_from <= now
        waiting = await tables.waiting_for(tx, institution.slug, phone, now) if usable else []
    shown = [
        Shown(
            request_id=asked.request_id,
            title=say(f"operation-{asked.operation}"),
            canonical=asked.canonical,
            digest=asked.digest.hex(),
            nonce=question.nonce,
            number=question.number,
            expires_at=int(asked.expires_at.timestamp()),
        )
        for asked in waiting
        if (question := unpack_question(_challenge(here, asked))) is not None
    ]
    keys = opened(here, phone)
    state = PhoneNow(
        state=phone.state, name=phone.name, tries_left=_tries_left(phone), renewed="" if keys is None else keys.renewed,
        usable_from=int(phone.usable_from.timestamp()) if phone.usable_from > now else 0,
        biometrics="" if keys is None or keys.biometrics is None else to_base64(keys.biometrics.credential),
    )
    waits = (f"{one.request_id} {one.nonce}" for one in shown)
    told = (str(phone.failures), str(state.usable_from), state.renewed, state.biometrics)
    call = calls.call_to(phone) if usable else None
    mark = rules.mark_of(phone.state, phone.name, *told, "" if call is None else str(phone.call_id), *waits)
    return Listed(mark, int(now.timestamp()), state, shown, call)


def _challenge(here: Here, asked: tables.Asked) -> bytes:
    try:
        return here.keys.unseal(asked.material, purpose=f"challenge:{asked.challenge_id}")
    except SealBroken:
        return b""


def _tries_left(phone: tables.Phone) -> int:
    return 0 if phone.state == "blocked" else max(Phone.tries - phone.failures, 0)


def _outcome(say: Say, phone: tables.Phone, request: Request, proved: Request | Refused) -> Outcome:
    left = _tries_left(phone)
    name = _outcome_name(request, proved)
    because = (request.because or "not_me").replace("_", "-")
    key = {
        "accepted": f"phone-accepted-{request.state.value}",
        "declined": f"phone-declined-{because}",
        "wrong": "phone-wrong-last" if left == 1 else "phone-wrong",
        "blocked": "phone-blocked",
        "over": f"phone-over-{request.state.value}",
    }[name]
    return Outcome(name, request.state.value, left, say(f"{key}-title"), say(f"{key}-text", left=left))


def _outcome_name(request: Request, proved: Request | Refused) -> str:
    if isinstance(proved, Request):
        return "declined" if proved.state == State.REFUSED else "accepted"
    if proved.refusal.code == "means_blocked":
        return "blocked"
    if proved.refusal.code == "answer_last_try" or "left" in proved.values:
        return "wrong"  # Counted. An answer that was not was about something else: the request has changed since.
    return "accepted" if proved.refusal.code == "stricter_now" else "over"
