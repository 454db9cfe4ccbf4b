"""Counting failures and forgetting them, once each, whatever arrives at the same time."""

from datetime import datetime

from parvis.db import Transaction
from parvis.errors import Refused, refused
from parvis.institution.rules import Institution, Lockout
from parvis.lockout import rules, tables


async def count_failure(
    tx: Transaction, institution: Institution, subject: bytes, lane: str, now: datetime, *,
    lockout: Lockout | None = None,
) -> Refused:
    """Count one failure on this lane and say what the client is told: wrong, last try, held until when, or blocked.

    `lockout`: other rules than the institution's own.
    """
    lockout = lockout or institution.lockout
    counter = await tables.lock(tx, institution.slug, subject, lane)
    judged = rules.judge(counter, lockout, now)
    if not isinstance(judged, rules.Open):
        return told(judged)
    after = rules.after_failure(counter, lockout, now)
    await tables.save(tx, institution.slug, subject, lane, after, now)
    left = rules.judge(after, lockout, now)
    if not isinstance(left, rules.Open):
        return told(left)
    if left.last:
        return refused("last_try_before_block" if left.for_good else "last_try")
    return refused("not_recognised", left=lockout.tries - after.failures)


def told(judged: rules.Held | rules.Blocked) -> Refused:
    """What is answered while a lane is closed."""
    if isinstance(judged, rules.Blocked):
        return refused("access_blocked", since=judged.since)
    return refused("held", until=judged.until)


async def forget_failures(
    tx: Transaction, institution: Institution, subject: bytes, lane: str, *, expected_version: int, now: datetime
) -> Refused | None:
    """Clear the lane after a right answer. Refuses a right answer that comes while the lane is held or blocked.

    Parallel guesses are judged here, one after the other: those that come after the hold are refused, right or wrong.
    """
    seen = await tables.clear(
        tx, institution.slug, subject, lane, expected_version=expected_version, now=now
    )
    if seen is None:
        return None
    judged = rules.judge(
        rules.Counter(held_until=seen.held_until, blocked_at=seen.blocked_at), institution.lockout, now
    )
    return None if isinstance(judged, rules.Open) else told(judged)
