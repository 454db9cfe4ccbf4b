"""« Mes données »: what is kept, for how long, and the archive."""

import asyncio

from fastapi import APIRouter, Request, Response

from parvis.accounts import actions as accounts
from parvis.errors import Refused, refused
from parvis.gate.asking import ask
from parvis.operations.read_history import ReadHistory, ReadHistoryFacts
from parvis.own_data import actions
from parvis.web.access import SignedIn
from parvis.web.answers import refusal_page
from parvis.web.forms import KeyForm, key_of, read_form

pages = APIRouter()


@pages.get("/security/data")
async def data(visit: SignedIn) -> Response:
    """What the archive holds, and how long things are kept."""
    async with visit.here.reading() as tx:
        allowed = await accounts.may_look_back(tx, visit)
    settings = visit.here.settings
    return visit.here.templates.page(
        visit, "own_data/data.html", allowed=allowed, key=visit.here.new_id(),
        kept={
            "messages": settings.keep_messages_days, "places": settings.keep_places_days,
            "documents": settings.keep_documents_days, "requests": settings.keep_requests_days,
        },
    )  # fmt: skip


@pages.post("/security/data")
async def archive(request: Request, visit: SignedIn) -> Response:
    """The archive; where this session may not read what is old, the request to do so comes first (RTS article 10)."""
    form = await read_form(request, KeyForm)
    if isinstance(form, Refused):
        return refusal_page(visit, form)
    async with visit.here.reading() as tx:
        allowed = await accounts.may_look_back(tx, visit)
    if not allowed:
        return await ask(visit, ReadHistory.name, ReadHistoryFacts(), form.key)
    if key_of(form.key) is None:
        return refusal_page(visit, refused("form_unreadable"))
    async with visit.here.transaction() as tx:
        found = await actions.gather(tx, visit)
    words = visit.say("own-data-readme", institution=visit.institution.name)
    content = await asyncio.to_thread(actions.packed, found, words, visit.now)
    name = f"{visit.institution.slug}-{visit.now.date().isoformat()}.zip"
    return Response(
        content, media_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )  # fmt: skip
