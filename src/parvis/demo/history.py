"""From habits to years of entries: pure, seeded, never under an account's floor, and always balanced."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID

import msgspec

from parvis.demo.story import CUSTOMERS, Account, Client, Movement, on_day

PRICES_RISE = 0.015  # A year: what was bought ten years ago cost less.
SMALLEST_TRANSFER = 50_00
OPENING = "Solde à l’ouverture"


class Written(msgspec.Struct, frozen=True):
    """One posting: `account` receives `amount`, `other_account` (None: the house) gives it."""

    at: datetime
    account: str
    other_account: str | None
    amount: int
    label: str
    other: str


def history(client: Client, now: datetime, random: Random) -> list[Written]:
    """Everything that happened on the client's accounts until `now`, the oldest first."""
    accounts = {account.label: account for account in client.accounts}
    balances = dict.fromkeys(accounts, 0)
    written: list[Written] = []
    first = min((_first_month(account, now) for account in client.accounts), default=now.date())
    for month in _months(first, now.date()):
        movements: list[tuple[datetime, str, Movement]] = []
        for account in client.accounts:
            began = _first_month(account, now)
            if month == began and account.start:  # An account may open empty: nothing is posted then.
                opening = Movement(month, account.start, OPENING)
                movements.append((datetime.combine(month, time(5, 0), UTC), account.label, opening))
            if month >= began:
                movements += _month_of(account, month, now, random)
        for at, label, movement in sorted(movements, key=lambda each: (each[0], each[1], each[2].label)):
            if at <= now and _bearable(accounts[label], balances[label], movement):
                written.append(_write(at, label, movement, balances))
        written += _settle_month(accounts, balances, month, now)
    return sorted(written, key=lambda each: each.at)


def _month_of(
    account: Account, month: date, now: datetime, random: Random
) -> Iterator[tuple[datetime, str, Movement]]:
    scale = (1 + PRICES_RISE) ** (month.year - now.year)
    for habit in account.habits:
        for movement in habit(month, random):
            then = msgspec.structs.replace(movement, amount=round(movement.amount * scale))
            yield _hour(then, random), account.label, then


def _bearable(account: Account, balance: int, movement: Movement) -> bool:
    """Nobody's card goes through under their overdraft limit: that movement did not happen."""
    return movement.amount > 0 or balance + movement.amount >= account.floor


def _write(at: datetime, label: str, movement: Movement, balances: dict[str, int]) -> Written:
    balances[label] += movement.amount
    if movement.to:
        balances[movement.to] -= movement.amount
    return Written(
        at, label, movement.to or None, movement.amount, movement.label, movement.other or movement.to
    )


def _settle_month(
    accounts: dict[str, Account], balances: dict[str, int], month: date, now: datetime
) -> Iterator[Written]:
    """At the end of a month: what is left over goes to savings, what is missing comes back; interest once a
    year.
    """
    at = datetime.combine(on_day(month, 31), time(19, 30), UTC)
    if at > now:
        return
    for label, account in accounts.items():
        if account.keeps is not None:
            spare = (balances[label] - account.keeps) // 10_00 * 10_00
            spare = max(spare, -(balances[account.spares_to] // 10_00 * 10_00))
            if abs(spare) >= SMALLEST_TRANSFER:
                words = f"Virement {'vers' if spare > 0 else 'depuis'} {account.spares_to}"
                yield _write(at, label, Movement(at.date(), -spare, words, to=account.spares_to), balances)
        if account.rate and month.month == 12 and balances[label] > 0:
            interest = round(balances[label] * account.rate)
            yield _write(at, label, Movement(at.date(), interest, f"Intérêts {month.year}"), balances)


def _first_month(account: Account, now: datetime) -> date:
    months = now.year * 12 + now.month - 1 - round(account.years * 12)
    return date(months // 12, months % 12 + 1, 1)


def _months(first: date, last: date) -> Iterator[date]:
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = (month + timedelta(days=32)).replace(day=1)


def _hour(movement: Movement, random: Random) -> datetime:
    """An instant of that day by Paris time as well as in UTC: what comes in, comes in before anything goes
    out.
    """
    first, last = (4, 5) if movement.amount > 0 and movement.other != CUSTOMERS else (6, 18)
    clock = time(random.randint(first, last), random.randint(0, 59), random.randint(0, 59))
    return datetime.combine(movement.on, clock, UTC)


def dated_id(at: datetime, random: Random) -> UUID:
    """A UUIDv7 of that instant: old entries lie together in the index, as they would if the years had
    passed.
    """
    milliseconds = int(at.timestamp() * 1000)
    high = milliseconds << 16 | 0x7 << 12 | random.getrandbits(12)
    return UUID(int=high << 64 | 0b10 << 62 | random.getrandbits(62))
