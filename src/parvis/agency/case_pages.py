"""One case, for agents: what is asked, what was sent, what was done; and what this agent may do about it.

Whoever has not opened it reads its kind and its dates, and nothing of the client. Opening it is an act that the client
sees; so is taking a document, which never opens in the browser.
"""

from collections.abc import Mapping
from urllib.parse import quote
from uuid import UUID

import msgspec
from fastapi import APIRouter, Request, Response

from parvis.agency import actions as agency_actions
from parvis.agency.pages import KeyForm
from parvis.cases import rules, tables
from parvis.cases.decisions import LOOK
from parvis.cases.resolutions.all import RESOLUTIONS
from parvis.cases.rules import Act
from parvis.cases.tables import Case, Contained
from parvis.db import Transaction
from parvis.errors import Refused, refused
from parvis.events import Event
from parvis.gate import actions as gate
from parvis.gate.asking import asking
from parvis.gate.rules import State
from parvis.operations.handle_case import CaseFacts
from parvis.web.access import Adviser, Agent
from parvis.web.answers import refusal_page, see_other, sentence
from parvis.web.forms import read_form
from parvis.web.headers import SANDBOXED
from parvis.web.visit import Visit

pages = APIRouter()

LONGEST_TYPED = 2 * rules.WORDS_LONGEST  # line ends are two characters on the way
ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


class ActForm(msgspec.Struct, frozen=True):
    """What to do, on which state of the case (`seen`), why, and what the client will read."""

    act: str = ""
    seen: str = ""
    reason: str = ""
    words: str = ""
    key: str = ""


@pages.get("/agency/cases/{case_id}")
async def show(case_id: UUID, visit: Agent) -> Response:
    """One case of the institution that this agency serves."""
    return await _page(visit, case_id)


@pages.post("/agency/cases/{case_id}/look")
async def look(case_id: UUID, request: Request, visit: Agent) -> Response:
    """Open it: the client will see who did, and when."""
    form = await read_form(request, KeyForm)
    if isinstance(form, Refused):
        return refusal_page(visit, form)
    return await _ask(visit, case_id, ActForm(act=Act.READ, seen="0", key=form.key))


@pages.post("/agency/cases/{case_id}/acts")
async def act(case_id: UUID, request: Request, visit: Adviser) -> Response:
    """Take it, give it back, ask for more, decide, confirm: asked of the gate, under the policy of the agency."""
    form = await read_form(request, ActForm, longest=LONGEST_TYPED)
    if isinstance(form, Refused):
        return refusal_page(visit, form)
    wrong = _wrong(form)
    if wrong:
        return await _page(visit, case_id, form, errors=wrong)
    return await _ask(visit, case_id, form)


@pages.post("/agency/cases/{case_id}/documents/{document_id}")
async def document(case_id: UUID, document_id: UUID, request: Request, visit: Agent) -> Response:
    """A document to save, for whoever has opened the case. The client sees who took it."""
    form = await read_form(request, KeyForm)
    if isinstance(form, Refused):
        return refusal_page(visit, form)
    async with visit.here.transaction() as tx:
        found = await tables.document(tx, visit.serves.slug, case_id=case_id, document_id=document_id)
        if found is None:
            return refusal_page(visit, refused("page_not_found"))
        if not await _has_read(tx, visit, case_id):
            return refusal_page(visit, refused("case_not_opened"))
        await agency_actions.tell_client(
            tx, visit.here, Event.DOCUMENT_READ, visit.acting, found.client_id, visit.now, case=str(case_id)
        )
    return _attached(visit, found)


def _attached(visit: Visit, found: Contained) -> Response:
    """Saved and never shown: type of our own list, name of ours beside the client's, nothing may run in it."""
    content = visit.here.keys.unseal(found.content, purpose=f"document:{found.id}")
    name = f"document-{found.id.hex[-6:]}.{ENDINGS[found.media_type]}"
    return Response(
        content, media_type=found.media_type,
        headers={
            "Content-Disposition": f"attachment; filename=\"{name}\"; filename*=UTF-8''{quote(found.name, safe='')}",
            "Content-Security-Policy": SANDBOXED,
        },
    )


async def _ask(visit: Visit, case_id: UUID, form: ActForm) -> Response:
    """Open the act on the gate; show the case again where it cannot be done, with who has it and why."""
    try:
        key, seen = UUID(form.key), int(form.seen[:6])
    except ValueError:
        return refusal_page(visit, refused("form_unreadable"))
    async with visit.here.transaction() as tx:
        case = await tables.one(tx, visit.serves.slug, case_id)
        if case is None:
            return refusal_page(visit, refused("page_not_found"))
        facts = CaseFacts(
            case_id=case.id, reference=case.reference, kind=case.kind, act=Act(form.act), seen=seen,
            reason=form.reason if form.act == Act.REFUSE else "", words=_words(form),
        )
        asked = await gate.open(
            tx, visit.here, visit.institution, asking(visit, "handle_case", facts, key), visit.now
        )
    if isinstance(asked, Refused):
        return await _page(visit, case_id, form, why=asked)
    if asked.state == State.FAILED:
        return await _page(visit, case_id, form, why=refused(asked.because or "internal"))
    return see_other(f"/agency/cases/{case_id}" if asked.state == State.EXECUTED else f"/requests/{asked.id}")


def _words(form: ActForm) -> str:
    return form.words.replace("\r\n", "\n").strip()


def _wrong(form: ActForm) -> dict[str, Refused]:
    """What the form lacks, by field."""
    wrong: dict[str, Refused] = {}
    if form.act not in [one.value for one in Act if one != Act.READ]:
        wrong["act"] = refused("choice_missing", field="act")
    if form.act == Act.REFUSE and form.reason not in rules.REASONS:
        wrong["reason"] = refused("case_reason_missing", field="reason")
    if form.act in (Act.ASK, Act.RETURN) and not _words(form):
        wrong["words"] = refused("case_words_missing", field="words")
    if len(_words(form)) > rules.WORDS_LONGEST:
        wrong["words"] = refused("case_words_too_long", field="words", at_most=rules.WORDS_LONGEST)
    return wrong


async def _page(
    visit: Visit, case_id: UUID, form: ActForm | None = None, *, errors: Mapping[str, Refused] | None = None,
    why: Refused | None = None,
) -> Response:
    served = visit.serves
    async with visit.here.reading() as tx:
        case = await tables.one(tx, served.slug, case_id)
        if case is None:
            return refusal_page(visit, refused("page_not_found"))
        steps = await tables.steps(tx, served.slug, case.id)
        opened = await _has_read(tx, visit, case.id)
        documents = await tables.documents(tx, served.slug, case.id) if opened else []
        about = await tables.whom(tx, served.slug, case.client_id) if opened else None
    known = RESOLUTIONS.get(case.kind) if opened else None
    return visit.here.templates.page(
        visit, "agency/case.html", status=why.refusal.status if why is not None else 422 if errors else 200,
        one=case, steps=steps, documents=documents, opened=opened, about=about, may=_may(visit, case),
        asked=known.asked(visit.here, case, visit.say) if known is not None else (),
        holder=next((step for step in reversed(steps) if step.agent_id and step.agent_id == case.claimed_by), None),
        late=rules.is_late(case.state, case.due_at, visit.now), reasons=_reasons(visit), values=form or ActForm(),
        four_eyes=case.kind in served.cases.four_eyes, key=visit.here.new_id, longest=rules.WORDS_LONGEST,
        seen=sum(step.what != "read" for step in steps), code=why.refusal.code if why is not None else "",
        errors={field: sentence(visit, one) for field, one in (errors or {}).items()},
        general=sentence(visit, why) if why is not None else "",
    )


def _reasons(visit: Visit) -> list[tuple[str, str]]:
    """The reasons to refuse for, in words."""
    reasons = [(reason, visit.say(f"case-reason-{reason}")) for reason in rules.REASONS]
    return [("", visit.say("case-reason-none")), *reasons]


def _may(visit: Visit, case: Case) -> list[str]:
    """What this agent may do to it now; other refusals (kept apart, changed meanwhile) are said when it is tried."""
    agent = visit.acting
    able = [one for one in Act if one not in rules.GIVING or case.kind in RESOLUTIONS]
    return [one.value for one in able if not rules.forbidden(one, case, agent_id=agent.id, role=agent.role)]


async def _has_read(tx: Transaction, visit: Visit, case_id: UUID) -> bool:
    since = visit.now - LOOK
    return await tables.has_read(tx, visit.serves.slug, case_id, agent_id=visit.me.id, since=since)
