"""« Sécurité »: the latest connections, the sessions in progress, the devices that are known."""

from datetime import timedelta
from uuid import UUID

import msgspec
from fastapi import APIRouter, Request, Response

from parvis.errors import Refused, refused
from parvis.gate import actions as gate
from parvis.gate.rules import State
from parvis.operations.end_session import EndSessionFacts
from parvis.security import actions, tables
from parvis.sessions import tables as sessions
from parvis.web.access import SignedIn
from parvis.web.answers import refusal_page, see_other
from parvis.web.cursors import after, cursor
from parvis.web.forms import read_form, read_query

pages = APIRouter()

LINES_A_PAGE = 20


class Page(msgspec.Struct, frozen=True):
    before: str = ""
    done: str = ""


class NoFields(msgspec.Struct, frozen=True):
    """A form that is only a button."""


@pages.get("/security")
async def overview(request: Request, visit: SignedIn) -> Response:
    """Sessions in progress, then « Dernières connexions », with « ce n'est pas moi » on each line."""
    query = read_query(request, Page)
    before = query if isinstance(query, Refused) else after(query.before)
    if isinstance(query, Refused) or isinstance(before, Refused):
        return refusal_page(visit, refused("form_unreadable"))
    slug, me = visit.institution.slug, visit.me.id
    idle = timedelta(minutes=visit.institution.session.idle_minutes)
    async with visit.here.reading() as tx:
        lines = await tables.connections_of(tx, slug, me, before=before, at_most=LINES_A_PAGE + 1)
        running = await sessions.running_of(tx, slug, me, visit.now - idle)
        devices = await sessions.devices_of(tx, slug, me)
    last = lines[LINES_A_PAGE - 1] if len(lines) > LINES_A_PAGE else None
    more = cursor(last.at, last.id) if last else ""
    response: Response = visit.here.templates.page(
        visit, "security/overview.html", section="security", lines=lines[:LINES_A_PAGE], running=running,
        devices=devices, current=visit.mine.id, more=more, first=before is None, done=query.done,
    )
    return response


@pages.post("/security/sessions/{session_id}/end")
async def end(session_id: UUID, request: Request, visit: SignedIn) -> Response:
    """End another session of mine."""
    form = await read_form(request, NoFields)
    if isinstance(form, Refused):
        return refusal_page(visit, form)
    async with visit.here.transaction() as tx:
        idle = timedelta(minutes=visit.institution.session.idle_minutes)
        running = await sessions.running_of(tx, visit.institution.slug, visit.me.id, visit.now - idle)
        found = next((one for one in running if one.id == session_id), None)
        if found is None:
            return refusal_page(visit, refused("page_not_found"))
        # The session is the key: a double click ends it once.
        asking = gate.Asking(
            client_id=visit.me.id, operation="end_session", key=session_id, session_id=visit.mine.id,
            facts=EndSessionFacts(str(session_id), "ended_elsewhere", found.browser), device_id=visit.mine.device_id,
            network=visit.network, browser=visit.browser, language=visit.language,
        )
        outcome = await gate.open(tx, visit.here, visit.institution, asking, visit.now)
    if isinstance(outcome, Refused):
        return refusal_page(visit, outcome)
    # Where the institution asks for a proof, it waits for it.
    return see_other("/security?done=ended" if outcome.state == State.EXECUTED else f"/requests/{outcome.id}")


@pages.post("/security/connections/{line_id}/disavowal")
async def disavow(line_id: UUID, request: Request, visit: SignedIn) -> Response:
    """« Ce n'est pas moi »."""
    form = await read_form(request, NoFields)
    if isinstance(form, Refused):
        return refusal_page(visit, form)
    async with visit.here.transaction() as tx:
        line = await tables.connection_of(tx, visit.institution.slug, visit.me.id, line_id)
        if line is None:
            return refusal_page(visit, refused("page_not_found"))
        await actions.disavow(
            tx, visit.here, visit.institution, visit.me.id, line, current=visit.mine.id, language=visit.language,
            now=visit.now,
        )
    return see_other("/security?done=protected")
