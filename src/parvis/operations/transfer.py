"""A transfer: money leaves one account of the client for another account of the same institution."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec

from parvis.errors import Refused
from parvis.operations import Failed, Line, Performed, Say
from parvis.payments import actions
from parvis.payments.rules import local_day
from parvis.payments.tables import Side, Standing, Transfer
from parvis.ui import format

if TYPE_CHECKING:
    from parvis.db import Transaction
    from parvis.gate.tables import Request
    from parvis.here import Here
    from parvis.institution.rules import Institution


class TransferFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the client approves. Any change of it is another transfer.

    `source_name` and `payee_name` are what the client read: the account's own label, or the name they typed. Whether
    the payee is known is weighed afresh each time, and not kept here.
    """

    source_id: UUID
    source_name: str
    target_id: UUID
    target_iban: str  # "" for an account that has none
    payee_name: str
    amount: int  # cents
    currency: str  # ISO 4217
    label: str
    execute_on: date


class TransferOperation:
    """To an account of the client ("own"), to somebody already paid ("known"), or to somebody new ("new")."""

    name = "transfer"
    facts = TransferFacts
    lifetime = timedelta(minutes=15)
    conditions: Mapping[str, tuple[str, ...] | type[int]] = {"payee": ("own", "known", "new"), "amount": int}
    pays = True
    before = "/transfers/new"
    rewrite = "/transfers/new?replaces="

    def after(self, result: Mapping[str, Any]) -> str:
        return f"/transfers/{result['transfer_id']}"

    def lines(self, facts: TransferFacts, say: Say, institution: "Institution") -> list[Line]:
        """The amount, the payee, where it goes, where it comes from, when, why. In that order: it is what is read."""
        lines = [
            Line(say("line-amount"), format.amount(facts.amount, facts.currency, say.language), "amount"),
            Line(say("line-payee"), facts.payee_name, "payee"),
        ]
        if facts.target_iban:
            lines.append(Line(say("line-iban"), format.iban(facts.target_iban), "iban"))
        lines.append(Line(say("line-source"), facts.source_name, "account"))
        lines.append(Line(say("line-day"), format.day(facts.execute_on, say.language), "date"))
        if facts.label:
            lines.append(Line(say("line-label"), facts.label))
        return lines

    async def weigh(
        self,
        tx: "Transaction",
        here: "Here",
        institution: "Institution",
        client_id: UUID,
        facts: TransferFacts,
        now: datetime,
    ) -> dict[str, str | int] | Failed:
        """The amount in cents, and who the payee is to this client.

        Failed: `account_unknown`, `payee_account_unknown`, `same_account`, `transfers_to_others_closed`, `date_past`,
        `transfer_above_ceiling`, `transfer_above_daily`, `funds_insufficient`.
        """
        sides = await _sides(tx, institution, client_id, facts, now)
        if isinstance(sides, Failed):
            return sides
        source, target, standing = sides
        if facts.execute_on < local_day(now, institution.timezone) - timedelta(days=1):
            # Approved a few minutes after midnight, yesterday's transfer still goes; an older one is a mistake.
            return Failed("date_past")
        above = actions.check_ceilings(institution, amount=facts.amount, asked_today=standing.asked_today)
        if above is not None:
            return Failed(above.refusal.code)
        if facts.amount > source.spendable:
            return Failed("funds_insufficient")
        known = "known" if standing.paid_before else "new"
        return {"amount": facts.amount, "payee": "own" if target.client_id == client_id else known}

    async def perform(
        self,
        tx: "Transaction",
        here: "Here",
        institution: "Institution",
        request: "Request",
        facts: TransferFacts,
        now: datetime,
    ) -> Performed | Failed:
        """Post it, or hold it until its day. Result: `transfer_id`, `state` (executed, scheduled), `execute_on`."""
        await actions.in_turn(tx, institution, request.client_id)
        sides = await _sides(tx, institution, request.client_id, facts, now)
        if isinstance(sides, Failed):
            return sides
        source, target, standing = sides
        wanted = Transfer(
            id=request.id, client_id=request.client_id, source_id=source.id, target_id=target.id,
            source_label=source.label, source_iban=source.iban, target_iban=target.iban,
            own=target.client_id == request.client_id, payee_name=facts.payee_name, amount=facts.amount,
            currency=facts.currency, label=facts.label, execute_on=facts.execute_on, state="scheduled", because=None,
            hold_id=None, posting_id=None, asked_at=now, settled_at=None,
        )
        made = await actions.make(
            tx, here, institution, wanted, source, now, asked_today=standing.asked_today
        )
        if isinstance(made, Refused):
            return Failed(made.refusal.code)
        return Performed(
            {"transfer_id": str(made.id), "state": made.state, "execute_on": made.execute_on.isoformat()}
        )


async def _sides(
    tx: "Transaction", institution: "Institution", client_id: UUID, facts: TransferFacts, now: datetime
) -> tuple[Side, Side, Standing] | Failed:
    """Both accounts as they are now: the source this client's, the target at the institution, in one currency."""
    standing = await actions.standing(
        tx, institution, client_id, source_id=facts.source_id, target_id=facts.target_id, now=now
    )
    source, target = standing.source, standing.target
    if source is None or source.client_id != client_id or source.currency != facts.currency:
        return Failed("account_unknown")
    if target is None or target.currency != facts.currency or (target.iban or "") != facts.target_iban:
        return Failed("payee_account_unknown")
    if source.id == target.id:
        return Failed("same_account")
    if target.client_id != client_id and not institution.transfers.to_others:
        return Failed("transfers_to_others_closed")
    return source, target, standing
