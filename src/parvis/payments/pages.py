"""Transfers, one thing per page: write it, check it, approve it at the gate, keep the receipt."""

from uuid import UUID

import msgspec
from fastapi import APIRouter, Depends, Request, Response

from parvis.db import Transaction
from parvis.errors import Refused, refused
from parvis.gate import actions as gate
from parvis.gate import tables as requests
from parvis.gate.asking import asking
from parvis.gate.rules import State
from parvis.money import plain
from parvis.operations import Failed, Line
from parvis.operations.transfer import TransferFacts
from parvis.payments import actions, tables
from parvis.payments.drafts import (
    OTHER,
    Choices,
    TransferForm,
    Wrong,
    about,
    choices,
    open_form,
    seal_form,
    understand,
)
from parvis.payments.rules import local_day
from parvis.payments.tables import Transfer
from parvis.web.access import SignedIn, offers
from parvis.web.answers import refusal_page, see_other, sentence
from parvis.web.cursors import after, cursor
from parvis.web.forms import key_of, read_form, read_query
from parvis.web.visit import Visit

pages = APIRouter(dependencies=[Depends(offers("transfers"))])


LONGEST_SEALED = 4000  # characters: a form sealed into an address


class Understood(msgspec.Struct, frozen=True):
    """What a form means, and whether its payee is the client's own account, a known one, or a new one."""

    facts: TransferFacts
    payee: str


class NewQuery(msgspec.Struct, frozen=True):
    source: str = ""  # an account to start from
    replaces: str = ""  # a waiting request to change
    form: str = ""  # a form that was checked, sealed


class CheckQuery(msgspec.Struct, frozen=True):
    form: str = ""  # what was typed, sealed


class PastQuery(msgspec.Struct, frozen=True):
    before: str = ""


@pages.get("/transfers")
async def in_progress(visit: SignedIn) -> Response:
    """What waits for an approval, and what waits for its day."""
    slug = visit.institution.slug
    async with visit.here.reading() as tx:
        waiting = await requests.waiting_of(tx, slug, visit.me.id, visit.now)
        scheduled = await tables.scheduled_of(tx, slug, visit.me.id)
    return visit.here.templates.page(
        visit, "payments/in_progress.html", scheduled=scheduled,
        waiting=[one for one in waiting if one.operation == "transfer"],
    )


@pages.get("/transfers/history")
async def history(request: Request, visit: SignedIn) -> Response:
    """What was asked before, and what became of it."""
    query = read_query(request, PastQuery)
    if isinstance(query, Refused):
        return refusal_page(visit, query)
    before = after(query.before)
    if isinstance(before, Refused):
        return refusal_page(visit, before)
    async with visit.here.reading() as tx:
        found = await tables.past_of(tx, visit.institution.slug, visit.me.id, before)
    shown = found[: tables.PAGE]
    more = cursor(shown[-1].asked_at, shown[-1].id) if len(found) > len(shown) else None
    return visit.here.templates.page(visit, "payments/history.html", past=shown, more=more, first=before is None)


@pages.get("/transfers/new")
async def new(request: Request, visit: SignedIn) -> Response:
    """The form: empty, or as a waiting request has it, which the change will then void."""
    query = read_query(request, NewQuery, longest=LONGEST_SEALED)
    if isinstance(query, Refused):
        return refusal_page(visit, query)
    today = local_day(visit.now, visit.institution.timezone).isoformat()
    async with visit.here.reading() as tx:
        offered = await choices(tx, visit.institution, visit.me.id)
        form = TransferForm(key=str(visit.here.new_id()), source=query.source, day=today)
        if query.replaces:
            form = await _again(tx, visit, offered, query.replaces) or form
        elif query.form:
            form = open_form(visit.here, visit.mine.id, query.form) or form
    if not form.source and offered.accounts:
        form = msgspec.structs.replace(form, source=str(offered.accounts[0].id))
    return _form_page(visit, form, offered)


@pages.post("/transfers/new")
async def write(request: Request, visit: SignedIn) -> Response:
    """Understand what was typed, then show it. The check has an address of its own: going back to it sends nothing."""
    form = await read_form(request, TransferForm)
    if isinstance(form, Refused):
        return refusal_page(visit, form)
    async with visit.here.reading() as tx:
        offered = await choices(tx, visit.institution, visit.me.id)
        understood = await _understood(tx, visit, form, offered)
    if not isinstance(understood, Understood):
        return _form_page(visit, form, offered, understood)
    return see_other(f"/transfers/check?form={seal_form(visit.here, visit.mine.id, form)}")


@pages.get("/transfers/check")
async def check(request: Request, visit: SignedIn) -> Response:
    """« Vérifiez »: what was understood, in one sentence and in lines. Nothing is done yet."""
    query = read_query(request, CheckQuery, longest=LONGEST_SEALED)
    if isinstance(query, Refused):
        return refusal_page(visit, query)
    form = open_form(visit.here, visit.mine.id, query.form)
    if form is None:
        return see_other("/transfers/new")  # Sealed for another session: the form is written again.
    async with visit.here.reading() as tx:
        offered = await choices(tx, visit.institution, visit.me.id)
        understood = await _understood(tx, visit, form, offered)
    if not isinstance(understood, Understood):
        return _form_page(visit, form, offered, understood)
    return visit.here.templates.page(
        visit, "payments/check.html", form=form, facts=understood.facts, payee=understood.payee, sealed=query.form,
        lines=_lines(visit, understood.facts), today=local_day(visit.now, visit.institution.timezone),
    )


@pages.post("/transfers")
async def ask(request: Request, visit: SignedIn) -> Response:
    """Ask for it at the gate. The same form sent again gives the same request; changed, it voids the waiting one."""
    form = await read_form(request, TransferForm)
    if isinstance(form, Refused):
        return refusal_page(visit, form)
    key = key_of(form.key)
    if key is None:
        return refusal_page(visit, refused("form_unreadable"))
    async with visit.here.transaction() as tx:
        offered = await choices(tx, visit.institution, visit.me.id)
        facts = await understand(tx, visit.institution, form, offered, visit.now)
        if not isinstance(facts, TransferFacts):
            return _form_page(visit, form, offered, facts)
        # Not weighed here: a form that comes a second time has the answer of the first, whatever is left to spend.
        opened = await gate.open(tx, visit.here, visit.institution, asking(visit, "transfer", facts, key), visit.now)
    if isinstance(opened, Refused):
        return _form_page(visit, _fresh(visit, form, opened), offered, about(form, opened))
    return see_other(f"/requests/{opened.id}")


@pages.get("/transfers/{transfer_id}")
async def receipt(transfer_id: UUID, visit: SignedIn) -> Response:
    """A transfer worth keeping a trace of: what, to whom, when, in which state."""
    async with visit.here.reading() as tx:
        found = await tables.transfer_of(tx, visit.institution.slug, visit.me.id, transfer_id)
    if found is None:
        return refusal_page(visit, refused("page_not_found"))
    return visit.here.templates.page(
        visit, "payments/receipt.html", transfer=found, lines=_lines(visit, _facts_of(found))
    )


@pages.post("/transfers/{transfer_id}/cancellation")
async def cancel(transfer_id: UUID, visit: SignedIn) -> Response:
    """Take a scheduled transfer back."""
    async with visit.here.transaction() as tx:
        outcome = await actions.cancel(
            tx, visit.here, visit.institution, visit.me.id, transfer_id, visit.now
        )
    return refusal_page(visit, outcome) if outcome is not None else see_other(f"/transfers/{transfer_id}")


async def _understood(tx: Transaction, visit: Visit, form: TransferForm, offered: Choices) -> Understood | Wrong:
    """The transfer that the form means and who its payee is to this client; or what is wrong with it."""
    facts = await understand(tx, visit.institution, form, offered, visit.now)
    if not isinstance(facts, TransferFacts):
        return facts
    weighed = await visit.here.operations["transfer"].weigh(
        tx, visit.here, visit.institution, visit.me.id, facts, visit.now
    )
    if isinstance(weighed, Failed):
        return about(form, refused(weighed.code))
    return Understood(facts, str(weighed["payee"]))


def _form_page(visit: Visit, form: TransferForm, offered: Choices, wrong: Wrong | None = None) -> Response:
    """The form as it was typed, with a sentence beside each field that is wrong."""
    wrong = wrong or {}
    errors = {field: sentence(visit, why) for field, why in wrong.items() if field}
    status = max((why.refusal.status for why in wrong.values()), default=200)
    return visit.here.templates.page(
        visit, "payments/new.html", status=status, form=form, offered=offered, errors=errors, other=OTHER,
        general=sentence(visit, wrong[""]) if "" in wrong else None, limits=visit.institution.transfers,
        today=local_day(visit.now, visit.institution.timezone),
    )


def _fresh(visit: Visit, form: TransferForm, why: Refused) -> TransferForm:
    """The same form under a new key, where its key has served for something else that is settled."""
    if why.refusal.code != "key_reused":
        return form
    return msgspec.structs.replace(form, key=str(visit.here.new_id()))


async def _again(tx: Transaction, visit: Visit, offered: Choices, request_id: str) -> TransferForm | None:
    """The form that made a request, under the same key: sent again with a change, it voids that request."""
    wanted = key_of(request_id)
    if wanted is None:
        return None
    found = await requests.of_client(tx, visit.institution.slug, visit.me.id, wanted)
    if found is None or found.operation != "transfer":
        return None
    facts = msgspec.convert(found.facts, TransferFacts)
    offers = {side.id for side in offered.accounts} | {payee.account_id for payee in offered.payees}
    listed = facts.target_id in offers
    waiting = found.state == State.WAITING
    return TransferForm(
        key=str(found.key if waiting else visit.here.new_id()), source=str(facts.source_id),
        target=str(facts.target_id) if listed else OTHER, iban="" if listed else facts.target_iban,
        name="" if listed else facts.payee_name, amount=plain(facts.amount, visit.language), label=facts.label,
        day=max(facts.execute_on, local_day(visit.now, visit.institution.timezone)).isoformat(),
    )


def _lines(visit: Visit, facts: TransferFacts) -> list[Line]:
    return visit.here.operations["transfer"].lines(facts, visit.say, visit.institution)


def _facts_of(transfer: Transfer) -> TransferFacts:
    return TransferFacts(
        source_id=transfer.source_id, source_name=transfer.source_label, target_id=transfer.target_id,
        target_iban=transfer.target_iban or "", payee_name=transfer.payee_name, amount=transfer.amount,
        currency=transfer.currency, label=transfer.label, execute_on=transfer.execute_on,
    )
