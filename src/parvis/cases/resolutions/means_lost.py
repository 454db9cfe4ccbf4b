"""What a client has lost is destroyed, and the way to the next means opens: no agent sees or chooses a secret.

Whoever has lost everything loses it for good, but for the addresses where they are written to, and starts again with a
temporary secret, as a newcomer does. Whoever still comes in adds the next means as usual; and where nothing opens the
door any more, the agency hands the next one over.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from parvis.bell import ring
from parvis.cases.resolutions import account_given
from parvis.cases.tables import Case
from parvis.clients import notices
from parvis.clients import tables as clients
from parvis.clients.tables import Contact
from parvis.db import Transaction
from parvis.errors import Refused
from parvis.events import Event
from parvis.factors import Factor, WritesTo
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.journal import actions as journal
from parvis.means import loss, rules, tables, temporary
from parvis.means.tables import Means
from parvis.operations import Failed, Line, Say
from parvis.ui import format


class MeansLost:
    kind = loss.KIND

    def asked(self, here: Here, case: Case, say: Say) -> Sequence[Line]:
        """Which ones, by kind, not by the names that somebody typed; and whether an account number given is theirs."""
        kinds = [say(f"factor-{one['kind']}") for one in loss.lost_in(case)]
        lines = [Line(say("lost-line-what"), ", ".join(kinds) or say("lost-line-all"))]
        return lines + account_given(case, say)

    async def accept(
        self, tx: Transaction, here: Here, institution: Institution, case: Case, now: datetime
    ) -> Failed | None:
        """Failed: `means_gone` while somebody else changes them, `means_found` where its owner has put back in
        service all that was lost, `no_channel` where nothing is left to write a temporary secret to.
        """
        means = await tables.lock_means(tx, institution.slug, case.client_id)
        lost = _lost(institution, here.factors, case, means)
        if loss.lost_in(case) and not lost:
            return Failed("means_found" if means else "means_gone")
        have = {one.kind for one in means if one.state == "active" and one not in lost}
        told, way = await clients.contacts_of(tx, institution.slug, case.client_id), "own"
        if not loss.lost_in(case) or institution.sign_in.secret not in have:
            sent = await _start_again(tx, here, institution, case, lost, now)
            if isinstance(sent, Failed):
                return sent
            told, way = sent, "first"
        elif not rules.opens(institution, frozenset(have)):
            way = "agency"
        for one in lost:
            if await tables.remove(tx, institution.slug, case.client_id, one.id):
                await journal.record(
                    tx, here, Event.AUTHENTICATOR_REMOVED, now, institution=institution.slug,
                    client_id=case.client_id, kind=one.kind, case=str(case.id),
                )
                await ring(tx, f"means:{one.id}")
        language = await clients.language_of(tx, institution.slug, case.client_id)
        await notices.tell(
            tx, here, institution, case.client_id, notice=f"lost-notice-{way}", language=language, now=now, to=told,
            values={"reference": case.reference, "when": format.moment(now, language, institution.timezone)},
        )
        return None

    async def refuse(
        self, tx: Transaction, here: Here, institution: Institution, case: Case, now: datetime
    ) -> None:
        """What is suspended stays so, until its owner puts it back in service."""


def _lost(
    institution: Institution, factors: Mapping[str, Factor], case: Case, means: list[Means]
) -> list[Means]:
    """What is destroyed: what was declared lost and is still out of service; all that one holds, where that is lost."""
    named = {one["id"] for one in loss.lost_in(case)}
    if named:
        return [one for one in means if str(one.id) in named and one.state != "active"]
    held = [one for one in means if rules.can_rest(institution, one.kind)]
    return [one for one in held if not isinstance(factors.get(one.kind), WritesTo)]


async def _start_again(
    tx: Transaction, here: Here, institution: Institution, case: Case, lost: list[Means], now: datetime
) -> list[Contact] | Failed:
    """Send a temporary secret, by no channel that is lost itself. Returns who else is told."""
    factors = [here.factors[one.kind] for one in lost]
    channels = {factor.channel for factor in factors if isinstance(factor, WritesTo)}
    if len(channels) > 1:
        return Failed("no_channel")
    given = await temporary.send(
        tx, here, institution, case.client_id, now=now, not_by="".join(channels), because="means_lost",
        else_by_post=True,
    )
    return Failed(given.refusal.code) if isinstance(given, Refused) else list(given.others)
