"""Amounts, dates, times and numbers of account as a French or English reader expects them. Pure functions.

Babel knows the signs of each language; the assembling is ours, because a page of a hundred operations must cost
microseconds, and because a true minus sign and « 14 h 05 » are ours to choose.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date
from babel.numbers import get_currency_symbol

PARIS = "Europe/Paris"
MINUS, NBSP = "\u2212", "\u00a0"


@dataclass(frozen=True, slots=True)
class _Signs:
    group: str
    decimal: str
    currency_first: bool


@lru_cache(maxsize=8)
def _signs(language: str) -> _Signs:
    locale = Locale.parse(language)
    symbols = locale.number_symbols["latn"]
    pattern = locale.currency_formats["standard"].pattern
    return _Signs(symbols["group"], symbols["decimal"], pattern.startswith("¤"))


@lru_cache(maxsize=32)
def _currency(code: str, language: str) -> str:
    return str(get_currency_symbol(code, locale=language))


def number(units: int, language: str) -> str:
    """A whole number with its thousands apart: « 12 345 »."""
    return f"{units:,}".replace(",", _signs(language).group).replace("-", MINUS)


def amount(cents: int, currency: str, language: str, signed: bool = False) -> str:
    """Integer cents as money: « 1 234,56 € », “€1,234.56”. `signed` also writes the plus sign of what comes in."""
    signs = _signs(language)
    whole, rest = divmod(abs(cents), 100)
    digits = f"{f'{whole:,}'.replace(',', signs.group)}{signs.decimal}{rest:02d}"
    symbol = _currency(currency, language)
    if signs.currency_first:
        text = f"{symbol}{digits}" if len(symbol) == 1 else f"{symbol}{NBSP}{digits}"
    else:
        text = f"{digits}{NBSP}{symbol}"
    if cents < 0:
        return MINUS + text
    return "+" + text if signed and cents > 0 else text


@lru_cache(maxsize=4096)
def day(when: date, language: str, today: date | None = None) -> str:
    """A date in words: « mardi 24 novembre », with its year unless it is this one; near `today`, « hier »."""
    if today is not None:
        near = _NEAR[language].get((when - today).days)
        if near is not None:
            return near
    pattern = "EEEE d MMMM" if today is not None and when.year == today.year else "EEEE d MMMM y"
    return _first(format_date(when, pattern, locale=language), when, language)


_NEAR = {
    "fr": {-1: "hier", 0: "aujourd’hui", 1: "demain"},
    "en": {-1: "yesterday", 0: "today", 1: "tomorrow"},
}


@lru_cache(maxsize=4096)
def short_day(when: date, language: str, today: date | None = None) -> str:
    """A date for a narrow column: « 24 nov. », with its year unless it is this one."""
    pattern = "d MMM" if today is not None and when.year == today.year else "d MMM y"
    return _first(format_date(when, pattern, locale=language), when, language)


@lru_cache(maxsize=256)
def month(when: date, language: str) -> str:
    """« novembre 2026 »"""
    return str(format_date(when, "MMMM y", locale=language))


def _first(text: str, when: date, language: str) -> str:
    """French says « 1er » for the first of the month, and no other day."""
    return text.replace("1 ", "1er ", 1) if language == "fr" and when.day == 1 else text


def local(when: datetime, tz: str = PARIS) -> datetime:
    """The same instant on the wall clock of the institution."""
    return when.astimezone(_zone(tz))


@lru_cache(maxsize=8)
def _zone(tz: str) -> ZoneInfo:
    return ZoneInfo(tz)


def clock(when: datetime, language: str, tz: str = PARIS) -> str:
    """The time of day, to the minute: « 14 h 05 », “14:05”."""
    at = local(when, tz)
    return f"{at.hour}{NBSP}h{NBSP}{at.minute:02d}" if language == "fr" else f"{at.hour:02d}:{at.minute:02d}"


def moment(when: datetime, language: str, tz: str = PARIS, now: datetime | None = None) -> str:
    """An instant in words: « mardi 24 novembre à 14 h 05 »; with `now`, « hier à 14 h 05 » where that is nearer."""
    today = local(now, tz).date() if now is not None else None
    link = "à" if language == "fr" else "at"
    return f"{day(local(when, tz).date(), language, today)} {link} {clock(when, language, tz)}"


def iban(text: str) -> str:
    """An IBAN in groups of four. On a narrow screen it may continue on the next line, between two groups."""
    bare = "".join(text.split()).upper()
    return " ".join(bare[start : start + 4] for start in range(0, len(bare), 4))


def minutes(seconds: float, language: str) -> str:
    """A length of time for people: « 4 minutes », « 1 heure 30 », « moins d’une minute ». Rounded up to the minute."""
    whole = int(-(-seconds // 60))
    if seconds < 60:
        return "moins d’une minute" if language == "fr" else "less than a minute"
    if whole < 60:
        return f"{whole}{NBSP}minute{_plural(whole)}"
    hours, rest = divmod(whole, 60)
    if hours < 48:
        word = "heure" if language == "fr" else "hour"
        tail = f" {rest:02d}" if rest and language == "fr" else f" {rest}{NBSP}minute{_plural(rest)}" if rest else ""
        return f"{hours}{NBSP}{word}{_plural(hours)}{tail}"
    days = hours // 24
    return f"{days}{NBSP}{'jours' if language == 'fr' else 'days'}"


def _plural(count: int) -> str:
    return "s" if count > 1 else ""


def initials(name: str) -> str:
    """Two letters that stand for a person: « Camille Rey » → « CR »."""
    words = [word for word in name.replace("-", " ").split() if word[0].isalpha()]
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


@dataclass(frozen=True, slots=True)
class Format:
    """The functions above, bound to a page's language, currency and present instant: `fmt` in every template."""

    language: str
    currency: str
    now: datetime
    tz: str = PARIS

    @property
    def today(self) -> date:
        """Today's date where the institution lives."""
        return local(self.now, self.tz).date()

    def amount(self, cents: int, currency: str | None = None, signed: bool = False) -> str:
        return amount(cents, currency or self.currency, self.language, signed)

    def number(self, units: int) -> str:
        return number(units, self.language)

    def day(self, when: date) -> str:
        return day(self._date(when), self.language, self.today)

    def short_day(self, when: date) -> str:
        return short_day(self._date(when), self.language, self.today)

    def month(self, when: date) -> str:
        return month(when, self.language)

    def moment(self, when: datetime) -> str:
        return moment(when, self.language, self.tz, self.now)

    def instant(self, when: datetime) -> str:
        """With its full date, for what is kept: tomorrow, paper that says « aujourd'hui » is wrong."""
        return moment(when, self.language, self.tz)

    def clock(self, when: datetime) -> str:
        return clock(when, self.language, self.tz)

    def iban(self, text: str) -> str:
        return iban(text)

    def minutes(self, seconds: float | timedelta) -> str:
        return minutes(seconds.total_seconds() if isinstance(seconds, timedelta) else seconds, self.language)

    def initials(self, name: str) -> str:
        return initials(name)

    def _date(self, when: date) -> date:
        """The local date of an instant; a date as it is."""
        return local(when, self.tz).date() if isinstance(when, datetime) else when
