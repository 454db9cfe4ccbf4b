"""The sign-in page: who you are and your secret. What else is needed is asked by the gate's own page."""

from functools import cache
from typing import Any

import msgspec
from fastapi import APIRouter, Request, Response

from parvis.errors import Refused, refused
from parvis.factors import DrawsForm, pages_of
from parvis.gate.tables import Request as Asked
from parvis.hashing import TooBusy
from parvis.identifiers import canonical
from parvis.sessions.tokens import new_token
from parvis.sign_in import actions
from parvis.web import cookies
from parvis.web.access import Anyone
from parvis.web.answers import see_other, sentence
from parvis.web.forms import Verbatim, read_form
from parvis.web.visit import Visit

pages = APIRouter()


@cache
def _shape(parts: tuple[str, ...], secret: tuple[str, ...]) -> type[msgspec.Struct]:
    """The form of an institution: the parts of its identifier, and what its first factor reads."""
    fields = [(name, str, "") for name in parts] + [(name, Verbatim, "") for name in secret]
    return msgspec.defstruct("SignInForm", fields, frozen=True)


@pages.get("/sign-in")
async def show(visit: Anyone) -> Response:
    """The form. Whoever is signed in already goes on to their accounts."""
    if visit.client is not None:
        return see_other("/accounts")
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
    values = {part.name: getattr(form, part.name) for part in parts}
    identifier = canonical(parts, values)
    if isinstance(identifier, Refused):
        return _page(visit, values, identifier)
    answer = {name: getattr(form, name) for name in secret}
    if not any(answer[name] for name in factor.fields):
        return _page(visit, values, refused("form_incomplete", field=factor.fields[0]))
    device_token = visit.device_token or new_token(visit.here.random)
    ticket = new_token(visit.here.random)
    arrival = actions.Arrival(
        device_token=device_token, ticket=ticket, earlier_ticket=visit.ticket, network=visit.network,
        browser=visit.browser, language=visit.language,
    )
    try:
        outcome = await actions.first_step(visit.here, visit.institution, identifier, answer, arrival, visit.now)
    except TooBusy:
        return _page(visit, values, refused("too_busy"))
    if isinstance(outcome, Refused):
        return _page(visit, values, outcome)
    return await _go_on(visit, outcome, ticket, device_token)


async def _go_on(visit: Visit, request: Asked, ticket: str, device_token: str) -> Response:
    """To the accounts where the request was executed at once, else to what it waits for."""
    token = await actions.claim(visit.here, visit.institution, request, ticket, visit.now)
    response = see_other("/accounts" if token else f"/requests/{request.id}")
    cookies.put(response, visit.here, cookies.DEVICE, device_token, days=cookies.DEVICE_DAYS)
    if token:
        cookies.put(response, visit.here, cookies.SESSION, token)
        cookies.drop(response, visit.here, cookies.TICKET)
    else:
        cookies.put(response, visit.here, cookies.TICKET, ticket, days=cookies.TICKET_MINUTES / 1440)
    return response


def _page(visit: Visit, values: dict[str, str], wrong: Refused | None = None) -> Response:
    factor = visit.here.factors[visit.institution.sign_in.secret]
    drawn: dict[str, Any] = factor.form(visit.here.random, visit.now) if isinstance(factor, DrawsForm) else {}
    told = "" if wrong is None else sentence(visit, wrong)
    field = "" if wrong is None else wrong.field
    response: Response = visit.here.templates.page(
        visit, "sign_in/sign_in.html",
        status=200 if wrong is None else wrong.refusal.status,
        parts=visit.institution.identifier,
        values={part.name: values.get(part.name, "") for part in visit.institution.identifier},
        secret=f"{pages_of(factor)}/fields.html", challenge=drawn, tries=visit.institution.lockout.tries,
        errors={field: told} if field else {}, general="" if field else told,
        code="" if wrong is None else wrong.refusal.code,
    )
    if wrong is not None and wrong.refusal.code == "too_busy":
        response.headers["Retry-After"] = "5"
    return response
