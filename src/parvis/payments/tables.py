"""Transfers: what is stored, and how it is asked. Every select starts from the institution and the client."""

from datetime import UTC, date, datetime
from uuid import UUID

import msgspec

from parvis.db import Transaction

PAGE = 30


class Transfer(msgspec.Struct, frozen=True, kw_only=True):
    """One transfer with what its page says. Its id is the id of the request that asked for it."""

    id: UUID
    client_id: UUID
    source_id: UUID
    target_id: UUID
    source_label: str
    source_iban: str | None
    target_iban: str | None
    own: bool  # to an account of the same client
    payee_name: str
    amount: int
    currency: str
    label: str
    execute_on: date
    state: str
    because: str | None
    hold_id: UUID | None
    posting_id: UUID | None
    asked_at: datetime
    settled_at: datetime | None


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """An account as one side of a transfer."""

    id: UUID
    client_id: UUID
    kind: str
    label: str
    iban: str | None
    currency: str
    balance: int  # cents
    spendable: int  # cents that may still leave it: balance, less holds, down to its floor
    holder: str  # who reads it in the other side's history


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What a transfer is weighed by: both accounts as they are now, and what the client has paid already."""

    source: Side | None
    target: Side | None
    asked_today: int  # cents of the client's transfers accepted since midnight
    paid_before: bool  # to that account


class _StandingRow(Side, frozen=True, kw_only=True):
    asked_today: int
    paid_before: bool


class Payee(msgspec.Struct, frozen=True, kw_only=True):
    """Where a transfer goes, under the name the client gave it."""

    account_id: UUID
    name: str
    iban: str | None


class Past(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the history: a transfer that was asked, whatever became of it."""

    id: UUID
    payee_name: str
    amount: int
    currency: str
    label: str
    execute_on: date
    state: str  # executed, cancelled, failed (of a transfer); refused, expired, withdrawn, failed (of a request)
    asked_at: datetime
    made: bool  # a transfer was made: it has a receipt


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """A scheduled transfer whose day has come."""

    id: UUID
    institution: str
    client_id: UUID
    target_id: UUID
    hold_id: UUID
    payee_name: str
    payer_name: str
    label: str


_SIDE = """
    select account.id, account.client_id, account.kind, account.label, account.iban, account.currency,
           account.balance, account.balance - account.held - account.floor as spendable,
           coalesce(client.company, client.given_name || ' ' || client.family_name) as holder
    from account join client on client.id = account.client_id
"""

_TRANSFER = """
    select transfer.id, transfer.client_id, source_id, target_id, source.label as source_label,
           source.iban as source_iban, target.iban as target_iban,
           target.client_id = transfer.client_id as own, payee_name, amount,
           transfer.currency, transfer.label, execute_on, state, because, hold_id, posting_id, asked_at, settled_at
    from transfer
    join account as source on source.id = source_id
    join account as target on target.id = target_id
"""


async def sides_of(tx: Transaction, institution: str, client_id: UUID) -> list[Side]:
    """The accounts between which this client may move money, in their own order."""
    return await tx.rows(
        Side,
        f"{_SIDE} where account.institution = $1 and account.client_id = $2 order by account.position, account.id",
        institution, client_id,
    )


async def side_by_iban(tx: Transaction, institution: str, iban: str) -> Side | None:
    """The account that has this IBAN here, whoever holds it. Nothing of it is shown to the one who typed it."""
    return await tx.row(
        Side, f"{_SIDE} where account.institution = $1 and account.iban = $2", institution, iban
    )


async def standing(
    tx: Transaction, institution: str, client_id: UUID, *, source_id: UUID, target_id: UUID, midnight: datetime
) -> Standing:
    """Both accounts of a transfer, of whatever client of this institution, in one statement.

    Cancelled and failed transfers do not count; only an executed one has paid.
    """
    rows = await tx.rows(
        _StandingRow,
        f"""
        select side.*, (
            select coalesce(sum(amount), 0)::bigint from transfer
            where institution = $1 and client_id = $2 and asked_at >= $5 and state in ('scheduled', 'executed')
        ) as asked_today, exists (
            select 1 from transfer
            where institution = $1 and client_id = $2 and target_id = $4 and state = 'executed'
        ) as paid_before
        from ({_SIDE} where account.institution = $1 and account.id in ($3, $4)) as side
        """,
        institution, client_id, source_id, target_id, midnight,
    )
    sides = {row.id: row for row in rows}
    return Standing(
        source=sides.get(source_id), target=sides.get(target_id),
        asked_today=rows[0].asked_today if rows else 0, paid_before=bool(rows) and rows[0].paid_before,
    )


async def payees_of(tx: Transaction, institution: str, client_id: UUID, at_most: int = 6) -> list[Payee]:
    """The accounts of others that this client has paid, the latest first, each under the name last given to it."""
    return await tx.rows(
        Payee,
        """
        select account_id, name, iban from (
            select distinct on (target_id) target_id as account_id, payee_name as name, account.iban, asked_at
            from transfer join account on account.id = target_id
            where transfer.institution = $1 and transfer.client_id = $2 and transfer.state = 'executed'
              and account.client_id <> $2
            order by target_id, asked_at desc
        ) as paid
        order by asked_at desc limit $3
        """,
        institution, client_id, at_most,
    )


async def lock_client(tx: Transaction, institution: str, client_id: UUID) -> None:
    """Let two transfers of one client be counted one after the other until this transaction ends."""
    await tx.run(
        "select 1 from client where institution = $1 and id = $2 for no key update", institution, client_id
    )


def insert(tx: Transaction, institution: str, transfer: Transfer) -> None:
    """Keep a new transfer, when `tx` ends."""
    tx.at_last(
        """
        insert into transfer (id, institution, client_id, source_id, target_id, payee_name, amount, currency, label,
                              execute_on, state, hold_id, posting_id, asked_at, settled_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
        """,
        transfer.id, institution, transfer.client_id, transfer.source_id, transfer.target_id, transfer.payee_name,
        transfer.amount, transfer.currency, transfer.label, transfer.execute_on, transfer.state, transfer.hold_id,
        transfer.posting_id, transfer.asked_at, transfer.settled_at,
    )


async def transfer_of(tx: Transaction, institution: str, client_id: UUID, transfer_id: UUID) -> Transfer | None:
    """One transfer of this client, or None: somebody else's is not there."""
    return await tx.row(
        Transfer,
        f"{_TRANSFER} where transfer.institution = $1 and transfer.client_id = $2 and transfer.id = $3",
        institution, client_id, transfer_id,
    )


async def scheduled_of(tx: Transaction, institution: str, client_id: UUID, at_most: int = 200) -> list[Transfer]:
    """The transfers of this client that are still to be executed, the nearest first."""
    return await tx.rows(
        Transfer,
        f"""
        {_TRANSFER} where transfer.institution = $1 and transfer.client_id = $2 and state = 'scheduled'
        order by execute_on, asked_at, transfer.id limit $3
        """,
        institution, client_id, at_most,
    )


async def past_of(
    tx: Transaction, institution: str, client_id: UUID, before: tuple[datetime, UUID] | None
) -> list[Past]:
    """What this client asked and what became of it, the latest first: one page and one line more.

    `before` is the last line of the page before (keyset: asked_at, id).
    """
    # A bound is always given, so that every plan walks the indexes from it.
    instant, last_id = before or (datetime(9000, 1, 1, tzinfo=UTC), UUID(int=0))
    return await tx.rows(
        Past,
        """
        (
            select id, payee_name, amount, currency, label, execute_on, state, asked_at, true as made
            from transfer
            where institution = $1 and client_id = $2 and state <> 'scheduled'
              and (asked_at, id) < ($3, $4)
            order by asked_at desc, id desc limit $5
        ) union all (
            select id, facts ->> 'payee_name', (facts ->> 'amount')::bigint, facts ->> 'currency', facts ->> 'label',
                   (facts ->> 'execute_on')::date, state, opened_at, false
            from request
            where institution = $1 and client_id = $2 and operation = 'transfer'
              and state in ('refused', 'expired', 'withdrawn', 'failed')
              and (opened_at, id) < ($3, $4)
            order by opened_at desc, id desc limit $5
        )
        order by asked_at desc, id desc limit $5
        """,
        institution, client_id, instant, last_id, PAGE + 1,
    )


async def cancel(
    tx: Transaction, institution: str, client_id: UUID, transfer_id: UUID, now: datetime
) -> UUID | None:
    """Take back a scheduled transfer, once, and give its hold. None when it has left `scheduled`, or is not theirs."""
    found: UUID | None = await tx.value(
        """
        update transfer set state = 'cancelled', settled_at = $4
        where institution = $1 and client_id = $2 and id = $3 and state = 'scheduled' returning hold_id
        """,
        institution, client_id, transfer_id, now,
    )
    return found


async def claim_due(tx: Transaction, institution: str, today: date) -> Due | None:
    """One scheduled transfer whose day has come, locked; those that another worker holds are passed over."""
    return await tx.row(
        Due,
        """
        select transfer.id, transfer.institution, client_id, target_id, hold_id, payee_name, transfer.label,
               coalesce(client.company, client.given_name || ' ' || client.family_name) as payer_name
        from transfer join client on client.id = transfer.client_id
        where transfer.institution = $1 and state = 'scheduled' and execute_on <= $2
        order by execute_on, transfer.id limit 1 for no key update of transfer skip locked
        """,
        institution, today,
    )


async def settle(
    tx: Transaction, institution: str, transfer_id: UUID, *, posting_id: UUID | None, because: str | None, now: datetime
) -> None:
    """Say what became of a transfer that `claim_due` gave: executed when there is a posting, failed otherwise."""
    await tx.run(
        """
        update transfer
        set state = case when $3::uuid is null then 'failed' else 'executed' end,
            posting_id = $3, because = $4, settled_at = $5
        where institution = $1 and id = $2 and state = 'scheduled'
        """,
        institution, transfer_id, posting_id, because, now,
    )
