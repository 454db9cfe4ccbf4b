"""The demonstration's own host: who there is to be, what they need to sign in, and what they have been
sent.
"""

import hashlib
import re
from base64 import b32encode
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import msgspec
from fastapi import APIRouter, Request
from fastapi.routing import APIRoute
from starlette.responses import Response
from starlette.routing import Match
from starlette.types import Scope

from parvis.agency import actions as agency_actions
from parvis.demo import tables
from parvis.demo.agents import agents_of
from parvis.demo.furnish import has_card, has_token, iban_of, identity
from parvis.demo.sheet import sheet_of
from parvis.demo.stories.all import STORIES
from parvis.demo.story import Client
from parvis.errors import Refused
from parvis.factors.code_card import card as cards
from parvis.factors.oath import PERIOD_SECONDS, totp
from parvis.institution.rules import Institution
from parvis.ui.format import iban
from parvis.web.access import Start
from parvis.web.answers import see_other
from parvis.web.forms import read_query
from parvis.web.visit import Visit

STEPS = ("minutes", "hours", "day")  # by which the clock may be moved
HOSTS = ("localhost", "127.0.0.1", "[::1]")
MESSAGES_SHOWN = 60
CODE = re.compile(r"(?<![\d•])\d{6}(?![\d•])")


class OnStartHost(APIRoute):
    """A route of the start page's host alone: at an institution's own host it does not exist."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        host = dict(scope.get("headers", [])).get(b"host", b"").decode("latin-1").rsplit(":", 1)[0]
        return super().matches(scope) if host.lower() in HOSTS else (Match.NONE, {})


pages = APIRouter(route_class=OnStartHost)


class Value(msgspec.Struct, frozen=True):
    """Something to copy into the sign-in page. `live` values change by themselves."""

    label: str
    value: str
    live: bool = False


class Person(msgspec.Struct, frozen=True):
    """A demo client as the start page shows them."""

    id: UUID
    name: str
    company: str | None
    about: str
    values: list[Value]
    reader: str = ""  # the address of the card reader with this client's card in it; "" without a card
    token: str = ""  # the address of this client's USB token; "" without a certificate
    sheet: str = ""  # the address of this client's printed code card; "" without one


class Agent(msgspec.Struct, frozen=True):
    """A demo agent as the start page shows them."""

    id: UUID
    name: str
    role: str
    branch: str
    keys: int
    link: str  # the address of their open invitation; "" where it has served or is too old


class House(msgspec.Struct, frozen=True):
    """An institution as the start page shows it."""

    institution: Institution
    origin: str
    phone: str | None
    people: list[Person]
    agency: str = ""  # the origin of its agency; "" without one
    agents: list[Agent] = []


class InboxQuery(msgspec.Struct):
    institution: str = ""
    client: str = ""


class Shown(msgspec.Struct, frozen=True):
    """A message of the inbox, with the name of whom it was sent to and the codes that can be copied from
    it.
    """

    message: tables.Message
    institution: str
    person: str
    codes: list[str]


@pages.get("/")
async def start_page(request: Request, visit: Start) -> Response:
    """The five institutions, their clients, and exactly what each needs to sign in."""
    houses = [
        await _with_agents(visit, _house(visit, institution, list(story.clients), request), request)
        for story in STORIES
        if (institution := visit.here.institutions.by_slug(story.institution)) is not None
    ]
    return page(
        visit, "demo/start_page.html", houses=houses, looks=looks_address(visit),
        steps=STEPS if visit.here.settings.clock_file is not None else (),
    )


@pages.get("/inbox")
async def inbox_page(request: Request, visit: Start) -> Response:
    """Letters that wait to be printed, then e-mails and SMS as they were sent, the newest first."""
    query = read_query(request, InboxQuery)
    people = people_of(visit)
    if isinstance(query, Refused):
        return see_other("/inbox")
    client_id = next((each for each in people if str(each) == query.client), None)
    slug = people[client_id][0] if client_id else query.institution
    institution = visit.here.institutions.by_slug(slug)
    if (query.client and client_id is None) or (slug and institution is None):
        return see_other("/inbox")
    async with visit.here.reading() as tx:
        messages = await tables.inbox(tx, institution=slug or None, client_id=client_id, limit=MESSAGES_SHOWN)
        letters = await tables.letters(tx, institution=slug or None, client_id=client_id, limit=MESSAGES_SHOWN)
    return page(
        visit,
        "demo/inbox_page.html",
        messages=[_shown(visit, message, people) for message in messages],
        letters=[(one, _name(visit, one.institution, one.institution)) for one in letters],
        tabs=_tabs(visit, slug),
        clients=[
            (f"/inbox?client={each}", name, each == client_id)
            for each, (house, name) in people.items()
            if house == slug
        ],
        filtered=people[client_id][1] if client_id else None,
        here_again=f"/inbox?{urlencode({'client': client_id})}" if client_id else f"/inbox?institution={slug}",
        limit=MESSAGES_SHOWN,
        looks=looks_address(visit),
    )


@pages.post("/agents/{person_id}/invitations")
async def invite_again(person_id: UUID, visit: Start) -> Response:
    """A fresh link for a demo agent whose invitation has served or is too old."""
    for agency in visit.here.institutions.all:
        async with visit.here.transaction() as tx:
            known = [one.id for one in await agents_of(tx, agency, visit.now)] if agency.agency_of else []
            if person_id in known:
                await agency_actions.invite_again(tx, visit.here, agency, person_id, by=None, now=visit.now)
                return see_other(f"/#agency-{agency.agency_of}")
    return see_other("/")


@pages.get("/cards/{client_id}")
async def card(client_id: UUID, visit: Start) -> Response:
    """The sheet of paper that a demo client has in a drawer."""
    found = next(
        (
            (story.institution, client)
            for story in STORIES
            for client in story.clients
            if client.has_sheet and identity(story.institution, client) == client_id
        ),
        None,
    )
    institution = visit.here.institutions.by_slug(found[0]) if found else None
    if found is None or institution is None:
        return see_other("/")
    codes = cards.of_sheet(sheet_of(client_id))
    rows = [(row, [codes[column + row] for column in cards.COLUMNS]) for row in cards.ROWS]
    return page(
        visit, "demo/card_page.html", person=found[1].name, house=institution, looks=looks_address(visit),
        columns=list(cards.COLUMNS), rows=rows,
    )


@pages.get("/looks.css")
async def looks(visit: Start) -> Response:
    """The five themes at once, each held inside the elements that carry `data-look`."""
    body, _ = _looks(visit)
    return Response(body, media_type="text/css", headers={"Cache-Control": "max-age=3600"})


@pages.get("/marks/{slug}")
async def mark(slug: str, visit: Start) -> Response:
    """An institution's mark. Pictures of another host are refused by our own policy."""
    found = visit.here.templates.assets.of(slug, "mark.svg")
    if found is None:
        return Response(status_code=404)
    return Response(found.body, media_type=found.type, headers={"Cache-Control": "max-age=3600"})


def page(visit: Visit, name: str, **context: Any) -> Response:
    """A page of the demonstration's host."""
    # This host is no institution's: no theme, no name.
    return visit.here.templates.page(visit, name, institution=None, **context)


async def _with_agents(visit: Visit, house: House, request: Request) -> House:
    """The same, with who works behind it."""
    agency = visit.here.institutions.agency_of(house.institution.slug)
    if agency is None:
        return house
    origin = _origin(agency, request)
    async with visit.here.reading() as tx:
        team = await agents_of(tx, agency, visit.now)
    agents = [
        Agent(
            one.id, f"{one.given_name} {one.family_name}", one.role, one.branch, one.keys,
            f"{origin}{agency_actions.path_of(visit.here, one.invitation_id)}" if one.invitation_id else "",
        )
        for one in team
    ]
    return msgspec.structs.replace(house, agency=origin, agents=agents)


def _origin(institution: Institution, request: Request) -> str:
    port = f":{request.url.port}" if request.url.port else ""
    return f"{request.url.scheme}://{institution.hosts[0]}{port}"


def _house(visit: Visit, institution: Institution, clients: list[Client], request: Request) -> House:
    origin = _origin(institution, request)
    return House(
        institution=institution,
        origin=origin,
        phone=f"{origin}/phone/" if "phone" in institution.means else None,
        people=[_person(visit, institution, client) for client in clients],
    )


def _person(visit: Visit, institution: Institution, client: Client) -> Person:
    say = visit.here.words.sayer(visit.language, institution.slug)
    values = [Value(say(f"identifier-{part}"), value) for part, value in client.identifier.items()]
    values.append(Value(say(f"demo-{institution.sign_in.secret.replace('_', '-')}"), client.secret))
    if client.totp_key and "totp" in institution.means:
        code = totp(client.totp_key, int(visit.now.timestamp()))
        left = PERIOD_SECONDS - int(visit.now.timestamp()) % PERIOD_SECONDS
        values.append(Value(say("demo-totp-code", seconds=left), code, live=True))
        values.append(Value(say("demo-totp-key"), b32encode(client.totp_key).decode()))
    if institution.transfers.to_others:
        # What another client needs to send this one money.
        account = client.accounts[0]
        number = iban(iban_of(institution.bank_code, account))
        values.append(Value(say("demo-iban", account=account.label), number))
    client_id, reader = identity(institution.slug, client), ""
    if has_card(institution, client):
        values.append(Value(say("demo-card-pin"), client.card_pin))
        reader = f"/reader?card={client_id}"
    token = ""
    if has_token(institution, client):
        values.append(Value(say("demo-token-pin-of"), client.certificate_pin))
        token = f"/token?client={client_id}"
    sheet = f"/cards/{client_id}" if client.has_sheet else ""
    return Person(client_id, client.name, client.company, visit.say(client.about), values, reader, token, sheet)


def people_of(visit: Visit) -> dict[UUID, tuple[str, str]]:
    """Every demo client: id → (institution, name)."""
    return {
        identity(story.institution, client): (story.institution, client.name)
        for story in STORIES
        for client in story.clients
        if visit.here.institutions.by_slug(story.institution) is not None
    }


def _tabs(visit: Visit, chosen: str) -> list[tuple[str, str, bool]]:
    tabs = [("/inbox", visit.say("demo-inbox-all"), not chosen)]
    for story in STORIES:
        institution = visit.here.institutions.by_slug(story.institution)
        if institution is not None:
            slug = institution.slug
            tabs.append((f"/inbox?institution={slug}", institution.short_name, slug == chosen))
    return tabs


def _shown(visit: Visit, message: tables.Message, people: dict[UUID, tuple[str, str]]) -> Shown:
    return Shown(
        message=message,
        institution=_name(visit, message.institution, message.sender),
        person=people.get(message.client_id, ("", message.address))[1],
        codes=list(dict.fromkeys(CODE.findall(message.text)))[:1],
    )


def _name(visit: Visit, slug: str, otherwise: str) -> str:
    """How the institution is called, on an envelope or at the top of a message."""
    institution = visit.here.institutions.by_slug(slug)
    return institution.name if institution else otherwise


def looks_address(visit: Visit) -> str:
    """Where the style sheet of the five looks is."""
    return _looks(visit)[1]


def _looks(visit: Visit) -> tuple[bytes, str]:
    """The style sheet of the five looks, and its address, which changes with it.

    A theme sets hues on the root and the tokens derive every colour from them there. Inside a scope both
    must be said again on its own root.
    """
    assets = visit.here.templates.assets
    tokens = assets.file("css/tokens.css")
    parts: list[bytes] = []
    for one in visit.here.institutions.with_clients:
        theme = assets.of(one.slug, "theme.css")
        if tokens is not None and theme is not None:
            inside = (tokens.body + b"\n" + theme.body).replace(b":root", b":scope")
            parts.append(b'@scope ([data-look="%s"]) {\n%s\n}\n' % (one.slug.encode(), inside))
    body = b"".join(parts)
    return body, f"/looks.css?v={hashlib.sha256(body).hexdigest()[:16]}"
