"""The agency's own pages: home and the team. Each declares the roles it is for."""

from uuid import UUID

import msgspec
from fastapi import APIRouter, Request, Response

from parvis.agency import actions, rules, tables
from parvis.agency.rules import ROLES
from parvis.agency.tables import Colleague, Slowed
from parvis.cases.queue import tables as queue
from parvis.errors import Refused, refused
from parvis.gate import actions as gate
from parvis.gate.asking import asking
from parvis.gate.rules import State
from parvis.means import tables as means
from parvis.operations.change_agent_role import RoleFacts
from parvis.operations.end_agent_access import EndAccessFacts
from parvis.operations.invite_agent import InviteFacts
from parvis.web.access import Agent, Supervisor
from parvis.web.answers import refusal_page, see_other, sentence
from parvis.web.forms import key_of, read_about, read_form
from parvis.web.visit import Visit

pages = APIRouter()


class InviteForm(msgspec.Struct, frozen=True):
    """`key` makes a double click one request."""

    given_name: str = ""
    family_name: str = ""
    branch: str = ""
    role: str = ""
    key: str = ""


class KeyForm(msgspec.Struct, frozen=True):
    """A button. `key` makes a double click one request."""

    key: str = ""


class RoleForm(msgspec.Struct, frozen=True):
    role: str = ""
    key: str = ""


@pages.get("/agency")
async def home(visit: Agent) -> Response:
    """Who one is here, what waits, and what one may do."""
    async with visit.here.reading() as tx:
        held = [one for one in await means.means_of(tx, visit.institution.slug, visit.me.id) if one.state == "active"]
        slowed: list[Slowed] = []
        if visit.acting.role == "supervisor":
            slowed = await tables.slowed_of(tx, visit.institution.slug, visit.now - rules.SLOWED_TOLD)
        counts = await queue.counts(tx, visit.serves.slug, visit.me.id, visit.now)
    return visit.here.templates.page(
        visit, "agency/home.html", agent=visit.acting, keys=len(held), slowed=slowed, counts=counts
    )


@pages.get("/agency/team")
async def team(visit: Supervisor) -> Response:
    """Who works here and who did, and the form of an invitation."""
    return await _team_page(visit, InviteForm(role="adviser", branch=visit.acting.branch), {})


@pages.post("/agency/team/invitations")
async def invite(request: Request, visit: Supervisor) -> Response:
    """Ask the gate to invite a colleague."""
    form = await read_form(request, InviteForm)
    if isinstance(form, Refused):
        return refusal_page(visit, form)
    facts = _invited(form)
    if not isinstance(facts, InviteFacts):
        return await _team_page(visit, form, facts)
    return await ask(visit, "invite_agent", facts, form.key)


@pages.get("/agency/team/invitations/{invitation_id}")
async def invitation(invitation_id: UUID, visit: Supervisor) -> Response:
    """The link to give to the colleague, for whoever invited them and while it is open."""
    async with visit.here.reading() as tx:
        found = await tables.invitation_of(tx, visit.institution.slug, invitation_id)
    if found is None or found.invited_by != visit.me.id:
        return refusal_page(visit, refused("page_not_found"))
    return visit.here.templates.page(
        visit, "agency/invited.html", one=found, open=found.open(visit.now),
        link=actions.address_of(visit.here, visit.institution, found.id),
    )


@pages.get("/agency/team/{person_id}")
async def colleague(person_id: UUID, visit: Supervisor) -> Response:
    """One colleague, and what a supervisor can do about their access."""
    found = await _colleague(visit, person_id)
    if isinstance(found, Refused):
        return refusal_page(visit, found)
    return visit.here.templates.page(
        visit, "agency/colleague.html", one=found, oneself=found.id == visit.me.id, key=str(visit.here.new_id())
    )


@pages.post("/agency/team/{person_id}/invitations")
async def invite_again(person_id: UUID, request: Request, visit: Supervisor) -> Response:
    """Ask the gate for a fresh link: the keys they have go when it is used."""
    read = await read_about(request, KeyForm, _colleague(visit, person_id))
    if isinstance(read, Refused):
        return refusal_page(visit, read)
    form, found = read
    facts = InviteFacts(found.given_name, found.family_name, found.role, found.branch, found.id)
    return await ask(visit, "invite_agent", facts, form.key)


@pages.post("/agency/team/{person_id}/role")
async def change_role(person_id: UUID, request: Request, visit: Supervisor) -> Response:
    """Ask the gate to give a colleague another role."""
    read = await read_about(request, RoleForm, _colleague(visit, person_id))
    if isinstance(read, Refused):
        return refusal_page(visit, read)
    form, found = read
    role = next((one for one in ROLES if one == form.role), None)
    if role is None or role == found.role:
        return refusal_page(visit, refused("choice_missing"))
    facts = RoleFacts(found.id, f"{found.given_name} {found.family_name}", found.role, role)
    return await ask(visit, "change_agent_role", facts, form.key)


@pages.post("/agency/team/{person_id}/end")
async def end_access(person_id: UUID, request: Request, visit: Supervisor) -> Response:
    """Ask the gate to end a colleague's access."""
    read = await read_about(request, KeyForm, _colleague(visit, person_id))
    if isinstance(read, Refused):
        return refusal_page(visit, read)
    form, found = read
    facts = EndAccessFacts(found.id, f"{found.given_name} {found.family_name}", found.role)
    return await ask(visit, "end_agent_access", facts, form.key)


async def ask(visit: Visit, operation: str, facts: msgspec.Struct, key: str) -> Response:
    """Open an agent's act on the gate, and go on to what it waits for, or to where it leads once done."""
    made = key_of(key)
    if made is None:
        return refusal_page(visit, refused("form_unreadable"))
    async with visit.here.transaction() as tx:
        opened = await gate.open(tx, visit.here, visit.institution, asking(visit, operation, facts, made), visit.now)
    if isinstance(opened, Refused):
        return refusal_page(visit, opened)
    if opened.state == State.EXECUTED:
        return see_other(visit.here.operations[operation].after(opened.result or {}))
    return see_other(f"/requests/{opened.id}")


async def _colleague(visit: Visit, person_id: UUID) -> Colleague | Refused:
    """Somebody who works at this agency. Whoever has left, and another agency's, are not found."""
    async with visit.here.reading() as tx:
        found = await tables.colleague_of(tx, visit.institution.slug, person_id, visit.now)
    return found if found is not None and found.left_at is None else refused("page_not_found")


def _invited(form: InviteForm) -> InviteFacts | dict[str, Refused]:
    """What the form means; or each field that is wrong, with its reason."""
    given, family = (rules.cleaned(typed, rules.NAME_LENGTH) for typed in (form.given_name, form.family_name))
    branch = rules.cleaned(form.branch, rules.BRANCH_LENGTH)
    typed = {"given_name": given, "family_name": family, "branch": branch}
    wrong = {field: refused("form_incomplete", field=field) for field, value in typed.items() if not value}
    role = next((one for one in ROLES if one == form.role), None)
    if role is None:
        wrong["role"] = refused("choice_missing", field="role")
    return wrong if wrong or role is None else InviteFacts(given, family, role, branch)


async def _team_page(visit: Visit, form: InviteForm, wrong: dict[str, Refused]) -> Response:
    async with visit.here.reading() as tx:
        team = await tables.team_of(tx, visit.institution.slug, visit.now)
    return visit.here.templates.page(
        visit, "agency/team.html", status=422 if wrong else 200, team=team, values=form, general="",
        key=str(visit.here.new_id()), errors={field: sentence(visit, why) for field, why in wrong.items()},
    )
