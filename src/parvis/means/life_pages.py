"""One means: its name, what it has done, and putting it out of service, back in service, or away for good."""

from typing import TypeVar
from uuid import UUID

import msgspec
from fastapi import APIRouter, Request, Response

from parvis.errors import Refused, refused
from parvis.gate.asking import ask
from parvis.means import life, loss, rules
from parvis.means.life import MeansFacts
from parvis.means.rules import Removal
from parvis.means.tables import Means
from parvis.operations.remove_factor import RemoveFacts
from parvis.web.access import SignedIn
from parvis.web.answers import refusal_page, see_other, sentence
from parvis.web.forms import Done, KeyForm, NoFields, read_form, read_query
from parvis.web.visit import Visit

pages = APIRouter()

Form = TypeVar("Form", bound=msgspec.Struct)


class NameForm(msgspec.Struct, frozen=True):
    name: str = ""


class RemovalForm(msgspec.Struct, frozen=True):
    """`smartphone` is "yes" where the client has said that a smartphone alone is enough."""

    key: str = ""
    smartphone: str = ""


@pages.get("/security/means/{means_id}")
async def show(means_id: UUID, request: Request, visit: SignedIn) -> Response:
    """One means of mine, and what can be done with it."""
    query = read_query(request, Done)
    if isinstance(query, Refused):
        return refusal_page(visit, query)
    found = await _mine(visit, means_id)
    if isinstance(found, Refused):
        return refusal_page(visit, found)
    means, left = found
    async with visit.here.reading() as tx:
        waiting = await loss.waiting(tx, visit.institution, visit.me.id)
    factor = visit.here.factors.get(means.kind)
    addable = rules.can_add(visit.institution, factor, within=rules.WITHIN_SESSION)
    return visit.here.templates.page(
        visit, "means/one.html", one=means, last=left == Removal.LAST, key=str(visit.here.new_id()), done=query.done,
        rests=rules.can_rest(visit.institution, means.kind), addable=[means.kind] if addable else [],
        replaceable=addable, waiting=waiting, losable=visit.institution.cases.takes(loss.KIND),
    )


@pages.post("/security/means/{means_id}/name")
async def rename(means_id: UUID, request: Request, visit: SignedIn) -> Response:
    """Call it otherwise: several of one kind are told apart by their names."""
    found = await _asked(means_id, request, visit, NameForm)
    if isinstance(found, Refused):
        return refusal_page(visit, found)
    form, means, _ = found
    name = rules.clean_name(form.name, visit.say(f"factor-{means.kind}"))
    async with visit.here.transaction() as tx:
        await life.rename(tx, visit.here, visit.institution, visit.me.id, means, name, visit.now)
    return see_other(f"/security/means/{means.id}?done=renamed")


@pages.post("/security/means/{means_id}/suspension")
async def suspend(means_id: UUID, request: Request, visit: SignedIn) -> Response:
    """Out of service at once: it asks for nothing, since it only protects."""
    found = await _asked(means_id, request, visit, NoFields)
    if isinstance(found, Refused):
        return refusal_page(visit, found)
    _, means, _ = found
    async with visit.here.transaction() as tx:
        outcome = await life.suspend(
            tx, visit.here, visit.institution, visit.me.id, means, language=visit.language, now=visit.now
        )
    if isinstance(outcome, Refused):
        return refusal_page(visit, outcome)
    return see_other(f"/security/means/{means.id}?done=suspended")


@pages.post("/security/means/{means_id}/resumption")
async def resume(means_id: UUID, request: Request, visit: SignedIn) -> Response:
    """Ask the gate to put it back in service."""
    found = await _asked(means_id, request, visit, KeyForm)
    if isinstance(found, Refused):
        return refusal_page(visit, found)
    form, means, _ = found
    facts = MeansFacts(authenticator_id=means.id, kind=means.kind, name=means.name)
    return await ask(visit, "resume_factor", facts, form.key)


@pages.get("/security/means/{means_id}/removal")
async def show_removal(means_id: UUID, visit: SignedIn) -> Response:
    """What removing it means, before it is asked."""
    found = await _mine(visit, means_id)
    if isinstance(found, Refused):
        return refusal_page(visit, found)
    means, left = found
    if not rules.can_rest(visit.institution, means.kind):
        return refusal_page(visit, refused("means_secret"))
    return _removal_page(visit, means, left, str(visit.here.new_id()))


@pages.post("/security/means/{means_id}/removal")
async def remove(means_id: UUID, request: Request, visit: SignedIn) -> Response:
    """Ask the gate to remove it; where only a smartphone would be left, once the client has said so."""
    found = await _asked(means_id, request, visit, RemovalForm)
    if isinstance(found, Refused):
        return refusal_page(visit, found)
    form, means, left = found
    agreed = left == Removal.SMARTPHONE_ONLY and form.smartphone == "yes"
    if left == Removal.SMARTPHONE_ONLY and not agreed:
        return _removal_page(visit, means, left, form.key, refused("means_smartphone_only", field="smartphone"))
    facts = RemoveFacts(authenticator_id=means.id, kind=means.kind, name=means.name, smartphone_only=agreed)
    return await ask(visit, "remove_factor", facts, form.key)


async def _mine(visit: Visit, means_id: UUID) -> tuple[Means, Removal] | Refused:
    """A means of this client, and what its removal would leave; nobody's and somebody else's are answered alike."""
    async with visit.here.reading() as tx:
        found = await life.mine(tx, visit.institution, visit.me.id, means_id)
        if isinstance(found, Refused):
            return found
        left = await life.what_is_left(tx, visit.here, visit.institution, visit.me.id, means_id)
    return found, Removal.FREE if isinstance(left, Refused) else left[1]


async def _asked(
    means_id: UUID, request: Request, visit: Visit, shape: type[Form]
) -> tuple[Form, Means, Removal] | Refused:
    """What was sent about a means of mine."""
    form = await read_form(request, shape)
    if isinstance(form, Refused):
        return form
    found = await _mine(visit, means_id)
    return found if isinstance(found, Refused) else (form, *found)


def _removal_page(visit: Visit, means: Means, left: Removal, key: str, wrong: Refused | None = None) -> Response:
    return visit.here.templates.page(
        visit, "means/removal.html", status=200 if wrong is None else wrong.refusal.status, one=means,
        left=left.value, key=key, errors={} if wrong is None else {wrong.field: sentence(visit, wrong)},
        alone=visit.here.factors[means.kind].own,
    )
