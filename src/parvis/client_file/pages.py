"""Finding a client, saying why, reading their file; and what the client sees of it."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from fastapi import APIRouter, Request, Response

from parvis.accounts import tables as accounts
from parvis.accounts.rules import fold
from parvis.agency.pages import ask
from parvis.cases import tables as cases
from parvis.cases.rules import example
from parvis.cases.tables import Case
from parvis.client_file import actions, rules, tables
from parvis.client_file.tables import Found
from parvis.client_file.told import line_of, named
from parvis.clients import tables as clients
from parvis.clients.tables import Client
from parvis.db import Transaction
from parvis.errors import Refused, refused
from parvis.events import Event
from parvis.journal import actions as journal
from parvis.means import tables as means
from parvis.operations.cancel_contact_change import CancelContactFacts
from parvis.operations.open_client_file import FileFacts
from parvis.profile import tables as profile
from parvis.profile.rules import EMAIL
from parvis.web.access import Adviser, Agent, SignedIn
from parvis.web.answers import refusal_page, sentence
from parvis.web.cursors import after, cursor
from parvis.web.forms import read_about, read_form, read_query
from parvis.web.visit import Visit

pages = APIRouter()


class SearchForm(msgspec.Struct, frozen=True):
    sought: str = ""


class LookForm(msgspec.Struct, frozen=True):
    """`key` makes a double click one look."""

    why: str = ""
    key: str = ""


class KeyForm(msgspec.Struct, frozen=True):
    key: str = ""


class Before(msgspec.Struct, frozen=True):
    before: str = ""


@pages.get("/agency/clients")
async def search(visit: Agent) -> Response:
    """The form: a whole identifier, the reference of a case, or three letters of a name."""
    return _search_page(visit, "")


@pages.post("/agency/clients")
async def find(request: Request, visit: Agent) -> Response:
    """Whom it finds. What was typed is in no address and in no log: how, and how many were found, is in the journal."""
    form = await read_form(request, SearchForm)
    if isinstance(form, Refused):
        return refusal_page(visit, form)
    sought = rules.what_is_sought(form.sought, visit.serves.identifier)
    if isinstance(sought, Refused):
        return _search_page(visit, form.sought, wrong=sought)
    async with visit.here.transaction() as tx:
        if not await actions.may_look_up(tx, visit.here, visit.institution, visit.me.id, visit.now):
            return _search_page(visit, form.sought, wrong=refused("looked_up_too_often"))
        found = await _found(tx, visit.acting.serves, sought)
        await journal.record(
            tx, visit.here, Event.CLIENTS_SEARCHED, visit.now, institution=visit.institution.slug,
            client_id=visit.me.id, session_id=visit.mine.id, how=sought[0], found=len(found),
        )
    return _search_page(visit, form.sought, found=found)


async def _found(tx: Transaction, serves: str, sought: rules.Sought) -> list[Found]:
    """Whom it finds, and one more where there are too many to show."""
    how, what = sought
    if how == "identifier":
        return await tables.by_identifier(tx, serves, what)
    if how == "case":
        return await tables.by_case(tx, serves, what)
    if how == "company":
        return await tables.by_first_part(tx, serves, what, at_most=rules.FOUND_AT_MOST + 1)
    first, second = rules.beginnings(fold(what))
    return await tables.by_name(tx, serves, first=first, second=second, at_most=rules.FOUND_AT_MOST + 1)


@pages.get("/agency/clients/{client_id}")
async def show(client_id: UUID, request: Request, visit: Agent) -> Response:
    """The file, for whoever has said why in this session; for others, the question."""
    query = read_query(request, Before)
    before = query if isinstance(query, Refused) else after(query.before)
    if isinstance(before, Refused):
        return refusal_page(visit, before)
    found = await _client(visit, client_id)
    if isinstance(found, Refused):
        return refusal_page(visit, found)
    async with visit.here.reading() as tx:
        is_open = await actions.is_open(tx, visit, found.id)
    if not is_open:
        return _why_page(visit, found)
    return visit.here.templates.page(visit, "client_file/file.html", **await _file(visit, found, before))


@pages.post("/agency/clients/{client_id}/looks")
async def look(client_id: UUID, request: Request, visit: Agent) -> Response:
    """Open the file for a while. It is an act: the gate takes it, the client will see it."""
    read = await read_about(request, LookForm, _client(visit, client_id))
    if isinstance(read, Refused):
        return refusal_page(visit, read)
    form, found = read
    if form.why not in rules.REASONS:
        return _why_page(visit, found, refused("choice_missing", field="why"))
    facts = msgspec.convert({"client_id": found.id, "why": form.why}, FileFacts)
    return await ask(visit, actions.LOOK, facts, form.key)


@pages.post("/agency/clients/{client_id}/changes/{change_id}/cancellation")
async def keep_address(client_id: UUID, change_id: UUID, request: Request, visit: Adviser) -> Response:
    """Ask the gate to keep the address of before, for whoever has the file open."""
    form = await read_form(request, KeyForm)
    client = form if isinstance(form, Refused) else await _client(visit, client_id)
    if isinstance(form, Refused) or isinstance(client, Refused):
        return refusal_page(visit, client if isinstance(client, Refused) else refused("form_unreadable"))
    async with visit.here.reading() as tx:
        change = await profile.change_of(tx, visit.acting.serves, client.id, change_id)
        is_open = await actions.is_open(tx, visit, client.id)
    if change is None:
        return refusal_page(visit, refused("page_not_found"))
    if not is_open:
        return refusal_page(visit, refused("case_not_opened"))
    facts = CancelContactFacts(
        client_id=client.id, change_id=change.id, channel="email" if change.channel == EMAIL else "sms",
        hint=change.hint,
    )
    return await ask(visit, "cancel_contact_change", facts, form.key)


@pages.get("/security/agency")
async def acts(request: Request, visit: SignedIn) -> Response:
    """For the client: which agents have looked at their file or acted on it, when and why (X6)."""
    query = read_query(request, Before)
    before = query if isinstance(query, Refused) else after(query.before)
    if isinstance(before, Refused):
        return refusal_page(visit, before)
    async with visit.here.reading() as tx:
        found = await tables.acts_of(
            tx, visit.institution.slug, visit.me.id, before=before, at_most=rules.EVENTS_A_PAGE + 1
        )
    return visit.here.templates.page(visit, "client_file/acts.html", **_lines(visit, found))


async def _client(visit: Visit, client_id: UUID) -> Client | Refused:
    """A client whom this agency serves. Another institution's, and nobody's, are answered alike."""
    async with visit.here.reading() as tx:
        found = await tables.client_of(tx, visit.acting.serves, client_id)
    return refused("page_not_found") if found is None else found


async def _file(visit: Visit, client: Client, before: tuple[Any, UUID] | None) -> dict[str, Any]:
    """What the page is given: nothing that this agent's role does not see is read at all."""
    served, sees = visit.acting.serves, rules.SEES[visit.acting.role]
    async with visit.here.reading() as tx:
        told = await tables.journal_of(tx, served, client.id, before=before, at_most=rules.EVENTS_A_PAGE + 1)
        if before is not None:
            return {"person": client, "first": False, **_lines(visit, told)}
        held = await accounts.accounts_of(tx, served, client.id) if "accounts" in sees else []
        return {
            "person": client, "first": True, "sees": sees, "key": str(visit.here.new_id()),
            "standing": await tables.standing_of(tx, served, client.id, visit.now),
            "means": await means.means_of(tx, served, client.id),
            "contacts": await clients.contacts_of(tx, served, client.id) if "contacts" in sees else [],
            "held": await profile.held_of(tx, served, client.id) if "contacts" in sees else [],
            "accounts": [
                (one.label, (one.iban or "")[-4:], one.balance if "amounts" in sees else None) for one in held
            ],
            "cases": [_case(visit, one) for one in await cases.of_client(tx, served, client.id, at_most=10)],
            "waiting": await tables.waiting_of(tx, served, client.id, visit.now),
            **_lines(visit, told),
        }


def _case(visit: Visit, case: Case) -> tuple[str, str, str, datetime]:
    """What kind it is, its reference, where it stands, when it was opened."""
    kind, state = named(visit.say, "case-kind", case.kind), named(visit.say, "case-state", case.state)
    return kind, case.reference, state, case.opened_at


def _lines(visit: Visit, told: list[tables.Told]) -> dict[str, Any]:
    shown = told[: rules.EVENTS_A_PAGE]
    more = cursor(shown[-1].at, shown[-1].id) if len(told) > rules.EVENTS_A_PAGE else ""
    return {"lines": [line_of(one, visit.say) for one in shown], "more": more}


def _search_page(
    visit: Visit, sought: str, *, found: list[Found] | None = None, wrong: Refused | None = None
) -> Response:
    told = "" if wrong is None else sentence(visit, wrong)
    of_field = wrong is not None and bool(wrong.field)
    return visit.here.templates.page(
        visit, "client_file/search.html", status=200 if wrong is None else wrong.refusal.status, sought=sought,
        general="" if of_field else told, searched=found is not None, example=example(visit.serves.short_name),
        found=(found or [])[: rules.FOUND_AT_MOST],
        too_many=len(found or []) > rules.FOUND_AT_MOST, errors={"sought": told} if of_field else {},
    )


def _why_page(visit: Visit, client: Client, wrong: Refused | None = None) -> Response:
    told = "" if wrong is None else sentence(visit, wrong)
    return visit.here.templates.page(
        visit, "client_file/why.html", status=200 if wrong is None else wrong.refusal.status, person=client,
        reasons=rules.REASONS, key=str(visit.here.new_id()), errors={"why": told} if told else {},
    )
