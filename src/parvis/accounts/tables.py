"""Accounts and their operations: every select starts from the institution and the client who holds the account."""

from datetime import UTC, date, datetime
from uuid import UUID

import msgspec

from parvis.accounts.rules import ACCENTED, FOLDED, Search
from parvis.db import Transaction

PAGE = 50
# A search reads at most so many lines, about a tenth of a second, then says how far it went and offers to go on.
WINDOW = 50_000

Key = tuple[datetime, UUID]  # posted_at, id: where a page begins

EVER = datetime(1900, 1, 1, tzinfo=UTC)
NEVER = datetime(9000, 1, 1, tzinfo=UTC)


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """One account as its holder sees it. Amounts in cents."""

    id: UUID
    kind: str
    label: str
    iban: str | None
    currency: str
    balance: int
    held: int
    floor: int
    opened_on: date


class Operation(msgspec.Struct, frozen=True, kw_only=True):
    """One line of an account's history."""

    id: UUID
    account_id: UUID
    kind: str
    label: str
    counterparty: str
    amount: int
    posted_at: datetime


class Reach(msgspec.Struct, frozen=True, kw_only=True):
    """How far a search has read: the oldest line it looked at."""

    lines: int
    posted_at: datetime | None
    id: UUID | None


_ACCOUNT = "select id, kind, label, iban, currency, balance, held, floor, opened_on from account"

# The lines of one account, newest first, from where the page begins: $1 institution, $2 client, $3 account, $4 and $5
# the line before, $6 and $7 the period. Bounds are always given, so that every plan walks the index between them.
_LINES = f"""
    from entry
    where institution = $1
      and account_id = (select id from account where institution = $1 and client_id = $2 and id = $3)
      and (posted_at, id) < ($4, $5) and posted_at >= $6 and posted_at < $7
    order by posted_at desc, id desc limit {WINDOW}
"""


# A page of them: $8 folded text, $9 and $10 least and most cents, $11 and $12 the table of accents.
OPERATIONS = f"""
    select line.id, account_id, posting.kind, line.label, counterparty, amount, line.posted_at
    from (
        select * from (select * {_LINES}) as read
        where ($8 = '' or position($8 in lower(translate(label || ' ' || counterparty, $11, $12))) > 0)
          and ($9::bigint is null or abs(amount) >= $9)
          and ($10::bigint is null or abs(amount) <= $10)
        order by posted_at desc, id desc limit {PAGE + 1}
    ) as line
    join posting on posting.id = line.posting_id
    order by line.posted_at desc, line.id desc
"""


async def accounts_of(tx: Transaction, institution: str, client_id: UUID) -> list[Account]:
    """The accounts of this client, in the order that the institution gives them."""
    return await tx.rows(
        Account, f"{_ACCOUNT} where institution = $1 and client_id = $2 order by position, opened_on, id",
        institution, client_id,
    )


async def account_of(tx: Transaction, institution: str, client_id: UUID, account_id: UUID) -> Account | None:
    """One account of this client, or None: somebody else's is not there."""
    return await tx.row(
        Account, f"{_ACCOUNT} where institution = $1 and client_id = $2 and id = $3",
        institution, client_id, account_id,
    )


async def executed_in_session(
    tx: Transaction, institution: str, client_id: UUID, session_id: UUID, operation: str
) -> bool:
    """Whether this client has had such a request executed since they signed in."""
    return await tx.found(
        """
        select 1 from request
        where institution = $1 and client_id = $2 and session_id = $3 and operation = $4 and state = 'executed' limit 1
        """,
        institution, client_id, session_id, operation,
    )


async def latest_of(
    tx: Transaction, institution: str, client_id: UUID, at_most: int, *, since: datetime
) -> list[Operation]:
    """The last operations of all the accounts of this client together, none before `since`."""
    return await tx.rows(
        Operation,
        """
        select line.id, line.account_id, posting.kind, line.label, line.counterparty, line.amount, line.posted_at
        from account
        cross join lateral (
            select * from entry
            where entry.institution = $1 and entry.account_id = account.id and entry.posted_at >= $4
            order by entry.posted_at desc, entry.id desc limit $3
        ) as line
        join posting on posting.id = line.posting_id
        where account.institution = $1 and account.client_id = $2
        order by line.posted_at desc, line.id desc limit $3
        """,
        institution, client_id, at_most, since,
    )


async def operations_of(
    tx: Transaction, institution: str, client_id: UUID, account_id: UUID, search: Search, before: Key | None
) -> list[Operation]:
    """A page of the operations found, newest first, and one line more when there are more within reach."""
    instant, line_id = before or (NEVER, UUID(int=0))
    return await tx.rows(
        Operation,
        OPERATIONS,
        institution, client_id, account_id, instant, line_id, search.since or EVER,
        search.until or NEVER, search.text, search.least,
        search.most, ACCENTED, FOLDED,
    )


async def reach_of(
    tx: Transaction, institution: str, client_id: UUID, account_id: UUID, search: Search, before: Key | None
) -> Reach:
    """How far `operations_of` reads from the same place. From the index alone."""
    instant, line_id = before or (NEVER, UUID(int=0))
    found = await tx.row(
        Reach,
        f"""
        with read as materialized (select posted_at, id {_LINES}),
             oldest as (select posted_at, id from read order by posted_at, id limit 1)
        select (select count(*) from read) as lines, (select posted_at from oldest) as posted_at,
               (select id from oldest) as id
        """,
        institution, client_id, account_id, instant, line_id, search.since or EVER,
        search.until or NEVER,
    )
    assert found is not None
    return found
