"""What the ledger stores. Each act is one statement: it locks, checks and writes, or it writes nothing.

Locks are taken on accounts first, in the order of their ids, so two acts never wait for each other in a ring; and
« for no key update », so that an order may name an account while money leaves it. A house
account has no balance of its own: it is never locked, and thousands may post to it at once.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from parvis.db import Transaction
from parvis.ledger.rules import NewPosting


class Verdict(msgspec.Struct, frozen=True):
    """What a statement found, and the id of what it wrote: None where it wrote nothing."""

    known: bool  # every account exists here, and all share one currency
    funded: bool  # no account would go under its floor
    made: UUID | None


class Held(msgspec.Struct, frozen=True):
    """A promise: cents that wait on an account."""

    id: UUID
    account_id: UUID
    amount: int
    state: str


class Audit(msgspec.Struct, frozen=True):
    """What must be nothing, always."""

    sum: int  # cents: every entry together
    uneven_postings: int  # postings whose own legs do not sum to zero
    wrong_balances: int  # accounts whose balance is not the sum of their entries
    wrong_holds: int  # accounts whose held amount is not the sum of their running holds
    under_floor: int  # accounts below what they were allowed


async def post(
    tx: Transaction, institution: str, postings: Sequence[tuple[UUID, NewPosting]], entry_ids: Sequence[UUID]
) -> Verdict:
    """Write every posting, or none. A posting whose `once` has served is left out, and its legs with it."""
    legs = [(posting_id, leg, posting.posted_at) for posting_id, posting in postings for leg in posting.legs]
    found = await tx.row(
        Verdict,
        """
        with wanted as (
            select * from unnest($2::uuid[], $3::text[], $4::text[], $5::timestamptz[], $6::text[])
                as t (id, kind, label, posted_at, once)
        ), leg as (
            select * from unnest($7::uuid[], $8::uuid[], $9::uuid[], $10::bigint[], $11::text[], $12::text[],
                                 $13::timestamptz[])
                as t (id, posting_id, account_id, amount, label, counterparty, posted_at)
        ), locked as (
            select id, currency, balance, held, floor from account
            where institution = $1 and id = any ($9::uuid[]) and kind <> 'house' order by id for no key update
        ), house as (
            select id, currency from account where institution = $1 and id = any ($9::uuid[]) and kind = 'house'
        ), verdict as (
            select (select count(*) from locked) + (select count(*) from house)
                       = (select count(distinct account_id) from leg)
                   and (select count(distinct currency)
                        from (select currency from locked union all select currency from house) as every) = 1 as known,
                   not exists (
                       select 1 from locked
                       join (select account_id, sum(amount) as amount from leg group by account_id) as change
                         on change.account_id = locked.id
                       where change.amount < 0 and balance - held + change.amount < floor
                   ) as funded
        ), posted as (
            insert into posting (id, institution, kind, label, posted_at, once)
            select wanted.id, $1, kind, label, posted_at, once from wanted, verdict where known and funded
            on conflict (once) do nothing
            returning id
        ), moved as (
            update account set balance = locked.balance + change.amount
            from locked, (
                select account_id, sum(leg.amount)::bigint as amount
                from leg join posted on posted.id = leg.posting_id group by account_id
            ) as change
            where account.id = locked.id and change.account_id = locked.id
        ), written as (
            insert into entry (id, institution, posting_id, account_id, amount, label, counterparty, posted_at)
            select leg.id, $1, posting_id, account_id, amount, label, counterparty, posted_at
            from leg join posted on posted.id = leg.posting_id
        )
        select known, funded, (select id from posted limit 1) as made from verdict
        """,
        institution,
        [posting_id for posting_id, _ in postings],
        [posting.kind for _, posting in postings],
        [posting.label for _, posting in postings],
        [posting.posted_at for _, posting in postings],
        [posting.once for _, posting in postings],
        entry_ids,
        [posting_id for posting_id, _, _ in legs],
        [leg.account_id for _, leg, _ in legs],
        [leg.amount for _, leg, _ in legs],
        [leg.label for _, leg, _ in legs],
        [leg.counterparty for _, leg, _ in legs],
        [posted_at for _, _, posted_at in legs],
    )
    assert found is not None
    return found


async def posting_once(tx: Transaction, institution: str, once: str) -> UUID | None:
    """The posting that performed `once`, if it was performed."""
    found: UUID | None = await tx.value(
        "select id from posting where institution = $1 and once = $2", institution, once
    )
    return found


async def hold(
    tx: Transaction, institution: str, *, hold_id: UUID, account_id: UUID, amount: int, once: str, now: datetime
) -> Verdict:
    """Set `amount` cents of an account aside, where it can spare them."""
    found = await tx.row(
        Verdict,
        """
        with locked as (
            select id, balance - held - $4::bigint >= floor as funded from account
            where institution = $1 and id = $3 and kind <> 'house' for no key update
        ), made as (
            insert into hold (id, institution, account_id, amount, once, held_at)
            select $2, $1, id, $4, $5, $6 from locked where funded
            on conflict (once) do nothing
            returning id
        ), counted as (
            update account set held = held + $4 from locked, made where account.id = locked.id
        )
        select exists (select 1 from locked) as known, coalesce((select funded from locked), false) as funded,
               (select id from made) as made
        """,
        institution, hold_id, account_id, amount, once, now,
    )
    assert found is not None
    return found


async def hold_once(tx: Transaction, institution: str, once: str) -> UUID | None:
    """The hold that was set for `once`, if it was."""
    found: UUID | None = await tx.value("select id from hold where institution = $1 and once = $2", institution, once)
    return found


async def hold_by_id(tx: Transaction, institution: str, hold_id: UUID) -> Held | None:
    """One hold of this institution. Its amount and its account never change."""
    return await tx.row(
        Held, "select id, account_id, amount, state from hold where institution = $1 and id = $2", institution, hold_id
    )


async def post_hold(
    tx: Transaction,
    institution: str,
    *,
    hold_id: UUID,
    target_id: UUID,
    posting: NewPosting,
    posting_id: UUID,
    entry_ids: tuple[UUID, UUID],
) -> Verdict:
    """Turn what was set aside into a posting. The two legs give the labels; the hold gives the account and the amount.

    `made` is None when the hold has been posted or voided before. The floor was checked when the hold was set.
    """
    source, target = posting.legs
    found = await tx.row(
        Verdict,
        """
        with promise as (
            select id, account_id, amount from hold where institution = $1 and id = $2
        ), locked as (
            select id, currency, balance, held from account
            where institution = $1 and id = any (array[(select account_id from promise), $3]) and kind <> 'house'
            order by id for no key update
        ), house as (
            select id, currency from account where institution = $1 and id = $3 and kind = 'house'
        ), verdict as (
            select (select count(*) from locked) + (select count(*) from house) = 2
                   and (select count(distinct currency)
                        from (select currency from locked union all select currency from house) as every) = 1 as known
        ), spent as (
            update hold set state = 'posted', settled_at = $4
            where institution = $1 and id = $2 and state = 'held' and (select known from verdict)
            returning account_id, amount
        ), posted as (
            insert into posting (id, institution, kind, label, posted_at, once)
            select $5, $1, $6, $7, $4, $8 from spent
            returning id
        ), moved as (
            update account
            set balance = locked.balance
                          + case when account.id = spent.account_id then -spent.amount else spent.amount end,
                held = locked.held - case when account.id = spent.account_id then spent.amount else 0 end
            from locked, spent where account.id = locked.id
        ), written as (
            insert into entry (id, institution, posting_id, account_id, amount, label, counterparty, posted_at)
            select $9::uuid, $1, $5, spent.account_id, -spent.amount, $11::text, $12::text, $4 from spent
            union all
            select $10::uuid, $1, $5, $3, spent.amount, $13::text, $14::text, $4 from spent
        )
        select known, true as funded, (select id from posted) as made from verdict
        """,
        institution, hold_id, target_id, posting.posted_at, posting_id, posting.kind, posting.label, posting.once,
        *entry_ids, source.label, source.counterparty, target.label, target.counterparty,
    )
    assert found is not None
    return found


async def void_hold(tx: Transaction, institution: str, hold_id: UUID, now: datetime) -> bool:
    """Give back what was set aside. False when the hold has been posted or voided before."""
    return await tx.found(
        """
        with locked as (
            select id from account
            where institution = $1 and id = (select account_id from hold where institution = $1 and id = $2)
            for no key update
        ), voided as (
            update hold set state = 'voided', settled_at = $3 from locked
            where hold.institution = $1 and hold.id = $2 and hold.state = 'held' and hold.account_id = locked.id
            returning hold.account_id, hold.amount
        )
        update account set held = held - voided.amount from voided where account.id = voided.account_id returning 1
        """,
        institution, hold_id, now,
    )


async def audit(tx: Transaction, institution: str | None = None) -> Audit:
    """Add everything up again, from the entries. For one institution, or for all of them."""
    found = await tx.row(
        Audit,
        """
        select
            coalesce((select sum(amount) from entry where $1::text is null or institution = $1), 0)::bigint as sum,
            (select count(*) from (
                select 1 from entry where $1::text is null or institution = $1
                group by posting_id having sum(amount) <> 0
            ) as uneven) as uneven_postings,
            (select count(*) from account
             where ($1::text is null or institution = $1) and kind <> 'house' and balance <> (
                select coalesce(sum(amount), 0) from entry where account_id = account.id)) as wrong_balances,
            (select count(*) from account
             where ($1::text is null or institution = $1) and held <> (
                select coalesce(sum(amount), 0) from hold where account_id = account.id and state = 'held'
             )) as wrong_holds,
            (select count(*) from account
             where ($1::text is null or institution = $1) and balance - held < floor) as under_floor
        """,
        institution,
    )
    assert found is not None
    return found
