"""Detecting a certificate on its dedicated host, coming back from there, and giving the signature of an order.

    the sign-in page → `detection` (this browser is noted) → the dedicated host, whose TLS asks for the certificate →
    back here with a sealed statement, or the reason why not → « Entrer », which is the door's own form
"""

import base64
from typing import TypeVar
from urllib.parse import urlencode
from uuid import UUID

import msgspec
from fastapi import APIRouter, Request, Response

from parvis.errors import CATALOGUE, Refused, refused
from parvis.factors.certificate import revocation, signature, wire
from parvis.factors.certificate.factor import Certificate
from parvis.factors.certificate.path import path_of
from parvis.factors.certificate.wire import STATEMENT_LIFETIME, Knock, Statement
from parvis.gate import pages as gate
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.sessions.tokens import hashed, new_token
from parvis.web import cookies
from parvis.web.access import Anyone, Dedicated, Denied, TicketOrSession
from parvis.web.answers import refusal_page, see_other, sentence
from parvis.web.client_certificate import presented
from parvis.web.forms import read_query
from parvis.web.uploads import read_upload
from parvis.web.visit import Visit

pages = APIRouter()

LONGEST_QUERY = 4000
Query = TypeVar("Query", "KnockQuery", "StatementQuery")


class KnockQuery(msgspec.Struct, frozen=True):
    knock: str = ""


class StatementQuery(msgspec.Struct, frozen=True):
    statement: str = ""


@pages.get("/sign-in/certificate/detection")
async def detection(request: Request, visit: Anyone) -> Response:
    """Note which browser asks, and lead it to the host that asks for a certificate."""
    query = read_query(request, KnockQuery, longest=LONGEST_QUERY)
    factor, here = _factor(visit.here), visit.here
    trust = factor.trusts.of(visit.institution.slug) if _offers(visit) else None
    if isinstance(query, Refused) or trust is None:
        return refusal_page(visit, query if isinstance(query, Refused) else refused("page_not_found"))
    knock = wire.unseal(here.keys, query.knock, Knock, visit.now)
    if knock is None:
        return see_other("/sign-in")
    ticket = visit.ticket or new_token(here.random)
    knock = msgspec.structs.replace(knock, institution=visit.institution.slug, browser=hashed(ticket))
    port = "" if here.settings.certificate_port == 443 else f":{here.settings.certificate_port}"
    response = see_other(f"https://{trust.host}{port}/certificate?{urlencode({'knock': wire.seal(here.keys, knock)})}")
    cookies.put(response, here, cookies.TICKET, ticket, days=cookies.TICKET_MINUTES / 1440)
    return response


@pages.get("/certificate")
async def at_the_dedicated_host(request: Request, here: Dedicated) -> Response:
    """What TLS asked for has been given, or not: judge it, and send the browser back with what was found."""
    factor = _factor(here)
    slug = factor.trusts.at(request.headers.get("host", ""))
    institution = here.institutions.by_slug(slug)
    if institution is None:
        raise Denied(None, refused("unknown_institution"))
    back = here.settings.origins(institution.hosts)[0]
    query = read_query(request, KnockQuery, longest=LONGEST_QUERY)
    knock = None if isinstance(query, Refused) else wire.unseal(here.keys, query.knock, Knock, here.clock())
    if knock is None or knock.institution != slug:
        return see_other(f"{back}/sign-in")
    statement = await _judged(request, here, institution, knock)
    sealed = wire.seal(here.keys, statement)
    return see_other(f"{back}/sign-in/certificate/return?{urlencode({'statement': sealed})}")


@pages.get("/sign-in/certificate/return")
async def back_again(request: Request, visit: Anyone) -> Response:
    """What the dedicated host found: whose certificate it is, and the way in; or what to do."""
    query = read_query(request, StatementQuery, longest=LONGEST_QUERY)
    if isinstance(query, Refused):
        return refusal_page(visit, query)
    said = wire.unseal(visit.here.keys, query.statement, Statement, visit.now)
    if (
        said is None
        or said.institution != visit.institution.slug
        or not visit.ticket
        or said.browser != hashed(visit.ticket)
    ):
        return _found_page(visit, wrong=refused("certificate_other_browser"))
    if said.refused:
        code = said.refused if said.refused in CATALOGUE else "certificate_unreadable"
        return _found_page(visit, wrong=refused(code))
    return _found_page(visit, said=said, statement=query.statement)


@pages.get("/requests/{request_id}/order")
async def order(request_id: UUID, visit: TicketOrSession) -> Response:
    """The frozen operation as a file: exactly the bytes to sign."""
    found = await gate.owned(visit, request_id)
    if found is None or not gate.asked_here(visit, found):
        return refusal_page(visit, refused("page_not_found"))
    name = f"ordre-{found.id.hex[-8:]}.json"
    return Response(
        found.canonical.encode(), media_type="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@pages.post("/requests/{request_id}/signatures/{authenticator_id}")
async def sign(request_id: UUID, authenticator_id: UUID, request: Request, visit: TicketOrSession) -> Response:
    """The signature of the order, as a file."""
    found = await gate.owned(visit, request_id)
    if found is None or not gate.asked_here(visit, found):
        return refusal_page(visit, refused("page_not_found"))
    uploaded = await read_upload(request, "signature", longest=signature.LONGEST * 3 // 2)
    if isinstance(uploaded, Refused):
        return await gate.again(visit, found, str(authenticator_id), uploaded)
    answer = {"signature": base64.b64encode(uploaded).decode()}
    return await gate.answered(visit, found, authenticator_id, answer)


async def _judged(request: Request, here: Here, institution: Institution, knock: Knock) -> Statement:
    """The statement about what the browser presented. Anything that is wrong is said in it."""
    factor, now = _factor(here), here.clock()
    statement = Statement(
        institution=institution.slug, challenge=knock.challenge, token=knock.token, browser=knock.browser,
        until=now + STATEMENT_LIFETIME,
    )
    pem, trust = presented(request, here.settings), factor.trusts.of(institution.slug)
    if pem is None or trust is None:
        return msgspec.structs.replace(statement, refused="certificate_proxy")
    if not pem:
        return msgspec.structs.replace(statement, refused="certificate_not_presented")
    certificate = wire.read_pem(pem)
    if certificate is None:
        return msgspec.structs.replace(statement, refused="certificate_unreadable")
    chain = path_of(certificate, trust, now)
    if isinstance(chain, str):
        return msgspec.structs.replace(statement, refused=chain)
    told = await revocation.gather(chain, trust, here.outside.ask, now)
    if code := revocation.standing(chain, trust, told, now):
        return msgspec.structs.replace(statement, refused=code)
    return msgspec.structs.replace(
        statement, handle=wire.handle_of(certificate), fingerprint=wire.fingerprint_of(certificate),
        name=wire.name_of(certificate),
    )


def _found_page(
    visit: Visit, *, said: Statement | None = None, statement: str = "", wrong: Refused | None = None
) -> Response:
    response: Response = visit.here.templates.page(
        visit, "factors/certificate/detected.html", status=200 if wrong is None else wrong.refusal.status,
        said=said, statement=statement, wrong="" if wrong is None else sentence(visit, wrong),
        code="" if wrong is None else wrong.refusal.code,
    )
    return response


def _factor(here: Here) -> Certificate:
    found = here.factors[Certificate.kind]
    assert isinstance(found, Certificate)
    return found


def _offers(visit: Visit) -> bool:
    return Certificate.kind in visit.institution.sign_in.doors
