"""An agent telephones a client: opened before dialling, ended when they hang up."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from parvis.agency.pages import KeyForm, ask
from parvis.bank_calls import tables
from parvis.client_file import actions as files
from parvis.clients import tables as clients
from parvis.clients.tables import Client
from parvis.errors import Refused, refused
from parvis.operations.end_bank_call import EndBankCallFacts
from parvis.operations.open_bank_call import BankCallFacts
from parvis.web.access import Adviser
from parvis.web.answers import refusal_page, see_other
from parvis.web.forms import read_about
from parvis.web.visit import Visit

pages = APIRouter()


@pages.get("/agency/clients/{client_id}/call")
async def call(client_id: UUID, visit: Adviser) -> Response:
    """What the client will read, and the button; once the call is open, since when and the button that ends it.

    For whoever has the file open: a name is read by nobody who has not said why. A call that goes on can be ended.
    """
    serves = visit.acting.serves
    async with visit.here.reading() as tx:
        client = await clients.client_of(tx, serves, client_id)
        mine = await tables.of_agent(tx, serves, visit.me.id, visit.now)
        current = await tables.open_of(tx, serves, client_id, visit.now)
        is_open = await files.is_open(tx, visit, client_id)
    if client is None:
        return refusal_page(visit, refused("page_not_found"))
    if not is_open and (mine is None or mine.client_id != client_id):
        return see_other(f"/agency/clients/{client_id}")
    return visit.here.templates.page(
        visit, "agency/call.html", person=client, mine=mine, current=current, key=str(visit.here.new_id()),
        shown=_shown(visit),
    )


@pages.post("/agency/clients/{client_id}/call")
async def begin(client_id: UUID, request: Request, visit: Adviser) -> Response:
    """Ask the gate to open the call."""
    read = await read_about(request, KeyForm, _client(visit, client_id))
    if isinstance(read, Refused):
        return refusal_page(visit, read)
    form, client = read
    async with visit.here.reading() as tx:
        is_open = await files.is_open(tx, visit, client_id)
    if not is_open:
        return see_other(f"/agency/clients/{client_id}")
    return await ask(visit, "open_bank_call", BankCallFacts(client.id, client.name, _shown(visit)), form.key)


@pages.post("/agency/clients/{client_id}/call/end")
async def end(client_id: UUID, request: Request, visit: Adviser) -> Response:
    """Ask the gate to end it: « j’ai raccroché »."""
    read = await read_about(request, KeyForm, _client(visit, client_id))
    if isinstance(read, Refused):
        return refusal_page(visit, read)
    form, client = read
    async with visit.here.reading() as tx:
        mine = await tables.of_agent(tx, visit.acting.serves, visit.me.id, visit.now)
    if mine is None or mine.client_id != client_id:
        return refusal_page(visit, refused("call_over"))
    return await ask(visit, "end_bank_call", EndBankCallFacts(mine.id, client.id, client.name), form.key)


async def _client(visit: Visit, client_id: UUID) -> Client | Refused:
    """A client of the institution that this agent serves."""
    async with visit.here.reading() as tx:
        found = await clients.client_of(tx, visit.acting.serves, client_id)
    return found if found is not None else refused("page_not_found")


def _shown(visit: Visit) -> str:
    """How the client reads who calls."""
    return f"{visit.acting.signature}, {visit.acting.branch}"
