"""The page of « Je n'ai rien demandé »: open to all, and the same answer for everybody."""

from functools import cache

import msgspec
from fastapi import APIRouter, Request, Response

from parvis.errors import Refused
from parvis.identifiers import canonical
from parvis.recovery import objection
from parvis.web.access import Anyone
from parvis.web.answers import see_other, sentence
from parvis.web.forms import read_form, read_query
from parvis.web.visit import Visit

pages = APIRouter()


class Noted(msgspec.Struct, frozen=True):
    noted: str = ""


@cache
def _shape(parts: tuple[str, ...]) -> type[msgspec.Struct]:
    return msgspec.defstruct("ObjectionForm", [(name, str, "") for name in (*parts, "number")], frozen=True)


@pages.get("/recovery/objection")
async def show(request: Request, visit: Anyone) -> Response:
    """Who one is, and the code of the notice."""
    query = read_query(request, Noted)
    return _page(visit, {}, noted=not isinstance(query, Refused) and query.noted == "yes")


@pages.post("/recovery/objection")
async def send(request: Request, visit: Anyone) -> Response:
    """Undo it, if the code is that of a recovery of this client."""
    parts = visit.institution.identifier
    form = await read_form(request, _shape(tuple(part.name for part in parts)))
    if isinstance(form, Refused):
        return _page(visit, {}, wrong=form)
    values = msgspec.structs.asdict(form)
    identifier = canonical(parts, values)
    if isinstance(identifier, Refused):
        return _page(visit, values, wrong=identifier)
    wrong = await objection.object_to(
        visit.here, visit.institution, identifier, values["number"], network=visit.network, language=visit.language,
        now=visit.now,
    )
    return see_other("/recovery/objection?noted=yes") if wrong is None else _page(visit, values, wrong=wrong)


def _page(visit: Visit, values: dict[str, str], *, noted: bool = False, wrong: Refused | None = None) -> Response:
    told = "" if wrong is None else sentence(visit, wrong)
    field = "" if wrong is None else wrong.field
    response: Response = visit.here.templates.page(
        visit, "recovery/objection.html", status=200 if wrong is None else wrong.refusal.status, noted=noted,
        parts=visit.institution.identifier,
        values={part.name: values.get(part.name, "") for part in visit.institution.identifier},
        errors={field: told} if field else {}, general="" if field else told,
    )
    return response
