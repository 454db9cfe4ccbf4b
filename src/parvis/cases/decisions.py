"""What agents do with a case. Each act is weighed when it is asked and again, under the locks, when it is done."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from parvis.agency import actions as agency_actions
from parvis.agency.tables import Agent
from parvis.bell import ring
from parvis.cases import rules, tables
from parvis.cases.resolutions.all import RESOLUTIONS
from parvis.cases.rules import Act, State
from parvis.cases.tables import Case
from parvis.clients import notices
from parvis.db import Transaction
from parvis.events import Event
from parvis.gate.tables import Request
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.operations import Failed
from parvis.ui import format

LOOK = timedelta(hours=12)  # how long one look at a case serves before it is told again


class Ready(msgspec.Struct, frozen=True):
    """An act that is allowed: who does it, to which case of which institution's client."""

    agent: Agent
    served: Institution
    case: Case


class Said(msgspec.Struct, frozen=True):
    """What goes with an act: a reason of the list, and the agent's own words to the client."""

    reason: str = ""
    words: str = ""


async def ready(
    tx: Transaction, here: Here, agency: Institution, person_id: UUID, act: Act, *, case_id: UUID, seen: int,
    now: datetime, lock: bool = False,
) -> Ready | Failed:
    """Whether this person of the agency may do that now to a case of which they have `seen` so many steps.

    `lock`: and nobody else moves any case of this client until the transaction ends. Failed: `agent_gone`,
    `page_not_found` for another institution's case, and the codes of `rules.forbidden`; `case_moved`, `case_apart`,
    `case_not_resolvable`.
    """
    agent = await agency_actions.asked_by(tx, agency, person_id)
    if isinstance(agent, Failed):
        return agent
    served = here.institutions.by_slug(agent.serves)
    cases = await tables.with_siblings(tx, agent.serves, case_id, lock=lock)
    if served is None or not cases:
        return Failed("page_not_found")
    case = cases[0]
    code = rules.forbidden(act, case, agent_id=agent.id, role=agent.role)
    if code:
        return Failed(code)
    if act in rules.DECIDING and await tables.moves(tx, served.slug, case.id) != seen:
        return Failed("case_moved")
    if act in rules.GIVING:
        if case.kind not in RESOLUTIONS:
            return Failed("case_not_resolvable")
        apart, days = served.cases.apart, served.cases.apart_days
        if rules.kept_apart(case, cases[1:], agent_id=agent.id, apart=apart, days=days, now=now):
            return Failed("case_apart")
    return Ready(agent, served, case)


async def do(
    tx: Transaction, here: Here, found: Ready, act: Act, said: Said, request: Request, now: datetime
) -> Failed | None:
    """Do what `ready` has just found allowed, under its locks. `Failed` before the first write, or all of it."""
    if act in rules.GIVING:
        return await _give(tx, here, found, act, said, request, now)
    if act == Act.READ:
        await _read(tx, here, found, request, now)
    elif act == Act.CLAIM:
        await _claim(tx, here, found, request, now)
    elif act == Act.RELEASE:
        await _release(tx, here, found, request, now)
    elif act == Act.ASK:
        await _ask(tx, here, found, said, request, now)
    elif act == Act.REFUSE:
        await _refuse(tx, here, found, said, request, now)
    else:
        await _return(tx, here, found, said, request, now)
    return None


async def _read(tx: Transaction, here: Here, found: Ready, request: Request, now: datetime) -> None:
    """Told once for a while, so that reading a page again is no other look."""
    case = found.case
    if not await tables.has_read(tx, case.institution, case.id, agent_id=found.agent.id, since=now - LOOK):
        await _step(tx, here, found, "read", Event.CASE_READ, request, now)


async def _claim(tx: Transaction, here: Here, found: Ready, request: Request, now: datetime) -> None:
    case = found.case
    if case.claimed_by == found.agent.id:
        return
    state = State.CLAIMED if case.state == State.OPEN else case.state
    await _move(tx, case, state=state, claimed_by=found.agent.id, claimed_at=now)
    await _step(tx, here, found, "claimed", Event.CASE_CLAIMED, request, now)


async def _release(tx: Transaction, here: Here, found: Ready, request: Request, now: datetime) -> None:
    case = found.case
    state = State.OPEN if case.state == State.CLAIMED else case.state
    await _move(tx, case, state=state, claimed_by=None, claimed_at=None)
    await _step(tx, here, found, "released", Event.CASE_RELEASED, request, now)


async def _ask(tx: Transaction, here: Here, found: Ready, said: Said, request: Request, now: datetime) -> None:
    await _move(tx, found.case, state=State.MORE_ASKED)
    await _step(tx, here, found, "more_asked", Event.CASE_ASKED, request, now, words=said.words)
    await _tell(tx, here, found, "cases-notice-more", now)


async def _refuse(tx: Transaction, here: Here, found: Ready, said: Said, request: Request, now: datetime) -> None:
    case = found.case
    if case.kind in RESOLUTIONS:
        await RESOLUTIONS[case.kind].refuse(tx, here, found.served, case, now)
    await _move(tx, case, state=State.REFUSED, decided_by=found.agent.id, closed_at=now)
    await _step(tx, here, found, f"refused:{said.reason}", Event.CASE_REFUSED, request, now, words=said.words)
    await _tell(tx, here, found, "cases-notice-refused", now, reason=said.reason)


async def _return(tx: Transaction, here: Here, found: Ready, said: Said, request: Request, now: datetime) -> None:
    """Not confirmed: whoever accepted it has it in hand again, with the colleague's words."""
    await _move(tx, found.case, state=State.CLAIMED, decided_by=None)
    await _step(tx, here, found, "returned", Event.CASE_RETURNED, request, now, words=said.words)


async def _give(
    tx: Transaction, here: Here, found: Ready, act: Act, said: Said, request: Request, now: datetime
) -> Failed | None:
    """Accept, alone or as the first of two; or confirm, and what was asked is done."""
    case, agent = found.case, found.agent
    if act == Act.ACCEPT and case.kind in found.served.cases.four_eyes:
        await _move(tx, case, state=State.TO_CONFIRM, decided_by=agent.id)
        await _step(tx, here, found, "decided", Event.CASE_DECIDED, request, now, words=said.words)
        return None
    who = {"decided_by": agent.id} if act == Act.ACCEPT else {"confirmed_by": agent.id}
    failed = await RESOLUTIONS[case.kind].accept(tx, here, found.served, msgspec.structs.replace(case, **who), now)
    if failed is not None:
        return failed
    await _move(tx, case, state=State.ACCEPTED, closed_at=now, **who)
    what = "accepted" if act == Act.ACCEPT else "confirmed"
    await _step(tx, here, found, what, Event.CASE_ACCEPTED, request, now, words=said.words)
    await _tell(tx, here, found, "cases-notice-accepted", now)
    return None


async def _move(tx: Transaction, case: Case, **changes: object) -> None:
    moved = await tables.move(tx, msgspec.structs.replace(case, **changes), expected=case.state)
    if not moved:
        raise RuntimeError("a case moved without its lock")  # Undoes what was done.
    await ring(tx, f"case:{case.id}", f"queue:{case.institution}")


async def _step(
    tx: Transaction, here: Here, found: Ready, what: str, event: Event, request: Request, now: datetime, *,
    words: str = "",
) -> None:
    case = found.case
    await tables.add_step(
        tx, step_id=here.new_id(), institution=case.institution, case_id=case.id, what=what, now=now,
        agent_id=found.agent.id, words=words,
    )
    await agency_actions.tell_client(
        tx, here, event, found.agent, case.client_id, now, request_id=request.id, case=str(case.id), kind=case.kind
    )


async def _tell(tx: Transaction, here: Here, found: Ready, notice: str, now: datetime, *, reason: str = "") -> None:
    """Write to the client. What the agent typed stays in the case: it would be sent in the institution's name."""
    case, served = found.case, found.served
    language = (await tables.whom(tx, case.institution, case.client_id)).language
    say = here.words.sayer(language, served.slug)
    values = {
        "what": say(f"case-kind-{case.kind}"), "reference": case.reference, "agent": found.agent.signature,
        "branch": found.agent.branch, "moment": format.moment(now, language, served.timezone),
    }
    if reason:
        values["reason"] = say(f"case-reason-{reason}")
    await notices.tell(
        tx, here, served, case.client_id, notice=notice, values=values, language=language, now=now
    )
