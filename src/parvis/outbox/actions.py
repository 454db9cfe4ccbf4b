"""Writing what must be sent, in the transaction it tells of; sending it afterwards, once if it can be and
never zero.

A message is claimed for a while and the claim is committed; it is sent outside any transaction; then it is
settled. A worker killed between two of these steps loses nothing: the lease ends and another one takes the
message up. It may then arrive twice, under the same Message-ID, which is what lets a receiver recognise it.
"""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
import structlog

from parvis.db import Transaction
from parvis.events import Event
from parvis.journal import actions as journal
from parvis.outbox import rules, tables
from parvis.outbox.senders import Delivered, Letter, Sender, Undelivered
from parvis.seal import SealBroken

if TYPE_CHECKING:
    from parvis.here import Here

log = structlog.get_logger()

AT_ONCE = 16  # Messages one worker sends side by side.


async def write(
    tx: Transaction,
    here: "Here",
    *,
    institution: str,
    contact_id: UUID,
    channel: str,
    subject: str,
    text: str,
    purpose: str,
    now: datetime,
    request_id: UUID | None = None,
    useless_after: datetime | None = None,
    maybe_nobody: bool = False,
) -> None:
    """Queue one message in the transaction of what it tells of: nothing is sent for what rolls back.

    `channel` is "sms" or "email" and must be the contact's; `purpose` is "code" or "notice". A code that is
    still waiting at `useless_after` is not sent. With `maybe_nobody` there may be no such contact: as much is
    done, and nothing is sent. Raises ValueError for a text that `rules.acceptable` refuses, LookupError for a
    contact that this institution does not have: both are bugs of the caller.
    """
    content = rules.acceptable(rules.Content(subject=subject, text=text), purpose=purpose)
    message = here.new_id()
    queued = await tables.insert(
        tx,
        row_id=message,
        institution=institution,
        contact_id=contact_id,
        channel=channel,
        content=here.keys.seal(msgspec.json.encode(content), purpose=f"outbox:{message}"),
        purpose=purpose,
        request_id=request_id,
        now=now,
        useless_after=useless_after,
        message_id=f"<{message}@{_host(here, institution)}>",
    )
    if not queued and not maybe_nobody:
        raise LookupError(f"{institution} has no contact {contact_id} for {channel}")


async def alert(
    tx: Transaction,
    here: "Here",
    *,
    institution: str,
    authenticator_id: UUID,
    subject: str,
    text: str,
    now: datetime,
    request_id: UUID | None = None,
    useless_after: datetime | None = None,
) -> bool:
    """Queue a word to one phone, by push, in the transaction of what it tells of. False where it wants none.

    It may be read on a locked screen: it names no amount and nobody.
    """
    content = rules.acceptable(rules.Content(subject=subject, text=text), purpose="code")
    message = here.new_id()
    return await tables.insert_for_phone(
        tx,
        row_id=message,
        institution=institution,
        authenticator_id=authenticator_id,
        content=here.keys.seal(msgspec.json.encode(content), purpose=f"outbox:{message}"),
        request_id=request_id,
        now=now,
        useless_after=useless_after,
        message_id=f"<{message}@{_host(here, institution)}>",
    )


async def send_due(here: "Here", senders: Mapping[str, Sender], now: datetime) -> int:
    """Send what is due, at most `AT_ONCE` messages, side by side. Returns how many were taken up, sent or
    not.

    Call again until it returns 0: what failed is due later.
    """
    async with here.transaction() as tx:
        hopeless = await tables.abandon_hopeless(tx, now=now, tries=rules.TRIES, limit=AT_ONCE)
        await journal.record_all(tx, here, [_abandoned(each, now, "given_up") for each in hopeless])
        claimed = await tables.claim(tx, now=now, until=now + rules.LEASE, limit=AT_ONCE)
    outcomes = await asyncio.gather(*(_send(here, senders, each, now) for each in claimed))
    for each, outcome in zip(claimed, outcomes, strict=True):
        await _settle(here, each, outcome, now)
    return len(hopeless) + len(claimed)


async def _send(
    here: "Here", senders: Mapping[str, Sender], claimed: tables.Claimed, now: datetime
) -> Delivered | Undelivered:
    """Hand one message to its sender. Whatever breaks there is a failure like another: the message stays."""
    sender = senders.get(claimed.channel)
    if sender is None:
        return Undelivered(f"no sender for {claimed.channel}")
    try:
        letter = _letter(here, claimed, now)
    except SealBroken:
        return Undelivered("cannot be unsealed", for_good=True)
    try:
        async with asyncio.timeout(rules.LEASE.total_seconds() / 2):
            return await sender.send(letter)
    except Exception as broken:
        # Only the kind of error is kept: its words may quote the address or the code.
        return Undelivered(type(broken).__name__)


def _letter(here: "Here", claimed: tables.Claimed, now: datetime) -> Letter:
    opened = here.keys.unseal(claimed.content, purpose=f"outbox:{claimed.id}")
    content = msgspec.json.decode(opened, type=rules.Content)
    institution = here.institutions.by_slug(claimed.institution)
    say = here.words.sayer(claimed.language, claimed.institution)
    text = content.text
    if claimed.channel == "email":
        closing = "outbox-closing-code" if claimed.purpose == "code" else "outbox-closing-notice"
        text += "\n\n" + say(closing, name=institution.name if institution else claimed.institution)
    return Letter(
        id=claimed.id,
        message_id=claimed.message_id,
        institution=claimed.institution,
        institution_name=institution.name if institution else claimed.institution,
        host=_host(here, claimed.institution),
        client_id=claimed.client_id,
        channel=claimed.channel,
        address=here.keys.unseal(claimed.address, purpose=_sealed_for(claimed)).decode(),
        subject=content.subject,
        text=text,
        language=claimed.language,
        sent_at=now,
        request_id=claimed.request_id,
        useless_after=claimed.useless_after,
    )


def push_purpose(authenticator_id: UUID | None) -> str:
    """What the address of a phone is sealed for."""
    return f"push:{authenticator_id}"


def _sealed_for(claimed: tables.Claimed) -> str:
    return f"contact:{claimed.contact_id}" if claimed.contact_id else push_purpose(claimed.authenticator_id)


async def _settle(
    here: "Here", claimed: tables.Claimed, outcome: Delivered | Undelivered, now: datetime
) -> None:
    async with here.transaction() as tx:
        if isinstance(outcome, Delivered):
            if await tables.settle_sent(tx, row_id=claimed.id, now=now):
                await journal.record(
                    tx, here, Event.MESSAGE_SENT, now, institution=claimed.institution,
                    client_id=claimed.client_id, request_id=claimed.request_id,
                    channel=claimed.channel, purpose=claimed.purpose, tries=claimed.tries,
                )  # fmt: skip
            return
        if outcome.gone and claimed.authenticator_id is not None:
            await tables.forget_phone_address(
                tx, authenticator_id=claimed.authenticator_id, address=claimed.address
            )
        due_at = rules.retry_at(tries=claimed.tries, now=now, jitter=here.random.below(1000) / 1000)
        log.warning(
            "message_not_sent", message=str(claimed.id), channel=claimed.channel, tries=claimed.tries,
            why=outcome.why, for_good=outcome.for_good or due_at is None,
        )  # fmt: skip
        if due_at is None or outcome.for_good:
            if await tables.settle_abandoned(tx, row_id=claimed.id, error=outcome.why):
                await journal.record_all(tx, here, [_abandoned(claimed, now, outcome.why)])
        else:
            await tables.settle_failed(
                tx, row_id=claimed.id, tries=claimed.tries, due_at=due_at, error=outcome.why
            )


def _abandoned(message: tables.Claimed | tables.Abandoned, now: datetime, why: str) -> journal.Entry:
    return journal.Entry(
        event=Event.MESSAGE_ABANDONED, at=now, institution=message.institution, client_id=message.client_id,
        request_id=message.request_id,
        detail={"channel": message.channel, "purpose": message.purpose, "tries": message.tries, "why": why},
    )  # fmt: skip


def _host(here: "Here", institution: str) -> str:
    """The institution's own domain: the right-hand side of Message-ID and of the sender's address."""
    known = here.institutions.by_slug(institution)
    return known.hosts[0] if known else f"{institution}.invalid"
