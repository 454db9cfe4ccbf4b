"""A secret that somebody else made (a temporary one, a first one) is changed in the middle of the sign-in, before
anything is opened. What the sign-in has proven counts for the change.
"""

from uuid import UUID

import msgspec
from fastapi import APIRouter, Request, Response

from parvis.errors import Refused, refused
from parvis.factors import pages_of
from parvis.gate import actions as gate
from parvis.gate import tables as requests
from parvis.gate.asking import asking_within
from parvis.gate.pages import asked_here, owned
from parvis.gate.rules import State
from parvis.gate.tables import Request as Asked
from parvis.hashing import TooBusy
from parvis.means import actions, rules, tables
from parvis.operations import Waits
from parvis.operations.change_secret import ChangeFacts
from parvis.web.access import TicketOrSession
from parvis.web.answers import refusal_page, see_other, sentence
from parvis.web.forms import Verbatim, key_of, read_form
from parvis.web.visit import Visit

pages = APIRouter()


class SecretForm(msgspec.Struct, frozen=True):
    """A new secret, twice. `key` makes a double click one request."""

    secret: Verbatim = ""
    secret_again: Verbatim = ""
    key: str = ""


@pages.get("/requests/{request_id}/secret")
async def show(request_id: UUID, visit: TicketOrSession) -> Response:
    """Where the new secret is chosen, once the sign-in has proven what it must."""
    parent = await _parent(visit, request_id)
    if isinstance(parent, Response):
        return parent
    return _page(visit, parent, str(visit.here.new_id()), None)


@pages.post("/requests/{request_id}/secret")
async def choose(request_id: UUID, request: Request, visit: TicketOrSession) -> Response:
    """Check the new secret and ask the gate to put it in the place of the one that was given: the sign-in goes on."""
    form = await read_form(request, SecretForm)
    if isinstance(form, Refused):
        return refusal_page(visit, form)
    parent = await _parent(visit, request_id)
    if isinstance(parent, Response):
        return parent
    key = key_of(form.key)
    if key is None:
        return refusal_page(visit, refused("form_unreadable"))
    if form.secret != form.secret_again:
        return _page(visit, parent, form.key, refused("secrets_differ", field="secret_again"))
    here, institution, kind = visit.here, visit.institution, visit.institution.sign_in.secret
    async with here.reading() as tx:
        about = await tables.names_of(tx, institution.slug, parent.client_id)
        in_use = await tables.secret_of(tx, institution.slug, parent.client_id, kind)
    factor = here.factors[kind]
    given = {"secret": form.secret, "about": "\n".join((*about, institution.short_name))}
    try:
        prepared = await here.hasher.run(factor.prepare, given, here.random, visit.now)
        same = in_use is not None and await actions.is_secret(here, kind, in_use, form.secret, visit.now)
    except TooBusy:
        return _page(visit, parent, form.key, refused("too_busy"))
    if isinstance(prepared, str) or same:
        code = prepared if isinstance(prepared, str) else "secret_same"
        return _page(visit, parent, form.key, refused(code, field="secret"))
    async with here.transaction() as tx:
        pending = await actions.keep_secret(
            tx, here, institution, parent.client_id, kind=kind, prepared=prepared, now=visit.now
        )
        facts = ChangeFacts(authenticator_id=pending, kind=kind, binding=rules.binding_of(prepared.material))
        asked = asking_within(visit, parent, "change_secret", facts, key)
        opened = await gate.open(tx, here, institution, asked, visit.now)
    if isinstance(opened, Refused):
        return refusal_page(visit, opened)
    # Done already, or it asks for one more proof than the sign-in did.
    return see_other(f"/requests/{parent.id if opened.state == State.EXECUTED else opened.id}")


async def _parent(visit: Visit, request_id: UUID) -> Asked | Response:
    """The sign-in of this browser that waits for a new secret, and for nothing else; else where to go."""
    found = await owned(visit, request_id)
    operation = None if found is None else visit.here.operations[found.operation]
    if found is None or not isinstance(operation, Waits) or not asked_here(visit, found):
        return refusal_page(visit, refused("page_not_found"))
    facts = msgspec.convert(found.facts, operation.facts)
    async with visit.here.reading() as tx:
        proven = await requests.kinds_proven(tx, visit.institution.slug, found.id)
        forced = await operation.waits(tx, visit.here, visit.institution, found.client_id, facts)
    open_still = found.state == State.WAITING and found.expires_at > visit.now
    if not (open_still and forced and any(set(way) <= proven for way in found.ways)):
        return see_other(f"/requests/{found.id}")
    return found


def _page(visit: Visit, parent: Asked, key: str, wrong: Refused | None) -> Response:
    kind = visit.institution.sign_in.secret
    told = "" if wrong is None else sentence(visit, wrong)
    field = "" if wrong is None else wrong.field
    return visit.here.templates.page(
        visit, "means/forced.html", status=200 if wrong is None else wrong.refusal.status,
        kind=kind, changing=f"{pages_of(visit.here.factors[kind])}/change.html", key=key,
        action=f"/requests/{parent.id}/secret", withdrawal=f"/requests/{parent.id}/withdrawal",
        errors={field: told} if field else {}, general="" if field else told,
    )
