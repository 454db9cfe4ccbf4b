"""The simulated USB token and its software: give it an order, read it, type the PIN, take the signature away."""

import base64
from typing import Any
from uuid import UUID

import msgspec
from fastapi import APIRouter, Request
from starlette.responses import Response

from parvis.demo.pages import OnStartHost, looks_address, page, people_of
from parvis.demo.token.device import LONGEST_ORDER, Line, Token, lines_of
from parvis.errors import Refused
from parvis.web.access import Start
from parvis.web.answers import see_other
from parvis.web.forms import read_form, read_query
from parvis.web.uploads import read_upload
from parvis.web.visit import Visit

pages = APIRouter(route_class=OnStartHost)


class TokenQuery(msgspec.Struct):
    client: str = ""


class PinForm(msgspec.Struct):
    order: str = ""
    pin: str = ""


class Plugged(msgspec.Struct, frozen=True):
    """A token as the page shows it."""

    id: UUID
    owner: str
    tries_left: int


@pages.get("/token")
async def token(request: Request, visit: Start) -> Response:
    """The token of the address, or the first one there is."""
    query = read_query(request, TokenQuery)
    found = [each for each in _plugged(visit) if isinstance(query, TokenQuery) and str(each.id) == query.client]
    tokens = found or _plugged(visit)[:1]
    return _page(visit, tokens[0] if tokens else None)


@pages.post("/token/{client_id}/reading")
async def read_order(client_id: UUID, request: Request, visit: Start) -> Response:
    """Show what the file says, before anything is signed."""
    plugged = _of(visit, client_id)
    content = await read_upload(request, "order", longest=LONGEST_ORDER)
    if plugged is None:
        return see_other("/token")
    if isinstance(content, Refused) or not lines_of(content):
        return _page(visit, plugged, wrong="demo-token-no-order")
    return _page(visit, plugged, order=content)


@pages.post("/token/{client_id}/signature")
async def sign_order(client_id: UUID, request: Request, visit: Start) -> Response:
    """The signature as a file; or the page again, with the tries that are left."""
    plugged = _of(visit, client_id)
    form = await read_form(request, PinForm, longest=2 * LONGEST_ORDER)
    if plugged is None or isinstance(form, Refused):
        return see_other("/token")
    try:
        order = base64.b64decode(form.order, validate=True)
    except ValueError:
        order = b""
    if not lines_of(order):
        return _page(visit, plugged, wrong="demo-token-no-order")
    signed = Token(visit.here.settings, client_id).signs(order, form.pin, visit.now)
    if signed is None:
        return _page(visit, _of(visit, client_id), order=order, wrong="demo-token-wrong-pin")
    return _file(signed, "ordre.p7s", "application/pkcs7-signature")


@pages.post("/token/{client_id}/new-pin-tries")
async def unlock(client_id: UUID, request: Request, visit: Start) -> Response:
    """A blocked token is taken to whoever issued it. Here, a button does."""
    if _of(visit, client_id) is not None:
        Token(visit.here.settings, client_id).unlocks()
    return see_other(f"/token?client={client_id}")


@pages.get("/token/{client_id}/certificate.p12")
async def bundle(client_id: UUID, visit: Start) -> Response:
    """Key and certificate for a browser, under the PIN: what a real token never gives away."""
    if _of(visit, client_id) is None:
        return see_other("/token")
    return _file(Token(visit.here.settings, client_id).bundle.read_bytes(), "demo.p12", "application/x-pkcs12")


@pages.get("/token/{client_id}/authority.pem")
async def authority(client_id: UUID, visit: Start) -> Response:
    """The demonstration's authority, for a browser that should know the TLS door."""
    if _of(visit, client_id) is None:
        return see_other("/token")
    content = Token(visit.here.settings, client_id).authority.read_bytes()
    return _file(content, "demo-authority.pem", "application/x-pem-file")


def _plugged(visit: Visit) -> list[Plugged]:
    found = []
    for client_id in people_of(visit):
        one = Token(visit.here.settings, client_id)
        if one.exists:
            found.append(Plugged(client_id, one.owner, one.tries_left))
    return found


def _of(visit: Visit, client_id: UUID) -> Plugged | None:
    return next((each for each in _plugged(visit) if each.id == client_id), None)


def _page(visit: Visit, plugged: Plugged | None, *, order: bytes = b"", wrong: str = "") -> Response:
    lines: tuple[Line, ...] = lines_of(order)
    given: dict[str, Any] = {
        "token": plugged, "lines": lines, "order": base64.b64encode(order).decode(),
        "field": "pin" if wrong and lines else "order",
        "wrong": visit.say(wrong, tries=plugged.tries_left if plugged else 0) if wrong else "",
        "looks": looks_address(visit),
    }  # fmt: skip
    return page(visit, "demo/token/token_page.html", **given)


def _file(content: bytes, name: str, kind: str) -> Response:
    return Response(content, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
