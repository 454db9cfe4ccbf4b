"""What the demo stores: its clients, years of entries in a few statements, and the messages of its inbox."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from parvis.db import Transaction

FURNISHING = 0x70617276_6466  # One program furnishes at a time.
ROWS_A_STATEMENT = 5000


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """A message as it was sent."""

    id: UUID
    institution: str
    client_id: UUID
    channel: str
    message_id: str
    sender: str
    address: str
    subject: str
    text: str
    sent_at: datetime


class Posted(msgspec.Struct, frozen=True):
    """A letter that waits for a printer."""

    id: UUID
    institution: str
    name: str
    made_at: datetime


class Posting(msgspec.Struct, frozen=True, kw_only=True):
    """One movement of a history and its two legs. `amount` is what `account_id` receives, in cents."""

    id: UUID
    entry_ids: tuple[UUID, UUID]
    account_id: UUID
    other_account_id: UUID
    amount: int
    label: str
    counterparty: str
    other_counterparty: str
    posted_at: datetime


async def furnishing_turn(tx: Transaction) -> None:
    """Wait until nobody else furnishes this database."""
    await tx.run("select pg_advisory_xact_lock($1)", FURNISHING)


async def is_furnished(tx: Transaction, institution: str, client_ids: list[UUID]) -> bool:
    """Whether any of these clients is there already."""
    return await tx.found(
        "select 1 from client where institution = $1 and id = any($2) limit 1", institution, client_ids
    )


async def insert_person(
    tx: Transaction, institution: str, person_id: UUID, *, given_name: str, family_name: str, language: str,
    since: datetime,
) -> None:
    """Somebody who is only written about: a client without identifier, account or means."""
    await tx.run(
        """
        insert into client (id, institution, given_name, family_name, language, created_at)
        values ($1, $2, $3, $4, $5, $6)
        """,
        person_id, institution, given_name, family_name, language, since,
    )


async def insert_authenticator(
    tx: Transaction,
    institution: str,
    authenticator_id: UUID,
    *,
    client_id: UUID,
    kind: str,
    name: str,
    material: bytes,
    since: datetime,
    handle: bytes = b"",
) -> None:
    """A means that is active from `since` on; `material` is sealed."""
    await tx.run(
        """
        insert into authenticator
            (id, institution, client_id, kind, name, state, material, handle, created_at, usable_from)
        values ($1, $2, $3, $4, $5, 'active', $6, $7, $8, $8)
        """,
        authenticator_id,
        institution,
        client_id,
        kind,
        name,
        material,
        handle,
        since,
    )


async def insert_account(
    tx: Transaction,
    institution: str,
    account_id: UUID,
    *,
    client_id: UUID | None,
    kind: str,
    label: str,
    iban: str | None,
    currency: str,
    balance: int | None,
    floor: int,
    opened_at: datetime,
    position: int,
) -> None:
    """An account; `balance` and `floor` in cents, `balance` None for a house account."""
    await tx.run(
        """
        insert into account
            (id, institution, client_id, kind, label, iban, currency, balance, floor, opened_on, position)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        """,
        account_id,
        institution,
        client_id,
        kind,
        label,
        iban,
        currency,
        balance,
        floor,
        opened_at.date(),
        position,
    )


async def insert_postings(tx: Transaction, institution: str, postings: Sequence[Posting]) -> None:
    """Years of history, a few thousand movements a statement: each with its two legs, which sum to zero."""
    for start in range(0, len(postings), ROWS_A_STATEMENT):
        part = postings[start : start + ROWS_A_STATEMENT]
        await tx.run(
            """
            with movement as (
                select * from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::bigint[],
                    $8::text[], $9::text[], $10::text[], $11::timestamptz[]) as t (id, entry_id,
                    other_entry_id, account_id, other_account_id, amount, label, counterparty,
                    other_counterparty, posted_at)
            ), posted as (
                insert into posting (id, institution, kind, label, posted_at)
                select id, $1, 'history', label, posted_at from movement
            )
            insert into entry
                (id, institution, posting_id, account_id, amount, label, counterparty, posted_at)
            select entry_id, $1, id, account_id, amount, label, counterparty, posted_at from movement
            union all
            select other_entry_id, $1, id, other_account_id, -amount, label, other_counterparty, posted_at
            from movement
            """,
            institution,
            [each.id for each in part],
            [each.entry_ids[0] for each in part],
            [each.entry_ids[1] for each in part],
            [each.account_id for each in part],
            [each.other_account_id for each in part],
            [each.amount for each in part],
            [each.label for each in part],
            [each.counterparty for each in part],
            [each.other_counterparty for each in part],
            [each.posted_at for each in part],
        )


async def insert_past_session(
    tx: Transaction,
    institution: str,
    session_id: UUID,
    *,
    client_id: UUID,
    device_id: UUID,
    token_hash: bytes,
    opened_at: datetime,
    ended_at: datetime,
    means: str,
    strong: bool,
    network: str,
    browser: str,
) -> None:
    """A session that is over, from a browser that nobody holds: one statement."""
    await tx.run(
        """
        with seen as (
            insert into device (id, institution, client_id, token_hash, name, network, first_seen_at, last_seen_at)
            values ($3, $2, $4, $5, $11, $10, $6, $6)
            on conflict (id) do update set last_seen_at = excluded.last_seen_at
            returning id
        )
        insert into session (id, institution, client_id, device_id, opened_at, last_activity_at, expires_at,
            ended_at, ended_because, means, strong, network, browser)
        select $1, $2, $4, id, $6, $7, $7, $7, 'signed_out', $8, $9, $10, $11 from seen
        """,
        session_id, institution, device_id, client_id, token_hash, opened_at, ended_at, means, strong, network,
        browser,
    )


async def keep_message(tx: Transaction, message: Message) -> None:
    """Put a message in the inbox. A second delivery is the same message: it is there already."""
    await tx.run(
        """
        insert into demo_message
            (id, institution, client_id, channel, message_id, sender, address, subject, text, sent_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        on conflict (id) do nothing
        """,
        message.id,
        message.institution,
        message.client_id,
        message.channel,
        message.message_id,
        message.sender,
        message.address,
        message.subject,
        message.text,
        message.sent_at,
    )


async def inbox(
    tx: Transaction, *, institution: str | None, client_id: UUID | None, limit: int
) -> list[Message]:
    """The newest messages first: of every institution, of one, or of one client of it."""
    return await tx.rows(
        Message,
        """
        select id, institution, client_id, channel, message_id, sender, address, subject, text, sent_at
        from demo_message
        where ($1::text is null or institution = $1) and ($2::uuid is null or client_id = $2)
        order by sent_at desc, id desc limit $3
        """,
        institution,
        client_id,
        limit,
    )


async def letters(
    tx: Transaction, *, institution: str | None, client_id: UUID | None, limit: int
) -> list[Posted]:
    """The newest letters that nobody has taken to a printer: of every institution, of one, or of one client of it."""
    return await tx.rows(
        Posted,
        """
        select letter.id, letter.institution, given_name || ' ' || family_name as name, made_at
        from letter join client on client.id = client_id
        where taken_at is null and ($1::text is null or letter.institution = $1)
            and ($2::uuid is null or client_id = $2)
        order by made_at desc, letter.id desc limit $3
        """,
        institution, client_id, limit,
    )  # fmt: skip


async def letter(tx: Transaction, institution: str, letter_id: UUID) -> bytes | None:
    """The sealed content of one that waits."""
    found: bytes | None = await tx.value(
        "select content from letter where institution = $1 and id = $2 and taken_at is null", institution, letter_id
    )
    return found
