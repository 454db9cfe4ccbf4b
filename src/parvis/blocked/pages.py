"""For whoever cannot come in: what to send, sending it, and following what becomes of it. No session is needed.

What is answered never depends on whether the identifier is anybody's.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

import msgspec
from fastapi import APIRouter, Request, Response

from parvis.blocked import actions, rules, tables
from parvis.blocked.tables import Unblocking
from parvis.cases import tables as cases
from parvis.cases.rules import due, example
from parvis.cleaning import LONGEST
from parvis.cleaning.apart import clean_apart
from parvis.errors import Refused, refused
from parvis.identifiers import canonical
from parvis.sessions.tokens import hashed
from parvis.web import cookies
from parvis.web.access import Anyone
from parvis.web.answers import refusal_page, see_other, sentence
from parvis.web.forms import key_of, read_form, read_query
from parvis.web.uploads import read_document
from parvis.web.visit import Visit

pages = APIRouter()

PROGRESS = "/unblocking/progress"


class FollowForm(msgspec.Struct, frozen=True):
    reference: str = ""
    code: str = ""


class Wanted(msgspec.Struct, frozen=True):
    wanted: str = ""  # what is ticked beforehand


class NoFields(msgspec.Struct, frozen=True):
    """A form that is only a button."""


@cache
def _shape(names: tuple[str, ...]) -> type[msgspec.Struct]:
    return msgspec.defstruct("UnblockingForm", [(name, str, "") for name in names], frozen=True)


@pages.get("/unblocking")
async def show(request: Request, visit: Anyone) -> Response:
    """What to bring, who answers and when; the form that begins."""
    query = read_query(request, Wanted)
    if not visit.institution.cases.takes(rules.KIND) or isinstance(query, Refused):
        return refusal_page(visit, query if isinstance(query, Refused) else refused("page_not_found"))
    return _begin_page(visit, {f"wanted_{query.wanted}": "yes"} if query.wanted else {}, str(visit.here.new_id()))


@pages.post("/unblocking")
async def begin(request: Request, visit: Anyone) -> Response:
    """Take what is asked, and give the reference and the code, once."""
    if not visit.institution.cases.takes(rules.KIND):
        return refusal_page(visit, refused("page_not_found"))
    parts, choices = visit.institution.identifier, rules.choices(visit.institution, visit.here.factors)
    names = (*(part.name for part in parts), "account", "key", *(f"wanted_{one}" for one in choices))
    form = await read_form(request, _shape(names))
    if isinstance(form, Refused):
        return refusal_page(visit, form)
    values: dict[str, str] = msgspec.structs.asdict(form)
    wanted = [one for one in choices if values[f"wanted_{one}"]]
    key = key_of(values["key"])
    if key is None:
        return refusal_page(visit, refused("form_unreadable"))
    identifier = canonical(parts, values)
    if isinstance(identifier, Refused):
        return _begin_page(visit, values, str(key), identifier)
    if not wanted:
        return _begin_page(visit, values, str(key), refused("choice_missing", field="wanted"))
    missing = (rules.FORGOTTEN in wanted or rules.LOST in wanted) and not rules.account_of(values["account"])
    if missing or len(values["account"]) > rules.ACCOUNT_LONGEST:
        return _begin_page(visit, values, str(key), refused("form_incomplete", field="account"))
    begun = await actions.begin(
        visit.here, visit.institution, identifier, key=key, account=values["account"], wanted=wanted,
        network=visit.network, language=visit.language, now=visit.now,
    )
    if isinstance(begun, Refused):
        return _begin_page(visit, values, str(key), begun)
    response: Response = visit.here.templates.page(
        visit, "blocked/begun.html", reference=begun.reference, code=begun.code, progress=PROGRESS
    )
    cookies.put(response, visit.here, cookies.UNBLOCKING, begun.token, days=cookies.UNBLOCKING_DAYS)
    return response


@pages.get("/unblocking/follow-up")
async def show_follow_up(visit: Anyone) -> Response:
    """Following from another browser: the reference and the code."""
    return _follow_page(visit, FollowForm())


@pages.post("/unblocking/follow-up")
async def follow_up(request: Request, visit: Anyone) -> Response:
    form = await read_form(request, FollowForm)
    if isinstance(form, Refused):
        return refusal_page(visit, form)
    token = await actions.follow(visit.here, visit.institution, form.reference, form.code)
    if isinstance(token, Refused):
        return _follow_page(visit, form, token)
    response = see_other(PROGRESS)
    cookies.put(response, visit.here, cookies.UNBLOCKING, token, days=cookies.UNBLOCKING_DAYS)
    return response


@pages.get(PROGRESS)
async def show_progress(request: Request, visit: Anyone) -> Response:
    """Where what this browser asked stands, and what can still be sent."""
    asked = await _asked(request, visit)
    return see_other("/unblocking/follow-up") if asked is None else await _progress_page(visit, asked)


@pages.post(f"{PROGRESS}/documents")
async def add_document(request: Request, visit: Anyone) -> Response:
    """Take one document: made harmless, or refused with its reason."""
    asked = await _asked(request, visit)
    if asked is None:
        return see_other("/unblocking/follow-up")
    upload = await read_document(request, "document", longest=LONGEST)
    if isinstance(upload, Refused):
        if upload.refusal.code != "body_too_large":
            return refusal_page(visit, upload)
        return await _progress_page(visit, asked, refused("document_too_large", field="document"))
    clean = await clean_apart(upload.content)
    if not isinstance(clean, Refused):
        wrong = await actions.add_document(visit.here, visit.institution, asked, upload.name, clean, visit.now)
        if wrong is None:
            return see_other(PROGRESS)
        return await _progress_page(visit, asked, wrong)
    return await _progress_page(visit, asked, refused(clean.refusal.code, field="document"))


@pages.post(f"{PROGRESS}/departure")
async def send(request: Request, visit: Anyone) -> Response:
    """All is there: let it go to the agency."""
    form = await read_form(request, NoFields)
    if isinstance(form, Refused):
        return refusal_page(visit, form)
    asked = await _asked(request, visit)
    if asked is None:
        return see_other("/unblocking/follow-up")
    wrong = await actions.send(visit.here, visit.institution, asked, visit.now)
    return see_other(PROGRESS) if wrong is None else await _progress_page(visit, asked, wrong)


async def _asked(request: Request, visit: Visit) -> Unblocking | None:
    """What this browser asked."""
    token = cookies.cookie(request, visit.here, cookies.UNBLOCKING)
    if not token:
        return None
    async with visit.here.reading() as tx:
        return await tables.of_browser(tx, visit.institution.slug, hashed(token))


async def _progress_page(visit: Visit, asked: Unblocking, wrong: Refused | None = None) -> Response:
    stage = rules.stage(
        sent_at=asked.sent_at, closes_at=asked.closes_at, case_state=asked.case_state, now=visit.now
    )
    async with visit.here.reading() as tx:
        documents = await tables.documents_of(tx, visit.institution.slug, asked.id)
        steps = await cases.steps(tx, visit.institution.slug, asked.case_id) if asked.case_id is not None else []
    told = "" if wrong is None else sentence(visit, wrong)
    field = "" if wrong is None else wrong.field
    more = [step for step in steps if step.what == "more_asked"]
    response: Response = visit.here.templates.page(
        visit, "blocked/progress.html", status=200 if wrong is None else wrong.refusal.status,
        asked=asked, stage=stage.value, documents=documents, more=more[-1] if more else None,
        at_most=rules.DOCUMENTS_AT_MOST, progress=PROGRESS,
        errors={field: told} if field else {}, general="" if field else told,
    )
    if wrong is not None and wrong.refusal.status == 503:
        response.headers["Retry-After"] = "5"
    return response


def _begin_page(visit: Visit, values: dict[str, str], key: str, wrong: Refused | None = None) -> Response:
    told = "" if wrong is None else sentence(visit, wrong)
    field = "" if wrong is None else wrong.field
    choices = rules.choices(visit.institution, visit.here.factors)
    wanted = [one for one in choices if values.get(f"wanted_{one}")]
    return visit.here.templates.page(
        visit, "blocked/begin.html", status=200 if wrong is None else wrong.refusal.status,
        parts=visit.institution.identifier, key=key, values=values,
        choices=choices, accounts="accounts" in visit.institution.features,
        errors={field: told} if field else {}, general="" if field else told, **promised(visit, wanted),
    )


def _follow_page(visit: Visit, form: FollowForm, wrong: Refused | None = None) -> Response:
    return visit.here.templates.page(
        visit, "blocked/follow.html", status=200 if wrong is None else wrong.refusal.status,
        reference=form.reference, example=example(visit.institution.short_name),
        general="" if wrong is None else sentence(visit, wrong), errors={},
    )


def promised(visit: Visit, wanted: Sequence[str] = ()) -> dict[str, Any]:
    """In how many hours the agency answers, and when that is for what is sent now: what is `wanted` as far as known."""
    hours = visit.institution.cases.hours.get(rules.kind_asked(wanted), 0)
    return {"hours": hours, "by": due(visit.now, hours)}
