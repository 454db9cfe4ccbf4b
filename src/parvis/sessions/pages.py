"""Staying, leaving, and how long is left."""

import msgspec
from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from parvis.errors import Refused
from parvis.factors import SignedInElsewhere
from parvis.gate import actions as gate
from parvis.operations.end_session import EndSessionFacts
from parvis.sessions import rules
from parvis.web import cookies
from parvis.web.access import Anyone, SignedIn, SignedInQuietly
from parvis.web.answers import refusal_page, see_other
from parvis.web.forms import read_form, read_query
from parvis.web.visit import Visit

pages = APIRouter()

ENDED = ("idle", "elsewhere", "everywhere")


class Back(msgspec.Struct, frozen=True):
    back: str = ""


class Because(msgspec.Struct, frozen=True):
    because: str = ""


@pages.get("/session/remaining")
async def remaining(visit: SignedInQuietly) -> Response:
    """Seconds before the session ends by itself. Asking does not keep it alive."""
    left = rules.seconds_left(visit.mine, visit.institution.session, visit.now)
    return JSONResponse({"seconds": left}, headers={"Cache-Control": "no-store"})


@pages.post("/session/extension")
async def extend(request: Request, visit: SignedIn) -> Response:
    """« Rester connecté »: the idle clock has started again. Back to the page, or the seconds for a script."""
    form = await read_form(request, Back)
    if "application/json" in request.headers.get("accept", ""):
        seconds = visit.institution.session.idle_minutes * 60
        return JSONResponse({"seconds": seconds}, headers={"Cache-Control": "no-store"})
    back = "" if isinstance(form, Refused) else form.back
    return see_other(back if _ours(back) else visit.institution.home)


@pages.post("/sign-out")
async def sign_out(visit: Anyone) -> Response:
    """End one's own session. Whoever has none any more is signed out all the same."""
    if visit.client is not None and visit.session is not None:
        asking = gate.Asking(
            client_id=visit.client.id, operation="end_session", key=visit.here.new_id(), session_id=visit.session.id,
            facts=EndSessionFacts(str(visit.session.id), "signed_out", visit.session.browser),
            network=visit.network, browser=visit.browser, language=visit.language,
        )
        await gate.ask(visit.here, visit.institution, asking, visit.now)
    response = see_other(_onward(visit))
    cookies.drop(response, visit.here, cookies.SESSION)
    cookies.drop(response, visit.here, cookies.TICKET)
    return response


@pages.get("/signed-out")
async def signed_out(request: Request, visit: Anyone) -> Response:
    """What happened, and the way back in."""
    query = read_query(request, Because)
    if isinstance(query, Refused):
        return refusal_page(visit, query)
    because = query.because if query.because in ENDED else ""
    if because and visit.client is None and (elsewhere := _still_in(request, visit)):
        return see_other(f"{elsewhere}?because={because}")
    response: Response = visit.here.templates.page(visit, "ui/signed_out.html", because=because)
    return response


def _onward(visit: Visit) -> str:
    """Where one goes on after signing out: to where else one is signed in, by what opened this session."""
    kinds = visit.session.means.split("+") if visit.session is not None else []
    factors = [visit.here.factors[kind] for kind in kinds if kind in visit.here.factors]
    return next((one.signs_out for one in factors if isinstance(one, SignedInElsewhere)), "/signed-out")


def _still_in(request: Request, visit: Visit) -> str:
    """The page that signs out of where this browser is still signed in, though its session here has ended; ""."""
    factors = (one for one in visit.here.factors.values() if isinstance(one, SignedInElsewhere))
    return next((one.signs_out for one in factors if cookies.name_of(visit.here, one.trace) in request.cookies), "")


def _ours(path: str) -> bool:
    """Whether this is a path of our own site, and not another address in disguise."""
    return path.startswith("/") and not path.startswith("//") and "\\" not in path
