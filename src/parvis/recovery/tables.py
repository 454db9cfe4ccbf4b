"""What a recovery looks at, in one statement each; how often things were asked; the place of a new secret."""

from datetime import datetime
from uuid import UUID

import msgspec

from parvis.db import Transaction


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """Who this identifier might be, and where a code would go. Every field is empty for a stranger."""

    client_id: UUID | None
    device_id: UUID | None
    authenticator_id: UUID | None
    material: bytes | None


async def candidate(
    tx: Transaction, institution: str, *, identifier: str, kind: str, device_hash: bytes, now: datetime
) -> Candidate:
    """The client of this identifier, their oldest usable means of that kind, and the device it is asked from."""
    row = await tx.row(
        Candidate,
        """
        select identifier.client_id, device.id as device_id, means.id as authenticator_id, means.material
        from (select 1) as always
        left join identifier on identifier.institution = $1 and identifier.value = $2
        left join device on device.client_id = identifier.client_id and device.token_hash = $4
            and device.distrusted_at is null
        left join lateral (
            select id, material from authenticator
            where client_id = identifier.client_id and kind = $3 and state = 'active' and usable_from <= $5
            order by created_at, id limit 1
        ) as means on true
        """,
        institution, identifier, kind, device_hash, now,
    )
    assert row is not None
    return row


class Met(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody at an address: what they type to sign in, and the contact itself."""

    contact_id: UUID
    channel: str
    given_name: str
    family_name: str
    identifier: str


async def met_at(tx: Transaction, institution: str, address_index: bytes) -> list[Met]:
    """Whoever is written to at this address, a few at most: a household, the users of a small company."""
    return await tx.rows(
        Met,
        """
        select contact.id as contact_id, contact.channel, client.given_name, client.family_name,
               identifier.value as identifier
        from contact join client on client.id = contact.client_id
        join identifier on identifier.client_id = client.id and identifier.institution = contact.institution
        where contact.institution = $1 and contact.address_index = $2 and contact.state = 'current'
        order by contact.since, identifier.value limit 10
        """,
        institution, address_index,
    )


class Unindexed(msgspec.Struct, frozen=True):
    """An address that cannot be found yet, sealed."""

    id: UUID
    institution: str
    address: bytes


async def unindexed(tx: Transaction, at_most: int) -> list[Unindexed]:
    """Addresses that were added and cannot be found yet, of every institution, skipping those another worker has."""
    return await tx.rows(
        Unindexed,
        """
        select id, institution, address from contact where address_index = ''
        order by id limit $1 for no key update skip locked
        """,
        at_most,
    )


async def index(tx: Transaction, institution: str, contact_id: UUID, address_index: bytes) -> None:
    """By what this address will be found."""
    await tx.run(
        "update contact set address_index = $3 where institution = $1 and id = $2", institution, contact_id,
        address_index,
    )


async def count(
    tx: Transaction, institution: str, subject: bytes, *, now: datetime, since: datetime, not_after: datetime,
    at_most: int,
) -> int | None:
    """Count once more, unless it was `at_most` times after `since`, or once after `not_after`: None."""
    found: int | None = await tx.value(
        """
        insert into tally (institution, subject, since, last_at, times) values ($1, $2, $3, $3, 1)
        on conflict (institution, subject) do update set
            since = case when tally.since <= $4 then $3 else tally.since end,
            times = case when tally.since <= $4 then 1 else tally.times + 1 end,
            last_at = $3
            where tally.since <= $4 or (tally.times < $6 and tally.last_at <= $5)
        returning times
        """,
        institution, subject, now, since, not_after, at_most,
    )
    return found


class Recovered(msgspec.Struct, frozen=True):
    """The last recovery of whoever has an identifier, and the secret in use. Every field is empty for a stranger."""

    client_id: UUID | None
    request_id: UUID | None
    secret_id: UUID | None


async def last_recovery(
    tx: Transaction, institution: str, identifier: str, operation: str, kind: str, since: datetime
) -> Recovered:
    """Of this identifier's client, the newest request of that operation executed after `since`."""
    row = await tx.row(
        Recovered,
        """
        select identifier.client_id, asked.id as request_id, secret.id as secret_id
        from (select 1) as always
        left join identifier on identifier.institution = $1 and identifier.value = $2
        left join lateral (
            select id from request
            where client_id = identifier.client_id and operation = $3 and state = 'executed' and settled_at > $5
            order by settled_at desc limit 1
        ) as asked on true
        left join authenticator secret on secret.client_id = identifier.client_id and secret.kind = $4
            and secret.state = 'active'
        """,
        institution, identifier, operation, kind, since,
    )
    assert row is not None
    return row


class Counted(msgspec.Struct, frozen=True):
    """Since when, when last, and how many times."""

    since: datetime
    last_at: datetime
    times: int


async def counted(tx: Transaction, institution: str, subject: bytes) -> Counted:
    """What `count` has just refused to count again."""
    row = await tx.row(
        Counted, "select since, last_at, times from tally where institution = $1 and subject = $2", institution, subject
    )
    assert row is not None
    return row


async def forget_counted(tx: Transaction, before: datetime, at_most: int) -> int:
    """Drop what was counted last before then."""
    return await tx.run(
        """
        delete from tally where (institution, subject) in (
            select institution, subject from tally where last_at < $1 limit $2 for no key update skip locked
        )
        """,
        before, at_most,
    )


async def fill(
    tx: Transaction, institution: str, client_id: UUID, authenticator_id: UUID, material: bytes, since: datetime
) -> bool:
    """Put the new secret in the place that was kept for it after `since`. Of two that come together, one gets True."""
    return await tx.found(
        """
        update authenticator set material = $4, version = version + 1
        where institution = $1 and client_id = $2 and id = $3 and state = 'pending' and version = 1
          and created_at > $5
        returning 1
        """,
        institution, client_id, authenticator_id, material, since,
    )


async def lift(tx: Transaction, institution: str, subject: bytes, lanes: list[str]) -> None:
    """The client is back: their own hold ends. How long the next one would be is not forgotten."""
    await tx.run(
        """
        update lock_counter set failures = 0, held_until = null
        where institution = $1 and subject = $2 and lane = any($3)
        """,
        institution, subject, lanes,
    )


async def device_of(tx: Transaction, institution: str, client_id: UUID, token_hash: bytes) -> UUID | None:
    """The device of this client whose browser holds that token, if it is one that they trust."""
    found: UUID | None = await tx.value(
        """
        select id from device
        where institution = $1 and client_id = $2 and token_hash = $3 and distrusted_at is null
        """,
        institution, client_id, token_hash,
    )
    return found


class Owner(msgspec.Struct, frozen=True):
    """Whose secret is chosen: what a stranger would try first in it."""

    given_name: str
    family_name: str


async def owner(tx: Transaction, institution: str, client_id: UUID) -> Owner:
    """The names of this client."""
    row = await tx.row(
        Owner, "select given_name, family_name from client where institution = $1 and id = $2", institution, client_id
    )
    assert row is not None
    return row
