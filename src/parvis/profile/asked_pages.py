"""What is asked of the agency about my addresses: asking, sending documents, following."""

from uuid import UUID

import msgspec
from fastapi import APIRouter, Depends, Request, Response

from parvis.cases import actions as cases
from parvis.cases import rules as case_rules
from parvis.cleaning import LONGEST
from parvis.cleaning.apart import clean_apart
from parvis.errors import Refused, refused
from parvis.profile import asked, tables
from parvis.web.access import SignedIn, offers
from parvis.web.answers import refusal_page, see_other, sentence
from parvis.web.forms import read_form
from parvis.web.uploads import read_document
from parvis.web.visit import Visit

pages = APIRouter(dependencies=[Depends(offers("profile"))])

FIELDS = ("street", "more", "postcode", "city", "document", "words")


class PostalForm(msgspec.Struct, frozen=True):
    street: str = ""
    more: str = ""
    postcode: str = ""
    city: str = ""


class WordsForm(msgspec.Struct, frozen=True):
    words: str = ""


class NoFields(msgspec.Struct, frozen=True):
    """A form that is only a button."""


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
    return see_other(f"/profile/cases/{case.id}")


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
    return refusal_page(visit, case) if isinstance(case, Refused) else see_other(f"/profile/cases/{case.id}")


@pages.get("/profile/cases/{case_id}")
async def show_case(case_id: UUID, visit: SignedIn) -> Response:
    """Where it stands, who does what, and what can still be sent."""
    return await _case_page(visit, case_id)


@pages.post("/profile/cases/{case_id}/documents")
async def add_document(case_id: UUID, request: Request, visit: SignedIn) -> Response:
    """Take one document: made harmless, or refused with its reason."""
    upload = await read_document(request, "document", longest=LONGEST)
    if isinstance(upload, Refused):
        large = upload.refusal.code == "body_too_large"
        return await _case_page(visit, case_id, refused("document_too_large", field="document") if large else upload)
    clean = await clean_apart(upload.content)
    if isinstance(clean, Refused):
        return await _case_page(visit, case_id, refused(clean.refusal.code, field="document"))
    async with visit.here.transaction() as tx:
        added = await cases.add_document(
            tx, visit.here, visit.institution, visit.me.id, case_id, name=upload.name, media_type=clean.media_type,
            content=clean.content, now=visit.now,
        )
    return await _case_page(visit, case_id, added) if isinstance(added, Refused) else see_other(_at(case_id))


@pages.post("/profile/cases/{case_id}/answers")
async def answer(case_id: UUID, request: Request, visit: SignedIn) -> Response:
    """Write to the agency about it."""
    form = await read_form(request, WordsForm, longest=2 * case_rules.WORDS_LONGEST)
    if isinstance(form, Refused):
        return refusal_page(visit, form)
    async with visit.here.transaction() as tx:
        told = await cases.answer(tx, visit.here, visit.institution, visit.me.id, case_id, form.words, visit.now)
    return await _case_page(visit, case_id, told) if isinstance(told, Refused) else see_other(_at(case_id))


@pages.post("/profile/cases/{case_id}/withdrawal")
async def withdraw(case_id: UUID, request: Request, visit: SignedIn) -> Response:
    """Take it back, while nothing is decided."""
    form = await read_form(request, NoFields)
    if isinstance(form, Refused):
        return refusal_page(visit, form)
    async with visit.here.transaction() as tx:
        told = await cases.withdraw(tx, visit.here, visit.institution, visit.me.id, case_id, visit.now)
        if not isinstance(told, Refused) and told.kind == asked.CONTACT:
            await tables.drop(tx, visit.institution.slug, visit.me.id, UUID(told.detail["change"]), visit.now)
    return await _case_page(visit, case_id, told) if isinstance(told, Refused) else see_other(_at(case_id))


def _at(case_id: UUID) -> str:
    return f"/profile/cases/{case_id}"


def _postal_page(visit: Visit, form: PostalForm, wrong: Refused | None = None) -> Response:
    return visit.here.templates.page(
        visit, "profile/postal.html", status=200 if wrong is None else wrong.refusal.status, values=form,
        hours=visit.institution.cases.hours[asked.POSTAL], **_said(visit, wrong),
    )


async def _case_page(visit: Visit, case_id: UUID, wrong: Refused | None = None) -> Response:
    async with visit.here.reading() as tx:
        found = await cases.progress(tx, visit.institution, visit.me.id, case_id)
    if isinstance(found, Refused) or found.case.kind not in (asked.POSTAL, asked.CONTACT):
        return refusal_page(visit, refused("page_not_found"))
    case = found.case
    wanted = asked.wanted_of(visit.here, case).lines if case.kind == asked.POSTAL else [case.detail["hint"]]
    return visit.here.templates.page(
        visit, "profile/case.html", status=200 if wrong is None else wrong.refusal.status, one=case, wanted=wanted,
        steps=found.steps, documents=found.documents, at_most=case_rules.DOCUMENTS_AT_MOST,
        takes=case.kind in visit.institution.cases.documents and case.closed_at is None,
        late=case_rules.is_late(case.state, case.due_at, visit.now), longest=case_rules.WORDS_LONGEST,
        **_said(visit, wrong),
    )


def _said(visit: Visit, wrong: Refused | None) -> dict[str, object]:
    told = "" if wrong is None else sentence(visit, wrong)
    field = "" if wrong is None or wrong.field not in FIELDS else wrong.field
    return {"errors": {field: told} if field else {}, "general": "" if field else told}
