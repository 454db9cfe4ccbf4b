"""Means that end by themselves: their client is told ahead, twice, and where to get the next one."""

from datetime import datetime, timedelta

from parvis.clients import notices
from parvis.db import Transaction
from parvis.events import Event
from parvis.factors import Ends
from parvis.here import Here
from parvis.journal import actions as journal
from parvis.means import rules, tables
from parvis.means.tables import Ending
from parvis.ui import format as fmt

LAST = timedelta(days=7)


async def remind_due(here: Here, now: datetime, at_most: int = 50) -> int:
    """Note when the means that are new here end, and tell those clients whose means end soon. Returns how many.

    Several workers at once: each means is somebody's alone. Told at `rules.ENDS_SOON`, and once more at `LAST`.
    """
    kinds = [factor.kind for factor in here.factors.values() if isinstance(factor, Ends)]
    async with here.transaction() as tx:
        undated = await tables.undated(tx, kinds, at_most)
        for one in undated:
            factor = here.factors[one.kind]
            assert isinstance(factor, Ends)
            ends = factor.ends(here.keys.unseal(one.material, purpose=f"authenticator:{one.id}"))
            await tables.date(tx, one.institution, one.client_id, one.id, ends)
        ending = await tables.ending(tx, now, now + rules.ENDS_SOON, now + LAST, LAST, at_most)
        for each in ending:
            await _tell(tx, here, each, now)
    return len(undated) + len(ending)


async def _tell(tx: Transaction, here: Here, one: Ending, now: datetime) -> None:
    await tables.reminded(tx, one.institution, one.client_id, one.id, now)
    institution = here.institutions.by_slug(one.institution)
    if institution is None:
        return
    await journal.record(
        tx, here, Event.AUTHENTICATOR_ENDING, now, institution=one.institution, client_id=one.client_id, kind=one.kind
    )
    say = here.words.sayer(one.language, one.institution)
    how = "means-ending-own" if here.factors[one.kind].own else "means-ending-agency"
    await notices.tell(
        tx, here, institution, one.client_id, notice="means-notice-ending", language=one.language, now=now,
        values={
            "kind": say(f"factor-{one.kind}"), "how": say(how),
            "day": fmt.day(fmt.local(one.expires_at, institution.timezone).date(), one.language),
        },
    )  # fmt: skip
