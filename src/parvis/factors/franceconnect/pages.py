"""The road to the identity provider and back: for a sign-in, an enrolment, a request; and leaving it.

Leaving is a link, not a form: our own pages go on sending their forms nowhere but to ourselves (CSP `form-action`).
What must be known on the way back travels in a cookie, sealed; the journey that it names ends once.
"""

import base64
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlencode
from uuid import UUID

import msgspec
import structlog
from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from parvis.clients import tables as clients
from parvis.errors import Refused, refused
from parvis.factors.franceconnect import departure as departures
from parvis.factors.franceconnect import pivot
from parvis.factors.franceconnect.departure import Departure, Purpose
from parvis.factors.franceconnect.factor import FranceConnect, handle_of
from parvis.factors.franceconnect.ours import Desk, desk, issuer_of
from parvis.factors.franceconnect.relay import Arrived, Relay
from parvis.factors.franceconnect.wrong import Wrong
from parvis.gate import actions as gate
from parvis.gate.pages import asked_here, owned
from parvis.means import actions as means
from parvis.seal import SealBroken
from parvis.sign_in import actions as sign_in
from parvis.sign_in import tables as tokens
from parvis.sign_in.pages import arrives, go_on
from parvis.web import cookies
from parvis.web.access import Anyone, SignedIn, TicketOrSession
from parvis.web.answers import refusal_page, see_other, sentence
from parvis.web.forms import read_query
from parvis.web.visit import Visit

pages = APIRouter()
log = structlog.get_logger()

JOURNEY, HINT = "identity", FranceConnect.trace  # cookies
LONGEST = 4000  # of a parameter of the answer, and of a cookie: what browsers keep
FIRST_TIME = timedelta(minutes=20)  # to sign in as usual once, and be led straight to binding the identity
AGAIN = ("identity_cancelled", "identity_stale", "identity_unreachable")  # Trying again may help.


class Answer(msgspec.Struct, frozen=True):
    """What the provider sends back through the browser: RFC 6749 section 4.1.2, RFC 9207, session management."""

    code: str = ""
    state: str = ""
    iss: str = ""
    error: str = ""
    error_description: str = ""
    error_uri: str = ""
    session_state: str = ""


class Leaving(msgspec.Struct, frozen=True):
    because: str = ""  # Judged by the page that it ends on.


class Farewell(msgspec.Struct, frozen=True):
    state: str = ""


@pages.get("/franceconnect/departure")
async def depart(request: Request, visit: Anyone) -> Response:
    """Leave to sign in."""
    if FranceConnect.kind not in visit.institution.sign_in.doors:
        return refusal_page(visit, refused("page_not_found"))
    if visit.client is not None:
        return see_other("/accounts")
    return await _leave(request, visit, "entry")


@pages.get("/franceconnect/enrolments/{authenticator_id}")
async def depart_to_enrol(authenticator_id: UUID, request: Request, visit: SignedIn) -> Response:
    """Leave to bring an identity back, for an enrolment that this very session has begun."""
    async with visit.here.reading() as tx:
        found = await means.begun(
            tx, visit.here, visit.institution, visit.me.id, authenticator_id, place=str(visit.mine.id), now=visit.now
        )
    if isinstance(found, Refused) or found.kind != FranceConnect.kind:
        return refusal_page(visit, found if isinstance(found, Refused) else refused("enrolment_over"))
    return await _leave(request, visit, "enrolment", about=str(found.id))


@pages.get("/franceconnect/requests/{request_id}/{authenticator_id}")
async def depart_to_prove(
    request_id: UUID, authenticator_id: UUID, request: Request, visit: TicketOrSession
) -> Response:
    """Leave to answer a request that waits."""
    found = await owned(visit, request_id)
    if found is None or not asked_here(visit, found):
        return refusal_page(visit, refused("page_not_found"))
    return await _leave(
        request, visit, "proof", about=str(found.id), means=str(authenticator_id), challenge=found.digest
    )


@pages.get("/franceconnect/return")
async def come_back(request: Request, visit: Anyone) -> Response:
    """The provider's answer. Whatever it is, this journey is over."""
    answer = read_query(request, Answer, longest=LONGEST)
    journey, at = _journey(request, visit), _desk(request, visit)
    if isinstance(answer, Refused) or journey is None or journey.purpose == "farewell" or isinstance(at, Wrong):
        return _sorry(visit, Wrong("identity_stale", "no journey of this browser"))
    if not departures.is_answered(journey, answer.state, visit.now):
        return _sorry(visit, Wrong("identity_stale", "the state is not this browser's, or is too old"))
    response = await _come_back(visit, at, journey, answer)
    cookies.drop(response, visit.here, JOURNEY)
    return response


@pages.get("/franceconnect/sign-out")
async def sign_out(request: Request, visit: Anyone) -> Response:
    """Signed out here: now there, where the provider has such a place. A page that moves on by itself."""
    query = read_query(request, Leaving)
    response = await _leave_for_good(request, visit, "" if isinstance(query, Refused) else query.because)
    cookies.drop(response, visit.here, HINT)
    return response


@pages.get("/franceconnect/signed-out")
async def signed_out(request: Request, visit: Anyone) -> Response:
    """Back from the provider, signed out of both. An answer to nothing changes nothing, and is told alike."""
    answer, journey = read_query(request, Farewell), _journey(request, visit)
    if isinstance(answer, Refused) or journey is None or journey.purpose != "farewell":
        return _gone("")
    response = _gone(journey.about)
    if departures.is_answered(journey, answer.state, visit.now):
        cookies.drop(response, visit.here, JOURNEY)
    return response


def _gone(because: str) -> Response:
    return see_other(f"/signed-out?{urlencode({'because': because})}" if because else "/signed-out")


async def _leave(
    request: Request, visit: Visit, purpose: Purpose, *, about: str = "", means: str = "", challenge: bytes = b""
) -> Response:
    at = _desk(request, visit)
    provider = at if isinstance(at, Wrong) else await at.relay.provider(visit.now)
    if isinstance(at, Wrong) or isinstance(provider, Wrong):
        return _sorry(visit, provider if isinstance(provider, Wrong) else Wrong("identity_unreachable", "no desk"))
    journey = departures.depart(
        purpose, visit.institution.slug, provider.issuer, visit.here.random, visit.now, about=about, means=means,
        challenge=challenge,
    )
    response = RedirectResponse(departures.address(
        provider, journey, client_id=at.ours.client_id, redirect_uri=at.ours.redirect_uri,
        scopes=at.scopes, level=at.ours.level,
    ), 303)
    _put(response, visit, JOURNEY, msgspec.json.encode(journey), minutes=departures.LIFETIME.total_seconds() / 60)
    return response


async def _leave_for_good(request: Request, visit: Visit, because: str) -> Response:
    hint, at = _opened(request, visit, HINT), _desk(request, visit)
    provider = at if isinstance(at, Wrong) else await at.relay.provider(visit.now)
    if not hint or visit.client is not None or isinstance(at, Wrong) or isinstance(provider, Wrong):
        return _gone(because)
    if not provider.end_session_endpoint:
        return _gone(because)
    journey = departures.depart(
        "farewell", visit.institution.slug, provider.issuer, visit.here.random, visit.now, about=because
    )
    back = at.back("signed-out")
    address = departures.sign_out_address(provider, journey, id_token=hint.decode(), redirect_uri=back)
    response: Response = visit.here.templates.page(visit, "factors/franceconnect/leaving.html", address=address)
    response.headers["Refresh"] = f"0; url={address}"
    _put(response, visit, JOURNEY, msgspec.json.encode(journey))
    return response


async def _come_back(visit: Visit, at: Desk, journey: Departure, answer: Answer) -> Response:
    """Make the answer into a person, once, and do what they left for."""
    now = visit.now
    async with visit.here.transaction(alone=True) as tx:
        first = await tokens.spend(tx, UUID(journey.once), now + 2 * departures.LIFETIME)
    provider = await at.relay.provider(now)
    if not first or isinstance(provider, Wrong):
        return _sorry(visit, provider if isinstance(provider, Wrong) else Wrong("identity_stale", "it has served"))
    if journey.issuer != provider.issuer:
        return _sorry(visit, Wrong("identity_unsound", "left for another provider (mix-up)"))
    code = departures.code_of(journey, provider, msgspec.structs.asdict(answer), now)
    arrived = code if isinstance(code, Wrong) else await at.relay.identify(journey, code, at.ours, now)
    if isinstance(arrived, Wrong):
        return _sorry(visit, arrived)
    if journey.purpose == "enrolment":
        return await _enrol(visit, journey, arrived, visit.here.clock())
    if journey.purpose == "proof":
        return await _prove(visit, journey, arrived, visit.here.clock())
    return await _sign_in(visit, journey, arrived, visit.here.clock())


async def _sign_in(visit: Visit, journey: Departure, arrived: Arrived, now: datetime) -> Response:
    here, handle, arrival = visit.here, _handle(arrived), arrives(visit)
    outcome = await sign_in.enter(
        here, visit.institution, FranceConnect.kind, handle,
        _voucher(visit, handle, journey, journey.challenge.hex(), now), journey.challenge, arrival, now,
    )
    if isinstance(outcome, Refused):
        unknown = outcome.refusal.code == "means_not_recognised"
        response = _told(visit, refused("identity_unknown") if unknown else outcome)
        if unknown:
            cookies.put(response, here, cookies.ONWARD, FranceConnect.kind, days=FIRST_TIME / timedelta(days=1))
        return response
    response = go_on(replace(visit, onward="/accounts"), outcome, arrival)
    return _hinted(response, visit, arrived)


async def _prove(visit: Visit, journey: Departure, arrived: Arrived, now: datetime) -> Response:
    found = await owned(visit, UUID(journey.about))
    if found is None or not asked_here(visit, found):
        return refusal_page(visit, refused("page_not_found"))
    voucher = _voucher(visit, _handle(arrived), journey, journey.challenge.hex(), now)
    outcome = await gate.prove(visit.here, visit.institution, found, UUID(journey.means), voucher, now)
    response = _told(visit, outcome) if isinstance(outcome, Refused) else see_other(f"/requests/{found.id}")
    # With a ticket it is how a session opens; without, there is one, which goes on as it was opened.
    return _hinted(response, visit, arrived) if found.ticket_hash is not None else response


async def _enrol(visit: Visit, journey: Departure, arrived: Arrived, now: datetime) -> Response:
    """Take the identity for this enrolment, if it is the very person whose space this is."""
    if visit.client is None or visit.session is None:
        return refusal_page(visit, refused("sign_in_needed"))
    async with visit.here.reading() as tx:
        found = await means.begun(
            tx, visit.here, visit.institution, visit.client.id, UUID(journey.about), place=str(visit.session.id),
            now=now,
        )
        kept = await clients.civil_identity(tx, visit.institution.slug, visit.client.id)
    if isinstance(found, Refused):
        return refusal_page(visit, found)
    theirs = pivot.read(arrived.claims)
    if isinstance(theirs, Wrong):
        return _sorry(visit, theirs)
    if not kept or not pivot.is_same(_civil(visit, kept), theirs):
        log.info("identity_refused", code="identity_differs", because="another person's, or not known here")
        return _told(visit, refused("identity_differs"))
    voucher = _voucher(visit, _handle(arrived), journey, str(found.id), now)
    taken = await means.confirm(visit.here, visit.institution, visit.client.id, found, voucher, now)
    if isinstance(taken, Refused):
        return refusal_page(visit, taken)
    return see_other(f"/security/means/{found.id}/enrollment")


def _civil(visit: Visit, sealed: bytes) -> pivot.Pivot:
    return pivot.from_bytes(visit.here.keys.unseal(sealed, purpose=f"identity:{visit.me.id}"))


def _handle(arrived: Arrived) -> bytes:
    return handle_of(arrived.identified.issuer, arrived.identified.subject)


def _voucher(visit: Visit, handle: bytes, journey: Departure, place: str, now: datetime) -> dict[str, str]:
    factor = visit.here.factors[FranceConnect.kind]
    assert isinstance(factor, FranceConnect)
    return {"voucher": factor.voucher(handle, journey.once, place, now)}


def _hinted(response: Response, visit: Visit, arrived: Arrived) -> Response:
    """Keep, in this browser alone and sealed, what its provider will want to see when it signs out."""
    _put(response, visit, HINT, arrived.id_token.encode())
    return response


def _sorry(visit: Visit, wrong: Wrong) -> Response:
    log.info("identity_refused", code=wrong.code, because=wrong.because)
    return _told(visit, refused(wrong.code))


def _told(visit: Visit, wrong: Refused) -> Response:
    """What went wrong, and the other ways in; for whoever is signed in already, the way back."""
    response: Response = visit.here.templates.page(
        visit, "factors/franceconnect/sorry.html", status=wrong.refusal.status, code=wrong.refusal.code,
        sentence=sentence(visit, wrong), again=wrong.refusal.code in AGAIN,
    )
    if wrong.refusal.status == 503:
        response.headers["Retry-After"] = "5"
    return response


def _desk(request: Request, visit: Visit) -> Desk | Wrong:
    """Where the visitor's institution speaks with the provider from. One conversation for each process."""
    settings, institution, state = visit.here.settings, visit.institution, request.app.state
    if not hasattr(state, "identity_relay"):
        state.identity_relay = Relay(issuer_of(settings), plain=settings.mode != "production")
    return desk(
        state.identity_relay, institution.identity, settings, visit.here.keys, slug=institution.slug,
        hosts=institution.hosts, origin=visit.origin,
    )


def _journey(request: Request, visit: Visit) -> Departure | None:
    """The journey that this browser is on, at this institution."""
    try:
        found = msgspec.json.decode(_opened(request, visit, JOURNEY), type=Departure)
    except msgspec.DecodeError:
        return None
    return found if found.institution == visit.institution.slug else None


def _opened(request: Request, visit: Visit, kind: str) -> bytes:
    """What a cookie of ours holds; b"" where it holds nothing, or nothing of ours."""
    text = request.cookies.get(cookies.name_of(visit.here, kind), "")[:LONGEST]
    try:
        sealed = base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
        return visit.here.keys.unseal(sealed, purpose=_purpose(visit, kind))
    except (SealBroken, ValueError):
        return b""


def _put(response: Response, visit: Visit, kind: str, plain: bytes, *, minutes: float | None = None) -> None:
    text = departures.text_of(visit.here.keys.seal(plain, purpose=_purpose(visit, kind)))
    if len(text) <= LONGEST:
        cookies.put(response, visit.here, kind, text, days=None if minutes is None else minutes / 1440)


def _purpose(visit: Visit, kind: str) -> str:
    return f"cookie:{kind}:{visit.institution.slug}"
