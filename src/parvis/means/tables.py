"""A client's means as their owner sees and changes them."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from parvis.db import Transaction


class Means(msgspec.Struct, frozen=True, kw_only=True):
    """One line of « Mes moyens d'authentification »."""

    id: UUID
    kind: str
    name: str
    state: str
    created_at: datetime
    usable_from: datetime
    last_used_at: datetime | None
    expires_at: datetime | None = None  # where it does not end by itself


class Undated(msgspec.Struct, frozen=True):
    """A means whose end nobody has looked at yet. `material` is sealed."""

    institution: str
    client_id: UUID
    id: UUID
    kind: str
    material: bytes


class Ending(msgspec.Struct, frozen=True):
    """A means whose end is near, and in which language its client is written to."""

    institution: str
    client_id: UUID
    id: UUID
    kind: str
    language: str
    expires_at: datetime


class Pending(msgspec.Struct, frozen=True, kw_only=True):
    """An enrolment, or a new secret, that waits to be approved. `material` and `shown` are sealed."""

    id: UUID
    kind: str
    name: str
    material: bytes
    shown: bytes | None
    version: int
    handle: bytes = b""
    created_at: datetime


_PENDING = ", ".join(Pending.__struct_fields__)


async def means_of(tx: Transaction, institution: str, client_id: UUID) -> list[Means]:
    """The means of this client: usable, suspended or blocked. The oldest first."""
    return await tx.rows(
        Means,
        """
        select id, kind, name, state, created_at, usable_from,
            greatest(last_used_at, (select max(proven_at) from proof where authenticator_id = authenticator.id))
                as last_used_at,
            case when expires_at < 'infinity' then expires_at end as expires_at
        from authenticator
        where institution = $1 and client_id = $2 and state in ('active', 'suspended', 'blocked')
        order by created_at, id
        """,
        institution, client_id,
    )  # fmt: skip


async def has_any(tx: Transaction, institution: str, client_id: UUID, kinds: tuple[str, ...]) -> bool:
    """Whether this client has a means of one of these kinds, be it suspended or blocked."""
    return await tx.found(
        """
        select 1 from authenticator
        where institution = $1 and client_id = $2 and kind = any($3) and state in ('active', 'suspended', 'blocked')
        """,
        institution, client_id, list(kinds),
    )  # fmt: skip


async def must_change(tx: Transaction, institution: str, client_id: UUID, kind: str) -> bool:
    """Whether the secret of that kind was given by somebody else, and must be changed."""
    return await tx.found(
        """
        select 1 from authenticator
        where institution = $1 and client_id = $2 and kind = $3 and state = 'active' and must_change
        """,
        institution, client_id, kind,
    )  # fmt: skip


async def pending_of(
    tx: Transaction, institution: str, client_id: UUID, kind: str, since: datetime
) -> list[Pending]:
    """What this client has begun to enrol after `since`, the newest first."""
    return await tx.rows(
        Pending,
        f"""
        select {_PENDING} from authenticator
        where institution = $1 and client_id = $2 and kind = $3 and state = 'pending' and created_at > $4
        order by created_at desc, id desc
        """,
        institution, client_id, kind, since,
    )  # fmt: skip


async def pending(
    tx: Transaction, institution: str, client_id: UUID, authenticator_id: UUID, since: datetime
) -> Pending | None:
    """One enrolment of this client, begun after `since`."""
    return await tx.row(
        Pending,
        f"""
        select {_PENDING} from authenticator
        where institution = $1 and client_id = $2 and id = $3 and state = 'pending' and created_at > $4
        """,
        institution, client_id, authenticator_id, since,
    )  # fmt: skip


async def lock_pending(
    tx: Transaction, institution: str, client_id: UUID, authenticator_id: UUID, since: datetime
) -> Pending | None:
    """The same, locked until the end of the transaction."""
    return await tx.row(
        Pending,
        f"""
        select {_PENDING} from authenticator
        where institution = $1 and client_id = $2 and id = $3 and state = 'pending' and created_at > $4
        for no key update
        """,
        institution, client_id, authenticator_id, since,
    )  # fmt: skip


async def insert_pending(tx: Transaction, institution: str, client_id: UUID, pending: Pending) -> None:
    """A means that serves nothing yet."""
    await tx.run(
        """
        insert into authenticator
            (id, institution, client_id, kind, name, state, material, shown, version, created_at, usable_from, handle)
        values ($1, $2, $3, $4, $5, 'pending', $6, $7, $8, $9, $9, $10)
        """,
        pending.id, institution, client_id, pending.kind, pending.name, pending.material, pending.shown,
        pending.version, pending.created_at, pending.handle,
    )  # fmt: skip


async def register(
    tx: Transaction, institution: str, client_id: UUID, pending: Pending, *, expected_version: int
) -> bool:
    """What the means has said of itself takes the place of what was prepared. Of two answers, exactly one gets True."""
    return await tx.found(
        """
        update authenticator set material = $5, shown = $6, handle = $7, version = version + 1
        where institution = $1 and client_id = $2 and id = $3 and version = $4 and state = 'pending' returning 1
        """,
        institution, client_id, pending.id, expected_version, pending.material, pending.shown, pending.handle,
    )  # fmt: skip


async def give_up_before(
    tx: Transaction, institution: str, client_id: UUID, kind: str, since: datetime
) -> None:
    """Empty and remove what this client began before `since` and never finished."""
    await tx.run(
        """
        update authenticator set state = 'removed', material = '', shown = null
        where institution = $1 and client_id = $2 and kind = $3 and state = 'pending' and created_at <= $4
        """,
        institution, client_id, kind, since,
    )  # fmt: skip


async def activate(
    tx: Transaction, institution: str, client_id: UUID, authenticator_id: UUID, usable_from: datetime
) -> bool:
    """The enrolment is approved: the means serves from `usable_from`. What its page showed is forgotten."""
    return await tx.found(
        """
        update authenticator set state = 'active', usable_from = $4, shown = null
        where institution = $1 and client_id = $2 and id = $3 and state = 'pending' returning 1
        """,
        institution, client_id, authenticator_id, usable_from,
    )  # fmt: skip


async def replace(
    tx: Transaction, institution: str, client_id: UUID, kind: str, authenticator_id: UUID, now: datetime
) -> int:
    """Put the pending secret in the place of the one in use, in one statement. Returns how many rows moved.

    The old hash is emptied: nobody will verify it again.
    """
    return await tx.run(
        """
        update authenticator set
            state = case when id = $4 then 'active' else 'removed' end,
            material = case when id = $4 then material else '' end,
            usable_from = case when id = $4 then $5 else usable_from end,
            shown = null
        where institution = $1 and client_id = $2 and kind = $3
          and (id = $4 and state = 'pending' or id <> $4 and state in ('active', 'suspended', 'blocked'))
        """,
        institution, client_id, kind, authenticator_id, now,
    )  # fmt: skip


async def keep_shown(
    tx: Transaction, institution: str, client_id: UUID, authenticator_id: UUID, shown: bytes
) -> None:
    """What the page of an enrolment shows from now on, sealed."""
    await tx.run(
        """
        update authenticator set shown = $4
        where institution = $1 and client_id = $2 and id = $3 and state = 'pending'
        """,
        institution, client_id, authenticator_id, shown,
    )  # fmt: skip


async def lock_means(tx: Transaction, institution: str, client_id: UUID) -> list[Means]:
    """The means of this client, of whom nobody else removes one meanwhile. None at all while somebody else does.

    Not waited for: who waits here may hold the very means that the other one removes.
    """
    alone = await tx.found(
        "select 1 from client where institution = $1 and id = $2 for no key update skip locked", institution, client_id
    )
    return await means_of(tx, institution, client_id) if alone else []


async def rename(tx: Transaction, institution: str, client_id: UUID, authenticator_id: UUID, name: str) -> bool:
    """Call a means of this client by another name. False where it is not theirs, or is called so already."""
    return await tx.found(
        """
        update authenticator set name = $4
        where institution = $1 and client_id = $2 and id = $3 and state in ('active', 'suspended', 'blocked')
          and name <> $4 returning 1
        """,
        institution, client_id, authenticator_id, name,
    )  # fmt: skip


async def suspend(tx: Transaction, institution: str, client_id: UUID, authenticator_id: UUID) -> bool:
    """The means serves no more, until it is resumed. Of two that arrive together, one gets True."""
    return await tx.found(
        """
        update authenticator set state = 'suspended'
        where institution = $1 and client_id = $2 and id = $3 and state = 'active' returning 1
        """,
        institution, client_id, authenticator_id,
    )  # fmt: skip


async def resume(tx: Transaction, institution: str, client_id: UUID, authenticator_id: UUID) -> bool:
    """The suspended means serves again."""
    return await tx.found(
        """
        update authenticator set state = 'active'
        where institution = $1 and client_id = $2 and id = $3 and state = 'suspended' returning 1
        """,
        institution, client_id, authenticator_id,
    )  # fmt: skip


async def remove(tx: Transaction, institution: str, client_id: UUID, authenticator_id: UUID) -> bool:
    """Destroy what the means was verified with (RTS article 27), where it was woken and what it wanted to change.

    Its line stays, for the proofs that it gave.
    """
    return await tx.found(
        """
        with removed as (
            update authenticator set state = 'removed', material = '', shown = null, handle = ''
            where institution = $1 and client_id = $2 and id = $3 and state in ('active', 'suspended', 'blocked')
            returning id
        ), woken as (
            delete from push_subscription using removed where push_subscription.authenticator_id = removed.id
        ), wanted as (
            delete from phone_change using removed where phone_change.authenticator_id = removed.id
        )
        select 1 from removed
        """,
        institution, client_id, authenticator_id,
    )  # fmt: skip


class Secret(msgspec.Struct, frozen=True):
    """The secret in use. `material` is sealed."""

    id: UUID
    material: bytes


async def secret_of(tx: Transaction, institution: str, client_id: UUID, kind: str) -> Secret | None:
    """The secret of that kind that this client signs in with now."""
    return await tx.row(
        Secret,
        """
        select id, material from authenticator
        where institution = $1 and client_id = $2 and kind = $3 and state = 'active'
        """,
        institution, client_id, kind,
    )  # fmt: skip


async def names_of(tx: Transaction, institution: str, client_id: UUID) -> tuple[str, ...]:
    """What a stranger would try first in a password of this client."""
    found: list[str] | None = await tx.value(
        "select array[given_name, family_name] from client where institution = $1 and id = $2", institution, client_id
    )
    return tuple(found or ())


async def give_temporary(
    tx: Transaction, institution: str, client_id: UUID, pending: Pending, serves_until: datetime, now: datetime
) -> None:
    """A secret made by the program takes the place of whatever the client had, blocked or not, until it is changed."""
    await tx.run(
        """
        with gone as (
            update authenticator set state = 'removed', material = '', shown = null
            where institution = $2 and client_id = $3 and kind = $4
              and state in ('pending', 'active', 'suspended', 'blocked')
        )
        insert into authenticator
            (id, institution, client_id, kind, name, state, material, created_at, usable_from, must_change,
             serves_until)
        values ($1, $2, $3, $4, $5, 'active', $6, $7, $7, true, $8)
        """,
        pending.id, institution, client_id, pending.kind, pending.name, pending.material, now, serves_until,
    )  # fmt: skip


async def undated(tx: Transaction, kinds: list[str], at_most: int) -> list[Undated]:
    """Means of these kinds whose end was not looked at yet, locked, skipping those that another worker holds."""
    return await tx.rows(
        Undated,
        """
        select institution, client_id, id, kind, material from authenticator
        where kind = any($1) and state = 'active' and expires_at is null limit $2 for no key update skip locked
        """,
        kinds, at_most,
    )  # fmt: skip


async def date(
    tx: Transaction, institution: str, client_id: UUID, authenticator_id: UUID, expires_at: datetime | None
) -> None:
    """When it ends; None: never by itself."""
    await tx.run(
        """
        update authenticator set expires_at = coalesce($4, 'infinity'::timestamptz)
        where institution = $1 and client_id = $2 and id = $3
        """,
        institution, client_id, authenticator_id, expires_at,
    )  # fmt: skip


async def ending(
    tx: Transaction, now: datetime, soon: datetime, very_soon: datetime, last: timedelta, at_most: int
) -> list[Ending]:
    """Means in service that end before `soon` and were not told of, or before `very_soon` and not told since `last`
    before their end. Locked, skipping those that another worker holds.
    """
    return await tx.rows(
        Ending,
        """
        select authenticator.institution, client_id, authenticator.id, kind, language, expires_at
        from authenticator join client on client.id = client_id
        where state = 'active' and expires_at > $1 and expires_at <= $2
          and (reminded_at is null or expires_at <= $3 and reminded_at < expires_at - $4::interval)
        order by expires_at limit $5 for no key update of authenticator skip locked
        """,
        now, soon, very_soon, last, at_most,
    )  # fmt: skip


async def reminded(
    tx: Transaction, institution: str, client_id: UUID, authenticator_id: UUID, now: datetime
) -> None:
    """Its client has been told that it ends."""
    await tx.run(
        "update authenticator set reminded_at = $4 where institution = $1 and client_id = $2 and id = $3",
        institution, client_id, authenticator_id, now,
    )  # fmt: skip
