"""Requests and proofs: what is stored, and how it is asked."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from parvis.db import Transaction
from parvis.gate.rules import State
from parvis.journal import tables as journal


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """One asking, frozen at opening. `canonical` is what `digest` hashes; `facts` and `lines` are read from it."""

    id: UUID
    institution: str
    client_id: UUID
    parent_id: UUID | None
    session_id: UUID | None
    ticket_hash: bytes | None
    device_id: UUID | None
    operation: str
    key: UUID
    facts: dict[str, Any]
    lines: list[dict[str, str]]
    canonical: str
    digest: bytes
    facts_hash: bytes
    match_number: int
    policy_hash: bytes
    rule: str
    ways: list[list[str]]
    risk: dict[str, Any]
    state: State
    because: str | None
    result: dict[str, Any] | None
    network: str
    browser: str
    language: str
    opened_at: datetime
    expires_at: datetime
    settled_at: datetime | None


class History(msgspec.Struct, frozen=True, kw_only=True):
    """What the risk looks at, gathered in one statement."""

    known_device: bool
    known_network: bool
    recent_failures: int
    changed_at: datetime | None
    waiting: int
    unanswered: int
    last_unanswered_at: datetime | None
    recent_payments: int
    usual_amount: int | None
    same_key: UUID | None  # the request that this key serves already


class Proven(msgspec.Struct, frozen=True, kw_only=True):
    """One accepted answer, ready to be recorded."""

    authenticator_id: UUID
    kind: str
    spends: str
    grows: bool = False  # An earlier value is refused too.
    material: bytes | None = None  # sealed: what takes the place of the authenticator's


_COLUMNS = ", ".join(Request.__struct_fields__)
_WIDTH = len(Request.__struct_fields__)

_ASKED = f"""
    asked as (
        insert into request ({_COLUMNS})
        values ({", ".join(f"${n}" for n in range(1, _WIDTH + 1))})
        on conflict (client_id, key) where state <> 'withdrawn' do nothing
        returning id, institution
    )
"""
_TOLD = journal.line_after("asked", _WIDTH + 1)
_INSERT = f"""
    with {_ASKED}, {_TOLD}
    select (select count(*) from asked) as asked, 0 as proven
"""
_TOLD_AFTER_PROOFS = journal.line_after("asked", _WIDTH + 6)
_INSERT_PROVEN = f"""
    with {_ASKED}, proven as (
        insert into proof (id, institution, request_id, authenticator_id, kind, spends, proven_at)
        select given.id, asked.institution, asked.id, given.authenticator_id, given.kind, given.spends, ${_WIDTH + 5}
        from asked, unnest(${_WIDTH + 1}::uuid[], ${_WIDTH + 2}::uuid[], ${_WIDTH + 3}::text[], ${_WIDTH + 4}::text[])
            as given (id, authenticator_id, kind, spends)
        on conflict (authenticator_id, spends) do nothing returning 1
    ), {_TOLD_AFTER_PROOFS}
    select (select count(*) from asked) as asked, (select count(*) from proven) as proven
"""


class Inserted(msgspec.Struct, frozen=True):
    """What `insert` did: 0 asked when the key already serves; fewer proven than given when one had served."""

    asked: int
    proven: int


async def insert(
    tx: Transaction, request: Request, proven: Sequence[tuple[UUID, Proven]], told: Sequence[object], now: datetime
) -> Inserted:
    """A new request with the proofs it comes with, each under its new id, and the line of the journal that tells it.
    Nothing where its key already serves.
    """
    values = [getattr(request, name) for name in Request.__struct_fields__]
    if proven:
        values += [
            [proof_id for proof_id, _ in proven], [one.authenticator_id for _, one in proven],
            [one.kind for _, one in proven], [one.spends for _, one in proven], now,
        ]  # fmt: skip
    row = await tx.row(Inserted, _INSERT_PROVEN if proven else _INSERT, *values, *told)
    assert row is not None
    return row


async def of_client(tx: Transaction, institution: str, client_id: UUID, request_id: UUID) -> Request | None:
    """One request of this client, whatever its state."""
    return await tx.row(
        Request,
        f"select {_COLUMNS} from request where institution = $1 and client_id = $2 and id = $3",
        institution, client_id, request_id,
    )


async def of_ticket(tx: Transaction, institution: str, ticket_hash: bytes, request_id: UUID) -> Request | None:
    """One request of the browser that holds this ticket, before there is a session."""
    return await tx.row(
        Request,
        f"select {_COLUMNS} from request where institution = $1 and ticket_hash = $2 and id = $3",
        institution, ticket_hash, request_id,
    )


async def by_key(tx: Transaction, institution: str, client_id: UUID, key: UUID) -> Request | None:
    """The request that this key serves, if it was not withdrawn."""
    return await tx.row(
        Request,
        f"""
        select {_COLUMNS} from request
        where institution = $1 and client_id = $2 and key = $3 and state <> 'withdrawn'
        """,
        institution, client_id, key,
    )


async def waiting_of(tx: Transaction, institution: str, client_id: UUID, now: datetime) -> list[Request]:
    """What waits for this client, the oldest first."""
    return await tx.rows(
        Request,
        f"""
        select {_COLUMNS} from request
        where institution = $1 and client_id = $2 and state = 'waiting' and expires_at > $3
        order by opened_at, id
        """,
        institution, client_id, now,
    )


async def lock(tx: Transaction, institution: str, client_id: UUID, request_id: UUID) -> Request | None:
    """One request of this client, which nobody else settles until the end of the transaction."""
    return await tx.row(
        Request,
        f"select {_COLUMNS} from request where institution = $1 and client_id = $2 and id = $3 for no key update",
        institution, client_id, request_id,
    )


_SETTLE = """
    update request set state = $2, because = $3, settled_at = $4, result = $5
    where id = $1 and state = 'waiting' and (expires_at > $4 or $2 = 'expired')
"""


async def settle(
    tx: Transaction, request_id: UUID, state: State, now: datetime, *, because: str | None = None
) -> bool:
    """Leave `waiting`, once. Of two that arrive together, exactly one gets True."""
    return await tx.found(f"{_SETTLE} returning 1", request_id, state, because, now, None)


def settle_at_last(tx: Transaction, request_id: UUID, state: State, now: datetime, result: dict[str, Any]) -> None:
    """Leave `waiting` when `tx` ends, with what the operation gave: for a request that `tx` has locked, or opened."""
    tx.at_last(_SETTLE, request_id, state, None, now, result)


async def withdraw_changed(
    tx: Transaction, institution: str, client_id: UUID, key: UUID, facts_hash: bytes, now: datetime
) -> UUID | None:
    """Void the waiting request of this key if its content is not the same any more. Returns its id."""
    found: UUID | None = await tx.value(
        """
        update request set state = 'withdrawn', because = 'changed', settled_at = $5
        where institution = $1 and client_id = $2 and key = $3 and facts_hash <> $4 and state = 'waiting'
        returning id
        """,
        institution, client_id, key, facts_hash, now,
    )
    return found


async def withdraw_waiting(tx: Transaction, institution: str, client_id: UUID, why: str, now: datetime) -> list[UUID]:
    """Void everything that waits for this client, sign-ins among it. Returns the ids."""
    found: list[UUID] = await tx.value(
        """
        with withdrawn as (
            update request set state = 'withdrawn', because = $3, settled_at = $4
            where institution = $1 and client_id = $2 and state = 'waiting' returning id
        )
        select coalesce(array_agg(id), '{}') from withdrawn
        """,
        institution, client_id, why, now,
    )
    return found


async def history(
    tx: Transaction,
    institution: str,
    client_id: UUID,
    *,
    device_id: UUID | None,
    network: str,
    operation: str,
    key: UUID,
    now: datetime,
) -> History:
    """The facts of risk, fresh, in one statement."""
    row = await tx.row(
        History,
        """
        select
            coalesce(devices.known_device, false) as known_device,
            coalesce(devices.known_network, false) as known_network,
            events.recent_failures, events.changed_at,
            asked.waiting, asked.unanswered, asked.last_unanswered_at,
            paid.recent_payments, paid.usual_amount,
            (select id from request where client_id = $2 and key = $7 and state <> 'withdrawn') as same_key
        from client
        cross join lateral (
            select bool_or(id = $3) as known_device, bool_or(network = $4) as known_network
            from device where client_id = client.id and distrusted_at is null
        ) as devices
        cross join lateral (
            select count(*) filter (where event in ('sign_in:failed', 'proof:wrong')
                                      and at > $5::timestamptz - interval '24 hours') as recent_failures,
                   max(at) filter (where event not in ('sign_in:failed', 'proof:wrong')) as changed_at
            from journal
            where client_id = client.id and at > $5::timestamptz - interval '7 days'
              and event in ('sign_in:failed', 'proof:wrong', 'secret:changed', 'authenticator:enrolled',
                            'authenticator:resumed', 'authenticator:removed', 'contact:held', 'contact:changed')
        ) as events
        cross join lateral (
            select count(*) filter (where state = 'waiting' and expires_at > $5) as waiting,
                   count(settled_at) filter (where settled_at > $5::timestamptz - interval '30 minutes') as unanswered,
                   max(settled_at) as last_unanswered_at
            from request
            where client_id = client.id and opened_at > $5::timestamptz - interval '2 days'  -- None waits longer.
              and operation = $6 and state in ('waiting', 'refused', 'expired')
        ) as asked
        cross join lateral (
            select count(*) filter (where asked_at > $5::timestamptz - interval '24 hours') as recent_payments,
                   max(amount) filter (where state = 'executed') as usual_amount
            from transfer where client_id = client.id and asked_at > $5::timestamptz - interval '90 days'
        ) as paid
        where client.institution = $1 and client.id = $2
        """,
        institution, client_id, device_id, network, now, operation, key,
    )
    assert row is not None, "a request is opened for a client who exists"
    return row


class Accepted(msgspec.Struct, frozen=True):
    """What became of a right answer: held whatever it was, or spent once; and the kinds proven with it."""

    held_until: datetime | None
    spent: bool
    kinds: list[str]


# A request asked in the middle of a sign-in counts what that sign-in has proven. Most are not: one looks no further.
_ITS_OWN = "request_id = $2"
_AND_ITS_PARENTS = """request_id in (
    select $2 union
    select parent.id from request child join request parent on parent.id = child.parent_id
    where child.id = $2 and parent.client_id = child.client_id and parent.state = 'waiting')"""


def _counted(parent_id: UUID | None) -> str:
    return _ITS_OWN if parent_id is None else _AND_ITS_PARENTS


async def accept(
    tx: Transaction, institution: str, request_id: UUID, proven: Proven, *, parent_id: UUID | None, proof_id: UUID,
    lane: str, forgets: bool = True, now: datetime,
) -> Accepted:
    """Record a proof, unless its lane is held or this very code, challenge or counter has served before.

    The authenticator must be locked by a statement before this one: what others have just written is then seen, and a
    later value of something that grows is not on its way. `forgets`: its failures are forgotten with the proof.
    """
    row = await tx.row(
        Accepted,
        f"""
        with held as (
            select held_until from lock_counter
            where institution = $1 and subject = uuid_send($4) and lane = $9 and held_until > $7 for no key update
        ), spent as (
            insert into proof (id, institution, request_id, authenticator_id, kind, spends, proven_at)
            select $3, $1, $2, $4, $5, $6, $7
            where not exists (select 1 from held)
              and not ($8 and exists (select 1 from proof where authenticator_id = $4 and spends >= $6 and kind = $5))
            on conflict (authenticator_id, spends) do nothing returning kind
        ), counted as (
            update authenticator set failures = case when $10 then 0 else failures end, last_used_at = $7,
                material = coalesce($11, material)
            where id = $4 and exists (select 1 from spent)
        ), cleared as (
            update lock_counter set failures = 0, holds = 0, held_until = null
            where institution = $1 and subject = uuid_send($4) and lane = $9 and $10 and exists (select 1 from spent)
        ), kinds as (
            select kind from proof where institution = $1 and {_counted(parent_id)} union select kind from spent
        )
        select (select held_until from held) as held_until, exists (select 1 from spent) as spent,
               (select coalesce(array_agg(kind), '{{}}') from kinds) as kinds
        """,
        institution, request_id, proof_id, proven.authenticator_id, proven.kind, proven.spends, now, proven.grows, lane,
        forgets, proven.material,
    )
    assert row is not None
    return row


async def kinds_proven(
    tx: Transaction, institution: str, request_id: UUID, parent_id: UUID | None = None
) -> frozenset[str]:
    """The kinds of factor proven for this request, and for the sign-in in whose middle it was asked."""
    return frozenset(
        await tx.value(
            f"""
            select coalesce(array_agg(distinct kind), '{{}}') from proof
            where institution = $1 and {_counted(parent_id)}
            """,
            institution, request_id,
        )
    )


async def expired(tx: Transaction, now: datetime, at_most: int) -> list[Request]:
    """Requests whose time has passed, locked, skipping those that another worker holds."""
    return await tx.rows(
        Request,
        f"""
        select {_COLUMNS} from request where state = 'waiting' and expires_at <= $1
        order by expires_at limit $2 for no key update skip locked
        """,
        now, at_most,
    )


async def remember_policy(tx: Transaction, institution: str, policy_hash: bytes, text: str, now: datetime) -> None:
    """Keep the institution's file as it decides from now on."""
    await tx.run(
        "insert into policy (hash, institution, text, first_seen_at) values ($2, $1, $3, $4) on conflict do nothing",
        institution, policy_hash, text, now,
    )


async def reweigh(
    tx: Transaction, request_id: UUID, rule: str, ways: list[list[str]], policy_hash: bytes
) -> None:
    """The policy asks for more than at opening: the waiting request says so from now on."""
    await tx.run(
        "update request set rule = $2, ways = $3, policy_hash = $4 where id = $1 and state = 'waiting'",
        request_id, rule, ways, policy_hash,
    )
