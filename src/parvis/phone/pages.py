"""The phone's app and its calls: `docs/phone-protocol.md`. Calls carry no cookie; each is signed by the phone."""

from collections.abc import AsyncIterator
from typing import Any, TypeVar
from uuid import UUID

import msgspec
from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from parvis.errors import Refused, refused
from parvis.gate.tables import Request as Asked
from parvis.phone import actions, arrivals, calls, push, rules, shell, tables
from parvis.sessions.tokens import hashed
from parvis.sign_in.actions import Arrival
from parvis.sign_in.pages import arrives
from parvis.web import cookies
from parvis.web.access import Anyone, Phone, TicketOrSession
from parvis.web.answers import refusal_page, sentence
from parvis.web.visit import Visit

pages = APIRouter(include_in_schema=False)

Body = TypeVar("Body", bound=msgspec.Struct)
STREAM_SECONDS = 55  # Then the browser asks again by itself: no connection is held for ever.


@pages.get("/phone/")
async def phone_app(visit: Anyone) -> Response:
    """The app itself. It holds nothing of any client, so the phone may keep it for when there is no network."""
    if not _offered(visit):
        return refusal_page(visit, refused("page_not_found"))
    templates = visit.here.templates
    return templates.page(
        visit, "phone/app.html", words=shell.words_of(visit.say),
        ground=shell.ground_of(templates, visit.institution),
    )  # fmt: skip


@pages.get("/phone/manifest.webmanifest")
async def manifest(visit: Anyone) -> Response:
    """What makes the page an app that can be installed, under the institution's name and colours."""
    if not _offered(visit):
        return refusal_page(visit, refused("page_not_found"))
    ground = shell.ground_of(visit.here.templates, visit.institution)
    body = msgspec.json.encode(shell.manifest(visit.institution, visit.say, visit.language, ground))
    return Response(body, media_type="application/manifest+json", headers={"Cache-Control": "no-cache"})


@pages.get("/phone/worker.js")
async def worker(visit: Anyone) -> Response:
    """The service worker: keeps the app for when there is no network, and never an answer of the server."""
    if not _offered(visit):
        return refusal_page(visit, refused("page_not_found"))
    body = shell.worker(visit.here.templates, visit.institution, visit.say, visit.language)
    return Response(body, media_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})


@pages.get("/phone/icon.png")
async def icon(visit: Anyone) -> Response:
    """The picture of the app on the phone's own screen; an institution without one has its mark alone."""
    picture = shell.icon_of(visit.institution)
    if picture is None:
        return refusal_page(visit, refused("page_not_found"))
    return Response(picture, media_type="image/png", headers={"Cache-Control": "public, max-age=86400"})


@pages.post("/phone/api/enrolments")
async def enroll(request: Request, visit: Phone) -> Response:
    """A phone presents its activation code and its keys."""
    if rules.version_of(request.headers.get(rules.VERSION_HEADER, "")) < visit.institution.app.least_version:
        return _no(visit, refused("phone_too_old"))
    envelope = _read(await request.body(), rules.Envelope)
    if envelope is None:
        return _no(visit, refused("phone_unreadable"))
    taken = await actions.enroll(visit.here, visit.institution, envelope, visit.network, visit.now)
    return _no(visit, taken) if isinstance(taken, Refused) else _json(taken, status=201)


@pages.post("/phone/api/requests")
async def list_waiting(request: Request, visit: Phone) -> Response:
    """What waits for this phone, now or as soon as it changes."""
    heard = await _heard(request, visit, rules.Waiting)
    if isinstance(heard, Refused):
        return _no(visit, heard)
    phone, asked = heard
    listed = await actions.list_waiting(
        visit.here, visit.institution, phone, asked, say=visit.say, now=visit.now
    )
    return _json(listed)


@pages.post("/phone/api/requests/{request_id}/answer")
async def answer(request: Request, request_id: UUID, visit: Phone) -> Response:
    """The phone's signed yes or no to one request."""
    heard = await _heard(request, visit, rules.Envelope)
    if isinstance(heard, Refused):
        return _no(visit, heard)
    phone, envelope = heard
    outcome = await actions.answer(
        visit.here, visit.institution, phone, request_id, envelope, say=visit.say, now=visit.now
    )
    return _no(visit, outcome) if isinstance(outcome, Refused) else _json(outcome)


@pages.post("/phone/api/renewals")
async def renew_code(request: Request, visit: Phone) -> Response:
    """« Code oublié »: a new knowledge key, which waits for its owner's approval in this very browser."""
    return await _changes_itself(request, visit, arrivals.renew)


@pages.post("/phone/api/biometrics")
async def use_biometrics(request: Request, visit: Phone) -> Response:
    """The phone's own platform may verify its owner in the place of the code, once approved with it; or no more."""
    return await _changes_itself(request, visit, arrivals.use_biometrics)


@pages.post("/phone/api/sign-ins")
async def sign_in(request: Request, visit: Phone) -> Response:
    """Open the client space in the browser that the app runs in, once the phone itself has approved."""
    phone = await _caller(request, visit)
    if isinstance(phone, Refused):
        return _no(visit, phone)
    arrival = arrives(visit)
    asked = await arrivals.sign_in(visit.here, visit.institution, phone, arrival, visit.now)
    return _asked(visit, asked, arrival)


@pages.post("/phone/api/notices")
async def notices(request: Request, visit: Phone) -> Response:
    """Where this phone may be woken when something waits: kept, forgotten, or only asked."""
    heard = await _heard(request, visit, rules.Notices)
    if isinstance(heard, Refused):
        return _no(visit, heard)
    phone, asked = heard
    told = await push.notices(visit.here, visit.institution, phone, asked, visit.now)
    return _no(visit, told) if isinstance(told, Refused) else _json(told)


@pages.post("/phone/api/calls/reports")
async def report_call(request: Request, visit: Phone) -> Response:
    """« Signaler cet appel »: somebody telephones in the institution's name."""
    phone = await _caller(request, visit)
    if isinstance(phone, Refused):
        return _no(visit, phone)
    if phone.state != "active" or phone.usable_from > visit.now:
        return _no(visit, refused("means_not_usable"))
    told = await calls.report(visit.here, visit.institution, phone, say=visit.say, now=visit.now)
    return _json(told, status=201)


@pages.get("/phone/activations/{authenticator_id}/state")
async def activation_state(authenticator_id: UUID, visit: TicketOrSession) -> Response:
    """One event when the phone that is being enrolled has spoken. It says nothing else, and is no activity."""
    if await _spoken(visit, authenticator_id) is None:
        return refusal_page(visit, refused("page_not_found"))
    return StreamingResponse(
        _until_spoken(visit, authenticator_id),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store"},
    )


async def _until_spoken(visit: Visit, authenticator_id: UUID) -> AsyncIterator[bytes]:
    async with visit.here.bell.listen_for(actions.activation_topic(authenticator_id)) as bell:
        yield b"retry: 1000\n\n"
        # The phone may have spoken between the page and this stream.
        if await _spoken(visit, authenticator_id) or await bell.wait(STREAM_SECONDS):
            yield b"event: settled\ndata: {}\n\n"


async def _spoken(visit: Visit, authenticator_id: UUID) -> bool | None:
    """Whether the phone has spoken; None if this visitor has no such enrolment."""
    async with visit.here.reading() as tx:
        return await tables.has_spoken(
            tx,
            visit.institution.slug,
            authenticator_id,
            client_id=None if visit.client is None else visit.client.id,
            ticket_hash=hashed(visit.ticket) if visit.ticket else None,
        )


async def _changes_itself(request: Request, visit: Visit, change: arrivals.Change) -> Response:
    """A change that the phone has prepared of itself, in a message that it has signed."""
    heard = await _heard(request, visit, rules.Envelope)
    if isinstance(heard, Refused):
        return _no(visit, heard)
    phone, envelope = heard
    keys = actions.opened(visit.here, phone)
    if keys is None:
        return _no(visit, refused("phone_unreadable"))
    arrival = arrives(visit)
    asked = await change(visit.here, visit.institution, phone, keys, envelope, arrival, visit.now)
    return _json({}) if asked is None else _asked(visit, asked, arrival)


def _asked(visit: Visit, asked: Asked | Refused, arrival: Arrival) -> Response:
    """What was asked for; its ticket goes to this browser, which alone may go on with it."""
    if isinstance(asked, Refused):
        return _no(visit, asked)
    response = _json(arrivals.Asked(asked.id, asked.state.value), status=201)
    cookies.put(response, visit.here, cookies.DEVICE, arrival.device_token, days=cookies.DEVICE_DAYS)
    cookies.put(response, visit.here, cookies.TICKET, arrival.ticket, days=cookies.TICKET_MINUTES / 1440)
    return response


def _offered(visit: Visit) -> bool:
    """Whether this institution has phones at all."""
    return tables.KIND in visit.institution.means


async def _caller(request: Request, visit: Visit) -> tables.Phone | Refused:
    """The phone that signed this call, as it arrived: method, host, path, time, nonce and body."""
    if rules.version_of(request.headers.get(rules.VERSION_HEADER, "")) < visit.institution.app.least_version:
        return refused("phone_too_old")
    target = request.scope["raw_path"].decode("latin-1")
    if query := request.scope.get("query_string", b""):
        target += "?" + query.decode("latin-1")
    call = rules.read_call(
        request.headers.get("authorization", ""),
        method=request.method,
        host=request.headers.get("host", ""),
        path=target,
        body=await request.body(),
    )
    return await actions.recognise(visit.here, visit.institution, call, visit.now)


async def _heard(request: Request, visit: Visit, shape: type[Body]) -> tuple[tables.Phone, Body] | Refused:
    """The phone that signed this call, and what it says. Refused: as `_caller`, or `phone_unreadable`."""
    phone = await _caller(request, visit)
    if isinstance(phone, Refused):
        return phone
    said = _read(await request.body(), shape)
    return refused("phone_unreadable") if said is None else (phone, said)


def _read(body: bytes, shape: type[Body]) -> Body | None:
    try:
        return msgspec.json.decode(body, type=shape)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


def _json(value: Any, *, status: int = 200) -> Response:
    return Response(
        msgspec.json.encode(value),
        status_code=status,
        media_type="application/json",
        headers={"Cache-Control": "no-store"},
    )


def _no(visit: Visit, no: Refused) -> Response:
    """A refusal as the phone reads it: the code, the sentence, and our time where its clock is wrong."""
    told: dict[str, Any] = {"code": no.refusal.code, "message": sentence(visit, no)}
    if "now" in no.values:
        told["now"] = no.values["now"]
    response = _json(told, status=no.refusal.status)
    if no.refusal.status == 429:
        response.headers["Retry-After"] = "60"
    return response
