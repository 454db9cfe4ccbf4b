"""Changing an address: a code there first, then the gate's approval, then the institution's delay.

Until the delay is over nothing has changed: the address of before receives codes and notices, this one's among them.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from parvis.agency import actions as agency
from parvis.agency.tables import Agent
from parvis.clients import notices
from parvis.db import Transaction
from parvis.errors import Refused, refused
from parvis.events import Event
from parvis.factors import Asked, Evidence, Factor, WritesTo
from parvis.gate import tables as requests
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.journal import actions as journal
from parvis.means import tables as means
from parvis.means.tables import Pending
from parvis.outbox import actions as outbox
from parvis.profile import rules, tables
from parvis.profile.tables import Change
from parvis.protection.actions import Disavowed, protect
from parvis.ui import format as fmt

WORDS = {rules.EMAIL: "profile-the-email", rules.SMS: "profile-the-sms"}


async def begin(
    here: Here, institution: Institution, client_id: UUID, *, channel: str, typed: str, language: str, now: datetime
) -> UUID | Refused:
    """Send a code to the new address. Commits before it returns. What was begun before on that channel is given up.

    Refused: what is no address, the one in use, a change that waits already, more than `rules.BEGUN_A_DAY` a day.
    Whether somebody else has that address is never looked at.
    """
    address = rules.canonical(channel, typed)
    if isinstance(address, Refused):
        return address
    async with here.transaction() as tx:
        await tables.alone(tx, institution.slug, client_id)
        if any(one.channel == channel for one in await tables.held_of(tx, institution.slug, client_id)):
            return refused("contact_change_waits")
        for one in await tables.kept(tx, institution.slug, client_id):
            if one.channel == channel and rules.same(channel, _opened(here, one.id, one.address), address):
                return refused("contact_same", field="contact")
        since = now - timedelta(days=1)
        if await tables.begun_since(tx, institution.slug, client_id, since) >= rules.BEGUN_A_DAY:
            return refused("contact_changes_too_many")
        await tables.give_up(tx, institution.slug, client_id, channel, now)
        change = _new(here, client_id, channel, address, now)
        await tables.insert(tx, institution.slug, change, language)
        await _write_code(tx, here, institution, change, language, now)
    return change.id


async def send_again(
    here: Here, institution: Institution, client_id: UUID, change_id: UUID, language: str, now: datetime
) -> Refused | None:
    """Another code; the ones before it serve no more. Commits before it returns."""
    async with here.transaction() as tx:
        change = await tables.lock_change(tx, institution.slug, client_id, change_id)
        if change is None:
            return refused("page_not_found")
        if not is_open(change, now) or change.state != "begun":
            return refused("contact_change_over")
        if change.sent_count >= rules.SENT_AT_MOST:
            return refused("sent_enough")
        if now < change.sent_at + rules.PAUSE:
            return refused("sent_too_often", until=change.sent_at + rules.PAUSE)
        await _write_code(tx, here, institution, change, language, now)
    return None


async def verify(
    here: Here, institution: Institution, client_id: UUID, change_id: UUID, answer: Mapping[str, str], now: datetime
) -> Change | Refused:
    """Judge the code of the new address. Commits its count before it returns.

    Refused: `page_not_found`, `contact_change_over`, `answer_expired`, `contact_code_wrong`.
    """
    async with here.transaction() as tx:
        change = await tables.lock_change(tx, institution.slug, client_id, change_id)
        if change is None:
            return refused("page_not_found")
        if change.state == "verified" and is_open(change, now):
            return change
        if change.state != "begun" or not is_open(change, now) or change.code is None:
            return refused("contact_change_over")
        if change.code_until <= now:
            return refused("answer_expired")
        code = here.keys.unseal(change.code, purpose=f"contact code:{change.id}")
        checked = _writer(here, change.channel).check(b"", code, answer, _asked(change), now)
        if not isinstance(checked, Evidence):
            await tables.count_wrong(tx, institution.slug, change.id)
            if change.failures + 1 < rules.TRIES:
                return refused("contact_code_wrong", field="code")
            await tables.give_up(tx, institution.slug, client_id, change.channel, now)
            return refused("contact_change_over")
        await tables.verified(tx, institution.slug, change.id)
        await _tell(tx, here, institution, change, Event.CONTACT_VERIFIED, now)
    return msgspec.structs.replace(change, state="verified")


async def approvable(
    tx: Transaction, here: Here, institution: Institution, client_id: UUID, change_id: UUID, address: str,
    now: datetime, *, lock: bool = False,
) -> Change | Refused:
    """The change, if its new address was read by whoever asks and is still this one.

    `lock`: and nobody else changes an address of this client until the transaction ends. Refused:
    `contact_change_over`, `contact_change_waits`.
    """
    if lock:
        await tables.alone(tx, institution.slug, client_id)
    found = await tables.change_of(tx, institution.slug, client_id, change_id)
    if found is None or found.state != "verified" or not is_open(found, now):
        return refused("contact_change_over")
    if _opened(here, found.contact_id, found.address) != address:
        return refused("contact_change_over")
    if any(one.channel == found.channel for one in await tables.held_of(tx, institution.slug, client_id)):
        return refused("contact_change_waits")
    return found


async def approve(
    tx: Transaction, here: Here, institution: Institution, change: Change, *, request_id: UUID | None, language: str,
    now: datetime,
) -> datetime | Refused:
    """The change takes effect now, or once the institution's delay is over. Returns when.

    Every address in use is told at once, the one that goes first. Refused: `contact_change_over`.
    """
    from_when = now + timedelta(hours=institution.safety.contact_hours)
    if not await tables.hold(tx, institution.slug, change.id, request_id, from_when):
        return refused("contact_change_over")
    if from_when <= now:
        await _take_effect(tx, here, institution, change, language, now)
        return from_when
    await _tell(tx, here, institution, change, Event.CONTACT_HELD, now)
    await _notify(tx, here, institution, change, "profile-notice-held", language, now, from_when=from_when)
    return from_when


async def tell_asked(
    tx: Transaction, here: Here, institution: Institution, change: Change, reference: str, language: str, now: datetime
) -> None:
    """Every address in use hears that the agency is asked to change one."""
    values = {**_values(here, institution, change, language, now), "reference": reference}
    await notices.tell(
        tx, here, institution, change.client_id, notice="profile-notice-asked", values=values, language=language,
        now=now,
    )


async def cancel(
    tx: Transaction, here: Here, institution: Institution, change: Change, *, language: str, now: datetime,
    agent: Agent | None = None,
) -> bool:
    """Keep the address of before, and tell every address. It only protects: it asks the client for nothing.

    `agent`: who did it in the client's place; the client reads it. False where the change does not wait any more.
    """
    if not await tables.cancel(tx, institution.slug, change.client_id, change.id, now):
        return False
    if agent is None:
        await _tell(tx, here, institution, change, Event.CONTACT_KEPT, now, by="client")
        await _notify(tx, here, institution, change, "profile-notice-kept", language, now)
        return True
    await agency.tell_client(tx, here, Event.CONTACT_KEPT, agent, change.client_id, now, channel=change.channel)
    values = {
        **_values(here, institution, change, language, now), "agent": agent.signature, "branch": agent.branch
    }
    await notices.tell(
        tx, here, institution, change.client_id, notice="profile-notice-kept-agency", values=values, language=language,
        now=now,
    )
    return True


async def disavow(
    tx: Transaction, here: Here, institution: Institution, change: Change, *, current: UUID,
    current_device: UUID | None, language: str, now: datetime,
) -> bool:
    """« Ce n'est pas moi »: keep the address of before, and protect from whoever asked (`protection/actions.py`)."""
    if not await tables.cancel(tx, institution.slug, change.client_id, change.id, now):
        return False
    await _tell(tx, here, institution, change, Event.CONTACT_KEPT, now, because="not_me")
    asked = None
    if change.request_id is not None:
        asked = await requests.of_client(tx, institution.slug, change.client_id, change.request_id)
    said = Disavowed(
        client_id=change.client_id, request_id=change.request_id, session_id=asked.session_id if asked else None,
        device_id=asked.device_id if asked else None, own_session=current, own_device=current_device, language=language,
    )
    await protect(
        tx, here, institution, said, now, event=Event.REQUEST_DISAVOWED, notice="profile-notice-not-me",
        values=_values(here, institution, change, language, now), operation="change_contact",
    )
    return True


async def apply_due(here: Here, now: datetime, at_most: int = 50) -> int:
    """Let the changes whose delay is over take effect, several workers at once. Returns how many."""
    async with here.transaction() as tx:
        found = await tables.due(tx, now, at_most)
        for one in found:
            institution = here.institutions.by_slug(one.institution)
            change = await tables.change_of(tx, one.institution, one.client_id, one.id)
            if institution is not None and change is not None:
                await _take_effect(tx, here, institution, change, one.language, now)
    return len(found)


async def _take_effect(
    tx: Transaction, here: Here, institution: Institution, change: Change, language: str, now: datetime
) -> None:
    """The new address counts. The one of before is told once more, while it is still the client's."""
    await _notify(tx, here, institution, change, "profile-notice-changed", language, now)
    first = all(one.channel != change.channel for one in await tables.kept(tx, institution.slug, change.client_id))
    if not await tables.replace(tx, institution.slug, change, now):
        raise RuntimeError("a change took effect without its lock")  # Undoes everything.
    await _move_means(tx, here, institution, change, first, now)
    await _tell(tx, here, institution, change, Event.CONTACT_CHANGED, now)
    say = here.words.sayer(language, institution.slug)
    words = {**_values(here, institution, change, language, now), "institution": institution.name}
    await outbox.write(
        tx, here, institution=institution.slug, contact_id=change.contact_id, channel=change.channel, purpose="notice",
        subject=say("profile-notice-welcome-subject", **words),
        text=say(f"profile-notice-welcome-{change.channel}", **words), now=now,
    )


async def _move_means(
    tx: Transaction, here: Here, institution: Institution, change: Change, first: bool, now: datetime
) -> None:
    """The means that wrote to the address of before writes to the new one. The `first` address of all brings one;
    whoever had an address and no such means has taken it away on purpose.
    """
    for kind in institution.means:
        factor = here.factors[kind]
        if not (isinstance(factor, WritesTo) and factor.channel == change.channel):
            continue
        if not first and not await means.has_any(tx, institution.slug, change.client_id, (kind,)):
            continue
        await _give(tx, here, institution, change.client_id, kind, change.contact_id, change.hint, now)


async def give_means(
    tx: Transaction, here: Here, institution: Institution, client_id: UUID, contact_id: UUID, channel: str, hint: str,
    now: datetime,
) -> None:
    """The means that write to that channel write to this address, which is checked, from now on."""
    for kind in institution.means:
        factor = here.factors[kind]
        if isinstance(factor, WritesTo) and factor.channel == channel:
            await _give(tx, here, institution, client_id, kind, contact_id, hint, now)


async def _give(
    tx: Transaction, here: Here, institution: Institution, client_id: UUID, kind: str, contact_id: UUID, hint: str,
    now: datetime,
) -> None:
    prepared = here.factors[kind].prepare({"contact_id": str(contact_id)}, here.random, now)
    assert not isinstance(prepared, str), prepared
    authenticator_id = here.new_id()
    pending = Pending(
        id=authenticator_id, kind=kind, name=hint, shown=None, version=1, created_at=now,
        material=here.keys.seal(prepared.material, purpose=f"authenticator:{authenticator_id}"),
    )
    await means.insert_pending(tx, institution.slug, client_id, pending)
    await means.replace(tx, institution.slug, client_id, kind, authenticator_id, now)


async def _write_code(
    tx: Transaction, here: Here, institution: Institution, change: Change, language: str, now: datetime
) -> None:
    challenge = _writer(here, change.channel).challenge(_material(here, change), _asked(change), here.random, now)
    assert challenge.sending is not None
    until = now + challenge.lifetime
    sealed = here.keys.seal(challenge.material, purpose=f"contact code:{change.id}")
    await tables.keep_code(tx, institution.slug, change.id, sealed, until, now)
    say = here.words.sayer(language, institution.slug)
    words: dict[str, Any] = {**challenge.sending.values, "institution": institution.name}
    await outbox.write(
        tx, here, institution=institution.slug, contact_id=change.contact_id, channel=change.channel, purpose="code",
        subject=say("profile-code-subject", **words), text=say(f"profile-code-{change.channel}", **words), now=now,
        useless_after=until,
    )
    await _tell(tx, here, institution, change, Event.CONTACT_WRITTEN, now)


def _writer(here: Here, channel: str) -> Factor:
    """The factor that writes to that channel: its codes are bound to what they are sent for."""
    for factor in here.factors.values():
        if isinstance(factor, WritesTo) and factor.channel == channel:
            return factor
    raise LookupError(channel)


def _material(here: Here, change: Change) -> bytes:
    given = {"contact_id": str(change.contact_id)}
    prepared = _writer(here, change.channel).prepare(given, here.random, change.begun_at)
    assert not isinstance(prepared, str), prepared
    return prepared.material


def _asked(change: Change) -> Asked:
    """What the code is bound to: this very change, and no request of the gate."""
    return Asked(request_id=f"contact change {change.id}", canonical='{"lines":[]}', digest=b"", match_number=0)


def _new(here: Here, client_id: UUID, channel: str, address: str, now: datetime) -> Change:
    contact_id = here.new_id()
    return Change(
        id=here.new_id(), client_id=client_id, channel=channel, contact_id=contact_id, state="begun",
        address=here.keys.seal(address.encode(), purpose=f"contact:{contact_id}"), hint=rules.hint(channel, address),
        code=None, code_until=now, sent_count=0, sent_at=now, failures=0, begun_at=now, request_id=None,
        effective_at=None,
    )


def address_of(here: Here, change: Change) -> str:
    """The new address, as it is kept."""
    return _opened(here, change.contact_id, change.address)


def _opened(here: Here, contact_id: UUID, address: bytes) -> str:
    return here.keys.unseal(address, purpose=f"contact:{contact_id}").decode()


def is_open(change: Change, now: datetime) -> bool:
    """Whether there is still time to finish what was begun: the page, then the approval."""
    return now < change.begun_at + 2 * rules.LIFETIME


def _values(here: Here, institution: Institution, change: Change, language: str, now: datetime) -> dict[str, str]:
    """What a notice says: which address, and when. Never the new one: somebody may have typed anything."""
    say = here.words.sayer(language, institution.slug)
    return {"what": say(WORDS[change.channel]), "when": fmt.moment(now, language, institution.timezone)}


async def _notify(
    tx: Transaction, here: Here, institution: Institution, change: Change, notice: str, language: str, now: datetime, *,
    from_when: datetime | None = None,
) -> None:
    values = _values(here, institution, change, language, now)
    if from_when is not None:
        values["from"] = fmt.moment(from_when, language, institution.timezone)
    await notices.tell(
        tx, here, institution, change.client_id, notice=notice, values=values, language=language, now=now,
        request_id=change.request_id,
    )


async def _tell(
    tx: Transaction, here: Here, institution: Institution, change: Change, event: Event, now: datetime, **detail: Any
) -> None:
    await journal.record(
        tx, here, event, now, institution=institution.slug, client_id=change.client_id, request_id=change.request_id,
        channel=change.channel, **detail,
    )
