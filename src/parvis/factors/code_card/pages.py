"""Downloading a card that is being ordered, once."""

import re
from uuid import UUID

import msgspec
from fastapi import APIRouter, Request, Response

from parvis.errors import Refused, refused
from parvis.factors.code_card.sheet import GRID, LIST, sheet
from parvis.hashing import TooBusy
from parvis.means import actions as means
from parvis.ui import format as fmt
from parvis.web.access import SignedIn
from parvis.web.answers import refusal_page
from parvis.web.forms import read_form
from parvis.web.visit import Visit

pages = APIRouter()

_COLOUR = re.compile(rb"--app-ground:\s*(#[0-9a-fA-F]{6})")
INK = "#1c2b4a"


class LayoutForm(msgspec.Struct, frozen=True):
    layout: str = ""


@pages.post("/security/means/{authenticator_id}/card")
async def download(authenticator_id: UUID, request: Request, visit: SignedIn) -> Response:
    """The card as a PDF. It is made first and forgotten before it leaves: nothing here can print it a second time."""
    form = await read_form(request, LayoutForm)
    if isinstance(form, Refused):
        return refusal_page(visit, form)
    async with visit.here.reading() as tx:
        found = await means.begun(
            tx, visit.here, visit.institution, visit.me.id, authenticator_id, place=str(visit.mine.id), now=visit.now
        )
    if isinstance(found, Refused):
        return refusal_page(visit, found)
    codes = found.shown.get("once")
    if not isinstance(codes, dict):
        return refusal_page(visit, refused("shown_once"))
    layout = LIST if form.layout == LIST else GRID
    try:
        pdf = await visit.here.hasher.run(_print, visit, codes, found.shown["serial"], layout)
    except TooBusy:
        return refusal_page(visit, refused("too_busy"))
    forgotten = await means.forget_once(visit.here, visit.institution, visit.me.id, found, visit.now)
    if isinstance(forgotten, Refused):
        return refusal_page(visit, forgotten)
    name = f"{visit.institution.slug}-{found.shown['serial']}.pdf"
    return Response(
        pdf, media_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


def _print(visit: Visit, codes: dict[str, str], serial: str, layout: str) -> bytes:
    say, institution = visit.say, visit.institution
    day = fmt.day(fmt.local(visit.now, institution.timezone).date(), visit.language)
    sentences = {
        "institution": institution.name,
        "title": say("code-card-sheet-title"),
        "serial": say("code-card-sheet-serial", serial=serial),
        "made": say("code-card-sheet-made", day=day),
        "how": say("code-card-sheet-how" if layout == GRID else "code-card-sheet-how-list"),
        "never": say("code-card-sheet-never"),
        "address": say("code-card-sheet-address", address=institution.address),
        "lost": say("code-card-sheet-lost"),
        "corner": say("code-card-sheet-corner"),
        "column": say("code-card-sheet-column"),
        "code": say("code-card-sheet-code"),
    }
    return sheet(codes, sentences, layout=layout, colour=_colour(visit), language=visit.language)


def _colour(visit: Visit) -> str:
    """The institution's own ink, as its app icon has it."""
    theme = visit.here.templates.assets.of(visit.institution.slug, "theme.css")
    found = None if theme is None else _COLOUR.search(theme.body)
    return found[1].decode() if found else INK
