"""The link of an invitation: it lets an agent make a first key, and opens nothing else."""

import msgspec
from fastapi import APIRouter, Request, Response

from parvis.agency import actions
from parvis.agency.tables import Invitation
from parvis.errors import Refused, refused
from parvis.factors import pages_of
from parvis.gate import actions as gate
from parvis.gate.rules import State
from parvis.means import actions as means
from parvis.means import rules as means_rules
from parvis.means.actions import Began
from parvis.operations.accept_invitation import InvitationFacts
from parvis.web.access import Invited
from parvis.web.answers import refusal_page, see_other, sentence
from parvis.web.forms import answer_form, read_form
from parvis.web.visit import Visit

pages = APIRouter()

LONGEST_ANSWER = 16_384  # A key that a device has just made, with what its maker says of it.


class NoFields(msgspec.Struct, frozen=True):
    """A form that is only a button."""


@pages.get("/invitation/{token}")
async def show(token: str, visit: Invited) -> Response:
    """Who is invited and what is needed; once begun, the button that makes the key."""
    found = await _open(visit, token)
    if isinstance(found, Refused):
        return refusal_page(visit, found)
    return _page(visit, token, found, await _begun(visit, found))


@pages.post("/invitation/{token}")
async def begin(token: str, request: Request, visit: Invited) -> Response:
    """Prepare a key for the device to make."""
    form = await read_form(request, NoFields)
    found = form if isinstance(form, Refused) else await _open(visit, token)
    if isinstance(found, Refused):
        return refusal_page(visit, found)
    assert isinstance(found, Invitation)
    if await _begun(visit, found) is None:
        kind = visit.institution.sign_in.doors[0]
        began = await means.begin(
            visit.here, visit.institution, found.person_id, kind=kind, name=visit.say(f"factor-{kind}"),
            place=str(found.id), account=f"{found.given_name} {found.family_name}", origin=visit.origin, now=visit.now,
        )
        if isinstance(began, Refused):
            return refusal_page(visit, began)
    return see_other(f"/invitation/{token}")


@pages.post("/invitation/{token}/key")
async def make(token: str, request: Request, visit: Invited) -> Response:
    """Take the key that the device has made, and ask the gate to let it serve: it uses the invitation up."""
    form = await read_form(request, answer_form(visit.here.factors.values()), longest=LONGEST_ANSWER)
    found = form if isinstance(form, Refused) else await _open(visit, token)
    if isinstance(found, Refused):
        return refusal_page(visit, found)
    assert isinstance(found, Invitation)
    began = await _begun(visit, found)
    if began is None:
        return see_other(f"/invitation/{token}")
    answer = msgspec.structs.asdict(form)
    confirmed = await means.confirm(visit.here, visit.institution, found.person_id, began, answer, visit.now)
    if isinstance(confirmed, Refused):
        return _page(visit, token, found, began, confirmed)
    facts = InvitationFacts(
        invitation_id=found.id, authenticator_id=began.id, kind=began.kind, name=began.name,
        binding=means_rules.binding_of(confirmed.enrolment.material),
    )
    asking = gate.Asking(
        client_id=found.person_id, operation="accept_invitation", facts=facts, key=began.id, network=visit.network,
        browser=visit.browser, language=visit.language,
    )
    async with visit.here.transaction() as tx:
        opened = await gate.open(tx, visit.here, visit.institution, asking, visit.now)
    if isinstance(opened, Refused):
        return refusal_page(visit, opened)
    if opened.state != State.EXECUTED:
        return refusal_page(visit, refused(opened.because or "invitation_over"))
    return visit.here.templates.page(visit, "agency/key_made.html")


async def _open(visit: Visit, token: str) -> Invitation | Refused:
    """The invitation of that link. One that has served or is too old, and nobody's, are answered alike."""
    async with visit.here.reading() as tx:
        found = await actions.invitation_of(tx, visit.institution, token)
    return found if found is not None and found.open(visit.now) else refused("invitation_over")


async def _begun(visit: Visit, invitation: Invitation) -> Began | None:
    async with visit.here.reading() as tx:
        return await means.begun_in(
            tx, visit.here, visit.institution, invitation.person_id, visit.institution.sign_in.doors[0],
            place=str(invitation.id), now=visit.now,
        )


def _page(
    visit: Visit, token: str, invitation: Invitation, began: Began | None, wrong: Refused | None = None
) -> Response:
    given = {} if began is None else {
        "shown": began.shown, "heard": began.heard, "kind": began.kind,
        "enrolling": f"{pages_of(visit.here.factors[began.kind])}/enroll.html",
    }  # fmt: skip
    action = f"/invitation/{token}" + ("" if began is None else "/key")
    return visit.here.templates.page(
        visit, "agency/invitation.html", status=200 if wrong is None else wrong.refusal.status, one=invitation,
        action=action, general="" if wrong is None else sentence(visit, wrong),
        code="" if wrong is None else wrong.refusal.code, **({"enrolling": ""} | given),
    )
