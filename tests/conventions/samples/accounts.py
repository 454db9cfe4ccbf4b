"""Accounts at a glance, and the history of one."""

import msgspec

from parvis.accounts.rules import SearchForm
from parvis.accounts.tables import Account, Operation
from parvis.authenticators.tables import NearEnd
from parvis.money import Money
from tests.conventions.samples import BEFORE, FRENCH_IBAN, HOSTILE, NOW, ONE, THREE, TWO, Sample
from tests.conventions.samples.gate import request

CURRENT = Account(
    id=ONE, kind="current", label=HOSTILE, iban=FRENCH_IBAN, currency="EUR", balance=-12_345, held=5_000, floor=-50_000,
    opened_on=BEFORE.date(),
)
SAVINGS = msgspec.structs.replace(CURRENT, id=TWO, kind="savings", iban=None, balance=1_000_000_00, held=0, floor=0)


def line(kind: str, amount: int, *, label: str = HOSTILE, counterparty: str = HOSTILE) -> Operation:
    return Operation(
        id=THREE, account_id=ONE, kind=kind, label=label, counterparty=counterparty, amount=amount, posted_at=NOW
    )


DAYS = [
    (NOW.date(), [line("transfer", -2_500), line("salary", 250_000, counterparty="")]),
    (BEFORE.date(), [line("never_heard_of", 1, label="", counterparty=""), line("card", -1, label="")]),
]

HISTORY = {
    "account": CURRENT, "form": SearchForm(), "days": DAYS, "more": f"/accounts/{ONE}?before=x", "first": True,
    "read_back_to": None, "errors": {}, "older": False, "key": TWO, "mark": "0f",
}
ENDING = NearEnd(ONE, "certificate", NOW)
WRONG = dict.fromkeys(("least", "most", "since", "until"), HOSTILE)
ASKED = SearchForm(text=HOSTILE, least="x", most="y", since="z", until="t")

TEMPLATES = {
    "accounts/home.html": [
        Sample("all", {
            "accounts": [CURRENT, SAVINGS], "totals": [Money(98_765_55, "EUR"), Money(-1, "USD")], "days": DAYS,
            "labels": {ONE: HOSTILE, TWO: "Livret"}, "waiting": [request(), request(operation="change_secret")],
            "ending": ENDING,
        }),
        Sample("one account without operations", {
            "accounts": [CURRENT], "totals": [Money(0, "EUR")], "days": [], "labels": {ONE: "Courant"}, "waiting": [],
            "ending": None,
        }),
        Sample("nothing", {"accounts": [], "totals": [], "days": [], "labels": {}, "waiting": [], "ending": None}),
        Sample("no transfers", {
            "accounts": [SAVINGS], "totals": [Money(0, "EUR")], "days": [], "labels": {TWO: "Livret"}, "waiting": [],
            "ending": None,
        }, institutions=("allocations",)),
    ],
    "accounts/history.html": [
        Sample("first page", HISTORY),
        Sample("later page", {**HISTORY, "first": False, "more": None}),
        Sample("nothing yet", {**HISTORY, "account": SAVINGS, "days": [], "more": None}),
        Sample("older ones are asked for", {**HISTORY, "more": None, "older": True}),
        Sample("found nothing", {**HISTORY, "form": ASKED, "days": [], "more": None}),
        Sample("read so far", {**HISTORY, "form": ASKED, "days": [], "read_back_to": BEFORE}),
        Sample("wrong", {**HISTORY, "form": ASKED, "days": [], "more": None, "errors": WRONG}),
    ],
}
