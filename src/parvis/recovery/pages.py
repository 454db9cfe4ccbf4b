"""« Code oublié »: the first code at the door, then what the gate asks, then the choice of a new secret."""

from functools import cache
from uuid import UUID

import msgspec
from fastapi import APIRouter, Request, Response

from parvis.errors import Refused, refused
from parvis.factors import pages_of
from parvis.gate.asking import ask
from parvis.gate.pages import asked_here, owned
from parvis.gate.tables import Request as Asked
from parvis.hashing import TooBusy
from parvis.identifiers import canonical
from parvis.institution.recovery import WITHIN_SESSION
from parvis.operations.recover_secret import RecoverFacts
from parvis.recovery import choice, opening, rules
from parvis.recovery.opening import Letter
from parvis.sessions.tokens import hashed
from parvis.sign_in.pages import arrives
from parvis.web import cookies
from parvis.web.access import Anyone, SignedIn, TicketOrSession
from parvis.web.answers import refusal_page, see_other, sentence
from parvis.web.forms import KeyForm, Verbatim, read_form
from parvis.web.visit import Visit

pages = APIRouter()

CODE_PAGE = "/recovery/secret/code"


class CodeForm(msgspec.Struct, frozen=True):
    """The first code."""

    code: str = ""


class NewSecretForm(msgspec.Struct, frozen=True):
    """A new secret, twice."""

    secret: Verbatim = ""
    secret_again: Verbatim = ""


@cache
def _shape(parts: tuple[str, ...]) -> type[msgspec.Struct]:
    return msgspec.defstruct("RecoveryForm", [(name, str, "") for name in (*parts, "channel")], frozen=True)


@pages.get("/recovery/secret")
async def show(visit: Anyone) -> Response:
    """Who one is, and where the first code goes; for whoever is signed in, only a button."""
    return _start(visit, {})


@pages.post("/recovery/secret")
async def begin(request: Request, visit: Anyone) -> Response:
    """Send the first code to whoever that is. The answer is the same where that is nobody."""
    parts = visit.institution.identifier
    form = await read_form(request, _shape(tuple(part.name for part in parts)))
    if isinstance(form, Refused):
        return _start(visit, {}, form)
    values = msgspec.structs.asdict(form)
    identifier = canonical(parts, values)
    if isinstance(identifier, Refused):
        return _start(visit, values, identifier)
    if values["channel"] not in rules.openings(visit.institution, visit.here.factors):
        return _start(visit, values, refused("form_incomplete", field="channel"))
    return await _ask(visit, identifier, values["channel"], values)


@pages.get("/recovery/secret/code")
async def show_code(request: Request, visit: Anyone) -> Response:
    """Where the first code is typed. The page says the same whoever was asked about."""
    letter = _letter(request, visit)
    return see_other("/recovery/secret") if letter is None else _code_page(visit, letter)


@pages.post("/recovery/secret/code")
async def answer(request: Request, visit: Anyone) -> Response:
    """The first code is right: the gate asks for the rest."""
    form = await read_form(request, CodeForm)
    letter = _letter(request, visit)
    if isinstance(form, Refused):
        return refusal_page(visit, form)
    if letter is None:
        return _start(visit, {}, refused("recovery_over"))
    outcome = await opening.answer(visit.here, visit.institution, letter, form.code, arrives(visit), visit.now)
    if isinstance(outcome, Refused):
        if outcome.refusal.code != "answer_wrong":
            return _start(visit, {}, outcome)
        return _code_page(visit, letter, outcome)
    response = see_other(f"/requests/{outcome.id}")
    cookies.put(response, visit.here, cookies.TICKET, visit.ticket, days=rules.TICKET_MINUTES / 1440)
    cookies.drop(response, visit.here, cookies.RECOVERY)
    return response


@pages.post("/recovery/secret/messages")
async def again(request: Request, visit: Anyone) -> Response:
    """Another first code, to the same place: the one before serves no more."""
    form = await read_form(request, KeyForm)
    letter = _letter(request, visit)
    if isinstance(form, Refused):
        return refusal_page(visit, form)
    if letter is None:
        return _start(visit, {}, refused("recovery_over"))
    return await _ask(visit, letter.identifier, letter.kind, {}, letter)


@pages.post("/security/secret/recovery")
async def begin_signed_in(request: Request, visit: SignedIn) -> Response:
    """Whoever came in by another means and has forgotten the secret: the gate asks, nothing is typed first."""
    form = await read_form(request, KeyForm)
    if isinstance(form, Refused):
        return refusal_page(visit, form)
    facts = RecoverFacts(
        kind=visit.institution.sign_in.secret, within=WITHIN_SESSION, browser=visit.browser, network=visit.network,
        at=visit.now, language=visit.language,
    )
    return await ask(visit, rules.OPERATION, facts, form.key)


@pages.get("/recovery/{request_id}/secret")
async def show_choice(request_id: UUID, visit: TicketOrSession) -> Response:
    """Where the new secret is chosen, by the browser that asked."""
    found = await _approved(visit, request_id)
    return refusal_page(visit, found) if isinstance(found, Refused) else _choice_page(visit, found)


@pages.post("/recovery/{request_id}/secret")
async def choose(request_id: UUID, request: Request, visit: TicketOrSession) -> Response:
    """Take the new secret, once."""
    form = await read_form(request, NewSecretForm)
    found = await _approved(visit, request_id)
    if isinstance(found, Refused):
        return refusal_page(visit, found)
    if isinstance(form, Refused):
        return refusal_page(visit, form)
    if form.secret != form.secret_again:
        return _choice_page(visit, found, refused("secrets_differ", field="secret_again"))
    device_hash = hashed(visit.device_token)
    try:
        chosen = await choice.choose(visit.here, visit.institution, found, form.secret, device_hash, visit.now)
    except TooBusy:
        chosen = refused("too_busy")
    if isinstance(chosen, Refused):
        over = chosen.refusal.code == "recovery_over"
        return refusal_page(visit, chosen) if over else _choice_page(visit, found, chosen)
    response: Response = visit.here.templates.page(
        visit, "recovery/chosen.html", kind=chosen.kind, usable_from=chosen.usable_from,
        held=chosen.usable_from > visit.now, blocked=chosen.blocked,
    )
    if visit.client is None:
        cookies.drop(response, visit.here, cookies.TICKET)
    return response


async def _ask(
    visit: Visit, identifier: str, kind: str, values: dict[str, str], letter: Letter | None = None
) -> Response:
    arrival = arrives(visit)
    sealed = await opening.ask(visit.here, visit.institution, identifier, kind, arrival, visit.now)
    if isinstance(sealed, Refused):
        return _start(visit, values, sealed) if letter is None else _code_page(visit, letter, sealed)
    response = see_other(CODE_PAGE)
    cookies.put(response, visit.here, cookies.DEVICE, arrival.device_token, days=cookies.DEVICE_DAYS)
    minutes = rules.TICKET_MINUTES / 1440
    cookies.put(response, visit.here, cookies.TICKET, arrival.ticket, days=minutes)
    cookies.put(response, visit.here, cookies.RECOVERY, sealed, days=minutes)
    return response


async def _approved(visit: Visit, request_id: UUID) -> Asked | Refused:
    """The recovery of this very browser, whose new secret may be chosen. Nobody else's: `page_not_found`."""
    found = await owned(visit, request_id)
    if found is None or not asked_here(visit, found) or found.operation != rules.OPERATION:
        return refused("page_not_found")
    return found if choice.open_for(found, visit.now) else refused("recovery_over")


def _letter(request: Request, visit: Visit) -> Letter | None:
    sealed = cookies.letter(request, visit.here)
    return opening.read(visit.here, visit.institution, sealed, visit.ticket, visit.now) if sealed else None


def _start(visit: Visit, values: dict[str, str], wrong: Refused | None = None) -> Response:
    told, field = _told(visit, wrong)
    kinds = rules.openings(visit.institution, visit.here.factors)
    response: Response = visit.here.templates.page(
        visit, "recovery/secret.html", status=200 if wrong is None else wrong.refusal.status,
        kind=visit.institution.sign_in.secret, parts=visit.institution.identifier, openings=kinds,
        values={part.name: values.get(part.name, "") for part in visit.institution.identifier},
        channel=values.get("channel", ""), key=str(visit.here.new_id()),
        errors={field: told} if field else {}, general="" if field else told,
    )
    return response


def _code_page(visit: Visit, letter: Letter, wrong: Refused | None = None) -> Response:
    told, field = _told(visit, wrong)
    response: Response = visit.here.templates.page(
        visit, "recovery/code.html", status=200 if wrong is None else wrong.refusal.status, opening=letter.kind,
        kind=visit.institution.sign_in.secret, errors={field: told} if field else {}, general="" if field else told,
    )
    return response


def _choice_page(visit: Visit, found: Asked, wrong: Refused | None = None) -> Response:
    told, field = _told(visit, wrong)
    kind = visit.institution.sign_in.secret
    response: Response = visit.here.templates.page(
        visit, "recovery/choice.html", status=200 if wrong is None else wrong.refusal.status, request_id=str(found.id),
        kind=kind, changing=f"{pages_of(visit.here.factors[kind])}/change.html",
        held=bool(found.result and found.result["held"] and kind in visit.institution.safety.holds),
        hours=visit.institution.safety.hold_hours,
        errors={field: told} if field else {}, general="" if field else told,
    )
    return response


def _told(visit: Visit, wrong: Refused | None) -> tuple[str, str]:
    return ("", "") if wrong is None else (sentence(visit, wrong), wrong.field)
