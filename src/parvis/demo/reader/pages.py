"""The demonstration's card reader: a card is put in, a PIN and figures are typed, the screen shows a code."""

from typing import Any
from uuid import UUID

import msgspec
from fastapi import APIRouter, Request
from starlette.responses import Response

from parvis.demo.pages import OnStartHost, looks_address, page, people_of
from parvis.demo.reader import tables
from parvis.demo.reader.card import MODES, PIN_TRIES, Chip, Pressed, is_spent, typed_on
from parvis.demo.reader.tables import Kept
from parvis.errors import Refused
from parvis.factors.cap_reader.cryptogram import Typed
from parvis.web.access import Start
from parvis.web.answers import see_other
from parvis.web.forms import read_form, read_query
from parvis.web.visit import Visit

pages = APIRouter(route_class=OnStartHost)


class ReaderQuery(msgspec.Struct):
    card: str = ""


class ReaderForm(msgspec.Struct):
    card: str = ""
    mode: str = ""
    pin: str = ""
    challenge: str = ""
    amount: str = ""


class Inserted(msgspec.Struct, frozen=True):
    """A card as the page shows it."""

    id: UUID
    owner: str
    institution: str
    house: str
    label: str
    tries_left: int


@pages.get("/reader")
async def reader(request: Request, visit: Start) -> Response:
    """The reader, empty, or with the card of the address in it."""
    query = read_query(request, ReaderQuery)
    if isinstance(query, Refused):
        return see_other("/reader")
    return await _page(visit, chosen=query.card)


@pages.post("/reader")
async def press(request: Request, visit: Start) -> Response:
    """Type a PIN and figures, and read the screen. Each code moves the card's counter, as a real one's."""
    form = await read_form(request, ReaderForm)
    if isinstance(form, Refused) or form.mode not in MODES:
        return see_other("/reader")
    pressed = Pressed(mode=form.mode, pin=form.pin, challenge=form.challenge, amount=form.amount)
    typed = typed_on(pressed)
    if not isinstance(typed, Typed):
        return await _page(visit, chosen=form.card, pressed=pressed, wrong=typed, screen="demo-reader-screen-wrong")
    client_id = _card_id(visit, form.card)
    if client_id is None:
        return see_other("/reader")
    screen, code = await _computes(visit, client_id, pressed.pin, typed)
    return await _page(visit, chosen=form.card, pressed=pressed, screen=screen, code=code)


@pages.post("/reader/new-pin-tries")
async def unlock(request: Request, visit: Start) -> Response:
    """A locked card is taken to the agency, which gives it its three tries again. Here, a button does."""
    form = await read_form(request, ReaderQuery)
    client_id = None if isinstance(form, Refused) else _card_id(visit, form.card)
    if client_id is None:
        return see_other("/reader")
    institution = people_of(visit)[client_id][0]
    async with visit.here.transaction() as tx:
        card = await tables.lock_card(tx, institution, client_id)
        if card is not None:
            await tables.change(tx, institution, client_id, counter=card.counter, wrong_pins=0)
    return see_other(f"/reader?card={client_id}")


async def _computes(visit: Visit, client_id: UUID, pin: str, typed: Typed) -> tuple[str, str]:
    """What the screen says, and the code if there is one. The card remembers before the code is shown."""
    here, institution = visit.here, people_of(visit)[client_id][0]
    async with here.transaction() as tx:
        card = await tables.lock_card(tx, institution, client_id)
        if card is None:
            return "demo-reader-screen-unreadable", ""
        if card.wrong_pins >= PIN_TRIES or is_spent(card.counter):
            return "demo-reader-screen-locked", ""
        chip = msgspec.json.decode(here.keys.unseal(card.chip, purpose=f"demo card:{client_id}"), type=Chip)
        if not chip.opens_with(pin):
            wrong_pins = card.wrong_pins + 1
            await tables.change(tx, institution, client_id, counter=card.counter, wrong_pins=wrong_pins)
            return "demo-reader-screen-locked" if wrong_pins >= PIN_TRIES else "demo-reader-screen-pin", ""
        await tables.change(tx, institution, client_id, counter=card.counter + 1, wrong_pins=0)
        return "demo-reader-screen-code", chip.code(card.counter + 1, typed)


def _card_id(visit: Visit, text: str) -> UUID | None:
    return next((each for each in people_of(visit) if str(each) == text), None)


async def _page(
    visit: Visit, *, chosen: str, pressed: Pressed | None = None, wrong: dict[str, str] | None = None,
    screen: str = "", code: str = "",
) -> Response:  # fmt: skip
    async with visit.here.reading() as tx:
        kept = await tables.cards(tx, [one.slug for one in visit.here.institutions.with_clients])
    drawer = [_inserted(visit, each) for each in kept]
    card = next((each for each in drawer if str(each.id) == chosen), None)
    given: dict[str, Any] = {
        "drawer": drawer, "card": card, "pressed": pressed or Pressed(), "code": code,
        "screen": screen or ("demo-reader-screen-ready" if card else "demo-reader-screen-empty"),
        "errors": {name: visit.say(key) for name, key in (wrong or {}).items()}, "looks": looks_address(visit),
    }  # fmt: skip
    return page(visit, "demo/reader/reader_page.html", **given)


def _inserted(visit: Visit, kept: Kept) -> Inserted:
    people = people_of(visit)
    institution = visit.here.institutions.by_slug(kept.institution)
    return Inserted(
        id=kept.client_id, owner=people.get(kept.client_id, ("", ""))[1], institution=kept.institution,
        house=institution.name if institution else "", label=kept.label,
        tries_left=max(0, PIN_TRIES - kept.wrong_pins),
    )  # fmt: skip
