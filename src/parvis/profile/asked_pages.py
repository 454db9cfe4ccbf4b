"""What is asked of the agency about my addresses. It is followed where every case is: `cases/pages.py`."""

from uuid import UUID

import msgspec
from fastapi import APIRouter, Depends, Request, Response

from parvis.errors import Refused, refused
from parvis.profile import asked, tables
from parvis.web.access import SignedIn, offers
from parvis.web.answers import refusal_page, see_other, sentence
from parvis.web.forms import NoFields, read_form
from parvis.web.visit import Visit

pages = APIRouter(dependencies=[Depends(offers("profile"))])

FIELDS = ("street", "more", "postcode", "city")


class PostalForm(msgspec.Struct, frozen=True):
    street: str = ""
    more: str = ""
    postcode: str = ""
    city: str = ""


@pages.get("/profile/postal-address")
async def show_postal(visit: SignedIn) -> Response:
    """Where the new postal address is written."""
    if not visit.institution.cases.takes(asked.POSTAL):
        return refusal_page(visit, refused("page_not_found"))
    return _postal_page(visit, PostalForm())


@pages.post("/profile/postal-address")
async def ask_postal(request: Request, visit: SignedIn) -> Response:
    """Ask the agency, and go on to the documents."""
    form = await read_form(request, PostalForm)
    if isinstance(form, Refused) or not visit.institution.cases.takes(asked.POSTAL):
        return refusal_page(visit, form if isinstance(form, Refused) else refused("page_not_found"))
    wanted = asked.postal(form.street, form.more, form.postcode, form.city)
    if isinstance(wanted, Refused):
        return _postal_page(visit, form, wanted)
    async with visit.here.transaction() as tx:
        case = await asked.ask_postal(
            tx, visit.here, visit.institution, visit.me.id, wanted, language=visit.language, now=visit.now
        )
    return see_other(f"/cases/{case.id}")


@pages.post("/profile/changes/{change_id}/case")
async def ask_contact(change_id: UUID, request: Request, visit: SignedIn) -> Response:
    """The new address was read, and I cannot prove the rest: the agency decides."""
    form = await read_form(request, NoFields)
    if isinstance(form, Refused) or not visit.institution.cases.takes(asked.CONTACT):
        return refusal_page(visit, form if isinstance(form, Refused) else refused("page_not_found"))
    async with visit.here.transaction() as tx:
        change = await tables.lock_change(tx, visit.institution.slug, visit.me.id, change_id)
        if change is None:
            return refusal_page(visit, refused("page_not_found"))
        case = await asked.ask_contact(
            tx, visit.here, visit.institution, change, language=visit.language, now=visit.now
        )
        if isinstance(case, Refused) and case.refusal.code == "contact_change_waits":
            await tables.drop(tx, visit.institution.slug, visit.me.id, change_id, visit.now)
    return refusal_page(visit, case) if isinstance(case, Refused) else see_other(f"/cases/{case.id}")


def _postal_page(visit: Visit, form: PostalForm, wrong: Refused | None = None) -> Response:
    return visit.here.templates.page(
        visit, "profile/postal.html", status=200 if wrong is None else wrong.refusal.status, values=form,
        hours=visit.institution.cases.hours[asked.POSTAL], **_said(visit, wrong),
    )


def _said(visit: Visit, wrong: Refused | None) -> dict[str, object]:
    told = "" if wrong is None else sentence(visit, wrong)
    field = "" if wrong is None or wrong.field not in FIELDS else wrong.field
    return {"errors": {field: told} if field else {}, "general": "" if field else told}
