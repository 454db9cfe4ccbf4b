"""What a client looks for among the operations of an account, understood from what they typed."""

from datetime import date, datetime, timedelta

import msgspec

from parvis.errors import Refused, refused
from parvis.money import parse_amount
from parvis.payments.rules import local_day, parse_day, start_of_day

LONGEST_TEXT = 100
FREE_DAYS = 90  # RTS article 10: so far back without strong authentication

# One letter for each of its accented forms, so that « café » finds CAFE. The database folds by the same table.
ACCENTED = "àâäáãåçéèêëíìîïñóòôöõúùûüýÿÀÂÄÁÃÅÇÉÈÊËÍÌÎÏÑÓÒÔÖÕÚÙÛÜÝŸŒÆ"
FOLDED = "aaaaaaceeeeiiiinooooouuuuyyAAAAAACEEEEIIIINOOOOOUUUUYYœæ"
_TABLE = str.maketrans(ACCENTED, FOLDED)


class Search(msgspec.Struct, frozen=True, kw_only=True):
    """What to find. Everything empty: everything."""

    text: str = ""  # folded
    least: int | None = None  # cents, of the operation in or out
    most: int | None = None
    since: datetime | None = None  # the first instant, included
    until: datetime | None = None  # the last instant, excluded

    @property
    def reads_lines(self) -> bool:
        """Whether lines must be read one by one; days alone are found by the index."""
        return bool(self.text) or self.least is not None or self.most is not None


class SearchForm(msgspec.Struct, frozen=True):
    """The fields of the search, as typed, and where the page begins."""

    text: str = ""
    least: str = ""
    most: str = ""
    since: str = ""
    until: str = ""
    before: str = ""

    @property
    def asked(self) -> bool:
        """Whether anything is looked for at all."""
        return any((self.text, self.least, self.most, self.since, self.until))


def free_since(now: datetime, timezone: str) -> datetime:
    """The first instant that is read without strong authentication: the day that began ninety days ago."""
    return start_of_day(local_day(now, timezone) - timedelta(days=FREE_DAYS), timezone)


def not_before(search: Search, earliest: datetime) -> Search:
    """The same search, which reads nothing older than `earliest`."""
    return msgspec.structs.replace(search, since=max(search.since or earliest, earliest))


def fold(text: str) -> str:
    """`text` in small letters, without accents."""
    return text.translate(_TABLE).lower()


def understand(form: SearchForm, timezone: str) -> Search | dict[str, Refused]:
    """The search that the form means; or every field that is wrong, with its reason."""
    least = _amount(form.least, "least")
    most = _amount(form.most, "most")
    since = _day(form.since, "since")
    until = _day(form.until, "until")
    if (
        isinstance(least, Refused)
        or isinstance(most, Refused)
        or isinstance(since, Refused)
        or isinstance(until, Refused)
    ):
        return {part.field: part for part in (least, most, since, until) if isinstance(part, Refused)}
    if least is not None and most is not None and least > most:
        return {"most": refused("period_reversed", field="most")}
    if since is not None and until is not None and since > until:
        return {"until": refused("period_reversed", field="until")}
    return Search(
        text=fold(" ".join(form.text.split()))[:LONGEST_TEXT],
        least=least,
        most=most,
        since=None if since is None else start_of_day(since, timezone),
        until=None if until is None else start_of_day(until + timedelta(days=1), timezone),
    )


def _amount(text: str, field: str) -> int | Refused | None:
    return parse_amount(text, field=field, least_cents=0) if text else None


def _day(text: str, field: str) -> date | Refused | None:
    day = parse_day(text, field=field) if text else None
    if isinstance(day, date) and not 1900 <= day.year <= 2200:
        return refused("date_unreadable", field=field)
    return day
