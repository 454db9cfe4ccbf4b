"""Counting failures and forgetting them, once each, whatever arrives at the same time."""

from datetime import datetime

from parvis.db import Transaction
from parvis.errors import Refused, refused
from parvis.institution.rules import Institution
from parvis.lockout import rules, tables


async def count_failure(
    tx: Transaction, institution: Institution, subject: bytes, lane: str, now: datetime
) -> Refused:
    """Count one failure on this lane and say what the client is told: wrong, last try, or held until when."""
    counter = await tables.lock(tx, institution.slug, subject, lane)
    judged = rules.judge(counter, institution.lockout, now)
    if isinstance(judged, rules.Held):
        return refused("held", until=judged.until)
    after = rules.after_failure(counter, institution.lockout, now)
    await tables.save(tx, institution.slug, subject, lane, after, now)
    if after.held_until is not None:
        return refused("held", until=after.held_until)
    left = institution.lockout.tries - after.failures
    return refused("last_try") if left == 1 else refused("not_recognised", left=left)


async def forget_failures(
    tx: Transaction, institution: Institution, subject: bytes, lane: str, *, expected_version: int, now: datetime
) -> Refused | None:
    """Clear the lane after a right answer. Refuses a right answer that comes while the lane is held.

    Parallel guesses are judged here, one after the other: those that come after the hold are refused, right or wrong.
    """
    seen = await tables.clear(
        tx, institution.slug, subject, lane, expected_version=expected_version, now=now
    )
    if seen is not None and seen.held_until is not None and now < seen.held_until:
        return refused("held", until=seen.held_until)
    return None
