"""What happens to transfers once they are approved: made, scheduled, executed on their day, cancelled."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from parvis.db import Transaction
from parvis.errors import Refused, refused
from parvis.events import Event
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.journal import actions as journal
from parvis.ledger import actions as ledger
from parvis.payments import tables
from parvis.payments.rules import local_day, start_of_day
from parvis.payments.tables import Side, Standing, Transfer


def check_ceilings(institution: Institution, *, amount: int, asked_today: int) -> Refused | None:
    """Refuse more than the institution allows for one transfer, or for one client in one day. Amounts in cents."""
    limits = institution.transfers
    if amount > limits.ceiling:
        return refused("transfer_above_ceiling", field="amount")
    if asked_today + amount > limits.daily:
        return refused("transfer_above_daily", field="amount")
    return None


async def standing(
    tx: Transaction, institution: Institution, client_id: UUID, *, source_id: UUID, target_id: UUID, now: datetime
) -> Standing:
    """What a transfer is weighed by now. Today began at midnight in the institution's time zone."""
    midnight = start_of_day(local_day(now, institution.timezone), institution.timezone)
    return await tables.standing(
        tx, institution.slug, client_id, source_id=source_id, target_id=target_id, midnight=midnight
    )


async def in_turn(tx: Transaction, institution: Institution, client_id: UUID) -> None:
    """Two transfers of one client may be approved at the same instant: from here on they are counted in turn."""
    await tables.lock_client(tx, institution.slug, client_id)


async def make(
    tx: Transaction, here: Here, institution: Institution, wanted: Transfer, payer: Side, now: datetime, *,
    asked_today: int,
) -> Transfer | Refused:
    """Execute an approved transfer, or set its amount aside until its day. Called once for each `wanted.id`, `in_turn`.

    Refusals, before anything is written: `transfer_above_daily`, `funds_insufficient`, `account_unknown`.
    """
    above = check_ceilings(institution, amount=wanted.amount, asked_today=asked_today)
    if above is not None:
        return above
    if wanted.execute_on <= local_day(now, institution.timezone):
        made = await _execute(tx, here, institution, wanted, payer, now)
    else:
        made = await _schedule(tx, here, institution, wanted, now)
    if isinstance(made, Refused):
        return made
    tables.insert(tx, institution.slug, made)
    event = Event.TRANSFER_EXECUTED if made.state == "executed" else Event.TRANSFER_SCHEDULED
    await journal.record(
        tx, here, event, now, institution=institution.slug, client_id=made.client_id, request_id=made.id
    )
    return made


async def cancel(
    tx: Transaction, here: Here, institution: Institution, client_id: UUID, transfer_id: UUID, now: datetime
) -> Refused | None:
    """Take a scheduled transfer back and free its amount. Refused: `page_not_found`, `transfer_settled`."""
    hold_id = await tables.cancel(tx, institution.slug, client_id, transfer_id, now)
    if hold_id is None:
        found = await tables.transfer_of(tx, institution.slug, client_id, transfer_id)
        return refused("page_not_found") if found is None else refused("transfer_settled")
    await ledger.void_hold(tx, institution.slug, hold_id, now)
    await journal.record(
        tx, here, Event.TRANSFER_CANCELLED, now,
        institution=institution.slug, client_id=client_id, request_id=transfer_id,
    )
    return None


async def execute_due(here: Here, now: datetime, at_most: int = 100) -> int:
    """Execute the scheduled transfers whose day has come, each in its own transaction. Returns how many."""
    settled = 0
    for institution in here.institutions.all:
        today = local_day(now, institution.timezone)
        while settled < at_most and await _execute_one(here, institution, today, now):
            settled += 1
    return settled


async def _execute_one(here: Here, institution: Institution, today: date, now: datetime) -> bool:
    async with here.transaction() as tx:
        due = await tables.claim_due(tx, institution.slug, today)
        if due is None:
            return False
        posting = await ledger.post_hold(
            tx, here, institution.slug, due.hold_id, now, target_id=due.target_id,
            label=due.label, source_counterparty=due.payee_name, target_counterparty=due.payer_name,
        )
        failed = isinstance(posting, Refused)
        if isinstance(posting, Refused):
            await ledger.void_hold(tx, institution.slug, due.hold_id, now)
            await tables.settle(
                tx, institution.slug, due.id, posting_id=None, because=posting.refusal.code, now=now
            )
        else:
            await tables.settle(tx, institution.slug, due.id, posting_id=posting, because=None, now=now)
        await journal.record(
            tx, here, Event.TRANSFER_FAILED if failed else Event.TRANSFER_EXECUTED, now,
            institution=institution.slug, client_id=due.client_id, request_id=due.id,
        )
    return True


async def _execute(
    tx: Transaction, here: Here, institution: Institution, wanted: Transfer, payer: Side, now: datetime
) -> Transfer | Refused:
    posting = await ledger.move(
        tx, here, institution.slug, source_id=wanted.source_id, target_id=wanted.target_id, amount=wanted.amount,
        once=f"transfer:{wanted.id}", now=now, label=wanted.label, source_counterparty=wanted.payee_name,
        target_counterparty=payer.label if wanted.own else payer.holder,
    )
    if isinstance(posting, Refused):
        return posting
    return msgspec.structs.replace(wanted, state="executed", posting_id=posting, settled_at=now)


async def _schedule(
    tx: Transaction, here: Here, institution: Institution, wanted: Transfer, now: datetime
) -> Transfer | Refused:
    held = await ledger.hold(
        tx, here, institution.slug, wanted.source_id, wanted.amount, f"transfer:{wanted.id}", now
    )
    return held if isinstance(held, Refused) else msgspec.structs.replace(wanted, state="scheduled", hold_id=held)
