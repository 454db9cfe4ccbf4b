"""A transfer: typed, checked, asked, and afterwards."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import msgspec

from parvis.operations import Line
from parvis.operations.transfer import TransferFacts
from parvis.payments.drafts import OTHER, Choices, TransferForm
from parvis.payments.tables import Past, Payee, Side, Transfer
from parvis.web.visit import Visit
from tests.conventions.samples import BEFORE, FRENCH_IBAN, HOSTILE, NOW, ONE, THREE, TWO, Sample
from tests.conventions.samples.gate import request

SIDE = Side(
    id=ONE, client_id=THREE, kind="current", label=HOSTILE, iban=FRENCH_IBAN, currency="EUR", balance=100_000,
    spendable=90_000, holder="Anne Roy",
)
SIDES = [SIDE, msgspec.structs.replace(SIDE, id=TWO, kind="savings", label="Livret", iban=None)]
PAYEES = [Payee(account_id=THREE, name=HOSTILE, iban=FRENCH_IBAN), Payee(account_id=TWO, name="Bruno", iban=None)]
FORM = TransferForm(
    key=str(ONE), source=str(ONE), target=OTHER, iban=FRENCH_IBAN, name=HOSTILE, amount="250", label=HOSTILE,
    day="2026-11-24",
)
LINES = [Line("Montant", "250,00 €", "amount"), Line("À", HOSTILE, "payee"), Line("Motif", HOSTILE)]
WRONG = dict.fromkeys(("source", "target", "iban", "name", "amount", "label", "day"), HOSTILE)

MADE = ("scheduled", "executed", "cancelled")


def transfer(state: str, *, because: str | None = None) -> Transfer:
    return Transfer(
        id=ONE, client_id=TWO, source_id=ONE, target_id=TWO, source_label=HOSTILE,
        source_iban=None if because else FRENCH_IBAN, target_iban=FRENCH_IBAN, own=False,
        payee_name=HOSTILE, amount=25_000, currency="EUR", label=HOSTILE,
        execute_on=(NOW + timedelta(days=3)).date(), state=state, because=because, hold_id=None, posting_id=None,
        asked_at=BEFORE, settled_at=None if state == "scheduled" else NOW,
    )


def past(state: str, *, made: bool) -> Past:
    return Past(
        id=ONE, payee_name=HOSTILE, amount=25_000, currency="EUR", label=HOSTILE if made else "", execute_on=NOW.date(),
        state=state, asked_at=BEFORE, made=made,
    )


def form(
    accounts: list[Side], payees: list[Payee], errors: Mapping[str, str] | None = None
) -> Callable[[Visit], Mapping[str, Any]]:
    return lambda visit: {
        "form": FORM, "offered": Choices(accounts, payees), "errors": errors or {}, "other": OTHER,
        "general": HOSTILE if errors else None, "limits": visit.institution.transfers, "today": NOW.date(),
    }


def check(days: int, payee: str) -> Mapping[str, Any]:
    facts = TransferFacts(
        source_id=ONE, target_id=TWO, target_iban=FRENCH_IBAN, payee_name=HOSTILE, source_name=HOSTILE, amount=25_000,
        currency="EUR", label=HOSTILE, execute_on=(NOW + timedelta(days=days)).date(),
    )
    return {"form": FORM, "facts": facts, "payee": payee, "lines": LINES, "today": NOW.date(), "sealed": "c2VhbGVk"}


TEMPLATES = {
    "payments/new.html": [
        Sample("to anyone", form(SIDES, PAYEES)),
        Sample("wrong everywhere", form(SIDES, [], WRONG)),
        Sample("between own accounts", form(SIDES, []), institutions=("municipal", "cooperative")),
        Sample("impossible", form([], [])),
    ],
    "payments/check.html": [
        Sample("today, to somebody known", check(0, "known")),
        Sample("later, to somebody new", check(3, "new")),
    ],
    "payments/in_progress.html": [
        Sample("nothing", {"scheduled": [], "waiting": []}),
        Sample("both", {"scheduled": [transfer("scheduled")], "waiting": [request()]}),
    ],
    "payments/history.html": [
        Sample("nothing", {"past": [], "more": None, "first": True}),
        Sample("a later page, of every state", {
            "past": [past(state, made=True) for state in ("executed", "cancelled", "failed")]
            + [past(state, made=False) for state in ("refused", "expired", "withdrawn", "failed")],
            "more": "x", "first": False,
        }),
    ],
    "payments/receipt.html": [
        *(Sample(state, {"transfer": transfer(state), "lines": LINES}) for state in MADE),
        Sample("failed", {"transfer": transfer("failed", because="funds_insufficient"), "lines": LINES}),
    ],
}
