"""« Je l'ai perdu » and « demander le suivant »: what the agency is asked about one means. Followed in `/cases`."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import msgspec
from fastapi import APIRouter, Request, Response

from parvis.cases.tables import Case
from parvis.db import Transaction
from parvis.errors import Refused
from parvis.means import life, loss
from parvis.means.tables import Means
from parvis.web.access import SignedIn
from parvis.web.answers import refusal_page, see_other
from parvis.web.forms import read_form
from parvis.web.visit import Visit

pages = APIRouter()

Asks = Callable[[Transaction, Means], Awaitable[Case | Refused]]


class NoFields(msgspec.Struct, frozen=True):
    """A form that is only a button."""


@pages.post("/security/means/{means_id}/loss")
async def declare(means_id: UUID, request: Request, visit: SignedIn) -> Response:
    """Out of service at once, and the agency is told: it asks for nothing, since it only protects."""
    return await _asks(visit, request, means_id, lambda tx, means: loss.declare(
        tx, visit.here, visit.institution, visit.me.id, means, language=visit.language, now=visit.now
    ))


@pages.post("/security/means/{means_id}/renewal")
async def renew(means_id: UUID, request: Request, visit: SignedIn) -> Response:
    """Ask the agency for the next one, where it hands it over itself."""
    return await _asks(visit, request, means_id, lambda tx, means: loss.ask_renewal(
        tx, visit.here, visit.institution, visit.me.id, means, visit.now
    ))


async def _asks(visit: Visit, request: Request, means_id: UUID, ask: Asks) -> Response:
    """What a button asks about one means of whoever is signed in; on to its case."""
    form = await read_form(request, NoFields)
    if isinstance(form, Refused):
        return refusal_page(visit, form)
    async with visit.here.transaction() as tx:
        means = await life.mine(tx, visit.institution, visit.me.id, means_id)
        case = means if isinstance(means, Refused) else await ask(tx, means)
    return refusal_page(visit, case) if isinstance(case, Refused) else see_other(f"/cases/{case.id}")
