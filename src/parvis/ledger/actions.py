"""What can happen to money: post, move, hold, post what was held, void it. Nothing else changes a balance.

Every act is named by `once`: done a second time under the same name, it changes nothing and gives the first answer.
`institution` is the slug. Amounts are integer cents.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from parvis.db import Transaction
from parvis.errors import Refused, refused
from parvis.here import Here
from parvis.ledger import tables
from parvis.ledger.rules import Leg, NewPosting, check_balanced

# One statement carries a month of a busy account; history is furnished in several.
MOST_POSTINGS = 5_000


async def post(tx: Transaction, here: Here, institution: str, posting: NewPosting) -> UUID | Refused:
    """Write one posting with its legs, and give its id.

    Refusals: `account_unknown` (not of this institution, or another currency), `funds_insufficient` (an account would
    go under its floor). Nothing is written when refused.
    """
    return await post_all(tx, here, institution, [posting])


async def post_all(tx: Transaction, here: Here, institution: str, postings: Sequence[NewPosting]) -> UUID | Refused:
    """Write several postings in one statement, all or none; floors are checked on the sum. Gives the first one's id.

    Postings whose `once` has served before are left out. Refusals: as `post`.
    """
    if not 0 < len(postings) <= MOST_POSTINGS:
        raise ValueError(f"between 1 and {MOST_POSTINGS} postings at once")
    check_balanced(postings)
    numbered = [(here.new_id(), posting) for posting in postings]
    entry_ids = [here.new_id() for posting in postings for _ in posting.legs]
    verdict = await tables.post(tx, institution, numbered, entry_ids)
    if verdict.made is not None:
        return verdict.made
    # A twin may have won between the start of the statement and its locks: only a new statement sees it.
    once = postings[0].once
    before = None if once is None else await tables.posting_once(tx, institution, once)
    if before is not None:
        return before
    return _refusal(verdict)


async def move(
    tx: Transaction,
    here: Here,
    institution: str,
    *,
    source_id: UUID,
    target_id: UUID,
    amount: int,
    once: str | None,
    now: datetime,
    kind: str = "transfer",
    label: str = "",
    source_counterparty: str = "",
    target_counterparty: str = "",
) -> UUID | Refused:
    """Move `amount` cents from one account to another in one statement, and give the posting's id.

    `source_counterparty` is what the payer reads beside the entry (the payee), and the reverse. Refusals: as `post`.
    """
    _check_amount(amount)
    if source_id == target_id:
        raise ValueError("money does not move from an account to itself")
    legs = (
        Leg(source_id, -amount, label, source_counterparty),
        Leg(target_id, amount, label, target_counterparty),
    )
    return await post(tx, here, institution, NewPosting(kind, legs, now, label, once))


async def hold(
    tx: Transaction, here: Here, institution: str, account_id: UUID, amount: int, once: str, now: datetime
) -> UUID | Refused:
    """Set `amount` cents of an account aside until `post_hold` or `void_hold`, and give the hold's id.

    Refusals: `account_unknown` (a house account cannot promise), `funds_insufficient`.
    """
    _check_amount(amount)
    verdict = await tables.hold(
        tx, institution, hold_id=here.new_id(), account_id=account_id, amount=amount, once=once, now=now
    )
    if verdict.made is not None:
        return verdict.made
    before = await tables.hold_once(tx, institution, once)
    return before if before is not None else _refusal(verdict)


async def post_hold(
    tx: Transaction,
    here: Here,
    institution: str,
    hold_id: UUID,
    now: datetime,
    *,
    target_id: UUID,
    kind: str = "transfer",
    label: str = "",
    source_counterparty: str = "",
    target_counterparty: str = "",
) -> UUID | Refused:
    """Send what was set aside to `target_id`, and give the posting's id: always the same one for one hold.

    Refusals: `account_unknown`, `hold_settled` (the hold was voided before).
    """
    once = f"hold:{hold_id}"
    held = await tables.hold_by_id(tx, institution, hold_id)
    if held is None:
        return refused("account_unknown")
    legs = (
        Leg(held.account_id, -held.amount, label, source_counterparty),
        Leg(target_id, held.amount, label, target_counterparty),
    )
    verdict = await tables.post_hold(
        tx, institution, hold_id=hold_id, target_id=target_id, posting=NewPosting(kind, legs, now, label, once),
        posting_id=here.new_id(), entry_ids=(here.new_id(), here.new_id()),
    )
    if verdict.made is not None:
        return verdict.made
    before = await tables.posting_once(tx, institution, once)
    if before is not None:
        return before
    return refused("hold_settled") if verdict.known else _refusal(verdict)


async def void_hold(tx: Transaction, institution: str, hold_id: UUID, now: datetime) -> bool:
    """Give back what was set aside. False when that hold has been posted or voided before: nothing changes then."""
    return await tables.void_hold(tx, institution, hold_id, now)


def _check_amount(amount: int) -> None:
    if amount <= 0:
        raise ValueError("only a positive amount of cents moves; its direction is the order of the accounts")


def _refusal(verdict: tables.Verdict) -> Refused:
    return refused("funds_insufficient") if verdict.known else refused("account_unknown")
