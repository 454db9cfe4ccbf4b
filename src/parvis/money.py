"""Money: a whole number of cents and a currency. No float anywhere, no rounding anywhere."""

import re
from typing import Self

import msgspec

from parvis.errors import Refused, refused

# A thousand million, less one cent: more than any transfer, and far from what a bigint holds.
MOST_CENTS = 99_999_999_999

# What keyboards, phones and copies from a statement put between thousands.
_SPACES = re.compile(r"[ \t\u00a0\u2007\u2009\u202f]+")
_MINUS = ("-", "\u2212", "\u2013")
_SIGNS = ("EUR", "eur", "€")
_WHOLE = r"[0-9]{1,15}"
_GROUPED = r"[0-9]{{1,3}}(?:{mark}[0-9]{{3}})+"
_READABLE = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<units>{_WHOLE})(?:[.,](?P<cents>[0-9]*))?",
        rf"(?P<units>{_GROUPED.format(mark=' ')})(?:[.,](?P<cents>[0-9]*))?",
        rf"(?P<units>{_GROUPED.format(mark=',')})(?:[.](?P<cents>[0-9]*))",
        rf"(?P<units>{_GROUPED.format(mark='[.]')})(?:[,](?P<cents>[0-9]*))",
        r"(?P<units>[0-9]{1,3}(?:,[0-9]{3}){2,})(?P<cents>)",
        r"(?P<units>[0-9]{1,3}(?:[.][0-9]{3}){2,})(?P<cents>)",
    )
)


class Money(msgspec.Struct, frozen=True):
    """So many cents of one currency (ISO 4217). Two currencies are never added."""

    cents: int
    currency: str

    def __add__(self, other: Self) -> "Money":
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not add up")
        return Money(self.cents + other.cents, self.currency)


def parse_amount(text: str, *, field: str = "amount", least_cents: int = 1) -> int | Refused:
    """The cents that a person means by `text`, typed the French way or the English way.

    « 1 234,56 », "1,234.56", « 1.234,56 », « 12 », « 12,5 » and any of them with € or EUR are read. A comma or a point
    with exactly three digits after it (« 1,234 ») means a thousand to some and one to others: it is refused, with
    words that ask for the cents. Refused too: less than `least_cents`, a minus sign, more than two decimals, more than
    `MOST_CENTS`.
    """
    typed = _without_sign(_SPACES.sub(" ", text).strip())
    if not typed:
        return refused("amount_missing", field=field)
    if typed.startswith(_MINUS):
        return refused("amount_negative", field=field)
    found = next((match for shape in _READABLE if (match := shape.fullmatch(typed))), None)
    if found is None:
        return refused("amount_unreadable", field=field)
    decimals = found["cents"] or ""
    if len(decimals) == 3 and len(found["units"]) <= 3 and found["units"] != "0":
        return refused("amount_ambiguous", field=field)
    if len(decimals) > 2:
        return refused("amount_decimals", field=field)
    cents = int(re.sub(r"[ .,]", "", found["units"])) * 100 + int(decimals.ljust(2, "0"))
    if cents < least_cents:
        return refused("amount_zero", field=field)
    return cents if cents <= MOST_CENTS else refused("amount_too_large", field=field)


def plain(cents: int, language: str) -> str:
    """Positive cents as one types them in a field: « 1234,56 », "1234.56". `parse_amount` reads it back."""
    return f"{cents // 100}{',' if language == 'fr' else '.'}{cents % 100:02d}"


def _without_sign(text: str) -> str:
    """`text` without the currency written before or after the number."""
    for sign in _SIGNS:
        text = text.removeprefix(sign).removesuffix(sign)
    return text.strip()
