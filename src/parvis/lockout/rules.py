"""When failures of the first step close the door, for whom, and for how long.

Counts are kept by lane. A device that has signed in before has a lane of its own, so that a stranger who fails on
purpose holds only strangers (ASVS 6.1.1). Holds grow and lift by themselves; where the institution says so, the one
after so many of them does not (RTS article 4(3)(b)): that lane is blocked until the agency opens it again.
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
    blocked_at: datetime | None = None


class Open(msgspec.Struct, frozen=True):
    """A try may be made. `last` says that a failure would hold the lane, `for_good` that it would block it."""

    last: bool
    for_good: bool = False


class Held(msgspec.Struct, frozen=True):
    """No try before `until`, not even a right one."""

    until: datetime


class Blocked(msgspec.Struct, frozen=True):
    """No try at all since then, until the agency has opened the lane again."""

    since: datetime


def judge(counter: Counter, lockout: Lockout, now: datetime) -> Open | Held | Blocked:
    """Whether a try may be made now."""
    if counter.blocked_at is not None:
        return Blocked(counter.blocked_at)
    if counter.held_until is not None and now < counter.held_until:
        return Held(counter.held_until)
    return Open(last=counter.failures + 1 >= lockout.tries, for_good=_for_good(counter, lockout))


def after_failure(counter: Counter, lockout: Lockout, now: datetime) -> Counter:
    """The lane after one more failure: once the tries are used up a hold, longer than the one before, or a block."""
    failures = counter.failures + 1
    if failures < lockout.tries:
        return Counter(failures, counter.holds, None, counter.version + 1)
    if _for_good(counter, lockout):
        return Counter(0, counter.holds, None, counter.version + 1, blocked_at=now)
    minutes = lockout.hold_minutes[min(counter.holds, len(lockout.hold_minutes) - 1)]
    return Counter(0, counter.holds + 1, now + timedelta(minutes=minutes), counter.version + 1)


def never_for_good(lockout: Lockout) -> Lockout:
    """The same rules for what is only ever held: a means that answers a request, and has no way back of its own."""
    return msgspec.structs.replace(lockout, permanent_after_holds=None)


def _for_good(counter: Counter, lockout: Lockout) -> bool:
    return lockout.permanent_after_holds is not None and counter.holds >= lockout.permanent_after_holds


def lane_of(device_id: object | None) -> str:
    """The lane of a known device, or the one that all strangers share."""
    return STRANGER if device_id is None else f"device:{device_id}"
