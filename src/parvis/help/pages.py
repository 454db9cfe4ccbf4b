"""« Un problème avec cette page ? »: what stands between a browser and us, found out, and mended step by step."""

from html import escape

import msgspec
from fastapi import APIRouter, Request, Response

from parvis.errors import Refused, refused
from parvis.web import cookies
from parvis.web.access import Anyone, here_of
from parvis.web.answers import refusal_page
from parvis.web.forms import read_query
from parvis.web.headers import nowhere_page

pages = APIRouter()


class Seen(msgspec.Struct, frozen=True):
    """`seen`: "" at first, "check" once asked to look whether the cookie has come back, "cookies" sent here by that."""

    seen: str = ""


@pages.get("/help/browser")
async def browser(request: Request, visit: Anyone) -> Response:
    """Cookies, scripts, clock, address, connection, age: what this browser does, and how to change it. Open to all."""
    query = read_query(request, Seen)
    if isinstance(query, Refused):
        return refusal_page(visit, query)
    if query.seen not in ("", "check", "cookies"):
        return refusal_page(visit, refused("form_unreadable"))
    kept = cookies.keeps(request, visit.here)
    response: Response = visit.here.templates.page(
        visit, "help/browser.html", kept=kept, asked=bool(query.seen) or kept,
        official=visit.here.settings.origins(visit.institution.hosts)[0], shown=visit.origin,
    )
    cookies.put(response, visit.here, cookies.CHECK, "given")
    return response


def nowhere(request: Request) -> Response:
    """The page of a host that is nobody's: that it is not our address, and ours where this one looks like it."""
    here, host = here_of(request), request.headers.get("host", "").rsplit(":", 1)[0].lower()
    near = next((
        one.hosts[0] for one in here.institutions.all
        if not one.agency_of and any(host.endswith(f".{ours}") or ours == f"www.{host}" for ours in one.hosts)
    ), "")
    return nowhere_page(escape(near))
