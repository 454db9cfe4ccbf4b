"""« Sécurité »: the sessions in progress, the devices that are trusted, the latest connections."""

from datetime import timedelta
from uuid import UUID

import msgspec
from fastapi import APIRouter, Request, Response

from parvis.errors import Refused, refused
from parvis.gate import actions as gate
from parvis.gate.asking import asking
from parvis.gate.rules import State
from parvis.means.rules import clean_name
from parvis.operations.end_session import EVERYWHERE, EndSessionFacts
from parvis.security import actions, tables
from parvis.security.rules import Filter
from parvis.sessions import tables as sessions
from parvis.web import cookies
from parvis.web.access import SignedIn
from parvis.web.answers import refusal_page, see_other
from parvis.web.forms import KeyForm, NoFields, key_of, read_form, read_query
from parvis.web.visit import Visit

pages = APIRouter()

LATEST = 10


class Page(msgspec.Struct, frozen=True):
    done: str = ""


class NameForm(msgspec.Struct, frozen=True):
    name: str = ""


@pages.get("/security")
async def overview(request: Request, visit: SignedIn) -> Response:
    """Sessions in progress, trusted devices, then « Dernières connexions », with « ce n'est pas moi » on each line."""
    query = read_query(request, Page)
    if isinstance(query, Refused):
        return refusal_page(visit, query)
    slug, me = visit.institution.slug, visit.me.id
    idle = timedelta(minutes=visit.institution.session.idle_minutes)
    async with visit.here.reading() as tx:
        lines = await tables.connections_of(tx, slug, me, Filter(), before=None, at_most=LATEST + 1)
        running = await sessions.running_of(tx, slug, me, visit.now - idle)
        devices = await sessions.devices_of(tx, slug, me)
    return visit.here.templates.page(
        visit, "security/overview.html", section="security", lines=lines[:LATEST], running=running,
        devices=devices, current=visit.mine.id, current_device=visit.mine.device_id, more=len(lines) > LATEST,
        key=str(visit.here.new_id()), done=query.done,
    )


@pages.post("/security/sessions/{session_id}/end")
async def end(session_id: UUID, request: Request, visit: SignedIn) -> Response:
    """End another session of mine."""
    form = await read_form(request, NoFields)
    if isinstance(form, Refused):
        return refusal_page(visit, form)
    idle = timedelta(minutes=visit.institution.session.idle_minutes)
    async with visit.here.reading() as tx:
        found = await sessions.running_one(tx, visit.institution.slug, visit.me.id, session_id, visit.now - idle)
    if found is None:
        return refusal_page(visit, refused("page_not_found"))
    # The session is the key: a double click ends it once.
    facts = EndSessionFacts(str(session_id), "ended_elsewhere", found.browser)
    return await _end(visit, facts, session_id, "/security?done=ended")


@pages.post("/security/sessions/end")
async def end_everywhere(request: Request, visit: SignedIn) -> Response:
    """« Me déconnecter partout »: every session of mine, this one as well."""
    form = await read_form(request, KeyForm)
    if isinstance(form, Refused):
        return refusal_page(visit, form)
    key = key_of(form.key)
    if key is None:
        return refusal_page(visit, refused("form_unreadable"))
    facts = EndSessionFacts(EVERYWHERE, "ended_elsewhere", "")
    response = await _end(visit, facts, key, "/signed-out?because=everywhere")
    if response.headers.get("location", "").startswith("/signed-out"):
        cookies.drop(response, visit.here, cookies.SESSION)
    return response


@pages.post("/security/devices/{device_id}/name")
async def rename(device_id: UUID, request: Request, visit: SignedIn) -> Response:
    """Call a device otherwise: two of one kind are told apart by their names."""
    form = await read_form(request, NameForm)
    if isinstance(form, Refused):
        return refusal_page(visit, form)
    name = clean_name(form.name, visit.say("security-browser-unknown"))
    async with visit.here.transaction() as tx:
        found = await sessions.rename_device(tx, visit.institution.slug, visit.me.id, device_id, name)
    return see_other("/security?done=renamed") if found else refusal_page(visit, refused("page_not_found"))


@pages.post("/security/devices/{device_id}/distrust")
async def distrust(device_id: UUID, request: Request, visit: SignedIn) -> Response:
    """« Ne plus reconnaître »: asks for nothing, since it only protects."""
    form = await read_form(request, NoFields)
    if isinstance(form, Refused):
        return refusal_page(visit, form)
    async with visit.here.transaction() as tx:
        ended = await actions.distrust(
            tx, visit.here, visit.institution, visit.me.id, device_id, current=visit.mine.id, now=visit.now
        )
    return refusal_page(visit, refused("page_not_found")) if ended is None else see_other("/security?done=distrusted")


async def _end(visit: Visit, facts: EndSessionFacts, key: UUID, then: str) -> Response:
    asked = asking(visit, "end_session", facts, key)
    outcome = await gate.ask(visit.here, visit.institution, asked, visit.now)
    if isinstance(outcome, Refused):
        return refusal_page(visit, outcome)
    # Where the institution asks for a proof, it waits for it.
    return see_other(then if outcome.state == State.EXECUTED else f"/requests/{outcome.id}")
