"""The queue of what must be sent: a row is written with what it tells of, claimed for a while, then
settled.
"""

from datetime import datetime
from uuid import UUID

import msgspec

from parvis.db import Transaction


class Claimed(msgspec.Struct, frozen=True, kw_only=True):
    """A message that this worker has to itself until its lease ends. The address is sealed."""

    id: UUID
    institution: str
    channel: str
    purpose: str
    content: bytes
    tries: int  # this one counted
    useless_after: datetime | None
    message_id: str
    request_id: UUID | None
    client_id: UUID
    language: str
    contact_id: UUID | None
    authenticator_id: UUID | None  # the phone it goes to, where it goes to no contact
    address: bytes


class Abandoned(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    institution: str
    channel: str
    purpose: str
    tries: int
    request_id: UUID | None
    client_id: UUID | None


async def insert(
    tx: Transaction,
    *,
    row_id: UUID,
    institution: str,
    contact_id: UUID,
    channel: str,
    content: bytes,
    purpose: str,
    request_id: UUID | None,
    now: datetime,
    useless_after: datetime | None,
    message_id: str,
) -> bool:
    """Queue a message to a current contact of that institution, and wake the worker: one statement.

    Returns False when there is no such contact.
    """
    return await tx.found(
        """
        with written as (
            insert into outbox (id, institution, contact_id, channel, content, purpose, request_id, due_at,
                useless_after, message_id, written_at)
            select $1, institution, id, channel, $5, $6, $7, $8, $9, $10, $8
            from contact where institution = $2 and id = $3 and channel = $4
            returning 1
        )
        select pg_notify('parvis', 'work') from written
        """,
        row_id,
        institution,
        contact_id,
        channel,
        content,
        purpose,
        request_id,
        now,
        useless_after,
        message_id,
    )


async def insert_for_phone(
    tx: Transaction,
    *,
    row_id: UUID,
    institution: str,
    authenticator_id: UUID,
    content: bytes,
    request_id: UUID | None,
    now: datetime,
    useless_after: datetime | None,
    message_id: str,
) -> bool:
    """Queue a word to the phone of that institution, and wake the worker. False where it has not subscribed."""
    return await tx.found(
        """
        with written as (
            insert into outbox (id, institution, authenticator_id, channel, content, purpose, request_id, due_at,
                useless_after, message_id, written_at)
            select $1, institution, authenticator_id, 'push', $4, 'notice', $5, $6, $7, $8, $6
            from push_subscription where institution = $2 and authenticator_id = $3
            returning 1
        )
        select pg_notify('parvis', 'work') from written
        """,
        row_id,
        institution,
        authenticator_id,
        content,
        request_id,
        now,
        useless_after,
        message_id,
    )


async def claim(tx: Transaction, *, now: datetime, until: datetime, limit: int) -> list[Claimed]:
    """Take the messages that are due, oldest first, that no other worker is taking. They come back `until`
    then.

    The try is counted here, before anything is sent: a worker killed in the middle has used one up.
    """
    return await tx.rows(
        Claimed,
        """
        with due as (
            select id from outbox where state = 'waiting' and due_at <= $1
            order by due_at limit $3 for no key update skip locked
        ), claimed as (
            update outbox set due_at = $2, tries = tries + 1 from due where outbox.id = due.id
            returning outbox.id, outbox.institution, outbox.channel, outbox.purpose, outbox.content,
                outbox.tries, outbox.useless_after, outbox.message_id, outbox.request_id, outbox.contact_id,
                outbox.authenticator_id
        )
        select claimed.*, client.id as client_id, client.language,
            coalesce(contact.address, push_subscription.address) as address
        from claimed
        left join contact on contact.id = claimed.contact_id
        left join push_subscription on push_subscription.authenticator_id = claimed.authenticator_id
        join client on client.id = coalesce(contact.client_id, push_subscription.client_id)
        order by claimed.id
        """,
        now,
        until,
        limit,
    )


async def abandon_hopeless(tx: Transaction, *, now: datetime, tries: int, limit: int) -> list[Abandoned]:
    """Give up the messages that are due but useless by now, or tried often enough; their content is
    emptied.
    """
    return await tx.rows(
        Abandoned,
        """
        with hopeless as (
            select id from outbox
            where state = 'waiting' and due_at <= $1 and (useless_after <= $1 or tries >= $2)
            order by due_at limit $3 for no key update skip locked
        )
        update outbox set state = 'abandoned', content = null,
            last_error = case when useless_after <= $1 then 'useless by now' else last_error end
        from hopeless where outbox.id = hopeless.id
        returning outbox.id, outbox.institution, outbox.channel, outbox.purpose, outbox.tries,
            outbox.request_id,
            coalesce((select client_id from contact where contact.id = outbox.contact_id),
                (select client_id from authenticator where authenticator.id = outbox.authenticator_id)) as client_id
        """,
        now,
        tries,
        limit,
    )


async def settle_sent(tx: Transaction, *, row_id: UUID, now: datetime) -> bool:
    """The message has left. False when another worker has said so first (its lease had ended)."""
    return await tx.found(
        """
        update outbox set state = 'sent', sent_at = $2, content = null, last_error = null
        where id = $1 and state = 'waiting' returning 1
        """,
        row_id,
        now,
    )


async def settle_failed(tx: Transaction, *, row_id: UUID, tries: int, due_at: datetime, error: str) -> None:
    """Try again at `due_at`, unless another worker has taken the message up meanwhile."""
    await tx.run(
        "update outbox set due_at = $3, last_error = $4 where id = $1 and state = 'waiting' and tries = $2",
        row_id,
        tries,
        due_at,
        error,
    )


async def settle_abandoned(tx: Transaction, *, row_id: UUID, error: str) -> bool:
    """Nobody will ever take this message: its content is emptied."""
    return await tx.found(
        """
        update outbox set state = 'abandoned', content = null, last_error = $2
        where id = $1 and state = 'waiting' returning 1
        """,
        row_id,
        error,
    )


async def forget_phone_address(tx: Transaction, *, authenticator_id: UUID, address: bytes) -> bool:
    """The push service says that this address is no more. A newer subscription of the same phone stays."""
    return await tx.found(
        "delete from push_subscription where authenticator_id = $1 and address = $2 returning 1",
        authenticator_id,
        address,
    )
