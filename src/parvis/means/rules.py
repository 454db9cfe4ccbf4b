"""What can be added, and for how long an enrolment may take. Pure."""

import hashlib
from datetime import datetime, timedelta

from parvis.factors import Factor
from parvis.institution.rules import Institution

ENROLMENT_LIFETIME = timedelta(minutes=30)
APPROVAL_LIFETIME = timedelta(minutes=15)
PENDING_AT_MOST = 5  # of one kind, for one client, in that time
NAME_LENGTH = 60

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
    """The name that a client gives to a means, on one line and cut to length; `otherwise` if there is nothing."""
    return " ".join(typed.split())[:NAME_LENGTH] or otherwise[:NAME_LENGTH]


def can_add(institution: Institution, factor: Factor | None, *, within: str) -> bool:
    """Whether a client may begin to enrol this means alone, there. The policy still decides on the request."""
    if factor is None or not factor.own or factor.kind not in institution.means:
        return False
    if within == WITHIN_SIGN_IN and factor.kind not in institution.sign_in.enrols:
        return False
    return any(
        rule.operation == "enroll_factor"
        and bool(rule.ways)
        and factor.kind in _values(rule.when.get("kind"), factor.kind)
        and within in _values(rule.when.get("within"), within)
        for rule in institution.rules
    )


def _values(wanted: tuple[str, ...] | int | None, otherwise: str) -> tuple[str, ...]:
    return wanted if isinstance(wanted, tuple) else (otherwise,)
