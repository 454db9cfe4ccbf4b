"""« Première connexion »: what a newcomer has received, and asking for it once more."""

from functools import cache

import msgspec
from fastapi import APIRouter, Request, Response

from parvis.activation import actions
from parvis.errors import Refused, refused
from parvis.identifiers import canonical
from parvis.web.access import Anyone
from parvis.web.answers import refusal_page, see_other, sentence
from parvis.web.forms import Done, read_form, read_query
from parvis.web.visit import Visit

pages = APIRouter()


@cache
def _shape(parts: tuple[str, ...]) -> type[msgspec.Struct]:
    return msgspec.defstruct("AgainForm", [(name, str, "") for name in parts], frozen=True)


@pages.get("/activation")
async def show(request: Request, visit: Anyone) -> Response:
    """What was sent and how one begins; where nothing came, or too late, a form."""
    query = read_query(request, Done)
    if visit.institution.activation is None or isinstance(query, Refused):
        return refusal_page(visit, query if isinstance(query, Refused) else refused("page_not_found"))
    return _page(visit, {}, done=query.done == "asked")


@pages.post("/activation")
async def again(request: Request, visit: Anyone) -> Response:
    """Ask for it once more. The answer is the same whatever the number: nobody learns whose it is."""
    parts = visit.institution.identifier
    if visit.institution.activation is None:
        return refusal_page(visit, refused("page_not_found"))
    form = await read_form(request, _shape(tuple(part.name for part in parts)))
    if isinstance(form, Refused):
        return _page(visit, {}, form)
    values = {part.name: getattr(form, part.name) for part in parts}
    identifier = canonical(parts, values)
    if isinstance(identifier, Refused):
        return _page(visit, values, identifier)
    wrong = await actions.ask_again(visit.here, visit.institution, identifier, visit.network, visit.now)
    return see_other("/activation?done=asked") if wrong is None else _page(visit, values, wrong)


def _page(visit: Visit, values: dict[str, str], wrong: Refused | None = None, *, done: bool = False) -> Response:
    told = "" if wrong is None else sentence(visit, wrong)
    field = "" if wrong is None else wrong.field
    offered = visit.institution.activation
    return visit.here.templates.page(
        visit, "activation/first.html", status=200 if wrong is None else wrong.refusal.status, done=done,
        parts=visit.institution.identifier, by=() if offered is None else offered.by,
        values={part.name: values.get(part.name, "") for part in visit.institution.identifier},
        kind=visit.institution.sign_in.secret, errors={field: told} if field else {}, general="" if field else told,
    )
