"""Accounts: everything in one glance, then the history of one of them."""

from itertools import groupby
from urllib.parse import urlencode
from uuid import UUID

import msgspec
from fastapi import APIRouter, Request, Response

from parvis.accounts import actions, tables
from parvis.accounts.rules import Search, SearchForm, free_since, not_before, understand
from parvis.accounts.tables import Account, Operation
from parvis.authenticators import tables as authenticators
from parvis.errors import Refused, refused
from parvis.gate import tables as requests
from parvis.gate.asking import ask
from parvis.means.rules import ENDS_SOON
from parvis.money import Money
from parvis.operations.read_history import ReadHistory, ReadHistoryFacts
from parvis.payments.rules import local_day
from parvis.web.access import SignedIn
from parvis.web.answers import refusal_page, sentence
from parvis.web.cursors import after, cursor
from parvis.web.forms import key_of, read_form, read_query
from parvis.web.visit import Visit

pages = APIRouter()

LATEST = 8


class OlderForm(msgspec.Struct, frozen=True):
    """A button. `key` makes a double click one request; `account` is where one goes on, and `mark` says that the page
    of that account, which only its owner sees, drew this form.
    """

    key: str = ""
    account: str = ""
    mark: str = ""


@pages.get("/accounts")
async def home(visit: SignedIn) -> Response:
    """The balance in one glance, what waits for the client, the accounts, the last operations."""
    slug = visit.institution.slug
    async with visit.here.reading() as tx:
        accounts = await tables.accounts_of(tx, slug, visit.me.id)
        waiting = await requests.waiting_of(tx, slug, visit.me.id, visit.now)
        ending = await authenticators.next_to_end(tx, slug, visit.me.id, visit.now, visit.now + ENDS_SOON)
        latest = await tables.latest_of(
            tx, slug, visit.me.id, LATEST, since=free_since(visit.now, visit.institution.timezone)
        )
    return visit.here.templates.page(
        visit, "accounts/home.html", accounts=accounts, totals=_totals(accounts), days=_by_day(visit, latest),
        labels={account.id: account.label for account in accounts},
        waiting=[one for one in waiting if one.parent_id is None], ending=ending,
    )


@pages.get("/accounts/{account_id}")
async def history(account_id: UUID, request: Request, visit: SignedIn) -> Response:
    """The operations of one account, newest first, and the search among them."""
    form = read_query(request, SearchForm)
    if isinstance(form, Refused):
        return refusal_page(visit, form)
    before = after(form.before)
    if isinstance(before, Refused):
        return refusal_page(visit, before)
    search = understand(form, visit.institution.timezone)
    owner = (visit.institution.slug, visit.me.id, account_id)
    found: list[Operation] = []
    more: str | None = None
    read_back_to = None
    earliest = free_since(visit.now, visit.institution.timezone)
    async with visit.here.reading() as tx:
        account = await tables.account_of(tx, *owner)
        if account is None:
            return refusal_page(visit, refused("page_not_found"))
        closed = not await actions.may_look_back(tx, visit)
        if isinstance(search, Search):
            search = not_before(search, earliest) if closed else search
            found = await tables.operations_of(tx, *owner, search, before)
            if len(found) > tables.PAGE:
                found = found[: tables.PAGE]
                more = cursor(found[-1].posted_at, found[-1].id)
            elif search.reads_lines:
                reach = await tables.reach_of(tx, *owner, search, before)
                if reach.lines == tables.WINDOW and reach.posted_at is not None and reach.id is not None:
                    more, read_back_to = cursor(reach.posted_at, reach.id), reach.posted_at
    wrong = search if isinstance(search, dict) else {}
    return visit.here.templates.page(
        visit, "accounts/history.html", status=422 if wrong else 200, account=account, form=form,
        days=_by_day(visit, found), more=_address(account.id, form, more) if more else None, first=before is None,
        read_back_to=read_back_to, key=visit.here.new_id(), mark=actions.mark_of(visit.here, visit.me.id, account.id),
        older=closed and not more and account.opened_on < earliest.date(),
        errors={field: sentence(visit, why) for field, why in wrong.items()},
    )


@pages.post("/accounts/older")
async def older(request: Request, visit: SignedIn) -> Response:
    """Ask to read what is older than ninety days (RTS article 10), in all accounts."""
    form = await read_form(request, OlderForm)
    if isinstance(form, Refused):
        return refusal_page(visit, form)
    account_id = key_of(form.account)
    if account_id is None or not actions.marked(visit.here, visit.me.id, account_id, form.mark):
        return refusal_page(visit, refused("page_not_found"))
    return await ask(visit, ReadHistory.name, ReadHistoryFacts(account_id), form.key)


def _totals(accounts: list[Account]) -> list[Money]:
    """What the accounts hold together, one line for each currency."""
    totals: dict[str, Money] = {}
    for account in accounts:
        held = Money(account.balance, account.currency)
        totals[account.currency] = totals[account.currency] + held if account.currency in totals else held
    return list(totals.values())


def _by_day(visit: Visit, operations: list[Operation]) -> list[tuple[object, list[Operation]]]:
    """The operations under the day they fell on for the client, in the order they came."""
    zone = visit.institution.timezone
    return [(day, list(lines)) for day, lines in groupby(operations, lambda line: local_day(line.posted_at, zone))]


def _address(account_id: UUID, form: SearchForm, before: str) -> str:
    """The same search, further back."""
    fields = {name: value for name, value in msgspec.structs.asdict(form).items() if value} | {"before": before}
    return f"/accounts/{account_id}?{urlencode(fields)}"
