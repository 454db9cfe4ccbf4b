"""What a client looks for among their connections. Pure."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from parvis.errors import Refused, refused
from parvis.payments.rules import parse_day, start_of_day

# How a connection ended, and the event that says so.
OUTCOMES = {
    "opened": "session:opened", "failed": "sign_in:failed", "refused": "request:refused", "expired": "request:expired",
}


class HistoryForm(msgspec.Struct, frozen=True):
    """The fields of the filter, as sent, and where the page begins."""

    since: str = ""
    until: str = ""
    outcome: str = ""
    device: str = ""
    means: str = ""
    before: str = ""

    @property
    def asked(self) -> bool:
        """Whether anything is left out at all."""
        return any((self.since, self.until, self.outcome, self.device, self.means))


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """Which connections. Everything empty: all."""

    since: datetime | None = None  # the first instant, included
    until: datetime | None = None  # the last instant, excluded
    events: tuple[str, ...] = tuple(OUTCOMES.values())
    device: UUID | None = None
    unknown_device: bool = False  # those of no device that the client has
    means: str = ""  # a kind of factor, "" for all


def understand(
    form: HistoryForm, timezone: str, *, devices: Collection[UUID], kinds: Collection[str]
) -> Filter | dict[str, Refused]:
    """The filter that the form means; or every field that is wrong, with its reason.

    `devices` are the client's own, `kinds` those of the institution: whatever else is sent is `form_unreadable`.
    """
    found: dict[str, datetime | None] = {"since": None, "until": None}
    wrong: dict[str, Refused] = {}
    for name, typed, later in (("since", form.since, 0), ("until", form.until, 1)):
        day = parse_day(typed, field=name) if typed else None
        if isinstance(day, Refused):
            wrong[name] = day
        elif day is not None and not 1900 <= day.year <= 2200:
            wrong[name] = refused("date_unreadable", field=name)
        elif day is not None:
            found[name] = start_of_day(day + timedelta(days=later), timezone)
    since, until = found["since"], found["until"]
    if since is not None and until is not None and since >= until:
        wrong["until"] = refused("period_reversed", field="until")
    known = {str(device): device for device in devices}
    for name, sent, allowed in (
        ("outcome", form.outcome, OUTCOMES), ("device", form.device, (*known, "unknown")), ("means", form.means, kinds)
    ):
        if sent and sent not in allowed:
            wrong[name] = refused("form_unreadable", field=name)
    if wrong:
        return wrong
    return Filter(
        since=since, until=until, events=(OUTCOMES[form.outcome],) if form.outcome else tuple(OUTCOMES.values()),
        device=known.get(form.device), unknown_device=form.device == "unknown", means=form.means,
    )
