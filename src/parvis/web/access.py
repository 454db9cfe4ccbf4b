"""Who may call a page. Every route declares exactly one of these; a test lists them all.

A page is closed unless it says it is open.
"""

import ipaddress
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request

from parvis.agency import tables as agents
from parvis.agency.rules import ROLES, Role
from parvis.errors import Refused, refused
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.sessions import actions as sessions
from parvis.web.browser import browser_name
from parvis.web.cookies import DEVICE, LANGUAGE, ONWARD, SESSION, TICKET, cookie, name_of
from parvis.web.visit import Visit

LANGUAGES = ("fr", "en")
DEMO_HOSTS = ("localhost", "127.0.0.1", "[::1]", "identite.localhost")  # the last is that of its identity provider
# What an agency shares with the institutions that have clients: signing in and out, the gate's pages, one's keys.
AT_AGENCIES = frozenset({
    "GET /", "GET /help/browser", "GET /sign-in", "POST /sign-in/{kind}", "POST /sign-out", "GET /signed-out",
    "GET /session/remaining",
    "POST /session/extension", "GET /requests/{request_id}", "POST /requests/{request_id}",
    "GET /requests/{request_id}/state",
    "POST /requests/{request_id}/challenges/{authenticator_id}",
    "POST /requests/{request_id}/proofs/{authenticator_id}", "POST /requests/{request_id}/withdrawal",
    "GET /security/means", "GET /security/means/new/{kind}", "POST /security/means/new/{kind}",
    "GET /security/means/{authenticator_id}/enrollment", "POST /security/means/{authenticator_id}/enrollment",
    "GET /security/means/{means_id}",
    "POST /security/means/{means_id}/name", "POST /security/means/{means_id}/suspension",
})  # fmt: skip
AGENTS_OWN = ("/agency", "/invitation/")
ENDED = {"session_idle": "idle", "session_elsewhere": "elsewhere"}


class Denied(Exception):
    """The page is not for this caller. Raised before anything was done; answered by `app.py`."""

    def __init__(self, visit: Visit | None, why: Refused) -> None:
        super().__init__(why.refusal.code)
        self.visit, self.refused = visit, why


def here_of(request: Request) -> Here:
    here: Here = request.app.state.here
    return here


def _institution(request: Request, here: Here) -> Institution:
    found = here.institutions.by_host(request.headers.get("host", ""))
    if found is None:
        raise Denied(None, refused("unknown_institution"))
    return found


def plain_visit(request: Request) -> Visit:
    """The visit without asking the database who it is. Raises Denied for a host that is nobody's."""
    here = here_of(request)
    institution = _institution(request, here)
    language = _language(request, institution)
    return Visit(
        here=here,
        institution=institution,
        language=language,
        now=here.clock(),
        network=network_of(request, here),
        browser=browser_name(request.headers.get("user-agent", "")),
        path=request.scope["path"],
        say=here.words.sayer(language, institution.slug),
        device_token=cookie(request, here, DEVICE),
        ticket=cookie(request, here, TICKET),
        onward=_onward(request, here, institution),
        origin=f"{'https' if here.settings.tls else 'http'}://{request.headers.get('host', '')}",
    )


async def _with_session(request: Request, *, activity: bool) -> Visit:
    visit = plain_visit(request)
    token = cookie(request, visit.here, SESSION)
    if not token:
        return visit
    found = await sessions.recognise(visit.here, visit.institution, token, visit.now, activity=activity)
    if isinstance(found, Refused):
        return replace(visit, ended=ENDED.get(found.refusal.code, ""))
    if visit.institution.agency_of:
        async with visit.here.reading() as tx:
            staff = await agents.agent_of(tx, visit.institution.slug, found.client.id)
        if staff is None:  # Whoever has left is out at once.
            return replace(visit, ended="elsewhere")
        visit = replace(visit, agent=staff)
    return replace(visit, client=found.client, session=found.session)


def _there(request: Request) -> None:
    """Whether this address exists at this host: an agency serves the pages of AT_AGENCIES and its agents' own, whose
    path begins as AGENTS_OWN says; other institutions serve all the others. Raises Denied, as for no page at all.
    """
    institution = _institution(request, here_of(request))
    path = getattr(request.scope.get("route"), "path", "")
    agents_own = path.startswith(AGENTS_OWN)
    if institution.agency_of:
        there = agents_own or not path or f"{request.method} {path}" in AT_AGENCIES
    else:
        there = not agents_own
    if not there:
        raise Denied(plain_visit(request), refused("page_not_found"))


async def anyone(request: Request) -> Visit:
    """Open to all. Whoever is signed in is recognised."""
    _there(request)
    return await _with_session(request, activity=request.method != "GET")


async def signed_in(request: Request) -> Visit:
    """For a signed-in client. What they do keeps the session alive."""
    _there(request)
    visit = await _with_session(request, activity=True)
    if visit.client is None:
        raise Denied(visit, refused("sign_in_needed"))
    return visit


async def signed_in_quietly(request: Request) -> Visit:
    """For a signed-in client's page that asks by itself: it does not keep the session alive (RTS 4.3d)."""
    _there(request)
    visit = await _with_session(request, activity=False)
    if visit.client is None:
        raise Denied(visit, refused("sign_in_needed"))
    return visit


async def ticket_or_session(request: Request) -> Visit:
    """For a client in the middle of a sign-in, or signed in. The page still finds the request through its owner."""
    _there(request)
    visit = await _with_session(request, activity=request.method != "GET")
    if visit.client is None and not visit.ticket:
        raise Denied(visit, refused("sign_in_needed"))
    return visit


async def phone(request: Request) -> Visit:
    """For an enrolled phone: no cookie is looked at, the call itself is signed."""
    _there(request)
    return plain_visit(request)


async def agent(request: Request) -> Visit:
    """For an agent, whatever their role."""
    return await _agent(request, ROLES)


async def agent_quietly(request: Request) -> Visit:
    """For what an agent's page asks by itself: it does not keep the session alive (RTS 4.3d)."""
    return await signed_in_quietly(request)


async def adviser(request: Request) -> Visit:
    """For agents who act for clients: advisers, and the supervisors who do it with them."""
    return await _agent(request, ("adviser", "supervisor"))


async def supervisor(request: Request) -> Visit:
    """For supervisors alone: the team, and what needs a second pair of eyes."""
    return await _agent(request, ("supervisor",))


async def auditor(request: Request) -> Visit:
    """For those who look at what agents do: auditors, and supervisors for their own agency."""
    return await _agent(request, ("auditor", "supervisor"))


async def invited(request: Request) -> Visit:
    """At an agency, open to whoever holds the link of an invitation: the page looks for it, and for nothing else."""
    _there(request)
    return plain_visit(request)


async def _agent(request: Request, roles: tuple[Role, ...]) -> Visit:
    """An agent's page exists at agencies alone; there it is for these roles, and says so to the others."""
    visit = await signed_in(request)
    if visit.acting.role not in roles:
        raise Denied(visit, refused("role_needed"))
    return visit


async def operator(request: Request) -> Here:
    """For whoever runs the machine: says nothing of any client."""
    return here_of(request)


async def any_host(request: Request) -> Here:
    """Open to all, on any host name: the same bytes for everyone, nobody is recognised, nothing is read."""
    return here_of(request)


async def dedicated(request: Request) -> Here:
    """On a host of its own, that the page itself knows: no cookie is looked at, and nobody is recognised."""
    return here_of(request)


async def start(request: Request) -> Visit:
    """The demonstration's own pages, on its own host."""
    here = here_of(request)
    host = request.headers.get("host", "").rsplit(":", 1)[0]
    if here.settings.mode == "production" or host not in DEMO_HOSTS:
        raise Denied(None, refused("unknown_institution"))
    institution = here.institutions.with_clients[0]
    language = _language(request, institution)
    return Visit(
        here=here, institution=institution, language=language, now=here.clock(), network=network_of(request, here),
        browser="", path=request.url.path, say=here.words.sayer(language, None),
    )


def offers(feature: str) -> Callable[[Request], None]:
    """Beside a guard, for the pages of a feature that some institutions do not have: there, no such page."""

    def offered(request: Request) -> None:
        visit = plain_visit(request)
        if feature not in visit.institution.features:
            raise Denied(visit, refused("page_not_found"))

    return offered


Anyone = Annotated[Visit, Depends(anyone)]
SignedIn = Annotated[Visit, Depends(signed_in)]
SignedInQuietly = Annotated[Visit, Depends(signed_in_quietly)]
TicketOrSession = Annotated[Visit, Depends(ticket_or_session)]
Phone = Annotated[Visit, Depends(phone)]
Agent = Annotated[Visit, Depends(agent)]
AgentQuietly = Annotated[Visit, Depends(agent_quietly)]
Adviser = Annotated[Visit, Depends(adviser)]
Supervisor = Annotated[Visit, Depends(supervisor)]
Auditor = Annotated[Visit, Depends(auditor)]
Invited = Annotated[Visit, Depends(invited)]
Operator = Annotated[Here, Depends(operator)]
AnyHost = Annotated[Here, Depends(any_host)]
Dedicated = Annotated[Here, Depends(dedicated)]
Start = Annotated[Visit, Depends(start)]

OF_AGENTS = (agent, agent_quietly, adviser, supervisor, auditor)
GUARDS = (
    anyone, signed_in, signed_in_quietly, ticket_or_session, phone, operator, any_host, dedicated, start, invited,
    *OF_AGENTS,
)  # fmt: skip


def network_of(request: Request, here: Here) -> str:
    """The caller's network: an IPv4 /24 or an IPv6 /48. Enough to recognise a habit, not to follow a person."""
    address = request.client.host if request.client else ""
    proxy = here.settings.trusted_proxy
    if proxy and address == proxy:
        address = request.headers.get("x-forwarded-for", "").rsplit(",", 1)[-1].strip() or address
    return _network(address)


@lru_cache(maxsize=4096)
def _network(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    return str(ipaddress.ip_network(f"{parsed}/{24 if parsed.version == 4 else 48}", strict=False))


def _onward(request: Request, here: Here, institution: Institution) -> str:
    """Home, mostly; to a means that the client set out to add before they were signed in."""
    kind = request.cookies.get(name_of(here, ONWARD), "")
    return f"/security/means/new/{kind}" if kind in institution.means and here.factors[kind].own else institution.home


def _language(request: Request, institution: Institution) -> str:
    chosen = request.cookies.get(LANGUAGE, "")
    if chosen in LANGUAGES:
        return chosen
    for wanted in request.headers.get("accept-language", "")[:200].split(","):
        code = wanted.split(";")[0].strip()[:2].lower()
        if code in LANGUAGES:
            return code
    return institution.locale[:2]


def owner(visit: Visit) -> UUID | None:
    """The signed-in client, if there is one."""
    return None if visit.client is None else visit.client.id
