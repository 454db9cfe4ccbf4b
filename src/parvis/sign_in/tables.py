"""What the first step of a sign-in looks at, in one statement."""

from datetime import datetime
from uuid import UUID

import msgspec

from parvis.db import Transaction
from parvis.lockout.rules import Counter


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """Who this identifier might be. Every field is empty for a stranger, whose failures are counted all the same."""

    client_id: UUID | None
    authenticator_id: UUID | None
    material: bytes | None
    version: int | None
    usable_from: datetime | None
    device_id: UUID | None
    failures: int | None
    holds: int | None
    held_until: datetime | None
    counter_version: int | None
    blocked_at: datetime | None
    must_change: bool | None

    @property
    def counter(self) -> Counter:
        return Counter(
            self.failures or 0, self.holds or 0, self.held_until, self.counter_version or 0, self.blocked_at
        )


async def candidate(
    tx: Transaction, institution: str, *, identifier: str, kind: str, device_hash: bytes, typed: bytes,
    now: datetime,
) -> Candidate:
    """The client of this identifier, the secret that opens, the device it comes from, and the failures of its lane.

    Failures are counted on the client where there is one, so that two identifiers do not give twice the tries; on a
    keyed digest of what was typed where there is none.
    """
    row = await tx.row(
        Candidate,
        """
        select identifier.client_id, authenticator.id as authenticator_id, authenticator.material,
               authenticator.version, authenticator.usable_from, device.id as device_id,
               counter.failures, counter.holds, counter.held_until, counter.version as counter_version,
               counter.blocked_at, authenticator.must_change
        from (select 1) as always
        left join identifier on identifier.institution = $1 and identifier.value = $2
        left join authenticator on authenticator.client_id = identifier.client_id and authenticator.kind = $3
            and authenticator.state = 'active'
            and (authenticator.serves_until is null or authenticator.serves_until > $6)
        left join device on device.client_id = identifier.client_id and device.token_hash = $4
            and device.distrusted_at is null
        left join lock_counter counter on counter.institution = $1
            and counter.subject = coalesce(uuid_send(identifier.client_id), $5)
            and counter.lane = case when device.id is null then 'stranger' else 'device:' || device.id end
        """,
        institution, identifier, kind, device_hash, typed, now,
    )
    assert row is not None
    return row


class Knocker(msgspec.Struct, frozen=True, kw_only=True):
    """The means that knocks at a door, whose it is, and the device it comes from, if they use it already."""

    client_id: UUID
    authenticator_id: UUID
    name: str
    state: str
    usable_from: datetime
    material: bytes
    language: str
    device_id: UUID | None
    counter_version: int


async def lock_knocker(
    tx: Transaction, institution: str, *, kind: str, handle: bytes, device_hash: bytes, lane: str
) -> Knocker | None:
    """The means of that handle, locked until the end of the transaction: its answers are judged one after the other.

    `lane` is the one on which its wrong answers are counted.
    """
    return await tx.row(
        Knocker,
        """
        select authenticator.client_id, authenticator.id as authenticator_id, authenticator.name, authenticator.state,
               authenticator.usable_from, authenticator.material, client.language, device.id as device_id,
               coalesce(counter.version, 0) as counter_version
        from authenticator join client on client.id = authenticator.client_id
        left join lock_counter counter on counter.institution = $1
            and counter.subject = uuid_send(authenticator.id) and counter.lane = $5
        left join device on device.client_id = authenticator.client_id and device.token_hash = $4
            and device.distrusted_at is null
        where authenticator.institution = $1 and authenticator.kind = $2 and authenticator.handle = $3
          and authenticator.state in ('active', 'suspended', 'blocked')
        for no key update of authenticator
        """,
        institution, kind, handle, device_hash, lane,
    )


async def spend(tx: Transaction, token_id: UUID, expires_at: datetime) -> bool:
    """Use up the token of a form. False when it has served."""
    return await tx.found(
        "insert into spent_token (id, expires_at) values ($1, $2) on conflict (id) do nothing returning 1",
        token_id, expires_at,
    )


async def withdraw_of_ticket(tx: Transaction, institution: str, ticket_hash: bytes, now: datetime) -> None:
    """This browser starts again: what it had asked before waits for nobody any more."""
    await tx.run(
        """
        update request set state = 'withdrawn', because = 'restarted', settled_at = $3
        where institution = $1 and ticket_hash = $2 and state = 'waiting'
        """,
        institution, ticket_hash, now,
    )
