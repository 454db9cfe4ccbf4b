"""When a transfer happens. Days are those of the institution's time zone; business days are those of T2.

T2, the settlement system of the Eurosystem, rests on Saturdays, Sundays, 1 January, Good Friday, Easter Monday, 1 May,
25 and 26 December. It works on French public holidays such as 14 July.
"""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from holidays import financial_holidays

from parvis.errors import Refused, refused

FURTHEST_DAYS = 365
LONGEST_LABEL = 140  # characters: the unstructured remittance information of ISO 20022
LONGEST_NAME = 70  # characters: the name of a party in SEPA messages
SATURDAY = 5

_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TYPED_DAY = re.compile(r"([0-9]{1,2})[/. -]([0-9]{1,2})[/. -]([0-9]{4})")


def local_day(now: datetime, timezone: str) -> date:
    """The calendar day that `now` (UTC) falls on for the institution's clients."""
    return now.astimezone(ZoneInfo(timezone)).date()


def start_of_day(day: date, timezone: str) -> datetime:
    """The instant at which `day` begins there. The day before a clock change lasts 23 or 25 hours: never add 24."""
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(timezone))


def is_business_day(day: date) -> bool:
    """Whether T2 is open."""
    return day.weekday() < SATURDAY and day not in _closing_days(day.year)


def business_day_after(day: date, count: int) -> date:
    """The T2 business day that comes `count` business days after `day`; with 0, `day` itself or the next one open."""
    # What is asked on a closed day counts as asked on the next one open (Directive (EU) 2015/2366, article 78).
    while not is_business_day(day):
        day += timedelta(days=1)
    for _ in range(count):
        day += timedelta(days=1)
        while not is_business_day(day):
            day += timedelta(days=1)
    return day


def execution_day(asked: date, *, today: date, inside_days: int) -> date:
    """The day on which a transfer asked for `asked` is executed.

    With `inside_days` 0 the institution moves money in its own books every day of the year. Otherwise it needs so many
    business days from today, and works on business days only.
    """
    if inside_days == 0:
        return max(asked, today)
    earliest = business_day_after(today, inside_days)
    return max(earliest, business_day_after(asked, 0))


def parse_day(text: str, *, field: str) -> date | Refused:
    """The day in `text`, as a date field sends it (2026-11-24) or as people type it (24/11/2026)."""
    plain = text.strip()
    if not plain:
        return refused("date_missing", field=field)
    if found := _ISO_DAY.fullmatch(plain):
        year, month, day = found.groups()
    elif found := _TYPED_DAY.fullmatch(plain):
        day, month, year = found.groups()
    else:
        return refused("date_unreadable", field=field)
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return refused("date_unreadable", field=field)


def check_day(asked: date, *, today: date, field: str = "day") -> Refused | None:
    """Refuse a day that has passed, or more than a year ahead."""
    if asked < today:
        return refused("date_past", field=field)
    if asked > today + timedelta(days=FURTHEST_DAYS):
        return refused("date_too_far", field=field)
    return None


@lru_cache(maxsize=64)
def _closing_days(year: int) -> frozenset[date]:
    return frozenset(financial_holidays("ECB", years=year))
