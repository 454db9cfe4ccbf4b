"""A transfer as the client is typing it: read field by field, each wrong one with its own reason."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import date, datetime
from uuid import UUID

import msgspec

from parvis.db import Transaction
from parvis.errors import Refused, refused
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.money import parse_amount
from parvis.operations.transfer import TransferFacts
from parvis.payments import tables
from parvis.payments.iban import parse_iban
from parvis.payments.rules import (
    LONGEST_LABEL,
    LONGEST_NAME,
    check_day,
    execution_day,
    local_day,
    parse_day,
)
from parvis.payments.tables import Payee, Side
from parvis.seal import SealBroken

OTHER = "other"  # The choice « quelqu'un d'autre » among the targets.

# Which field a refusal of the whole transfer is about.
_FIELD_OF = {
    "account_unknown": "source",
    "same_account": "target",
    "payee_account_unknown": "iban",
    "transfers_to_others_closed": "target",
    "date_past": "day",
    "transfer_above_ceiling": "amount",
    "transfer_above_daily": "amount",
    "funds_insufficient": "amount",
}


class TransferForm(msgspec.Struct, frozen=True):
    """The fields of the form, as they were typed. `key` is made with the form: one form, one transfer."""

    key: str = ""
    source: str = ""
    target: str = ""
    iban: str = ""
    name: str = ""
    amount: str = ""
    label: str = ""
    day: str = ""


class Choices(msgspec.Struct, frozen=True):
    """What the form offers this client."""

    accounts: list[Side]
    payees: list[Payee]


Wrong = dict[str, Refused]  # field → what is wrong with it; "" for the whole form


async def choices(tx: Transaction, institution: Institution, client_id: UUID) -> Choices:
    """The client's accounts, and the people they have paid lately where the institution lets them pay people."""
    accounts = await tables.sides_of(tx, institution.slug, client_id)
    open_to_others = institution.transfers.to_others
    payees = await tables.payees_of(tx, institution.slug, client_id) if open_to_others else []
    return Choices(accounts, payees)


async def understand(
    tx: Transaction, institution: Institution, form: TransferForm, offered: Choices, now: datetime
) -> TransferFacts | Wrong:
    """The transfer that the form means; or every field that is wrong. What it would do is for the gate to weigh."""
    source = _source(form, offered)
    target = await _target(tx, institution, form, offered)
    amount = parse_amount(form.amount)
    label = form.label if len(form.label) <= LONGEST_LABEL else refused("label_too_long", field="label")
    day = _day(form, institution, now)
    if (
        isinstance(source, Refused)
        or isinstance(target, Refused)
        or isinstance(amount, Refused)
        or isinstance(label, Refused)
        or isinstance(day, Refused)
    ):
        parts = (source, target, amount, label, day)
        return {part.field: part for part in parts if isinstance(part, Refused)}
    return TransferFacts(
        source_id=source.id, source_name=source.label, target_id=target.account_id,
        target_iban=target.iban or "", payee_name=target.name, amount=amount, currency=source.currency,
        label=label, execute_on=day,
    )


def seal_form(here: Here, session_id: UUID, form: TransferForm) -> str:
    """The form for an address: unreadable in logs and histories, and of use in this session only."""
    sealed = here.keys.seal(msgspec.json.encode(form), purpose=f"form:transfer:{session_id}")
    return urlsafe_b64encode(sealed).decode().rstrip("=")


def open_form(here: Here, session_id: UUID, sealed: str) -> TransferForm | None:
    """What `seal_form` sealed in this session; None for anything else."""
    try:
        decoded = urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4))
        plain = here.keys.unseal(decoded, purpose=f"form:transfer:{session_id}")
        return msgspec.json.decode(plain, type=TransferForm)
    except (ValueError, SealBroken, msgspec.MsgspecError):
        return None


def about(form: TransferForm, why: Refused) -> Wrong:
    """Beside which field a refusal of the whole transfer is said; "" when it is about none of them."""
    field = _FIELD_OF.get(why.refusal.code, "")
    if field == "iban" and form.target != OTHER:
        field = "target"  # The IBAN field is there only for somebody else.
    return {field: why}


def _source(form: TransferForm, offered: Choices) -> Side | Refused:
    found = next((side for side in offered.accounts if str(side.id) == form.source), None)
    return found or refused("choice_missing", field="source")


async def _target(
    tx: Transaction, institution: Institution, form: TransferForm, offered: Choices
) -> Payee | Refused:
    """The account to credit: one of the client's own, one already paid, or the one whose IBAN was typed."""
    for side in offered.accounts:
        if str(side.id) == form.target:
            return Payee(account_id=side.id, name=side.label, iban=side.iban)
    for payee in offered.payees:
        if str(payee.account_id) == form.target:
            return payee
    if form.target != OTHER or not institution.transfers.to_others:
        return refused("transfer_target_missing", field="target")
    iban = parse_iban(form.iban)
    if isinstance(iban, Refused):
        return iban
    if not form.name or len(form.name) > LONGEST_NAME:
        return refused("payee_name_missing", field="name")
    found = await tables.side_by_iban(tx, institution.slug, iban)
    if found is None:
        return refused("payee_account_unknown", field="iban")
    # The name is the one that was typed: what the account's holder is called is not ours to tell.
    return Payee(account_id=found.id, name=form.name, iban=iban)


def _day(form: TransferForm, institution: Institution, now: datetime) -> date | Refused:
    asked = parse_day(form.day, field="day")
    if isinstance(asked, Refused):
        return asked
    today = local_day(now, institution.timezone)
    wrong = check_day(asked, today=today)
    if wrong is not None:
        return wrong
    return execution_day(asked, today=today, inside_days=institution.transfers.inside_days)
