"""« Identifiant oublié », and by what clients are found who have forgotten it."""

from datetime import datetime, timedelta
from uuid import UUID

from parvis.errors import Refused
from parvis.events import Event
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.journal import actions as journal
from parvis.outbox import actions as outbox
from parvis.recovery import rules, tables, tally
from parvis.seal import SealBroken

AT_ONCE = 200


async def send_identifier(
    here: Here, institution: Institution, address: str, family_name: str, *, network: str, language: str, now: datetime
) -> Refused | None:
    """Write what they type to sign in to whoever has that address and that name. Commits before it returns.

    It goes to that very address, and is shown nowhere. None, the same for a stranger; refused, counted alike:
    `asked_too_often`.
    """
    found_by = index_of(here, institution.slug, address)
    async with here.reading() as tx:
        met = await tables.met_at(tx, institution.slug, found_by)
    theirs = [one for one in met if rules.plain(one.family_name) == rules.plain(family_name)]
    say = here.words.sayer(language, institution.slug)
    listed = "\n".join(_line(one, several=len(theirs) > 1) for one in theirs) or "-"
    channel = theirs[0].channel if theirs else ("email" if "@" in address else "sms")
    values = {"identifiers": listed, "institution": institution.name}
    async with here.transaction() as tx:
        counted = await tally.count(
            tx, institution, here.keys.mac("recovery network", network.encode()), rules.NETWORK, now
        )
        if not isinstance(counted, Refused):
            counted = await tally.count(
                tx, institution, here.keys.mac("identifier messages", found_by), rules.MESSAGES, now
            )
        if isinstance(counted, Refused):
            return counted
        await outbox.write(
            tx, here, institution=institution.slug, channel=channel, purpose="notice", now=now,
            maybe_nobody=True,
            contact_id=theirs[0].contact_id if theirs else UUID(bytes=here.random.bytes(16)),
            subject=say("recovery-identifier-subject", **values), text=say(f"recovery-identifier-{channel}", **values),
        )
        await journal.record(
            tx, here, Event.IDENTIFIER_ASKED, now, institution=institution.slug,
            client_id=None, network=network, channel=channel,
        )
    return None


def _line(one: tables.Met, *, several: bool) -> str:
    typed = " · ".join(one.identifier.split("-"))
    return f"{one.given_name} : {typed}" if several else typed


def index_of(here: Here, institution: str, address: str) -> bytes:
    """By what an address is found: a keyed digest, which says nothing of it."""
    return here.keys.mac("address", institution.encode(), rules.address_of(address).encode())


async def index_contacts(here: Here, now: datetime) -> int:
    """Let the addresses be found that were added since the last time, whoever wrote them. Returns how many."""
    async with here.transaction() as tx:
        added = await tables.unindexed(tx, AT_ONCE)
        for one in added:
            try:
                address = here.keys.unseal(one.address, purpose=f"contact:{one.id}").decode()
            except SealBroken:
                address = ""
            await tables.index(tx, one.institution, one.id, index_of(here, one.institution, address))
    return len(added)


async def forget_counts(here: Here, now: datetime) -> int:
    """Drop what was counted so long ago that it holds nobody back. Returns how many."""
    async with here.transaction() as tx:
        return await tables.forget_counted(tx, now - rules.LONGEST_WINDOW - timedelta(minutes=1), AT_ONCE)
