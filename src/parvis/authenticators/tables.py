"""The means of a client, and what each was asked for one request: what is stored, and how it is asked."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from parvis.db import Transaction


class Authenticator(msgspec.Struct, frozen=True, kw_only=True):
    """A client's own means. `material` is sealed."""

    id: UUID
    kind: str
    name: str
    state: str
    material: bytes
    version: int
    failures: int
    usable_from: datetime
    created_at: datetime
    last_used_at: datetime | None
    must_change: bool
    handle: bytes


class NearEnd(msgspec.Struct, frozen=True):
    """A means that ends soon by itself."""

    id: UUID
    kind: str
    expires_at: datetime


class Challenge(msgspec.Struct, frozen=True, kw_only=True):
    """The newest challenge of one authenticator for one request. `material` is sealed."""

    id: UUID
    authenticator_id: UUID
    material: bytes
    shown: dict[str, Any]
    sent_count: int
    failures: int
    created_at: datetime
    expires_at: datetime


_AUTHENTICATOR = ", ".join(f"authenticator.{name}" for name in Authenticator.__struct_fields__)


async def authenticators_of(tx: Transaction, institution: str, client_id: UUID) -> list[Authenticator]:
    """The means of this client that are not removed, the oldest first."""
    return await tx.rows(
        Authenticator,
        f"""
        select {_AUTHENTICATOR} from authenticator
        where institution = $1 and client_id = $2 and state <> 'removed' order by created_at, id
        """,
        institution, client_id,
    )


class Answering(msgspec.Struct, frozen=True):
    """A means of the client, with its newest challenge for one request, and how that request stands."""

    authenticator: Authenticator
    challenge: Challenge | None
    request_state: str


class _AnsweringRow(Authenticator, frozen=True, kw_only=True):
    challenge_id: UUID | None
    challenge_material: bytes | None
    shown: dict[str, Any] | None
    sent_count: int | None
    challenge_failures: int | None
    challenge_created_at: datetime | None
    expires_at: datetime | None
    request_state: str


_ANSWERING = f"""
    select {_AUTHENTICATOR}, challenge.id as challenge_id, challenge.material as challenge_material,
           challenge.shown, challenge.sent_count, challenge.failures as challenge_failures,
           challenge.created_at as challenge_created_at, challenge.expires_at, request.state as request_state
    from authenticator
    join request on request.id = $3 and request.client_id = authenticator.client_id
    left join challenge on challenge.authenticator_id = authenticator.id and challenge.request_id = $3
    where authenticator.institution = $1 and authenticator.client_id = $2 and authenticator.state <> 'removed'
"""


async def answering(
    tx: Transaction, institution: str, client_id: UUID, *, request_id: UUID, authenticator_id: UUID
) -> Answering | None:
    """One means of this client that is not removed, and what it was asked for this request."""
    row = await tx.row(
        _AnsweringRow, f"{_ANSWERING} and authenticator.id = $4", institution, client_id, request_id, authenticator_id
    )
    return None if row is None else _split(row)


async def lock_answering(
    tx: Transaction, institution: str, client_id: UUID, *, request_id: UUID, authenticator_id: UUID
) -> Answering | None:
    """The same, with the means and the request locked until the end of the transaction.

    So answers of one means are counted one after the other, and of those that settle one request the first one does.
    """
    row = await tx.row(
        _AnsweringRow, f"{_ANSWERING} and authenticator.id = $4 for no key update of authenticator, request",
        institution, client_id, request_id, authenticator_id,
    )
    return None if row is None else _split(row)


async def all_answering(
    tx: Transaction, institution: str, client_id: UUID, request_id: UUID
) -> list[Answering]:
    """Every means of this client that is not removed, and what each was asked for this request."""
    rows = await tx.rows(
        _AnsweringRow, f"{_ANSWERING} order by authenticator.created_at, authenticator.id",
        institution, client_id, request_id,
    )
    return [_split(row) for row in rows]


def _split(row: _AnsweringRow) -> Answering:
    authenticator = Authenticator(**{name: getattr(row, name) for name in Authenticator.__struct_fields__})
    if row.challenge_id is None:
        return Answering(authenticator, None, row.request_state)
    challenge = Challenge(
        id=row.challenge_id, authenticator_id=row.id, material=row.challenge_material or b"", shown=row.shown or {},
        sent_count=row.sent_count or 0, failures=row.challenge_failures or 0,
        created_at=row.challenge_created_at or row.created_at, expires_at=row.expires_at or row.created_at,
    )
    return Answering(authenticator, challenge, row.request_state)


async def put_challenge(
    tx: Transaction, institution: str, request_id: UUID, challenge: Challenge, *, expected_sent: int
) -> bool:
    """Put a challenge in the place of the one before. False when another one came first."""
    return await tx.found(
        """
        insert into challenge (id, institution, request_id, authenticator_id, material, shown, sent_count,
                               created_at, expires_at)
        select $1, $2, $3, $4, $5, $6, $7, $8, $9
        where exists (select 1 from request where id = $3 and state = 'waiting')
        on conflict (request_id, authenticator_id) do update
            set id = excluded.id, material = excluded.material, shown = excluded.shown, failures = 0,
                sent_count = excluded.sent_count, created_at = excluded.created_at, expires_at = excluded.expires_at
            where challenge.sent_count = $10
        returning 1
        """,
        challenge.id, institution, request_id, challenge.authenticator_id, challenge.material, challenge.shown,
        challenge.sent_count, challenge.created_at, challenge.expires_at, expected_sent,
    )


async def lock_material(tx: Transaction, institution: str, client_id: UUID, authenticator_id: UUID) -> bytes:
    """What is sealed with one means of this client, as it is now, locked until the end of the transaction."""
    sealed: bytes = await tx.value(
        "select material from authenticator where institution = $1 and client_id = $2 and id = $3 for no key update",
        institution, client_id, authenticator_id,
    )
    return sealed


async def move(tx: Transaction, institution: str, client_id: UUID, authenticator_id: UUID, material: bytes) -> None:
    """Put this in the place of what is sealed with a means that is locked."""
    await tx.run(
        "update authenticator set material = $4 where institution = $1 and client_id = $2 and id = $3",
        institution, client_id, authenticator_id, material,
    )


class Failing(msgspec.Struct, frozen=True):
    """A means after one more wrong answer: in a row, and in its whole life."""

    state: str
    failures: int
    failures_ever: int


async def count_wrong(
    tx: Transaction, institution: str, client_id: UUID, authenticator_id: UUID, *, tries: int, ever: int
) -> Failing:
    """One more failure of this client's means. It is blocked at `tries` in a row, 0 for never, and at `ever` in all."""
    row = await tx.row(
        Failing,
        """
        update authenticator set failures = failures + 1, failures_ever = failures_ever + 1,
            state = case when failures + 1 >= nullif($4, 0) or failures_ever + 1 >= $5 then 'blocked' else state end
        where institution = $1 and client_id = $2 and id = $3 returning state, failures, failures_ever
        """,
        institution, client_id, authenticator_id, tries, ever,
    )
    assert row is not None
    return row


async def by_handle(
    tx: Transaction, institution: str, client_id: UUID, *, kind: str, handle: bytes
) -> UUID | None:
    """The means of this client that has that handle, whatever its state, unless it is removed."""
    found: UUID | None = await tx.value(
        """
        select id from authenticator
        where institution = $1 and client_id = $2 and kind = $3 and handle = $4
          and state in ('active', 'suspended', 'blocked')
        """,
        institution, client_id, kind, handle,
    )
    return found


async def handles_of(tx: Transaction, institution: str, client_id: UUID, kind: str) -> list[bytes]:
    """The handles of this client's means of that kind that are in use, the oldest first."""
    found: list[bytes] = await tx.value(
        """
        select coalesce(array_agg(handle order by created_at, id), '{}') from authenticator
        where institution = $1 and client_id = $2 and kind = $3 and handle <> ''
          and state in ('active', 'suspended', 'blocked')
        """,
        institution, client_id, kind,
    )
    return found


async def lock_handle(tx: Transaction, institution: str, kind: str, handle: bytes) -> None:
    """Whoever enrols that very handle meanwhile waits for the end of this transaction."""
    await tx.run(
        "select pg_advisory_xact_lock(hashtextextended($1 || ' ' || $2 || ' ' || encode($3, 'hex'), 0))",
        institution, kind, handle,
    )


async def handle_taken(tx: Transaction, institution: str, kind: str, handle: bytes) -> bool:
    """Whether a means of this institution, anybody's, has that handle and is in use."""
    return await tx.found(
        """
        select 1 from authenticator
        where institution = $1 and kind = $2 and handle = $3 and state in ('active', 'suspended', 'blocked')
        """,
        institution, kind, handle,
    )


async def block(tx: Transaction, authenticator_id: UUID) -> None:
    """Block a means that is locked: nothing but its owner's approval, or the desk, brings another in its place."""
    await tx.run("update authenticator set state = 'blocked' where id = $1", authenticator_id)


async def unblock(
    tx: Transaction, institution: str, client_id: UUID, authenticator_id: UUID, material: bytes | None
) -> bool:
    """A blocked means of this client serves again, with all its tries. `material` is sealed, None if unchanged."""
    return await tx.found(
        """
        update authenticator set state = 'active', failures = 0, material = coalesce($4, material),
            version = version + 1
        where institution = $1 and client_id = $2 and id = $3 and state = 'blocked' returning 1
        """,
        institution, client_id, authenticator_id, material,
    )


async def renew(tx: Transaction, authenticator_id: UUID, material: bytes | None, now: datetime) -> None:
    """A means that is locked has served, where no other statement says so. `material` is sealed, None if unchanged."""
    await tx.run(
        "update authenticator set material = coalesce($2, material), failures = 0, last_used_at = $3 where id = $1",
        authenticator_id, material, now,
    )


async def next_to_end(
    tx: Transaction, institution: str, client_id: UUID, now: datetime, soon: datetime
) -> NearEnd | None:
    """The means of this client that ends first, before `soon`; none where a later one of its kind is in service."""
    return await tx.row(
        NearEnd,
        """
        select id, kind, expires_at from authenticator as one
        where institution = $1 and client_id = $2 and state = 'active' and expires_at > $3 and expires_at <= $4
          and not exists (
              select 1 from authenticator as other
              where other.client_id = $2 and other.institution = $1 and other.kind = one.kind
                and other.state = 'active' and other.expires_at > $4
          )
        order by expires_at limit 1
        """,
        institution, client_id, now, soon,
    )  # fmt: skip
