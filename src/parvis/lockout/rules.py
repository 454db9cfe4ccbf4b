"""When failures of the first step close the door, for whom, and for how long.

Counts are kept by lane. A device that has signed in before has a lane of its own, so that a stranger who fails on
purpose holds only strangers (ASVS 6.1.1). Holds grow and lift by themselves.
"""

from datetime import datetime, timedelta

import msgspec

from parvis.institution.rules import Lockout

STRANGER = "stranger"


class Counter(msgspec.Struct, frozen=True):
    """One lane of one subject. `version` grows at each failure: a success may only clear what it has seen."""

    failures: int = 0
    holds: int = 0
    held_until: datetime | None = None
    version: int = 0


class Open(msgspec.Struct, frozen=True):
    """A try may be made. `last` says that a failure would hold the lane."""

    last: bool


class Held(msgspec.Struct, frozen=True):
    """No try before `until`, not even a right one."""

    until: datetime


def judge(counter: Counter, lockout: Lockout, now: datetime) -> Open | Held:
    """Whether a try may be made now."""
    if counter.held_until is not None and now < counter.held_until:
        return Held(counter.held_until)
    return Open(last=counter.failures + 1 >= lockout.tries)


def after_failure(counter: Counter, lockout: Lockout, now: datetime) -> Counter:
    """The lane after one more failure: a hold, longer than the one before, once the tries are used up."""
    failures = counter.failures + 1
    if failures < lockout.tries:
        return Counter(failures, counter.holds, None, counter.version + 1)
    minutes = lockout.hold_minutes[min(counter.holds, len(lockout.hold_minutes) - 1)]
    return Counter(0, counter.holds + 1, now + timedelta(minutes=minutes), counter.version + 1)


def lane_of(device_id: object | None) -> str:
    """The lane of a known device, or the one that all strangers share."""
    return STRANGER if device_id is None else f"device:{device_id}"
