"""A tiny language in which a demo client's life reads in ten lines: who they are, what they own, what they
live on.

Amounts are cents, written 1_250_00 for 1 250,00 €. A habit gives the movements of one month; habits know
neither the database nor the institution. Everything is invented: e-mail domains end in `.example`,
telephone numbers are those that the French regulator sets aside for fiction (06 39 98 …), bank codes belong
to nobody.
"""

import calendar
from collections.abc import Callable
from datetime import date
from random import Random

import msgspec

CREDIT, DEBIT = 1, -1
CUSTOMERS = "Clients de passage"


class Movement(msgspec.Struct, frozen=True):
    """Money in (positive) or out of one account. `to` names another account of the same client, if it goes
    there.
    """

    on: date
    amount: int
    label: str
    other: str = ""
    to: str = ""


Habit = Callable[[date, Random], list[Movement]]  # The first day of a month → its movements.


class Account(msgspec.Struct, frozen=True, kw_only=True):
    kind: str  # current, savings, technical
    label: str
    number: str  # 11 digits: the IBAN is computed
    start: int
    habits: tuple[Habit, ...] = ()
    years: float = 1.5
    floor: int = 0
    keeps: int | None = None  # What stays at the end of a month; the rest goes to `spares_to`.
    spares_to: str = ""
    rate: float = 0.0  # Interest a year, credited on 31 December.


class Client(msgspec.Struct, frozen=True, kw_only=True):
    """Someone invented. `identifier` is what they type, one value for each part; `secret` is their code or
    password.
    """

    given_name: str
    family_name: str
    identifier: dict[str, str]
    secret: str
    email: str = ""
    sms: str = ""
    language: str = "fr"
    company: str | None = None
    company_role: str = ""  # main, administrator: who helps the other users of the company
    totp_key: bytes = b""
    certificate_pin: str = ""  # Of the simulated USB token that holds their certificate; "" for whoever has none.
    card_number: str = ""  # of a bank card for its reader, where the institution hands them over
    card_pin: str = ""
    has_sheet: bool = False  # Have they a printed code card already?
    accounts: tuple[Account, ...] = ()
    born: dict[str, str] = {}  # Their pivot identity, where the institution knows it.
    about: str = ""  # The message that introduces them on the start page.

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"


class Story(msgspec.Struct, frozen=True):
    """One institution and its demo clients."""

    institution: str
    clients: tuple[Client, ...]


def a_client(name: str, *, identifier: str, **rest: object) -> Client:
    """« Camille Moreau », with an identifier written « client_number=40718265 user_number=001 »."""
    given, _, family = name.partition(" ")
    parts = dict(part.split("=", 1) for part in identifier.split())
    return Client(given_name=given, family_name=family, identifier=parts, **rest)  # type: ignore[arg-type]


def an_account(kind: str, label: str, number: str, *habits: Habit, start: int, **rest: object) -> Account:
    return Account(kind=kind, label=label, number=number, habits=habits, start=start, **rest)  # type: ignore[arg-type]


def on_day(month: date, day: int) -> date:
    """That day of the month, or its last one."""
    return month.replace(day=min(day, calendar.monthrange(month.year, month.month)[1]))


def monthly(label: str, other: str, cents: int, *, day: int, sign: int = DEBIT) -> Habit:
    """The same amount on the same day of every month."""
    return lambda month, _: [Movement(on_day(month, day), sign * cents, label, other)]


def salary(employer: str, cents: int, *, day: int = 28) -> Habit:
    """Wages: the same every month, and a little more in June."""

    def habit(month: date, _: Random) -> list[Movement]:
        paid = cents * 13 // 10 if month.month == 6 else cents
        return [Movement(on_day(month, day), paid, f"Salaire {_month(month)}", employer)]

    return habit


def income(label: str, other: str, cents: int, *, day: int) -> Habit:
    return monthly(label, other, cents, day=day, sign=CREDIT)


def rent(landlord: str, cents: int, *, day: int = 5) -> Habit:
    return lambda month, _: [Movement(on_day(month, day), -cents, f"Loyer {_month(month)}", landlord)]


def bill(label: str, other: str, cents: int, *, day: int, every_months: int = 1) -> Habit:
    """A direct debit, whose amount varies a little from one time to the next."""

    def habit(month: date, random: Random) -> list[Movement]:
        if month.month % every_months:
            return []
        return [Movement(on_day(month, day), -_about(cents, random), f"Prélèvement {label}", other)]

    return habit


def card(*shops: str, times: int, cents: tuple[int, int]) -> Habit:
    """Card payments here and there, so many a month, between two amounts."""

    def habit(month: date, random: Random) -> list[Movement]:
        return [
            Movement(_any_day(month, random), -random.randint(*cents), f"Carte {shop}", shop)
            for shop in random.choices(shops, k=times)
        ]

    return habit


def groceries(*shops: str, times: int = 9, cents: tuple[int, int] = (8_40, 74_90)) -> Habit:
    return card(*shops, times=times, cents=cents)


def cash(*, times: int = 2) -> Habit:
    """Withdrawals: multiples of ten euros."""

    def habit(month: date, random: Random) -> list[Movement]:
        return [
            Movement(_any_day(month, random), -random.choice((20_00, 40_00, 60_00)), "Retrait distributeur")
            for _ in range(times)
        ]

    return habit


def takings(label: str, *, a_day: int, cents: tuple[int, int]) -> Habit:
    """What a shop takes by card, every day but Sundays and Mondays."""

    def habit(month: date, random: Random) -> list[Movement]:
        days = [on_day(month, day) for day in range(1, calendar.monthrange(month.year, month.month)[1] + 1)]
        return [
            Movement(day, random.randint(*cents), f"{label} nº {random.randint(1000, 9999)}", CUSTOMERS)
            for day in days
            if day.weekday() not in (6, 0)
            for _ in range(a_day)
        ]

    return habit


def suppliers(*names: str, times: int, cents: tuple[int, int]) -> Habit:
    def habit(month: date, random: Random) -> list[Movement]:
        return [
            Movement(
                _any_day(month, random),
                -random.randint(*cents),
                f"Facture {name} {random.randint(100, 999)}",
                name,
            )
            for name in random.choices(names, k=times)
        ]

    return habit


def yearly(label: str, other: str, cents: int, *, month: int, day: int, sign: int = DEBIT) -> Habit:
    return lambda now, _: (
        [Movement(on_day(now, day), sign * cents, label, other)] if now.month == month else []
    )


def paid_out(label: str, other: str, cents: int, *, day: int, bank: str) -> Habit:
    """A benefit: the right is credited, then paid to the client's own bank the same day."""

    def habit(month: date, _: Random) -> list[Movement]:
        on = on_day(month, day)
        return [
            Movement(on, cents, f"{label} {_month(month)}", other),
            Movement(on, -cents, f"Versement sur votre compte bancaire {bank}", "Votre banque"),
        ]

    return habit


def feeds(to: str, cents: int, *, day: int) -> Habit:
    """A standing transfer to another account of the same client."""
    return lambda month, _: [Movement(on_day(month, day), -cents, f"Virement permanent vers {to}", to=to)]


def _any_day(month: date, random: Random) -> date:
    return on_day(month, random.randint(1, calendar.monthrange(month.year, month.month)[1]))


def _about(cents: int, random: Random) -> int:
    return round(cents * random.uniform(0.9, 1.1))


_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


def _month(day: date) -> str:
    return f"{_MONTHS[day.month - 1]} {day.year}"
