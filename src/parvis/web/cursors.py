"""Where a page of a long list begins: the last line of the page before it (keyset), never a number of lines to skip."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from parvis.errors import Refused, refused

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_LATEST = 10**17  # microseconds: far beyond any date that a line can have

Key = tuple[datetime, UUID]


def cursor(instant: datetime, line_id: UUID) -> str:
    """The address of what follows the line of that instant and id, exact to the microsecond."""
    return f"{(instant - _EPOCH) // _MICROSECOND}_{line_id}"


def after(text: str) -> Key | Refused | None:
    """The line that `text` names; None when there is none, which is the first page. Refused: `form_unreadable`."""
    if not text:
        return None
    microseconds, _, line_id = text.partition("_")
    try:
        if not 0 <= int(microseconds) <= _LATEST:
            return refused("form_unreadable")
        return _EPOCH + timedelta(microseconds=int(microseconds)), UUID(line_id)
    except (ValueError, OverflowError):
        return refused("form_unreadable")
