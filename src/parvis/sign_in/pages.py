"""The sign-in page: who you are and your secret. What else is needed is asked by the gate's own page."""

from functools import cache
from typing import Any

import msgspec
from fastapi import APIRouter, Request, Response

from parvis.blocked.pages import promised
from parvis.errors import Refused, refused
from parvis.factors import Door, DrawsForm, pages_of
from parvis.gate.tables import Request as Asked
from parvis.hashing import TooBusy
from parvis.identifiers import canonical
from parvis.sessions.tokens import new_token
from parvis.sign_in import actions, doors
from parvis.web import cookies
from parvis.web.access import Anyone
from parvis.web.answers import refusal_page, see_other, sentence
from parvis.web.forms import Verbatim, read_form
from parvis.web.visit import Visit

pages = APIRouter()

LONGEST_KNOCK = 8192  # A signed answer, with what its device says of itself.


@cache
def _shape(parts: tuple[str, ...], secret: tuple[str, ...]) -> type[msgspec.Struct]:
    """The form of an institution: the parts of its identifier, and what its first factor reads."""
    fields = [(name, str, "") for name in (*parts, "given")] + [(name, Verbatim, "") for name in secret]
    return msgspec.defstruct("SignInForm", fields, frozen=True)


@pages.get("/sign-in")
async def show(visit: Anyone) -> Response:
    """The form. Whoever is signed in already goes on to their accounts."""
    if visit.client is not None:
        return see_other(visit.institution.home)
    return _page(visit, {})


@pages.post("/sign-in")
async def submit(request: Request, visit: Anyone) -> Response:
    """Take the first step. A wrong answer gives the form again, the secret cleared."""
    parts = visit.institution.identifier
    factor = visit.here.factors[visit.institution.sign_in.secret]
    secret = (*factor.fields, *factor.carries)
    form = await read_form(request, _shape(tuple(part.name for part in parts), secret))
    if isinstance(form, Refused):
        return _page(visit, {}, form)
    if form.given and not cookies.keeps(request, visit.here):  # type: ignore[attr-defined]
        # The page that gave this form gave a cookie with it: nothing that follows would find this browser again.
        return _page(visit, {}, refused("cookies_refused"))
    values = {part.name: getattr(form, part.name) for part in parts}
    identifier = canonical(parts, values)
    if isinstance(identifier, Refused):
        return _page(visit, values, identifier)
    answer = {name: getattr(form, name) for name in secret}
    if not any(answer[name] for name in factor.fields):
        return _page(visit, values, refused("form_incomplete", field=factor.fields[0]))
    arrival = arrives(visit)
    try:
        outcome = await actions.first_step(visit.here, visit.institution, identifier, answer, arrival, visit.now)
    except TooBusy:
        return _page(visit, values, refused("too_busy"))
    if isinstance(outcome, Refused):
        return _blocked(visit, outcome) if outcome.refusal.code == "access_blocked" else _page(visit, values, outcome)
    return go_on(visit, outcome, arrival)


def _blocked(visit: Visit, why: Refused) -> Response:
    """What happened and what comes next: the same page for a client's identifier and for nobody's."""
    response: Response = visit.here.templates.page(
        visit, "blocked/blocked.html", status=why.refusal.status, told=sentence(visit, why),
        doors=visit.institution.sign_in.doors, on_device=visit.institution.sign_in.on_device, **promised(visit),
    )
    return response


@pages.post("/sign-in/{kind}")
async def knock(kind: str, request: Request, visit: Anyone) -> Response:
    """Sign in by a door of this institution: what its page sends, and the token of its form, which serves once."""
    if kind not in visit.institution.sign_in.doors:
        return refusal_page(visit, refused("page_not_found"))
    factor = visit.here.factors[kind]
    assert isinstance(factor, Door)
    form = await read_form(request, _knock((*factor.fields, *factor.carries)), longest=LONGEST_KNOCK)
    if isinstance(form, Refused):
        return _page(visit, {}, form)
    sent = msgspec.structs.asdict(form)
    challenge = await doors.spend(visit.here, visit.institution, sent.pop("door_token"), visit.now)
    if isinstance(challenge, Refused):
        return _page(visit, {}, challenge)
    arrival = arrives(visit)
    outcome = await actions.enter(
        visit.here, visit.institution, kind, factor.named(sent), sent, challenge, arrival, visit.now
    )
    if isinstance(outcome, Refused):
        return _page(visit, {}, outcome)
    return go_on(visit, outcome, arrival)


@cache
def _knock(names: tuple[str, ...]) -> type[msgspec.Struct]:
    """The form of a door: what its factor reads, and the token."""
    return msgspec.defstruct("KnockForm", [(name, Verbatim, "") for name in ("door_token", *names)], frozen=True)


def arrives(visit: Visit) -> actions.Arrival:
    """From where this visitor tries to sign in: their browser's token, or a new one, and a new ticket."""
    random = visit.here.random
    return actions.Arrival(
        device_token=visit.device_token or new_token(random), ticket=new_token(random), earlier_ticket=visit.ticket,
        network=visit.network, browser=visit.browser, language=visit.language,
    )


def go_on(visit: Visit, request: Asked, arrival: actions.Arrival) -> Response:
    """Onward, to the accounts mostly, where the request was executed at once; else to what it waits for."""
    ticket, device_token = arrival.ticket, arrival.device_token
    token = actions.claim(visit.here, request, ticket, visit.now)
    response = see_other(visit.onward if token else f"/requests/{request.id}")
    cookies.put(response, visit.here, cookies.DEVICE, device_token, days=cookies.DEVICE_DAYS)
    if token:
        cookies.put(response, visit.here, cookies.SESSION, token)
        cookies.drop(response, visit.here, cookies.TICKET)
        cookies.drop(response, visit.here, cookies.ONWARD)
    else:
        cookies.put(response, visit.here, cookies.TICKET, ticket, days=cookies.TICKET_MINUTES / 1440)
    return response


def _page(visit: Visit, values: dict[str, str], wrong: Refused | None = None) -> Response:
    if not visit.institution.sign_in.secret:
        return _doors_alone(visit, wrong)
    factor = visit.here.factors[visit.institution.sign_in.secret]
    drawn: dict[str, Any] = factor.form(visit.here.random, visit.now) if isinstance(factor, DrawsForm) else {}
    opened = _doors(visit)
    told = "" if wrong is None else sentence(visit, wrong)
    field = "" if wrong is None else wrong.field
    response: Response = visit.here.templates.page(
        visit, "sign_in/sign_in.html",
        status=200 if wrong is None else wrong.refusal.status,
        parts=visit.institution.identifier,
        values={part.name: values.get(part.name, "") for part in visit.institution.identifier},
        secret=f"{pages_of(factor)}/fields.html", challenge=drawn, tries=visit.institution.lockout.tries,
        blocks=visit.institution.lockout.permanent_after_holds == 0,
        doors=opened, autofill=" ".join(filter(None, (one["door"].get("autocomplete", "") for one in opened))),
        errors={field: told} if field else {}, general="" if field else told,
        code="" if wrong is None else wrong.refusal.code,
    )
    cookies.put(response, visit.here, cookies.CHECK, "given")
    if wrong is not None and wrong.refusal.code == "too_busy":
        response.headers["Retry-After"] = "5"
    return response


def _doors_alone(visit: Visit, wrong: Refused | None) -> Response:
    """Where nothing is typed: an agency."""
    return visit.here.templates.page(
        visit, "agency/sign_in.html", status=200 if wrong is None else wrong.refusal.status, doors=_doors(visit),
        general="" if wrong is None else sentence(visit, wrong), code="" if wrong is None else wrong.refusal.code,
    )


def _doors(visit: Visit) -> list[dict[str, Any]]:
    """What the `door.html` of each door of the institution is given, with a token of its own."""
    here, institution = visit.here, visit.institution
    opened = []
    for kind in institution.sign_in.doors:
        factor = here.factors[kind]
        assert isinstance(factor, Door)
        token = doors.draw(here, institution, visit.now)
        shown = factor.door(here.settings.origins(institution.hosts), token, here.random, visit.now)
        if not shown:  # It leads nowhere today.
            continue
        opened.append({
            "page": f"{pages_of(factor)}/door.html", "door": shown, "token": token.text, "knock": f"/sign-in/{kind}",
        })
    return opened
