"""« Mes moyens d'authentification »: seeing them, adding one, changing the secret."""

from uuid import UUID

import msgspec
from fastapi import APIRouter, Request, Response

from parvis.clients.tables import Client
from parvis.errors import Refused, refused
from parvis.factors import pages_of
from parvis.gate import actions as gate
from parvis.gate.asking import ask, asking, asking_within, open_asked
from parvis.gate.pages import owned
from parvis.gate.rules import State
from parvis.gate.tables import Request as Asked
from parvis.hashing import TooBusy
from parvis.means import actions, loss, rules, tables
from parvis.means.actions import Began, Confirmed
from parvis.operations.change_secret import ChangeFacts
from parvis.operations.enroll_factor import EnrollFacts
from parvis.web.access import SignedIn, TicketOrSession
from parvis.web.answers import refusal_page, see_other, sentence
from parvis.web.forms import Verbatim, answer_form, key_of, read_form
from parvis.web.visit import Visit

pages = APIRouter()

LONGEST_ANSWER = 16_384  # A key that a means has just made, with what its maker says of it.


class NameForm(msgspec.Struct, frozen=True):
    """How the client calls the means that they add."""

    name: str = ""


class SecretForm(msgspec.Struct, frozen=True):
    """A new secret, twice. `key` makes a double click one request."""

    secret: Verbatim = ""
    secret_again: Verbatim = ""
    key: str = ""


@pages.get("/security/means")
async def list_means(visit: SignedIn) -> Response:
    """The factors of this client, and those that they can add."""
    institution = visit.institution
    async with visit.here.reading() as tx:
        means = await tables.means_of(tx, institution.slug, visit.me.id)
        left = await actions.left_of(tx, visit.here, institution, visit.me.id)
        kept = await actions.kept_by_browser(tx, visit.here, institution, visit.me.id)
        waiting = await loss.waiting(tx, institution, visit.me.id)
    addable = [
        kind
        for kind in institution.means
        if rules.can_add(institution, visit.here.factors.get(kind), within=rules.WITHIN_SESSION)
    ]
    return visit.here.templates.page(
        visit, "means/list.html", means=means, left=left, addable=addable, secret=institution.sign_in.secret,
        waiting=waiting,
        kept=[(f"{pages_of(visit.here.factors[kind])}/accepted.html", said) for kind, said in kept.items()],
    )


@pages.get("/security/means/new/{kind}")
async def choose(kind: str, visit: SignedIn) -> Response:
    """What this means is, and the name to give it."""
    if not rules.can_add(visit.institution, visit.here.factors.get(kind), within=rules.WITHIN_SESSION):
        return refusal_page(visit, refused("means_not_offered"))
    return _start_page(visit, kind, f"/security/means/new/{kind}")


@pages.post("/security/means/new/{kind}")
async def begin(kind: str, request: Request, visit: SignedIn) -> Response:
    """Make its key, and go on to the page that shows it."""
    form = await read_form(request, NameForm)
    if isinstance(form, Refused):
        return refusal_page(visit, form)
    if not rules.can_add(visit.institution, visit.here.factors.get(kind), within=rules.WITHIN_SESSION):
        return refusal_page(visit, refused("means_not_offered"))
    began = await _begin(visit, visit.me.id, kind, form.name, str(visit.mine.id), visit.me.name)
    if isinstance(began, Refused):
        return refusal_page(visit, began)
    return see_other(f"/security/means/{began}/enrollment")


@pages.get("/security/means/{authenticator_id}/enrollment")
async def show_enrollment(authenticator_id: UUID, visit: SignedIn) -> Response:
    """The key to scan or copy, or the code for the phone; and where its first code goes."""
    found = await _begun(visit, visit.me.id, authenticator_id, str(visit.mine.id))
    if isinstance(found, Refused):
        return refusal_page(visit, found)
    return _enrollment_page(visit, found, f"/security/means/{found.id}/enrollment")


@pages.post("/security/means/{authenticator_id}/enrollment")
async def confirm(authenticator_id: UUID, request: Request, visit: SignedIn) -> Response:
    """Take its first code, and ask the gate to add it."""
    form = await read_form(request, answer_form(visit.here.factors.values()), longest=LONGEST_ANSWER)
    if isinstance(form, Refused):
        return refusal_page(visit, form)
    found = await _begun(visit, visit.me.id, authenticator_id, str(visit.mine.id))
    if isinstance(found, Refused):
        return refusal_page(visit, found)
    confirmed = await actions.confirm(
        visit.here, visit.institution, visit.me.id, found, msgspec.structs.asdict(form), visit.now
    )
    if isinstance(confirmed, Refused):
        return _enrollment_page(visit, found, f"/security/means/{found.id}/enrollment", wrong=confirmed)
    return await ask(visit, "enroll_factor", _facts(confirmed, rules.WITHIN_SESSION), found.id)


@pages.get("/requests/{request_id}/enrollment/{kind}")
async def first_enrollment(request_id: UUID, kind: str, visit: TicketOrSession) -> Response:
    """In the middle of a first sign-in: what to add, then its key."""
    parent = await _parent(visit, request_id, kind)
    if isinstance(parent, Refused):
        return refusal_page(visit, parent)
    address = f"/requests/{parent.id}/enrollment/{kind}"
    async with visit.here.reading() as tx:
        found = await actions.begun_in(
            tx, visit.here, visit.institution, parent.client_id, kind, place=str(parent.id), now=visit.now
        )
    if found is None:
        return _start_page(visit, kind, address)
    return _enrollment_page(visit, found, f"{address}/proof")


@pages.post("/requests/{request_id}/enrollment/{kind}")
async def begin_first(request_id: UUID, kind: str, request: Request, visit: TicketOrSession) -> Response:
    """Make the key of the first means of that kind."""
    form = await read_form(request, NameForm)
    if isinstance(form, Refused):
        return refusal_page(visit, form)
    parent = await _parent(visit, request_id, kind)
    if isinstance(parent, Refused):
        return refusal_page(visit, parent)
    began = await _begin(visit, parent.client_id, kind, form.name, str(parent.id), visit.institution.short_name)
    if isinstance(began, Refused):
        return refusal_page(visit, began)
    return see_other(f"/requests/{parent.id}/enrollment/{kind}")


@pages.post("/requests/{request_id}/enrollment/{kind}/proof")
async def confirm_first(request_id: UUID, kind: str, request: Request, visit: TicketOrSession) -> Response:
    """Take its first code. Approved, it adds the means and finishes the sign-in."""
    form = await read_form(request, answer_form(visit.here.factors.values()), longest=LONGEST_ANSWER)
    if isinstance(form, Refused):
        return refusal_page(visit, form)
    parent = await _parent(visit, request_id, kind)
    if isinstance(parent, Refused):
        return refusal_page(visit, parent)
    async with visit.here.reading() as tx:
        found = await actions.begun_in(
            tx, visit.here, visit.institution, parent.client_id, kind, place=str(parent.id), now=visit.now
        )
    if found is None:
        return refusal_page(visit, refused("enrolment_over"))
    confirmed = await actions.confirm(
        visit.here, visit.institution, parent.client_id, found, msgspec.structs.asdict(form), visit.now
    )
    if isinstance(confirmed, Refused):
        return _enrollment_page(visit, found, f"/requests/{parent.id}/enrollment/{kind}/proof", wrong=confirmed)
    facts = _facts(confirmed, rules.WITHIN_SIGN_IN)
    return await open_asked(visit, asking_within(visit, parent, "enroll_factor", facts, found.id))


@pages.get("/security/secret")
async def show_secret(visit: SignedIn) -> Response:
    """Where a new secret is chosen. The current one is asked afterwards, by the policy."""
    return _secret_page(visit, str(visit.here.new_id()), None)


@pages.post("/security/secret")
async def change_secret(request: Request, visit: SignedIn) -> Response:
    """Check the new secret and ask the gate to put it in the place of the old one."""
    form = await read_form(request, SecretForm)
    if isinstance(form, Refused):
        return refusal_page(visit, form)
    key = key_of(form.key)
    if key is None:
        return refusal_page(visit, refused("form_unreadable"))
    kind = visit.institution.sign_in.secret
    if form.secret != form.secret_again:
        return _secret_page(visit, form.key, refused("secrets_differ", field="secret_again"))
    given = {"secret": form.secret, "about": _about(visit.me, visit)}
    factor = visit.here.factors[kind]
    try:
        prepared = await visit.here.hasher.run(factor.prepare, given, visit.here.random, visit.now)
    except TooBusy:
        return _secret_page(visit, form.key, refused("too_busy"))
    if isinstance(prepared, str):
        return _secret_page(visit, form.key, refused(prepared, field="secret"))
    async with visit.here.transaction() as tx:
        pending = await actions.keep_secret(
            tx, visit.here, visit.institution, visit.me.id, kind=kind, prepared=prepared, now=visit.now
        )
        facts = ChangeFacts(authenticator_id=pending, kind=kind, binding=rules.binding_of(prepared.material))
        asked = asking(visit, "change_secret", facts, key)
        opened = await gate.open(tx, visit.here, visit.institution, asked, visit.now)
    return refusal_page(visit, opened) if isinstance(opened, Refused) else see_other(f"/requests/{opened.id}")


async def _parent(visit: Visit, request_id: UUID, kind: str) -> Asked | Refused:
    """The sign-in that waits and may enrol this kind: only a first one, and only what the institution lists."""
    found = await owned(visit, request_id)
    if found is None or found.operation != "sign_in":
        return refused("page_not_found")
    if found.state != State.WAITING or found.expires_at <= visit.now:
        return refused("request_expired")
    if not rules.can_add(visit.institution, visit.here.factors.get(kind), within=rules.WITHIN_SIGN_IN):
        return refused("means_not_offered")
    async with visit.here.reading() as tx:
        has_one = await tables.has_any(
            tx, visit.institution.slug, found.client_id, visit.institution.sign_in.enrols
        )
    return refused("enrolment_not_here") if has_one else found


async def _begin(
    visit: Visit, client_id: UUID, kind: str, name: str, place: str, account: str
) -> UUID | Refused:
    return await actions.begin(
        visit.here, visit.institution, client_id, kind=kind, place=place, account=account, now=visit.now,
        name=rules.clean_name(name, visit.say(f"factor-{kind}")), origin=visit.origin,
    )


async def _begun(visit: Visit, client_id: UUID, authenticator_id: UUID, place: str) -> Began | Refused:
    async with visit.here.reading() as tx:
        return await actions.begun(
            tx, visit.here, visit.institution, client_id, authenticator_id, place=place, now=visit.now
        )


def _facts(confirmed: Confirmed, within: str) -> EnrollFacts:
    found = confirmed.enrolment
    return EnrollFacts(
        authenticator_id=found.id, kind=found.kind, name=found.name, binding=rules.binding_of(found.material),
        within="sign_in" if within == rules.WITHIN_SIGN_IN else "session", spent=confirmed.spent,
        fingerprint=found.fingerprint,
    )


def _start_page(visit: Visit, kind: str, action: str) -> Response:
    return visit.here.templates.page(visit, "means/start.html", kind=kind, action=action)


def _enrollment_page(visit: Visit, found: Began, action: str, *, wrong: Refused | None = None) -> Response:
    """The page of one enrolment; as it was, with what went wrong."""
    told = "" if wrong is None else _told(visit, wrong, found.kind)
    field = "" if wrong is None else wrong.field
    return visit.here.templates.page(
        visit, "means/enrollment.html", status=200 if wrong is None else wrong.refusal.status,
        enrolling=f"{pages_of(visit.here.factors[found.kind])}/enroll.html",
        kind=found.kind, name=found.name, authenticator_id=str(found.id), heard=found.heard,
        fingerprint=found.fingerprint, shown=found.shown,
        action=action, errors={field: told} if field else {}, general="" if field else told,
    )


def _told(visit: Visit, wrong: Refused, kind: str) -> str:
    """What went wrong; in the factor's own words where what it takes is not a code."""
    own = f"factor-{kind}-not-confirmed"
    codeless = wrong.refusal.code == "means_not_confirmed" and visit.say.has(own)
    return visit.say(own) if codeless else sentence(visit, wrong)


def _secret_page(visit: Visit, key: str, wrong: Refused | None) -> Response:
    kind = visit.institution.sign_in.secret
    told = "" if wrong is None else sentence(visit, wrong)
    field = "" if wrong is None else wrong.field
    return visit.here.templates.page(
        visit, "means/secret.html", status=200 if wrong is None else wrong.refusal.status,
        kind=kind, changing=f"{pages_of(visit.here.factors[kind])}/change.html", key=key,
        errors={field: told} if field else {}, general="" if field else told,
    )


def _about(client: Client, visit: Visit) -> str:
    """What a stranger would try first in a password of this client."""
    return "\n".join((client.given_name, client.family_name, visit.institution.short_name))
