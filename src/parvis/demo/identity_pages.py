"""The simulated identity provider, at a host of its own. It says on screen what it is; production has none."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import msgspec
from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse
from fastapi.routing import APIRoute
from joserfc import jws
from joserfc.errors import JoseError
from starlette.routing import Match
from starlette.types import Scope

from parvis.demo import identity
from parvis.demo.identity import CITIZENS, LEVELS, Access, Asked, Code
from parvis.errors import Refused
from parvis.factors.franceconnect.ours import DEMO_HOST
from parvis.sign_in.tables import spend
from parvis.web.access import Start
from parvis.web.forms import read_form, read_query
from parvis.web.visit import Visit

LONGEST = 4000


class OnIdentityHost(APIRoute):
    """A route of the provider's host alone."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        host = dict(scope.get("headers", [])).get(b"host", b"").decode("latin-1").rsplit(":", 1)[0]
        return super().matches(scope) if host.lower() == DEMO_HOST else (Match.NONE, {})


pages = APIRouter(route_class=OnIdentityHost)


class Chosen(msgspec.Struct, frozen=True):
    asked: str = ""
    citizen: str = ""
    level: str = ""


class Redeemed(msgspec.Struct, frozen=True):
    grant_type: str = ""
    code: str = ""
    redirect_uri: str = ""
    code_verifier: str = ""
    client_id: str = ""
    client_secret: str = ""


class Ended(msgspec.Struct, frozen=True):
    id_token_hint: str = ""
    state: str = ""
    post_logout_redirect_uri: str = ""


class Parameters(msgspec.Struct, frozen=True):
    response_type: str = ""
    client_id: str = ""
    redirect_uri: str = ""
    scope: str = ""
    state: str = ""
    nonce: str = ""
    acr_values: str = ""
    prompt: str = ""
    code_challenge: str = ""
    code_challenge_method: str = ""
    language: str = ""


@pages.get("/.well-known/openid-configuration")
async def discovery(visit: Start) -> Response:
    return JSONResponse(identity.document(visit.here))


@pages.get("/jwks")
async def jwks(visit: Start) -> Response:
    return JSONResponse({"keys": [identity.key_of(visit.here.keys).as_dict(private=False)]})


@pages.get("/authorization")
async def authorization(request: Request, visit: Start) -> Response:
    """Who are you? Each answer is a link: this page, like all of ours, sends no form to another site."""
    query = read_query(request, Parameters, longest=LONGEST)
    asked = None if isinstance(query, Refused) else identity.asked(visit.here, msgspec.structs.asdict(query))
    if asked is None:
        return _page(visit, "demo/identity_refused.html", status=400)
    client = identity.client_of(visit.here, asked.client_id)
    assert client is not None
    sealed = identity.sealed(visit.here.keys, asked)
    return _page(
        visit, "demo/identity.html", client=client.name, level=asked.level, asked=sealed,
        citizens=CITIZENS, levels=LEVELS,
    )


@pages.get("/authorization/answer")
async def answer(request: Request, visit: Start) -> Response:
    """Back to the institution, with a code, or with a no."""
    query = read_query(request, Chosen, longest=LONGEST)
    asked = None if isinstance(query, Refused) else identity.opened(visit.here.keys, query.asked, Asked)
    if isinstance(query, Refused) or asked is None or query.level not in LEVELS:
        return _page(visit, "demo/identity_refused.html", status=400)
    told = {"state": asked.state, "iss": identity.issuer(visit.here)}
    if query.citizen in [str(number) for number in range(len(CITIZENS))]:
        told["code"] = identity.code_for(visit.here, asked, int(query.citizen), query.level, visit.now)
    else:
        told["error"] = "access_denied"
    return RedirectResponse(f"{asked.redirect_uri}?{urlencode(told)}", 303)


@pages.post("/token")
async def token(request: Request, visit: Start) -> Response:
    """A code for its tokens, once, to the institution that asked and to no other."""
    form = await read_form(request, Redeemed, longest=LONGEST)
    if isinstance(form, Refused) or form.grant_type != "authorization_code":
        return JSONResponse({"error": "invalid_request"}, 400)
    client, here = identity.client_of(visit.here, form.client_id), visit.here
    if client is None or not identity.is_right(here, client, form.client_secret):
        return JSONResponse({"error": "invalid_client"}, 401)
    code = identity.opened(here.keys, form.code, Code)
    right = (
        code is not None and visit.now.timestamp() < code.until and code.asked.client_id == form.client_id
        and code.asked.redirect_uri == form.redirect_uri and identity.fits(form.code_verifier, code.asked.challenge)
    )  # fmt: skip
    if code is None or not right:
        return JSONResponse({"error": "invalid_grant"}, 400)
    async with here.transaction(alone=True) as tx:
        first = await spend(tx, UUID(code.once), visit.now + 2 * identity.CODE_LIFETIME)
    if not first:
        return JSONResponse({"error": "invalid_grant"}, 400)
    until = int(visit.now.timestamp()) + identity.TOKEN_SECONDS
    access = identity.sealed(here.keys, Access(client_id=form.client_id, citizen=code.citizen, until=until))
    return JSONResponse({
        "access_token": access, "token_type": "Bearer", "expires_in": identity.TOKEN_SECONDS,
        "id_token": identity.id_token(here, code, access, visit.now),
    }, headers={"Cache-Control": "no-store"})  # fmt: skip


@pages.get("/userinfo")
async def userinfo(request: Request, visit: Start) -> Response:
    """What is known of the citizen, signed, as FranceConnect does."""
    bearer = request.headers.get("authorization", "").removeprefix("Bearer ")
    access = identity.opened(visit.here.keys, bearer, Access)
    if access is None or visit.now.timestamp() >= access.until:
        return JSONResponse({"error": "invalid_token"}, 401)
    return Response(identity.userinfo(visit.here, access), media_type="application/jwt")


@pages.get("/end")
async def end(request: Request, visit: Start) -> Response:
    """Signed out here as well, and back, to an address that is registered."""
    query = read_query(request, Ended, longest=LONGEST)
    if isinstance(query, Refused):
        return _page(visit, "demo/identity_refused.html", status=400)
    try:
        told = jws.deserialize_compact(query.id_token_hint, identity.key_of(visit.here.keys), algorithms=["ES256"])
        client = identity.client_of(visit.here, msgspec.json.decode(told.payload, type=dict[str, Any]).get("aud", ""))
    except (JoseError, ValueError):
        client = None
    known = [] if client is None else identity.addresses(visit.here, client, "signed-out")
    if query.post_logout_redirect_uri not in known:
        return _page(visit, "demo/identity_refused.html", status=400)
    return RedirectResponse(f"{query.post_logout_redirect_uri}?{urlencode({'state': query.state})}", 303)


def _page(visit: Visit, name: str, status: int = 200, **context: Any) -> Response:
    response: Response = visit.here.templates.page(visit, name, status=status, institution=None, **context)
    return response
