"""A small institution in text, and what the loader must know of factors and operations to read it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from parvis.factors import Element
from parvis.institution.loader import load
from parvis.institution.reading import InstitutionUnsound
from parvis.institution.rules import Institution

KNOWLEDGE, POSSESSION = Element.KNOWLEDGE, Element.POSSESSION


@dataclass(frozen=True)
class Means:
    """What the loader reads of a factor, and nothing else of it."""

    kind: str
    proves: frozenset[Element]
    links: bool = False
    by_browser: bool = True
    own: bool = False
    first: bool = False


@dataclass(frozen=True)
class Borrowed(Means):
    """One that answers with the means of another kind."""

    borrows: str = ""


@dataclass(frozen=True)
class Act:
    """What the loader reads of an operation."""

    name: str
    conditions: Mapping[str, Any] = field(default_factory=dict)
    pays: bool = False


FACTORS: Any = {
    means.kind: means
    for means in (
        Means("secret_code", frozenset({KNOWLEDGE}), first=True),
        Means("password", frozenset({KNOWLEDGE}), first=True),
        Means("totp", frozenset({POSSESSION}), own=True),
        Means("sms_code", frozenset({POSSESSION}), links=True),
        Means("email_code", frozenset(), links=True),
        Means("phone", frozenset({POSSESSION, KNOWLEDGE}), links=True, by_browser=False, own=True),
        Borrowed("phone_qr", frozenset({POSSESSION, KNOWLEDGE}), links=True, borrows="phone"),
        Borrowed("phone_code", frozenset({POSSESSION, KNOWLEDGE}), borrows="phone"),
    )
}
OPERATIONS: Any = {
    act.name: act
    for act in (
        Act("sign_in", {"strong_age": ("recent", "old")}),
        Act("transfer", {"payee": ("own", "known", "new"), "amount": int}, pays=True),
        Act("enroll_factor", {"kind": tuple(FACTORS), "within": ("session", "sign_in")}),
        Act("end_session"),
    )
}

SOUND = """\
schema = 1
name = "Banque Témoin"
short_name = "Témoin"
hosts = ["temoin.example", "temoin.localhost"]
address = "temoin.example"
locale = "fr-FR"
currency = "EUR"
country = "FR"
timezone = "Europe/Paris"
bank_code = "99999"
means = ["password", "totp", "sms_code", "phone"]
features = ["accounts", "transfers"]

[[identifier]]
name = "client"
kind = "digits"
length = 11
example = "12345678901"

[sign_in]
secret = "password"
pages = 2
enrols = ["totp"]
strong = true

[session]
idle_minutes = 5
warn_minutes = 1
absolute_hours = 8
strong_days = 180

[lockout]
tries = 3
hold_minutes = [5, 60]

[waiting]
at_most = 3
cool_down_minutes = 15

[risk]
doubt_at = 30
refuse_at = 90
odd_hours = [0, 5]
failures = 2
change_hours = 72
amount_times = 3
payments = 5

[risk.weights]
new_device = 40
new_network = 20
odd_hour = 15
recent_failures = 30
recent_change = 40
unusual_amount = 20
new_payee = 15
many_payments = 15

[transfers]
ceiling = "10000.00"
daily = "15000.00"
inside_days = 0
to_others = true

[requires]
means_without_smartphone = true

[[rule]]
id = "sign-in"
operation = "sign_in"
ways = [["password", "totp"], ["password", "phone"]]

[[rule]]
id = "transfer-own"
operation = "transfer"
when = { payee = "own", up_to = "500.00" }
ways = [[]]
basis = "RTS article 15"

[[rule]]
id = "transfer"
operation = "transfer"
ways = [["phone"], ["password", "sms_code"]]

[[rule]]
id = "enroll"
operation = "enroll_factor"
when = { kind = ["totp", "phone"] }
ways = [["password", "sms_code"]]

[[rule]]
id = "end-session"
operation = "end_session"
ways = [[]]
basis = "Ending a session only protects"
"""


def load_text(folder: Path, text: str) -> Institution:
    """Load `text` as the institution « temoin »."""
    place = folder / "temoin"
    place.mkdir(exist_ok=True)
    (place / "institution.toml").write_text(text, encoding="utf-8")
    return load(place, factors=FACTORS, operations=OPERATIONS)


def problems_of(folder: Path, text: str) -> list[str]:
    """What the loader has against `text`, each as « line: sentence »; nothing if it is sound."""
    found: list[str] = []
    try:
        load_text(folder, text)
    except InstitutionUnsound as unsound:
        found = unsound.problems
    prefix = f"{folder / 'temoin' / 'institution.toml'}:"
    assert all(problem.startswith(prefix) for problem in found)
    return [problem.removeprefix(prefix) for problem in found]
