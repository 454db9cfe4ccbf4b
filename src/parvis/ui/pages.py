"""What anyone may read: the home page, the static files, and each institution's own look."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from parvis.here import Here
from parvis.ui.assets import Asset
from parvis.web.access import AnyHost, Anyone
from parvis.web.answers import see_other

pages = APIRouter()

_FOR_EVER = "public, max-age=31536000, immutable"
_AN_HOUR = "public, max-age=3600"


@pages.get("/")
async def home(visit: Anyone) -> Response:
    """The institution's public home: the way in, the official address, how to stay safe. Nothing is sold.

    An agency has none: its agents go to their work.
    """
    if visit.institution.agency_of:
        return see_other(visit.institution.home if visit.client is not None else "/sign-in")
    return visit.here.templates.page(visit, "ui/home.html")


@pages.get("/static/{version}/{name:path}")
async def static(version: str, name: str, request: Request, here: AnyHost) -> Response:
    """A static file. An address of another version is answered with what we have, kept for an hour only."""
    assets = here.templates.assets
    return _kept(request, assets.file(name), for_ever=version == assets.version)


@pages.get("/theme.css")
async def theme(request: Request, here: AnyHost) -> Response:
    """The colours, type and temper of the institution at this host."""
    return _own(request, here, "theme.css")


@pages.get("/mark.svg")
async def mark(request: Request, here: AnyHost) -> Response:
    """The institution's mark."""
    return _own(request, here, "mark.svg")


@pages.get("/favicon.svg")
async def favicon(request: Request, here: AnyHost) -> Response:
    """The institution's mark, for a tab 16 pixels wide."""
    return _own(request, here, "favicon.svg")


def _own(request: Request, here: Here, name: str) -> Response:
    institution = here.institutions.by_host(request.headers.get("host", ""))
    found = here.templates.assets.of(institution.look, name) if institution else None
    fresh = found is not None and request.query_params.get("v") == found.fingerprint
    return _kept(request, found, for_ever=fresh)


def _kept(request: Request, asset: Asset | None, *, for_ever: bool) -> Response:
    if asset is None:
        return Response("404\n", status_code=404, media_type="text/plain")
    tag = f'"{asset.fingerprint}"'
    headers = {"Cache-Control": _FOR_EVER if for_ever else _AN_HOUR, "ETag": tag, "Vary": "Accept-Encoding"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    if asset.packed is not None and "gzip" in request.headers.get("accept-encoding", ""):
        return Response(asset.packed, media_type=asset.type, headers={**headers, "Content-Encoding": "gzip"})
    return Response(asset.body, media_type=asset.type, headers=headers)
