"""What a client reads: is it the institution that telephones me? And what to do when it is not."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import msgspec
from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from parvis.bank_calls import actions, tables
from parvis.bank_calls.tables import BankCall
from parvis.cases import tables as cases
from parvis.errors import Refused
from parvis.web.access import SignedIn, SignedInQuietly
from parvis.web.answers import refusal_page, see_other
from parvis.web.forms import read_form, read_query
from parvis.web.visit import Visit

pages = APIRouter()

PAST_CALLS = 10
JUST_OVER = timedelta(minutes=10)
STREAM_SECONDS = 55.0  # Then the browser asks again by itself: no connection is held for ever.


class Known(msgspec.Struct, frozen=True):
    """The call that the page shows already; "" for none."""

    known: str = ""


class NoFields(msgspec.Struct, frozen=True):
    """A form that is only a button."""


@pages.get("/call")
async def call(visit: SignedIn) -> Response:
    """« Oui, votre conseiller… » or « Non, raccrochez », and the calls of before."""
    slug, me = visit.institution.slug, visit.me.id
    async with visit.here.reading() as tx:
        current = await actions.current(tx, visit.institution, me, visit.now)
        past = await tables.past_of(tx, slug, me, visit.now, PAST_CALLS)
    return visit.here.templates.page(
        visit, "bank_calls/call.html", call=current, past=past, over=_just_over(past, visit.now),
        seconds=0 if current is None else max(0, int((visit.now - current.opened_at).total_seconds())),
    )


@pages.get("/call/state")
async def state(request: Request, visit: SignedInQuietly) -> Response:
    """A stream that says `settled`, once, when something else is true than what the page shows. It is not activity."""
    query = read_query(request, Known)
    if isinstance(query, Refused):
        return refusal_page(visit, query)
    return StreamingResponse(
        _until_changed(visit, query.known), media_type="text/event-stream", headers={"Cache-Control": "no-store"}
    )


async def _until_changed(visit: Visit, known: str) -> AsyncIterator[str]:
    here, me = visit.here, visit.me.id
    async with here.bell.listen_for(actions.topic(me)) as listening:
        yield "retry: 1000\n\n"
        found = await _now(visit)
        if _name(found) == known:
            left = STREAM_SECONDS
            if found is not None:
                left = min(left, max(0.1, (found.expires_at - here.clock()).total_seconds()))
            await listening.wait(left)
            found = await _now(visit)
        if _name(found) != known:
            yield "event: settled\ndata: {}\n\n"


async def _now(visit: Visit) -> BankCall | None:
    async with visit.here.reading() as tx:
        return await actions.current(tx, visit.institution, visit.me.id, visit.here.clock())


def _just_over(past: list[BankCall], now: datetime) -> BankCall | None:
    """The call that an agent ended a moment ago: the client may still be wondering who was there."""
    last = past[0] if past else None
    if last is None or last.ended_at is None or last.ended_because == "reported":
        return None
    return last if now - last.ended_at < JUST_OVER else None


def _name(found: BankCall | None) -> str:
    return "" if found is None else str(found.id)


@pages.post("/call/reports")
async def report(request: Request, visit: SignedIn) -> Response:
    """« Signaler cet appel »."""
    form = await read_form(request, NoFields)
    if isinstance(form, Refused):
        return refusal_page(visit, form)
    async with visit.here.transaction() as tx:
        await actions.report(tx, visit.here, visit.institution, visit.me.id, visit.now, said="space")
    return see_other("/call/reported")


@pages.get("/call/reported")
async def reported(visit: SignedIn) -> Response:
    """What to do now, and what the agency does."""
    async with visit.here.reading() as tx:
        case = await cases.waiting_of(tx, visit.institution.slug, visit.me.id, actions.REPORTED)
    return visit.here.templates.page(visit, "bank_calls/reported.html", case=case)
