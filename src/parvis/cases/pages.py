"""The client's own cases: where each one stands, what more is asked, an answer, a document, a way out."""

from uuid import UUID

import msgspec
from fastapi import APIRouter, Request, Response

from parvis.cases import actions, rules, tables
from parvis.cases.resolutions.all import RESOLUTIONS
from parvis.cleaning import LONGEST
from parvis.cleaning.apart import clean_apart
from parvis.errors import Refused, refused
from parvis.web.access import SignedIn
from parvis.web.answers import refusal_page, see_other, sentence
from parvis.web.forms import NoFields, read_form
from parvis.web.uploads import read_document
from parvis.web.visit import Visit

pages = APIRouter()

LONGEST_TYPED = 2 * rules.WORDS_LONGEST  # line ends are two characters on the way


class WordsForm(msgspec.Struct, frozen=True):
    words: str = ""


@pages.get("/cases")
async def mine(visit: SignedIn) -> Response:
    """What I asked for and an adviser decides, the newest first."""
    async with visit.here.reading() as tx:
        cases = await tables.of_client(tx, visit.institution.slug, visit.me.id)
    return visit.here.templates.page(visit, "cases/list.html", cases=cases)


@pages.get("/cases/{case_id}")
async def show(case_id: UUID, visit: SignedIn) -> Response:
    """One of my cases: what was done, by whom, and what I can do."""
    return await _page(visit, case_id)


@pages.post("/cases/{case_id}/answers")
async def answer(case_id: UUID, request: Request, visit: SignedIn) -> Response:
    """Write to the agency."""
    form = await read_form(request, WordsForm, longest=LONGEST_TYPED)
    if isinstance(form, Refused):
        return refusal_page(visit, form)
    words = form.words.replace("\r\n", "\n")
    async with visit.here.transaction() as tx:
        done = await actions.answer(tx, visit.here, visit.institution, visit.me.id, case_id, words, visit.now)
    if isinstance(done, Refused):
        return await _page(visit, case_id, done, words)
    return see_other(f"/cases/{case_id}")


@pages.post("/cases/{case_id}/documents")
async def add_document(case_id: UUID, request: Request, visit: SignedIn) -> Response:
    """Send a document: made harmless in a process apart, then kept sealed."""
    async with visit.here.reading() as tx:
        mine = await tables.one_of_client(tx, visit.institution.slug, visit.me.id, case_id)
    if mine is None:
        return refusal_page(visit, refused("page_not_found"))
    upload = await read_document(request, "document", longest=LONGEST)
    if isinstance(upload, Refused):
        if upload.refusal.code == "body_too_large":
            return await _page(visit, case_id, _of_document("document_too_large"))
        return refusal_page(visit, upload)
    clean = await clean_apart(upload.content)
    if isinstance(clean, Refused):
        return await _page(visit, case_id, _of_document(clean.refusal.code))
    async with visit.here.transaction() as tx:
        done = await actions.add_document(
            tx, visit.here, visit.institution, visit.me.id, case_id, name=upload.name, media_type=clean.media_type,
            content=clean.content, now=visit.now,
        )
    return await _page(visit, case_id, done) if isinstance(done, Refused) else see_other(f"/cases/{case_id}")


def _of_document(code: str) -> Refused:
    return refused(code, field="document")


@pages.post("/cases/{case_id}/withdrawal")
async def withdraw(case_id: UUID, request: Request, visit: SignedIn) -> Response:
    """Take it back, while nothing is decided."""
    form = await read_form(request, NoFields)
    if isinstance(form, Refused):
        return refusal_page(visit, form)
    async with visit.here.transaction() as tx:
        done = await actions.withdraw(tx, visit.here, visit.institution, visit.me.id, case_id, visit.now)
        if not isinstance(done, Refused) and done.kind in RESOLUTIONS:
            # What was prepared is taken back, as when the agency says no.
            await RESOLUTIONS[done.kind].refuse(tx, visit.here, visit.institution, done, visit.now)
    return await _page(visit, case_id, done) if isinstance(done, Refused) else see_other(f"/cases/{case_id}")


async def _page(visit: Visit, case_id: UUID, wrong: Refused | None = None, words: str = "") -> Response:
    async with visit.here.reading() as tx:
        found = await actions.progress(tx, visit.institution, visit.me.id, case_id)
    if isinstance(found, Refused):
        return refusal_page(visit, found)
    case, known = found.case, RESOLUTIONS.get(found.case.kind)
    told = {} if wrong is None else {wrong.field: sentence(visit, wrong)}
    return visit.here.templates.page(
        visit, "cases/one.html", status=wrong.refusal.status if wrong is not None else 200, one=case,
        steps=found.steps, documents=found.documents, words=words, longest=rules.WORDS_LONGEST,
        asked=known.asked(visit.here, case, visit.say) if known is not None else (),
        takes_documents=case.kind in visit.institution.cases.documents
        and len(found.documents) < rules.DOCUMENTS_AT_MOST,
        waits=case.state in rules.WAITING, question=_question(found), general=told.pop("", ""), errors=told,
    )


def _question(found: actions.Progress) -> str:
    """What the agent asks for, where it is the client's turn; "" where it is not."""
    if found.case.state != rules.State.MORE_ASKED:
        return ""
    return next((step.words for step in reversed(found.steps) if step.what == "more_asked"), "")
