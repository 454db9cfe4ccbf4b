"""The counters of failures. Always found through the institution and the subject."""

from datetime import datetime
from uuid import UUID

import msgspec

from parvis.db import Transaction
from parvis.lockout.rules import Counter


class Seen(msgspec.Struct, frozen=True):
    """What a success found under the lock."""

    held_until: datetime | None
    blocked_at: datetime | None


async def lock(tx: Transaction, institution: str, subject: bytes, lane: str) -> Counter:
    """The counter of this lane, locked until the end of the transaction, made when it is missing."""
    row = await tx.row(
        Counter,
        """
        insert into lock_counter as counter (institution, subject, lane, version) values ($1, $2, $3, 0)
        on conflict (institution, subject, lane) do update set lane = counter.lane
        returning failures, holds, held_until, version, blocked_at
        """,
        institution, subject, lane,
    )
    assert row is not None
    return row


async def save(
    tx: Transaction, institution: str, subject: bytes, lane: str, counter: Counter, now: datetime
) -> None:
    """Write a counter that `lock` has locked."""
    await tx.run(
        """
        update lock_counter set failures = $4, holds = $5, held_until = $6, version = $7, last_failure_at = $8,
            blocked_at = $9
        where institution = $1 and subject = $2 and lane = $3
        """,
        institution, subject, lane, counter.failures, counter.holds, counter.held_until, counter.version, now,
        counter.blocked_at,
    )


async def clear(
    tx: Transaction, institution: str, subject: bytes, lane: str, *, expected_version: int, now: datetime
) -> Seen | None:
    """Forget the failures of this lane, unless one came since `expected_version` was read or it is held.

    Returns what stood there under the lock, None where nothing was ever counted.
    """
    return await tx.row(
        Seen,
        """
        with seen as (
            select held_until, blocked_at, version from lock_counter
            where institution = $1 and subject = $2 and lane = $3 for no key update
        ), cleared as (
            update lock_counter counter set failures = 0, holds = 0, held_until = null
            from seen
            where counter.institution = $1 and counter.subject = $2 and counter.lane = $3
              and seen.version = $4 and seen.blocked_at is null
              and (seen.held_until is null or seen.held_until <= $5)
        )
        select held_until, blocked_at from seen
        """,
        institution, subject, lane, expected_version, now,
    )


async def blocked_since(tx: Transaction, institution: str, client_id: UUID) -> datetime | None:
    """Since when a lane of this client is blocked until the agency opens it, the first one; None if none is."""
    found: datetime | None = await tx.value(
        "select min(blocked_at) from lock_counter where institution = $1 and subject = uuid_send($2)",
        institution, client_id,
    )
    return found


async def open_lanes(tx: Transaction, institution: str, client_id: UUID) -> int:
    """Forget every failure, hold and block of this client's lanes, strangers' and devices' alike. Returns how many."""
    return await tx.run(
        """
        update lock_counter set failures = 0, holds = 0, held_until = null, blocked_at = null, version = version + 1
        where institution = $1 and subject = uuid_send($2)
        """,
        institution, client_id,
    )


async def forget_of_means(tx: Transaction, institution: str, authenticator_id: UUID) -> None:
    """Forget the failures of one means."""
    await tx.run(
        """
        update lock_counter set failures = 0, holds = 0, held_until = null, version = version + 1
        where institution = $1 and subject = uuid_send($2)
        """,
        institution, authenticator_id,
    )
