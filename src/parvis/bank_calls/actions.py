"""Opening a call, ending it, and what the client does about one: each rings the screens of that client."""

from datetime import datetime
from uuid import UUID

from parvis.bank_calls import tables
from parvis.bank_calls.tables import BankCall, Ended
from parvis.bell import ring
from parvis.cases import actions as cases
from parvis.cases.tables import Case
from parvis.db import Transaction
from parvis.events import Event
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.journal import actions as journal
from parvis.outbox import actions as outbox

REPORTED = "reported_call"
ENDED_AT_ONCE = 200


def topic(client_id: UUID) -> str:
    """What rings when a call to this client begins or ends."""
    return f"call:{client_id}"


async def begin(
    tx: Transaction, here: Here, institution: Institution, client_id: UUID, agent_id: UUID, now: datetime, *,
    language: str,
) -> UUID | None:
    """Say that this agent telephones this client; phones that want to be woken are, in the client's `language`.

    The word may be read on a locked screen: it says neither who calls nor about what. None where the client is being
    called, or the agent calls already.
    """
    await end_due(tx, here, now)
    call_id = here.new_id()
    if not await tables.insert(
        tx, institution.slug, call_id, client_id=client_id, agent_id=agent_id, now=now,
        expires_at=now + institution.calls.lifetime,
    ):
        return None
    await journal.record(
        tx, here, Event.CALL_OPENED, now, institution=institution.slug, client_id=client_id, call=str(call_id),
        agent=str(agent_id),
    )
    means = await _ring(tx, institution.slug, client_id, now)
    say = here.words.sayer(language, institution.slug)
    for authenticator_id in means:
        await outbox.alert(
            tx, here, institution=institution.slug, authenticator_id=authenticator_id,
            subject=say("call-push-subject", institution=institution.name), text=say("call-push"), now=now,
            useless_after=now + institution.calls.lifetime,
        )
    return call_id


async def end(
    tx: Transaction, here: Here, institution: Institution, call_id: UUID, because: str, now: datetime
) -> bool:
    """End a call, once. `because`: by_agent, reported."""
    ended = await tables.end(tx, institution.slug, call_id, because, now)
    if ended is not None:
        await _tell_ended(tx, here, ended, because, now)
    return ended is not None


async def end_due(tx: Transaction, here: Here, now: datetime) -> int:
    """End the calls whose time is over. Returns how many."""
    late = await tables.end_due(tx, now, ENDED_AT_ONCE)
    for one in late:
        await _tell_ended(tx, here, one, "expired", now)
    return len(late)


async def report(
    tx: Transaction, here: Here, institution: Institution, client_id: UUID, now: datetime, *, said: str
) -> Case | None:
    """The client says that somebody calls in our name: a case for an agent, the same one for as long as it waits.

    `said`: where they saw it, `space` or `phone`. A call that an agent has open ends: whoever reports it hangs up.
    None where the institution's agents take no such case; the journal has it all the same.
    """
    current = await tables.open_of(tx, institution.slug, client_id, now)
    call, agent = ("", "") if current is None else (str(current.id), str(current.agent_id))
    await journal.record(
        tx, here, Event.CALL_REPORTED, now, institution=institution.slug, client_id=client_id, said=said, call=call,
        agent=agent,
    )
    if current is not None:
        await end(tx, here, institution, current.id, "reported", now)
    if not institution.cases.takes(REPORTED):
        return None
    return await cases.open_case(tx, here, institution, client_id, REPORTED, {"said": said, "agent": agent}, now)


async def current(tx: Transaction, institution: Institution, client_id: UUID, now: datetime) -> BankCall | None:
    """Who telephones this client now."""
    return await tables.open_of(tx, institution.slug, client_id, now)


async def _tell_ended(tx: Transaction, here: Here, ended: Ended, because: str, now: datetime) -> None:
    await journal.record(
        tx, here, Event.CALL_ENDED, now, institution=ended.institution, client_id=ended.client_id,
        call=str(ended.id), agent=str(ended.agent_id), because=because,
    )
    await _ring(tx, ended.institution, ended.client_id, now)


async def _ring(tx: Transaction, institution: str, client_id: UUID, now: datetime) -> list[UUID]:
    """Wake the pages of this client that wait, and the phones. Returns the means that serve, phones among them."""
    means = await tables.means_of(tx, institution, client_id, now)
    await ring(tx, topic(client_id), *(f"means:{one}" for one in means))
    return means
