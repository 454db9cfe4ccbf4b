"""A client's addresses, and the changes of them that are under way. Every select starts from the client."""

from datetime import datetime
from uuid import UUID

import msgspec

from parvis.db import Transaction


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """An address in use. `address` is sealed (« contact:<id> »)."""

    id: UUID
    channel: str
    address: bytes
    hint: str
    since: datetime


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A change of address. `address` and `code` are sealed; `effective_at` is set once it is approved."""

    id: UUID
    client_id: UUID
    channel: str
    contact_id: UUID
    address: bytes
    hint: str
    state: str
    code: bytes | None
    code_until: datetime
    sent_count: int
    sent_at: datetime
    failures: int
    begun_at: datetime
    request_id: UUID | None
    effective_at: datetime | None


_CHANGE = """
    select change.id, change.client_id, change.channel, change.contact_id, contact.address, contact.hint, change.state,
           change.code, change.code_until, change.sent_count, change.sent_at, change.failures, change.begun_at,
           change.request_id, change.effective_at
    from contact_change change join contact on contact.id = change.contact_id
"""


async def kept(tx: Transaction, institution: str, client_id: UUID) -> list[Kept]:
    """The addresses of this client that are in use, the oldest first."""
    return await tx.rows(
        Kept,
        """
        select id, channel, address, hint, since from contact
        where institution = $1 and client_id = $2 and state = 'current' order by since, id
        """,
        institution, client_id,
    )  # fmt: skip


async def alone(tx: Transaction, institution: str, client_id: UUID) -> None:
    """Nobody else changes an address of this client until the transaction ends."""
    await tx.run("select 1 from client where institution = $1 and id = $2 for no key update", institution, client_id)


async def begun_since(tx: Transaction, institution: str, client_id: UUID, since: datetime) -> int:
    """How many changes this client has begun since then."""
    count: int = await tx.value(
        "select count(*) from contact_change where institution = $1 and client_id = $2 and begun_at > $3",
        institution, client_id, since,
    )  # fmt: skip
    return count


async def held_of(tx: Transaction, institution: str, client_id: UUID) -> list[Change]:
    """The approved changes of this client that wait for their safety delay."""
    return await tx.rows(
        Change,
        f"{_CHANGE} where change.institution = $1 and change.client_id = $2 and change.state = 'held'"
        " order by change.effective_at",
        institution, client_id,
    )  # fmt: skip


async def change_of(tx: Transaction, institution: str, client_id: UUID, change_id: UUID) -> Change | None:
    """One change of this client, whatever its state."""
    return await tx.row(
        Change,
        f"{_CHANGE} where change.institution = $1 and change.client_id = $2 and change.id = $3",
        institution, client_id, change_id,
    )  # fmt: skip


async def lock_change(tx: Transaction, institution: str, client_id: UUID, change_id: UUID) -> Change | None:
    """The same, which nobody else moves until the transaction ends."""
    return await tx.row(
        Change,
        f"""
        {_CHANGE} where change.institution = $1 and change.client_id = $2 and change.id = $3
        for no key update of change
        """,
        institution, client_id, change_id,
    )  # fmt: skip


async def insert(tx: Transaction, institution: str, change: Change, language: str) -> None:
    """A new address that is written to for nothing but its code, and the change it is for."""
    await tx.run(
        """
        with made as (
            insert into contact (id, institution, client_id, channel, address, hint, state, since)
            values ($4, $2, $3, $5, $6, $7, 'pending', $8)
        )
        insert into contact_change
            (id, institution, client_id, channel, contact_id, state, code_until, sent_at, begun_at, language)
        values ($1, $2, $3, $5, $4, 'begun', $8, $8, $8, $9)
        """,
        change.id, institution, change.client_id, change.contact_id, change.channel, change.address, change.hint,
        change.begun_at, language,
    )  # fmt: skip


async def keep_code(
    tx: Transaction, institution: str, change_id: UUID, code: bytes, until: datetime, now: datetime
) -> None:
    """The code that was just sent; the ones before it serve no more."""
    await tx.run(
        """
        update contact_change set code = $3, code_until = $4, sent_at = $5, sent_count = sent_count + 1
        where institution = $1 and id = $2 and state = 'begun'
        """,
        institution, change_id, code, until, now,
    )  # fmt: skip


async def count_wrong(tx: Transaction, institution: str, change_id: UUID) -> None:
    """One more wrong code for a change that is locked."""
    await tx.run(
        "update contact_change set failures = failures + 1 where institution = $1 and id = $2", institution, change_id
    )


async def verified(tx: Transaction, institution: str, change_id: UUID) -> None:
    """Whoever asks for a change that is locked reads the new address. Its code serves no more."""
    await tx.run(
        """
        update contact_change set state = 'verified', code = null
        where institution = $1 and id = $2 and state = 'begun'
        """,
        institution, change_id,
    )  # fmt: skip


async def hold(
    tx: Transaction, institution: str, change_id: UUID, request_id: UUID | None, effective_at: datetime
) -> bool:
    """The change is approved. False where it was not verified, or is not waiting for that any more."""
    return await tx.found(
        """
        update contact_change set state = 'held', request_id = $3, effective_at = $4
        where institution = $1 and id = $2 and state in ('verified', 'with_agency') returning 1
        """,
        institution, change_id, request_id, effective_at,
    )  # fmt: skip


async def give_up(tx: Transaction, institution: str, client_id: UUID, channel: str, now: datetime) -> None:
    """Forget what this client began on that channel and never finished, and the addresses with it."""
    await tx.run(
        """
        with given_up as (
            update contact_change set state = 'given_up', code = null, settled_at = $4
            where institution = $1 and client_id = $2 and channel = $3 and state in ('begun', 'verified')
            returning contact_id
        )
        update contact set state = 'former', address = '' from given_up where contact.id = given_up.contact_id
        """,
        institution, client_id, channel, now,
    )  # fmt: skip


async def cancel(tx: Transaction, institution: str, client_id: UUID, change_id: UUID, now: datetime) -> bool:
    """Keep the address of before. Of two that arrive together, one gets True."""
    return await tx.found(
        """
        with cancelled as (
            update contact_change set state = 'cancelled', settled_at = $4
            where institution = $1 and client_id = $2 and id = $3 and state = 'held' returning contact_id
        ), kept as (
            update contact set state = 'former' from cancelled where contact.id = cancelled.contact_id
        )
        select 1 from cancelled
        """,
        institution, client_id, change_id, now,
    )  # fmt: skip


async def replace(tx: Transaction, institution: str, change: Change, now: datetime) -> bool:
    """The new address takes the place of those of its channel, in one statement. False where it is done already."""
    return await tx.found(
        """
        with done as (
            update contact_change set state = 'done', settled_at = $4
            where institution = $1 and id = $2 and state = 'held' returning contact_id, channel, client_id
        ), moved as (
            update contact set state = case when contact.id = done.contact_id then 'current' else 'former' end,
                since = case when contact.id = done.contact_id then $4 else since end
            from done
            where contact.institution = $1 and contact.client_id = $3 and contact.channel = done.channel
              and (contact.id = done.contact_id or contact.state = 'current')
        )
        select 1 from done
        """,
        institution, change.id, change.client_id, now,
    )  # fmt: skip


async def to_agency(tx: Transaction, institution: str, change_id: UUID) -> bool:
    """The agency decides on this change, whose new address was read. False where it was not, or waits no more."""
    return await tx.found(
        """
        update contact_change set state = 'with_agency'
        where institution = $1 and id = $2 and state = 'verified' returning 1
        """,
        institution, change_id,
    )  # fmt: skip


async def drop(tx: Transaction, institution: str, client_id: UUID, change_id: UUID, now: datetime) -> None:
    """The agency has said no: forget the new address."""
    await tx.run(
        """
        with dropped as (
            update contact_change set state = 'given_up', settled_at = $4
            where institution = $1 and client_id = $2 and id = $3 and state = 'with_agency' returning contact_id
        )
        update contact set state = 'former', address = '' from dropped where contact.id = dropped.contact_id
        """,
        institution, client_id, change_id, now,
    )  # fmt: skip


async def postal_address(tx: Transaction, institution: str, client_id: UUID) -> bytes:
    """Where this client lives, sealed (« postal:<client> »); b"" where that is not known."""
    found: bytes | None = await tx.value(
        "select postal_address from client where institution = $1 and id = $2", institution, client_id
    )
    return found or b""


async def set_postal_address(tx: Transaction, institution: str, client_id: UUID, sealed: bytes) -> None:
    """They live there now."""
    await tx.run(
        "update client set postal_address = $3 where institution = $1 and id = $2", institution, client_id, sealed
    )


class Due(msgspec.Struct, frozen=True):
    """An approved change whose delay is over."""

    id: UUID
    institution: str
    client_id: UUID
    language: str


async def due(tx: Transaction, now: datetime, at_most: int) -> list[Due]:
    """Changes whose delay is over, locked, skipping those that another worker holds."""
    return await tx.rows(
        Due,
        """
        select id, institution, client_id, language from contact_change
        where state = 'held' and effective_at <= $1 order by effective_at limit $2 for no key update skip locked
        """,
        now, at_most,
    )  # fmt: skip
