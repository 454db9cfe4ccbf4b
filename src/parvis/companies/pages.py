"""The users of a company, and a new code for whoever has forgotten theirs."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from parvis.companies import rules, tables
from parvis.errors import Refused, refused
from parvis.gate.asking import ask
from parvis.operations.renew_user_code import RenewUserFacts
from parvis.web.access import SignedIn
from parvis.web.answers import refusal_page
from parvis.web.forms import KeyForm, read_form

pages = APIRouter()

FEATURE = "users"


@pages.get("/company/users")
async def show(visit: SignedIn) -> Response:
    """Everybody who acts for the company; the main user and the administrators help the others."""
    if FEATURE not in visit.institution.features:
        return refusal_page(visit, refused("page_not_found"))
    async with visit.here.reading() as tx:
        users = await tables.users_of(tx, visit.institution.slug, visit.me.id)
    me = next((one for one in users if one.id == visit.me.id), None)
    response: Response = visit.here.templates.page(
        visit, "companies/users.html", users=users, helps=me is not None and rules.may_help(me.role),
        helpers=[one for one in users if rules.may_help(one.role)],
        keys={one.id: str(visit.here.new_id()) for one in users},
    )
    return response


@pages.post("/company/users/{user_id}/code")
async def renew(user_id: UUID, request: Request, visit: SignedIn) -> Response:
    """Ask for a new code for that colleague."""
    form = await read_form(request, KeyForm)
    slug = visit.institution.slug
    async with visit.here.reading() as tx:
        found = await tables.colleague(tx, slug, visit.me.id, user_id)
    if found is None or FEATURE not in visit.institution.features:
        return refusal_page(visit, refused("page_not_found"))
    if isinstance(form, Refused):
        return refusal_page(visit, form)
    return await ask(visit, "renew_user_code", RenewUserFacts(found.id, found.name, found.number), form.key)
