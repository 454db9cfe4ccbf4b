"""One request: what it asks, how it can be answered, how it ended. The browser's side of the gate."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from uuid import UUID

import msgspec
from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from parvis.errors import Refused, refused
from parvis.gate import actions, challenges, shown, tables
from parvis.gate.rules import State
from parvis.gate.tables import Request as Asked
from parvis.hashing import TooBusy
from parvis.operations import GoesOn, Waits
from parvis.sessions.tokens import hashed
from parvis.sign_in import actions as sign_in
from parvis.web import cookies
from parvis.web.access import TicketOrSession
from parvis.web.answers import refusal_page, see_other
from parvis.web.forms import NoFields, answer_form, read_form, read_query
from parvis.web.visit import Visit

pages = APIRouter()

HEARTBEAT_SECONDS = 20.0
LONGEST_ANSWER = 4096


class MeansQuery(msgspec.Struct, frozen=True):
    means: str = ""


async def owned(visit: Visit, request_id: UUID) -> Asked | None:
    """The request, if it is this visitor's: by their session, or by the ticket of the sign-in they are in."""
    async with visit.here.reading() as tx:
        if visit.client is not None:
            found = await tables.of_client(tx, visit.institution.slug, visit.client.id, request_id)
            if found is not None:
                return found
        if visit.ticket:
            return await tables.of_ticket(tx, visit.institution.slug, hashed(visit.ticket), request_id)
    return None


def asked_here(visit: Visit, found: Asked) -> bool:
    """Whether this very browser asked: what is typed on a page answers only what the same page's session asked."""
    if found.ticket_hash is not None:
        return bool(visit.ticket) and found.ticket_hash == hashed(visit.ticket)
    return visit.session is not None and found.session_id in (None, visit.session.id)


# WebKit reloads the page of a wrong answer by sending the answer to that page: nobody looks at it there.
@pages.post("/requests/{request_id}")
@pages.get("/requests/{request_id}")
async def show(request_id: UUID, request: Request, visit: TicketOrSession) -> Response:
    """What waits and how to answer it, or how it ended. A sign-in that was approved elsewhere opens here."""
    query = read_query(request, MeansQuery)
    if isinstance(query, Refused):
        return refusal_page(visit, query)
    found = await owned(visit, request_id)
    if found is None:
        return refusal_page(visit, refused("page_not_found"))
    if found.state != State.WAITING:
        return await _ended(visit, found)
    if asked_here(visit, found) and (first := await _first(visit, found)):
        return see_other(first)
    return await shown.waiting_page(visit, found, asked_here=asked_here(visit, found), chosen=query.means)


async def _first(visit: Visit, found: Asked) -> str:
    """Where the client does what a request waits for, once its proofs are all there; "" where it waits for proofs."""
    operation = visit.here.operations[found.operation]
    if not isinstance(operation, Waits):
        return ""
    facts = msgspec.convert(found.facts, operation.facts)
    async with visit.here.reading() as tx:
        if not await operation.waits(tx, visit.here, visit.institution, found.client_id, facts):
            return ""
        proven = await tables.kinds_proven(tx, visit.institution.slug, found.id, found.parent_id)
    return f"/requests/{found.id}/{operation.first}" if any(set(way) <= proven for way in found.ways) else ""


@pages.post("/requests/{request_id}/challenges/{authenticator_id}")
async def challenge(
    request_id: UUID, authenticator_id: UUID, request: Request, visit: TicketOrSession
) -> Response:
    """Send the code, or alert the phone, once more."""
    form = await read_form(request, NoFields)
    found = await owned(visit, request_id)
    if isinstance(form, Refused) or found is None or not asked_here(visit, found):
        return refusal_page(visit, form if isinstance(form, Refused) else refused("page_not_found"))
    outcome = await challenges.challenge(visit.here, visit.institution, found, authenticator_id, visit.now)
    if isinstance(outcome, Refused):
        return await again(visit, found, str(authenticator_id), outcome)
    return see_other(f"/requests/{found.id}?means={authenticator_id}")


@pages.post("/requests/{request_id}/proofs/{authenticator_id}")
async def prove(
    request_id: UUID, authenticator_id: UUID, request: Request, visit: TicketOrSession
) -> Response:
    """Answer with one factor."""
    return await _proven(request_id, authenticator_id, "", request, visit)


@pages.post("/requests/{request_id}/proofs/{authenticator_id}/{kind}")
async def prove_by(
    request_id: UUID, authenticator_id: UUID, kind: str, request: Request, visit: TicketOrSession
) -> Response:
    """Answer with a factor that borrows this means: the code of a phone without network."""
    return await _proven(request_id, authenticator_id, kind, request, visit)


async def _proven(
    request_id: UUID, authenticator_id: UUID, kind: str, request: Request, visit: Visit
) -> Response:
    form = await read_form(request, answer_form(visit.here.factors.values()), longest=LONGEST_ANSWER)
    found = await owned(visit, request_id)
    if isinstance(form, Refused) or found is None or not asked_here(visit, found):
        return refusal_page(visit, form if isinstance(form, Refused) else refused("page_not_found"))
    return await answered(visit, found, authenticator_id, msgspec.structs.asdict(form), kind)


async def answered(
    visit: Visit, found: Asked, authenticator_id: UUID, answer: Mapping[str, str], kind: str = ""
) -> Response:
    """What becomes of an answer, whichever form it came by."""
    try:
        outcome = await actions.prove(visit.here, visit.institution, found, authenticator_id, answer, visit.now, kind)
    except TooBusy:
        outcome = refused("too_busy")
    if isinstance(outcome, Refused):
        return await again(visit, found, shown.means_id(authenticator_id, kind), outcome)
    if outcome.state != State.WAITING:
        return await _ended(visit, outcome, after_write=True)
    return see_other(f"/requests/{found.id}")


@pages.post("/requests/{request_id}/withdrawal")
async def withdraw(request_id: UUID, request: Request, visit: TicketOrSession) -> Response:
    """Take the request back."""
    form = await read_form(request, NoFields)
    found = await owned(visit, request_id)
    if isinstance(form, Refused) or found is None:
        return refusal_page(visit, form if isinstance(form, Refused) else refused("page_not_found"))
    async with visit.here.transaction() as tx:
        await actions.withdraw(tx, visit.here, visit.institution, found, visit.now)
    return see_other(f"/requests/{found.id}")


@pages.get("/requests/{request_id}/state")
async def state(request_id: UUID, visit: TicketOrSession) -> Response:
    """A stream that says `settled`, once, when the request has left `waiting`. It is not activity."""
    found = await owned(visit, request_id)
    if found is None:
        return refusal_page(visit, refused("page_not_found"))
    return StreamingResponse(
        _until_settled(visit, request_id), media_type="text/event-stream", headers={"Cache-Control": "no-store"}
    )


async def _until_settled(visit: Visit, request_id: UUID) -> AsyncIterator[str]:
    async with visit.here.bell.listen_for(str(request_id)) as listening:
        while True:
            found = await owned(visit, request_id)
            if found is None or found.state != State.WAITING or found.expires_at <= visit.here.clock():
                yield "event: settled\ndata: {}\n\n"
                return
            yield ": waiting\n\n"
            left = (found.expires_at - visit.here.clock()).total_seconds()
            # A proof that leaves the request waiting for another one rings too: the page then shows what is left.
            if await listening.wait(min(HEARTBEAT_SECONDS, max(0.5, left))):
                yield "event: settled\ndata: {}\n\n"
                return
            await asyncio.sleep(0)


async def _ended(visit: Visit, found: Asked, *, after_write: bool = False) -> Response:
    """The outcome page; for a sign-in, the claim of its session by the browser that asked."""
    if found.operation == "sign_in" and found.state == State.EXECUTED:
        token = sign_in.claim(visit.here, found, visit.ticket, visit.now)
        if token is not None or visit.client is not None:
            response = see_other(visit.onward)
            if token is not None:
                cookies.put(response, visit.here, cookies.SESSION, token)
                cookies.drop(response, visit.here, cookies.TICKET)
            cookies.drop(response, visit.here, cookies.ONWARD)
            return response
    operation = visit.here.operations[found.operation]
    if isinstance(operation, GoesOn) and found.state == State.EXECUTED and asked_here(visit, found):
        return see_other(operation.after(found.result or {}))
    if found.parent_id is not None and found.state == State.EXECUTED and visit.client is None:
        # It was asked in the middle of a sign-in: go on with that one.
        return see_other(f"/requests/{found.parent_id}")
    return see_other(f"/requests/{found.id}") if after_write else shown.outcome_page(visit, found)


async def again(visit: Visit, found: Asked, chosen: str, wrong: Refused) -> Response:
    """The waiting page as it was, with what went wrong; or the outcome, where the request has ended meanwhile."""
    fresh = await owned(visit, found.id)
    if fresh is None:
        return refusal_page(visit, wrong)
    if fresh.state != State.WAITING:
        return await _ended(visit, fresh, after_write=True)
    return await shown.waiting_page(
        visit, fresh, asked_here=asked_here(visit, fresh), chosen=chosen, wrong=wrong
    )
