"""Counting how often something is asked, and saying no beyond: known or not, whatever was typed counts alike."""

from datetime import datetime

from parvis.db import Transaction
from parvis.errors import Refused, refused
from parvis.institution.rules import Institution
from parvis.recovery import tables
from parvis.recovery.rules import Limit


async def count(
    tx: Transaction, institution: Institution, subject: bytes, limit: Limit, now: datetime
) -> int | Refused:
    """The how-manieth this is within the limit's window. Refused: `asked_too_often`, with `until`."""
    slug = institution.slug
    times = await tables.count(
        tx, slug, subject, now=now, since=now - limit.window, not_after=now - limit.pause, at_most=limit.times
    )
    if times is not None:
        return times
    found = await tables.counted(tx, slug, subject)
    full = found.times >= limit.times
    return refused("asked_too_often", until=found.since + limit.window if full else found.last_at + limit.pause)
