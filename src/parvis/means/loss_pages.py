"""« Je l'ai perdu » and « demander le suivant »: what the agency is asked about one means. Followed in `/cases`."""

from uuid import UUID

import msgspec
from fastapi import APIRouter, Request, Response

from parvis.errors import Refused
from parvis.means import life, loss
from parvis.web.access import SignedIn
from parvis.web.answers import refusal_page, see_other
from parvis.web.forms import read_form

pages = APIRouter()


class NoFields(msgspec.Struct, frozen=True):
    """A form that is only a button."""


@pages.post("/security/means/{means_id}/loss")
async def declare(means_id: UUID, request: Request, visit: SignedIn) -> Response:
    """Out of service at once, and the agency is told: it asks for nothing, since it only protects."""
    form = await read_form(request, NoFields)
    if isinstance(form, Refused):
        return refusal_page(visit, form)
    async with visit.here.transaction() as tx:
        means = await life.mine(tx, visit.institution, visit.me.id, means_id)
        case = means if isinstance(means, Refused) else await loss.declare(
            tx, visit.here, visit.institution, visit.me.id, means, language=visit.language, now=visit.now
        )
    return refusal_page(visit, case) if isinstance(case, Refused) else see_other(f"/cases/{case.id}")


@pages.post("/security/means/{means_id}/renewal")
async def renew(means_id: UUID, request: Request, visit: SignedIn) -> Response:
    """Ask the agency for the next one, where it hands it over itself."""
    form = await read_form(request, NoFields)
    if isinstance(form, Refused):
        return refusal_page(visit, form)
    async with visit.here.transaction() as tx:
        means = await life.mine(tx, visit.institution, visit.me.id, means_id)
        case = means if isinstance(means, Refused) else await loss.ask_renewal(
            tx, visit.here, visit.institution, visit.me.id, means, visit.now
        )
    return refusal_page(visit, case) if isinstance(case, Refused) else see_other(f"/cases/{case.id}")
