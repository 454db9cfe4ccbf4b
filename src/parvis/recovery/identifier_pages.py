"""« Identifiant oublié »: it goes to an address that we know, and is shown nowhere."""

import msgspec
from fastapi import APIRouter, Request, Response

from parvis.errors import Refused, refused
from parvis.recovery import actions, rules
from parvis.web.access import Anyone
from parvis.web.answers import see_other, sentence
from parvis.web.forms import read_form, read_query
from parvis.web.visit import Visit

pages = APIRouter()


class IdentifierForm(msgspec.Struct, frozen=True):
    """What somebody still knows of themselves."""

    family_name: str = ""
    address: str = ""


class Sent(msgspec.Struct, frozen=True):
    sent: str = ""


@pages.get("/recovery/identifier")
async def show(request: Request, visit: Anyone) -> Response:
    """A name and an address; or, where the identifier is printed on a card of the State's, where to read it."""
    query = read_query(request, Sent)
    return _page(visit, IdentifierForm(), sent=not isinstance(query, Refused) and query.sent == "yes")


@pages.post("/recovery/identifier")
async def send(request: Request, visit: Anyone) -> Response:
    """Write to whoever that is. The answer is the same where that is nobody."""
    form = await read_form(request, IdentifierForm)
    if isinstance(form, Refused):
        return _page(visit, IdentifierForm(), wrong=form)
    if _printed(visit):
        return _page(visit, form)
    if not rules.plain(form.family_name):
        return _page(visit, form, wrong=refused("form_incomplete", field="family_name"))
    if not rules.address_of(form.address):
        return _page(visit, form, wrong=refused("address_unreadable", field="address"))
    wrong = await actions.send_identifier(
        visit.here, visit.institution, form.address, form.family_name, network=visit.network,
        language=visit.language, now=visit.now,
    )
    return see_other("/recovery/identifier?sent=yes") if wrong is None else _page(visit, form, wrong=wrong)


def _printed(visit: Visit) -> bool:
    """Whether the identifier is the State's own number: it is not ours to send by e-mail."""
    return any(part.kind == "nir" for part in visit.institution.identifier)


def _page(visit: Visit, form: IdentifierForm, *, sent: bool = False, wrong: Refused | None = None) -> Response:
    told = "" if wrong is None else sentence(visit, wrong)
    field = "" if wrong is None else wrong.field
    response: Response = visit.here.templates.page(
        visit, "recovery/identifier.html", status=200 if wrong is None else wrong.refusal.status,
        printed=_printed(visit), sent=sent, values=form,
        errors={field: told} if field else {}, general="" if field else told,
    )
    return response
