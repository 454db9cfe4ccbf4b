"""Unblocking, without a database: what may be asked, what its page says, when nobody's is answered."""

import base64
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from parvis.cases.rules import LETTERS, State, initials
from parvis.factors import Borrows, Factor, Random, Reserves
from parvis.institution.rules import Institution

KIND = "blocked_access"  # of case
LOST_KIND = "means_lost"
ACCESS, FORGOTTEN, LOST = "access", "forgotten", "lost"  # what may be wanted, beside kinds of factor

OF_ONE_IDENTIFIER, OF_ONE_NETWORK = 3, 20  # begun in a day
A_DAY = timedelta(days=1)
DOCUMENTS_AT_MOST = 6
TO_SEND = timedelta(days=1)  # after which what was begun and not sent is gone
KEPT = timedelta(days=90)
ACCOUNT_SHORTEST, ACCOUNT_LONGEST = 8, 40
CODE_GROUPS, CODE_GROUP = 3, 4

MORNING, EVENING, SATURDAY = 9, 17, 5  # hours and days in which agencies answer


class Stage(StrEnum):
    """What the person reads."""

    BEGUN = "begun"
    SENT = "sent"
    MORE_ASKED = "more-asked"
    ACCEPTED = "accepted"
    REFUSED = "refused"


def choices(institution: Institution, factors: Mapping[str, Factor]) -> tuple[str, ...]:
    """What the agency can open again there: the same for everybody.

    The access; the secret, for whoever can be sent no code by which to choose another; the means that stay blocked
    until then, and those that are printed: held, they may be all that their client has. Last, all at once, for whoever
    has lost them and starts again.
    """
    lost = (LOST,) if institution.cases.takes(LOST_KIND) else ()
    return (ACCESS, FORGOTTEN, *(kind for kind in institution.means if _opened_again(factors[kind])), *lost)


def kind_asked(wanted: Sequence[str]) -> str:
    """The kind of case that is asked for: by it the person is told when the agency answers, and the agency is held."""
    return LOST_KIND if LOST in wanted else KIND


def _opened_again(factor: Factor) -> bool:
    return (factor.blocks or isinstance(factor, Reserves)) and not isinstance(factor, Borrows)


def stage(
    *, sent_at: datetime | None, closes_at: datetime | None, case_state: str | None, now: datetime
) -> Stage:
    """Where it stands. What became no case is refused when an agency might have done so."""
    if sent_at is None:
        return Stage.BEGUN
    if case_state is None:
        return Stage.REFUSED if closes_at is not None and now >= closes_at else Stage.SENT
    if case_state == State.MORE_ASKED:
        return Stage.MORE_ASKED
    if case_state == State.ACCEPTED:
        return Stage.ACCEPTED
    return Stage.REFUSED if case_state in (State.REFUSED, State.WITHDRAWN) else Stage.SENT


def code_of(mac: bytes) -> str:
    """The code that follows a request from another device: « CDFG-HJKM-NPQR ». 52 bits."""
    drawn = _letters(mac, CODE_GROUPS * CODE_GROUP)
    return "-".join(drawn[at : at + CODE_GROUP] for at in range(0, len(drawn), CODE_GROUP))


def reference_of(short_name: str, mac: bytes) -> str:
    """What is said on the telephone, as of any case: the same for the same request, whoever clicks twice."""
    drawn = _letters(mac, 6)
    return f"{initials(short_name)}-{drawn[:4]}-{drawn[4:]}"


def _letters(mac: bytes, count: int) -> str:
    number = int.from_bytes(mac)
    return "".join(LETTERS[number // len(LETTERS) ** place % len(LETTERS)] for place in range(count))


def plain(typed: str) -> str:
    """A reference or a code as it is compared: capitals, no space, no hyphen."""
    return "".join(one for one in typed.upper() if one.isalnum())


def token_of(mac: bytes) -> str:
    """The token of a browser, as its cookie holds it."""
    return base64.urlsafe_b64encode(mac).decode().rstrip("=")


def account_of(typed: str) -> str:
    """An account or contract number as it is compared."""
    return "".join(one for one in typed.upper() if one.isascii() and one.isalnum())


def closes_at(sent_at: datetime, due_at: datetime, timezone: str, random: Random) -> datetime:
    """When an agency might have answered: before the target, on a working day, between nine and five."""
    share = 30 + random.below(60)
    found = (sent_at + (due_at - sent_at) * share / 100).astimezone(ZoneInfo(timezone))
    for _ in range(7 * 24):
        if MORNING <= found.hour < EVENING and found.weekday() < SATURDAY:
            break
        found += timedelta(hours=1)
    return found
