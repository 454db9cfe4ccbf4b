"""The work queue: what waits for the agency, what is due first before the rest. It names no client."""

from urllib.parse import urlencode
from uuid import UUID

import msgspec
from fastapi import APIRouter, Request, Response

from parvis.cases import rules
from parvis.cases.queue import tables
from parvis.errors import Refused, refused
from parvis.web.access import Agent, AgentQuietly
from parvis.web.answers import refusal_page, see_other, sentence
from parvis.web.cursors import Key, after, cursor
from parvis.web.forms import read_query
from parvis.web.visit import Visit

pages = APIRouter()

PAGE = 25
SHOWN: dict[str, tuple[rules.State, ...]] = {
    "agency": rules.FOR_AGENCY,
    "mine": (rules.State.CLAIMED, rules.State.MORE_ASKED),
    "confirm": (rules.State.TO_CONFIRM,),
    "client": (rules.State.MORE_ASKED,),
    "closed": (),
}


class QueueQuery(msgspec.Struct, frozen=True):
    """`show`: one of SHOWN; `kind`: a kind of case; `after`: where the page begins; `reference`: one case."""

    show: str = ""
    kind: str = ""
    after: str = ""
    reference: str = ""


@pages.get("/agency/queue")
async def queue(request: Request, visit: Agent) -> Response:
    """What waits, by what is due first; or the one case of a reference."""
    return await _queue(request, visit)


@pages.get("/agency/queue/now")
async def now(request: Request, visit: AgentQuietly) -> Response:
    """The same, asked for by the page itself when the queue has moved: that is nobody's activity."""
    return await _queue(request, visit)


async def _queue(request: Request, visit: Visit) -> Response:
    query = read_query(request, QueueQuery)
    if isinstance(query, Refused):
        return refusal_page(visit, query)
    show, begin = query.show or "agency", after(query.after)
    known = show in SHOWN and (not query.kind or visit.serves.cases.takes(query.kind))
    if isinstance(begin, Refused) or not known:
        return refusal_page(visit, refused("form_unreadable"))
    if query.reference:
        return await _one(visit, query.reference)
    given = {name: value for name, value in msgspec.structs.asdict(query).items() if value}
    here = f"?{urlencode(given)}" if given else ""
    return await _page(visit, show, query.kind, begin, here=here)


async def _one(visit: Visit, reference: str) -> Response:
    async with visit.here.reading() as tx:
        found = await tables.by_reference(tx, visit.serves.slug, rules.typed_reference(reference))
    if found is not None:
        return see_other(f"/agency/cases/{found}")
    wrong = sentence(visit, refused("case_unknown", field="reference"))
    return await _page(visit, "agency", "", None, reference=reference, wrong={"reference": wrong})


async def _page(
    visit: Visit, show: str, kind: str, begin: Key | None, *, here: str = "", reference: str = "",
    wrong: dict[str, str] | None = None,
) -> Response:
    async with visit.here.reading() as tx:
        counts = await tables.counts(tx, visit.serves.slug, visit.me.id, visit.now)
        if show == "closed":
            lines = await tables.closed(tx, visit.serves.slug, kind=kind, after=begin, at_most=PAGE + 1)
        else:
            lines = await tables.waiting(
                tx, visit.serves.slug, states=SHOWN[show], kind=kind, after=begin, at_most=PAGE + 1,
                mine=visit.me.id if show == "mine" else None, not_by=visit.me.id if show == "confirm" else None,
            )
    more = ""
    if len(lines) > PAGE:
        last = lines[PAGE - 1]
        more = cursor(last.closed_at or last.due_at if show == "closed" else last.due_at, last.id)
    return visit.here.templates.page(
        visit, "agency/queue.html", status=404 if wrong else 200, lines=lines[:PAGE], counts=counts, show=show,
        kind=kind, kinds=_kinds(visit), first=begin is None, reference=reference, errors=wrong or {},
        more=more, is_late=rules.is_late, here=here, acts=visit.acting.role != "auditor", keys=_keys(visit, len(lines)),
        example=rules.example(visit.serves.short_name),
    )


def _kinds(visit: Visit) -> list[tuple[str, str]]:
    """The kinds to choose from, in words."""
    kinds = [(kind, visit.say(f"case-kind-{kind}")) for kind in visit.serves.cases.hours]
    return [("", visit.say("queue-kind-all")), *kinds]


def _keys(visit: Visit, lines: int) -> list[UUID]:
    """A key for each line's button: a double click is one request."""
    return [visit.here.new_id() for _ in range(min(lines, PAGE))]
