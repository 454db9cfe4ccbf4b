"""What an institution is: frozen values read once from its folder. No code tells one institution from
another.

Amounts are integer cents, durations carry their unit in their name. The loader makes these; nobody else
does.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

import msgspec

from parvis.gate.rules import Rule

RISK_REASONS = (
    "new_device",
    "new_network",
    "odd_hour",
    "recent_failures",
    "recent_change",
    "unusual_amount",
    "new_payee",
    "many_payments",
)
FEATURES = ("accounts", "transfers", "profile", "users")


def agency_slug(institution: str) -> str:
    """What the agency of that institution is called: in the database, in addresses, in words."""
    return f"{institution}-agence"


class Part(msgspec.Struct, frozen=True):
    """One field of what the client types to say who they are. Its label is the word `identifier-<name>`."""

    name: str
    kind: Literal["digits", "nir"]
    length: int  # characters in canonical form
    example: str


class SignIn(msgspec.Struct, frozen=True):
    """The first steps of a sign-in."""

    secret: str  # the kind of factor that is asked first; "" where one enters by the doors alone
    pages: int  # 1: identifier and secret together; 2: « Étape 1 / 2 », « Étape 2 / 2 »
    enrols: tuple[str, ...] = ()  # kinds of factor that may be enrolled in the middle of a first sign-in
    doors: tuple[str, ...] = ()  # kinds of factor by which one signs in without typing who one is
    strong: bool = True  # does the institution claim strong customer authentication? (CNIL-MFA, RTS article 4)
    on_device: tuple[str, ...] = ()  # kinds of factor whose own device opens the client space on itself (DR3)


class SessionRules(msgspec.Struct, frozen=True):
    """How long one is signed in. RTS article 4(3)(d): at most 5 minutes idle. RTS article 10: at most
    180 days.
    """

    idle_minutes: int
    warn_minutes: int
    absolute_hours: int
    strong_days: int


class Lockout(msgspec.Struct, frozen=True):
    """How many consecutive failures hold the access, and for how long: holds grow, the last one repeats.

    After `permanent_after_holds` of them, the next one does not lift: the agency unblocks (RTS article 4(4)).
    """

    tries: int
    hold_minutes: tuple[int, ...]
    permanent_after_holds: int | None = None  # None: never


class Waiting(msgspec.Struct, frozen=True):
    """Push bombing is resisted: requests waiting at once, and silence after refusals in a row (ASVS
    6.6.4).
    """

    at_most: int
    cool_down_minutes: int


class RiskTable(msgspec.Struct, frozen=True):
    """What each reason weighs, from when it counts, and from which score one doubts or refuses."""

    doubt_at: int
    refuse_at: int  # from this score the level is "high"; what follows is for the rules to say
    weights: dict[str, int]  # one weight for each of RISK_REASONS
    odd_hours: tuple[int, int] = (0, 5)  # local hours: from the first, included, to the second, excluded
    failures: int = 2  # recent failures from which they count
    change_hours: int = 72  # how long a changed contact, secret or means counts as recent
    amount_times: int = 3  # an amount above so many times the usual one is unusual
    payments: int = 5  # payments in the last 24 hours from which they are many


class Safety(msgspec.Struct, frozen=True):
    """How long a means just added or renewed waits before it serves (PSR: four hours for an app), and which."""

    hold_hours: int = 0
    holds: tuple[str, ...] = ()  # kinds of factor
    contact_hours: int = 0  # how long the address of before goes on, once a change of it is approved

    def usable_from(self, kind: str, now: datetime) -> datetime:
        """From when a means of that kind serves, if it is added or renewed now."""
        return now + timedelta(hours=self.hold_hours) if kind in self.holds else now


SMS, LETTER = "sms", "letter"


class Activation(msgspec.Struct, frozen=True):
    """How a newcomer's first secret leaves, the identifier leaving by e-mail, and for how long it serves."""

    by: tuple[str, ...]  # « sms », « letter »
    hours: int  # by SMS
    letter_days: int  # by letter: the post takes its time


class AppRules(msgspec.Struct, frozen=True):
    """What the institution asks of the app: an older one is told to update (DR17)."""

    least_version: int = 1


class CaseRules(msgspec.Struct, frozen=True):
    """What agents decide for clients: each kind of case with its target in hours, and how it is decided."""

    hours: dict[str, int] = {}
    documents: tuple[str, ...] = ()  # kinds that clients send documents for
    four_eyes: tuple[str, ...] = ()  # kinds that one agent accepts and another one confirms
    apart: tuple[str, ...] = ()  # of these, one agent decides one kind only for the same client…
    apart_days: int = 0  # … within so many days

    def takes(self, kind: str) -> bool:
        """Whether clients of this institution may open a case of that kind."""
        return kind in self.hours


class TransferRules(msgspec.Struct, frozen=True):
    """Limits of transfers, in cents of the institution's currency."""

    ceiling: int = 0  # a transfer
    daily: int = 0  # a day, all transfers of one client together
    inside_days: int = 0  # T2 business days before a transfer is executed
    to_others: bool = False  # to accounts of other clients?


class Identity(msgspec.Struct, frozen=True):
    """Who the institution is for the identity provider. Its address and the secret are settings of the program."""

    client_id: str
    level: str  # the least that somebody must be identified by
    scopes: tuple[str, ...]


class CallRules(msgspec.Struct, frozen=True):
    """How long a call that an agent opens lasts at most (EP7)."""

    minutes: int = 30

    @property
    def lifetime(self) -> timedelta:
        return timedelta(minutes=self.minutes)


class Institution(msgspec.Struct, frozen=True):
    """One institution, as its folder says it."""

    slug: str
    name: str
    short_name: str
    hosts: tuple[str, ...]  # without port, lower case
    address: str  # the official address, shown to clients so that they can compare
    locale: str  # fr-FR
    currency: str
    country: str
    timezone: str
    bank_code: str  # five digits that open the demo's account numbers
    identifier: tuple[Part, ...]
    sign_in: SignIn
    session: SessionRules
    lockout: Lockout
    waiting: Waiting
    risk: RiskTable
    means: tuple[str, ...]  # kinds of factor offered
    features: tuple[str, ...]
    transfers: TransferRules
    requires_means_without_smartphone: bool  # the switch PSR-means
    identity: Identity | None  # None: no identity provider is asked
    rules: tuple[Rule, ...]
    hash: bytes  # SHA-256 of the file
    text: str  # the file itself: kept with the decisions it took
    folder: Path
    safety: Safety = Safety()
    app: AppRules = AppRules()
    calls: CallRules = CallRules()
    lookups_an_hour: int = 0  # of an agency: how many clients one agent may look for or open
    cases: CaseRules = CaseRules()
    activation: Activation | None = None  # None: newcomers come in by other ways
    agency_of: str = ""  # the institution whose clients its agents look after; "" for one that has clients itself

    @property
    def look(self) -> str:
        """Whose theme, mark and words it wears: an agency, those of the institution it belongs to."""
        return self.agency_of or self.slug

    @property
    def home(self) -> str:
        """Where one is once signed in."""
        return "/agency" if self.agency_of else "/accounts"

    @property
    def identity_level(self) -> str:
        """The level that is asked of the identity provider, "" where none is asked."""
        return "" if self.identity is None else self.identity.level


class Institutions:
    """Every institution served by this program, told apart by host name."""

    def __init__(self, served: tuple[Institution, ...]) -> None:
        self.all = served
        self.with_clients = tuple(one for one in served if not one.agency_of)
        self._by_slug: Mapping[str, Institution] = {one.slug: one for one in served}
        self._by_host: Mapping[str, Institution] = {host: one for one in served for host in one.hosts}

    def by_host(self, host: str) -> Institution | None:
        """The institution of a Host header, with or without a port; None for a stranger's name."""
        return self._by_host.get(host.rsplit(":", 1)[0].rstrip(".").lower())

    def by_slug(self, slug: str) -> Institution | None:
        """The institution of that folder name, or None."""
        return self._by_slug.get(slug)

    def agency_of(self, slug: str) -> Institution | None:
        """The agency whose agents look after the clients of that institution, or None."""
        return self._by_slug.get(agency_slug(slug))
