"""When a session is over: RTS article 4(3)(d), at most five minutes without activity."""

from datetime import datetime, timedelta
from typing import Protocol

from parvis.institution.rules import SessionRules


class Running(Protocol):
    @property
    def last_activity_at(self) -> datetime: ...

    @property
    def expires_at(self) -> datetime: ...


def idle_at(session: Running, rules: SessionRules) -> datetime:
    """The instant at which the session ends if nothing is done until then."""
    return min(session.last_activity_at + timedelta(minutes=rules.idle_minutes), session.expires_at)


def is_over(session: Running, rules: SessionRules, now: datetime) -> bool:
    """Whether the session has ended by itself, for want of activity or by age."""
    return now >= idle_at(session, rules)


def seconds_left(session: Running, rules: SessionRules, now: datetime) -> int:
    """Whole seconds before the session ends by itself, 0 when it has."""
    return max(0, int((idle_at(session, rules) - now).total_seconds()))
