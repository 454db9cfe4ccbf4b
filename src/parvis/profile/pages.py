"""« Mes informations »: where the institution writes to, and changing it."""

from uuid import UUID

import msgspec
from fastapi import APIRouter, Depends, Request, Response

from parvis.cases import tables as cases
from parvis.errors import Refused, refused
from parvis.gate import actions as gate
from parvis.gate.asking import asking
from parvis.operations.change_contact import ChangeContactFacts
from parvis.profile import actions, asked, rules, tables
from parvis.profile.tables import Change
from parvis.web.access import SignedIn, offers
from parvis.web.answers import refusal_page, see_other, sentence
from parvis.web.forms import Done, NoFields, read_form, read_query
from parvis.web.visit import Visit

pages = APIRouter(dependencies=[Depends(offers("profile"))])

DONE = ("held", "changed", "kept", "protected")
FIELDS = {"contact", "code"}  # What is said of them is said beside them.


class AddressForm(msgspec.Struct, frozen=True):
    contact: str = ""


class CodeForm(msgspec.Struct, frozen=True):
    code: str = ""


@pages.get("/profile")
async def home(request: Request, visit: SignedIn) -> Response:
    """Where I am written to, what changes, and where to change it."""
    query = read_query(request, Done)
    if isinstance(query, Refused):
        return refusal_page(visit, query)
    async with visit.here.reading() as tx:
        kept = await tables.kept(tx, visit.institution.slug, visit.me.id)
        held = await tables.held_of(tx, visit.institution.slug, visit.me.id)
        lives = await asked.lives_at(tx, visit.here, visit.institution, visit.me.id)
        waiting = [one for one in await cases.of_client(tx, visit.institution.slug, visit.me.id) if not one.closed_at]
    return visit.here.templates.page(
        visit, "profile/home.html", channels=[_addresses(channel, kept) for channel in rules.CHANNELS],
        held={one.channel: one for one in held}, done=query.done if query.done in DONE else "",
        secret=visit.institution.sign_in.secret, lives=() if lives is None else lives.lines,
        asked={one.kind: one for one in waiting}, postal_offered=visit.institution.cases.takes(asked.POSTAL),
    )


@pages.get("/profile/contacts/{channel}")
async def show_address(channel: str, visit: SignedIn) -> Response:
    """Where the new address is typed."""
    if channel not in rules.CHANNELS:
        return refusal_page(visit, refused("page_not_found"))
    return _address_page(visit, channel)


@pages.post("/profile/contacts/{channel}")
async def begin(channel: str, request: Request, visit: SignedIn) -> Response:
    """Write a code to the new address, and ask for it."""
    form = await read_form(request, AddressForm)
    if isinstance(form, Refused) or channel not in rules.CHANNELS:
        return refusal_page(visit, form if isinstance(form, Refused) else refused("page_not_found"))
    begun = await actions.begin(
        visit.here, visit.institution, visit.me.id, channel=channel, typed=form.contact, language=visit.language,
        now=visit.now,
    )
    if isinstance(begun, Refused):
        return _address_page(visit, channel, form.contact, begun)
    return see_other(f"/profile/changes/{begun}")


@pages.get("/profile/changes/{change_id}")
async def show_change(change_id: UUID, visit: SignedIn) -> Response:
    """The code of the new address; or what becomes of the change, and how to take it back."""
    found = await _mine(visit, change_id)
    return refusal_page(visit, found) if isinstance(found, Refused) else _change_page(visit, found)


@pages.post("/profile/changes/{change_id}/code")
async def send_again(change_id: UUID, request: Request, visit: SignedIn) -> Response:
    """Another code for the new address."""
    form = await read_form(request, NoFields)
    found = form if isinstance(form, Refused) else await _mine(visit, change_id)
    if isinstance(found, Refused):
        return refusal_page(visit, found)
    assert isinstance(found, Change)
    sent = await actions.send_again(
        visit.here, visit.institution, visit.me.id, found.id, visit.language, visit.now
    )
    return see_other(f"/profile/changes/{found.id}") if sent is None else await _again(visit, found, sent)


@pages.post("/profile/changes/{change_id}/verification")
async def verify(change_id: UUID, request: Request, visit: SignedIn) -> Response:
    """Take the code of the new address, and ask the gate to change it."""
    form = await read_form(request, CodeForm)
    found = form if isinstance(form, Refused) else await _mine(visit, change_id)
    if isinstance(form, Refused) or isinstance(found, Refused):
        return refusal_page(visit, found if isinstance(found, Refused) else refused("form_unreadable"))
    read = await actions.verify(
        visit.here, visit.institution, visit.me.id, found.id, {"code": form.code}, visit.now
    )
    if isinstance(read, Refused):
        return await _again(visit, found, read)
    facts = ChangeContactFacts(
        change_id=read.id, channel="email" if read.channel == rules.EMAIL else "sms",
        address=actions.address_of(visit.here, read),
    )
    async with visit.here.transaction() as tx:
        asked = asking(visit, "change_contact", facts, read.id)
        opened = await gate.open(tx, visit.here, visit.institution, asked, visit.now)
    return await _again(visit, found, opened) if isinstance(opened, Refused) else see_other(f"/requests/{opened.id}")


@pages.post("/profile/changes/{change_id}/cancellation")
async def cancel(change_id: UUID, request: Request, visit: SignedIn) -> Response:
    """Keep the address of before. It asks for nothing: it only protects."""
    return await _kept(change_id, request, visit, not_me=False)


@pages.post("/profile/changes/{change_id}/disavowal")
async def disavow(change_id: UUID, request: Request, visit: SignedIn) -> Response:
    """« Ce n'est pas moi »: keep the address of before, and close every other session."""
    return await _kept(change_id, request, visit, not_me=True)


async def _kept(change_id: UUID, request: Request, visit: Visit, *, not_me: bool) -> Response:
    form = await read_form(request, NoFields)
    found = form if isinstance(form, Refused) else await _mine(visit, change_id)
    if isinstance(found, Refused):
        return refusal_page(visit, found)
    assert isinstance(found, Change)
    given = (visit.here, visit.institution, found)
    async with visit.here.transaction() as tx:
        if not_me:
            kept = await actions.disavow(
                tx, *given, current=visit.mine.id, current_device=visit.mine.device_id, language=visit.language,
                now=visit.now,
            )
        else:
            kept = await actions.cancel(tx, *given, language=visit.language, now=visit.now)
    if not kept:
        return refusal_page(visit, refused("contact_change_over"))
    return see_other("/profile?done=protected" if not_me else "/profile?done=kept")


async def _mine(visit: Visit, change_id: UUID) -> Change | Refused:
    """A change of this client; nobody's and somebody else's are answered alike."""
    async with visit.here.reading() as tx:
        found = await tables.change_of(tx, visit.institution.slug, visit.me.id, change_id)
    return refused("page_not_found") if found is None else found


async def _again(visit: Visit, found: Change, wrong: Refused) -> Response:
    """The page as it is now, with what went wrong."""
    fresh = await _mine(visit, found.id)
    return refusal_page(visit, fresh) if isinstance(fresh, Refused) else _change_page(visit, fresh, wrong)


def _addresses(channel: str, kept: list[tables.Kept]) -> tuple[str, list[tables.Kept]]:
    return channel, [one for one in kept if one.channel == channel]


def _address_page(visit: Visit, channel: str, typed: str = "", wrong: Refused | None = None) -> Response:
    return visit.here.templates.page(
        visit, "profile/address.html", status=200 if wrong is None else wrong.refusal.status, channel=channel,
        typed=typed, hours=visit.institution.safety.contact_hours, **_said(visit, wrong),
    )


def _change_page(visit: Visit, found: Change, wrong: Refused | None = None) -> Response:
    over = found.state in ("begun", "verified") and not actions.is_open(found, visit.now)
    return visit.here.templates.page(
        visit, "profile/change.html", status=200 if wrong is None else wrong.refusal.status, change=found,
        state="given_up" if over else found.state, minutes=max(0, int((found.code_until - visit.now).total_seconds())),
        address=rules.in_full(found.channel, actions.address_of(visit.here, found)) if found.address else found.hint,
        agency=visit.institution.cases.takes(asked.CONTACT), **_said(visit, wrong),
    )


def _said(visit: Visit, wrong: Refused | None) -> dict[str, object]:
    told = "" if wrong is None else sentence(visit, wrong)
    field = "" if wrong is None or wrong.field not in FIELDS else wrong.field
    return {"errors": {field: told} if field else {}, "general": "" if field else told}
