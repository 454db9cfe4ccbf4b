"""What can be added, and for how long an enrolment may take. Pure."""

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from parvis.factors import Factor
from parvis.gate.rules import Rule
from parvis.institution.rules import Institution

ENROLMENT_LIFETIME = timedelta(minutes=30)
APPROVAL_LIFETIME = timedelta(minutes=15)
PENDING_AT_MOST = 5  # of one kind, for one client, in that time
NAME_LENGTH = 60

# Letters that are not seen, or turn those around them: a name is what it looks like.
_UNSEEN = ("Cc", "Cf", "Co", "Cs", "Cn")

ENDS_SOON = timedelta(days=60)  # before its end, a means is to be renewed

WITHIN_SESSION, WITHIN_SIGN_IN = "session", "sign_in"


def binding_of(material: bytes) -> str:
    """What an enrolment is approved for: another key would be another enrolment."""
    return hashlib.sha256(material).hexdigest()


def begun_after(now: datetime) -> datetime:
    """Enrolments that began before this are over."""
    return now - ENROLMENT_LIFETIME


def approved_after(now: datetime) -> datetime:
    """What began before this can be approved no more: the page's time, then the time to approve."""
    return now - ENROLMENT_LIFETIME - APPROVAL_LIFETIME


def clean_name(typed: str, otherwise: str) -> str:
    """How a client calls a means: one line, cut to length, nothing unseen in it; `otherwise` if that is nothing."""
    spaced = " ".join(unicodedata.normalize("NFC", typed).split())
    seen = "".join(character for character in spaced if unicodedata.category(character) not in _UNSEEN)
    return seen[:NAME_LENGTH].strip() or otherwise[:NAME_LENGTH]


def can_add(institution: Institution, factor: Factor | None, *, within: str) -> bool:
    """Whether a client may begin to enrol this means alone, there. The policy still decides on the request."""
    if factor is None or not factor.own or factor.kind not in institution.means:
        return False
    if within == WITHIN_SIGN_IN and factor.kind not in institution.sign_in.enrols:
        return False
    return any(bool(rule.ways) and _speaks(rule, factor.kind, within) for rule in institution.rules)


def ends_soon(expires_at: datetime | None, now: datetime) -> bool:
    """Whether it is time to renew a means: from two months before its end, and after it."""
    return expires_at is not None and expires_at <= now + ENDS_SOON


class Removal(StrEnum):
    """What would be left to a client without one of their means."""

    FREE = "free"
    SMARTPHONE_ONLY = "smartphone_only"  # Every way in that is left goes through a smartphone.
    LAST = "last"  # No way in is left.


def can_rest(institution: Institution, kind: str) -> bool:
    """Whether a means may be suspended and removed: a secret is changed, it never goes away."""
    return kind != institution.sign_in.secret


def removal(institution: Institution, factors: Mapping[str, Factor], kind: str, others: Iterable[str]) -> Removal:
    """What removing a means of this kind leaves, `others` being the kinds of the client's other means in use."""
    left = frozenset(others)
    before = left | {kind}
    if opens(institution, before) and not opens(institution, left):
        return Removal.LAST
    if not institution.requires_means_without_smartphone:
        return Removal.FREE
    handy = {one for one in before if one in factors and factors[one].by_browser}
    lost = opens(institution, frozenset(handy)) and not opens(institution, frozenset(handy & left))
    return Removal.SMARTPHONE_ONLY if lost else Removal.FREE


def opens(institution: Institution, have: frozenset[str]) -> bool:
    """Whether whoever has these kinds of means can sign in, whatever the browser and the risk: by each rule that
    lets anybody in.
    """
    reach = have | {kind for kind in institution.sign_in.enrols if _enrols(institution, kind, have)}
    rules = [rule for rule in institution.rules if rule.operation == "sign_in" and rule.ways]
    return bool(rules) and all(any(way <= reach for way in rule.ways) for rule in rules)


def _enrols(institution: Institution, kind: str, have: frozenset[str]) -> bool:
    """Whether a first sign-in with these means may add one of that kind."""
    rules = [rule for rule in institution.rules if _speaks(rule, kind, WITHIN_SIGN_IN)]
    return any(way <= have for rule in rules for way in rule.ways)


def _speaks(rule: Rule, kind: str, within: str) -> bool:
    return (
        rule.operation == "enroll_factor"
        and kind in _values(rule.when.get("kind"), kind)
        and within in _values(rule.when.get("within"), within)
    )


def _values(wanted: tuple[str, ...] | int | None, otherwise: str) -> tuple[str, ...]:
    return wanted if isinstance(wanted, tuple) else (otherwise,)
