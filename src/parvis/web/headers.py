"""What stands around every page, as plain ASGI: headers, the origin of writes, sizes, and the last net.

`wrap` mounts it all. It runs before any page is chosen, so that no page can forget it.
"""

import asyncio
import math
import secrets
import time
from collections.abc import Awaitable, Callable, MutableMapping
from html import escape
from typing import Any
from urllib.parse import urlsplit

import structlog
from fastapi import FastAPI, Request, Response
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from parvis import metrics
from parvis.cleaning import LONGEST
from parvis.db import DatabaseLost
from parvis.errors import CATALOGUE, Refused, refused
from parvis.settings import Settings
from parvis.web.crowd import Crowd

log = structlog.get_logger()

BODY_LIMIT_BYTES = 64 * 1024
BODY_SECONDS = 10.0
# Where a document is sent: larger, on a telephone's network, and few at once.
DOCUMENTS = "/documents"  # how such an address ends
DOCUMENT_LIMIT_BYTES = LONGEST + 4096
DOCUMENT_SECONDS = 60.0
DOCUMENTS_AT_ONCE = 6
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# Writes that need not come from our own pages: no cookie is looked at there, each call is signed by the
# device.
SIGNED_PATHS = ("/phone/api/",)

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
# What somebody sent is given back to be saved: nothing in it may run, load or be a page.
SANDBOXED = "sandbox; default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not `no-referrer`: browsers would then send « Origin: null » with our own forms.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), publickey-credentials-get=(self), publickey-credentials-create=(self), "
    "accelerometer=(), autoplay=(), display-capture=(), encrypted-media=(), fullscreen=(), geolocation=(), "
    "gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()",
}
_POLICY = b"content-security-policy"
TRANSPORT_SECURITY = "max-age=63072000; includeSubDomains"

# `app.state.refusal_response`, set by `create_app`: how a refusal looks in the institution's colours. It is given
# the request, the refusal, and the reference of a failure of ours or "".
RefusalResponse = Callable[[Request, Refused, str], Awaitable[Response]]


def wrap(app: FastAPI, settings: Settings) -> FastAPI:
    """Mount everything around the pages of `app`; what is mounted last stands outermost."""
    app.add_middleware(SameOrigin, tls=settings.tls)
    app.add_middleware(BodyLimit)
    app.add_middleware(Crowd)
    app.add_middleware(LastNet)
    app.add_middleware(Measured)
    app.add_middleware(SecurityHeaders, tls=settings.tls)
    return app


class SecurityHeaders:
    """The same headers on every answer; a page may only be stricter about caching, never forget it."""

    def __init__(self, app: ASGIApp, *, tls: bool) -> None:
        self._app = app
        ours = HEADERS | ({"Strict-Transport-Security": TRANSPORT_SECURITY} if tls else {})
        self._headers = [(name.lower().encode(), value.encode()) for name, value in ours.items()]
        self._names = frozenset(name for name, _ in self._headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = self._beside(message["headers"])
            await send(message)

        await self._app(scope, receive, with_headers)

    def _beside(self, given: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        """Ours, in the place of the page's own, but for the stricter policy of what somebody sent."""
        theirs = dict(given)
        sandboxed = theirs.get(_POLICY) == SANDBOXED.encode()
        kept = [pair for pair in given if pair[0] not in self._names or (sandboxed and pair[0] == _POLICY)]
        ours = [pair for pair in self._headers if not (sandboxed and pair[0] == _POLICY)]
        return [*kept, *ours, *([] if b"cache-control" in theirs else [(b"cache-control", b"no-store")])]


class Measured:
    """Counts answers and their time, by the route's pattern: an address never becomes a label."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status, streams = time.perf_counter(), 0, False

        async def noting(message: Message) -> None:
            nonlocal status, streams
            if message["type"] == "http.response.start":
                status = message["status"]
                streams = Headers(scope=message).get("content-type", "").startswith("text/event-stream")
            await send(message)

        try:
            await self._app(scope, receive, noting)
        finally:
            route = getattr(scope.get("route"), "path", "none")
            method = scope["method"] if scope["method"] in ("GET", "POST", "HEAD") else "other"
            metrics.answers(method, route, status).inc()
            if not streams:
                metrics.seconds(route).observe(time.perf_counter() - began)


class LastNet:
    """Any exception becomes a page with a reference; the same reference finds it in the log, once."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def noting(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, noting)
        except ClientDisconnect:
            log.info("client_left", route=getattr(scope.get("route"), "path", "none"))
        except DatabaseLost as error:
            log.warning("database_lost", route=getattr(scope.get("route"), "path", "none"), kind=str(error))
            if started:
                raise
            await _answer(scope, receive, send, refused("out_of_service"))
        except Exception as error:
            reference = f"{secrets.token_hex(2)}-{secrets.token_hex(2)}".upper()
            route = getattr(scope.get("route"), "path", "none")
            log.error("broken", reference=reference, route=route, method=scope["method"], exc_info=error)
            metrics.BROKEN.inc()
            if started:
                # Half an answer has left: only cutting the connection tells the browser that it is not whole.
                raise
            await _answer(scope, receive, send, refused("internal"), reference)


class BodyLimit:
    """Takes the whole body in before any page sees it: at most 64 KiB, within ten seconds; more for a document.

    Few large bodies are held at once: the next one is told `too_busy`. What is short waits for nobody.
    """

    def __init__(self, app: ASGIApp, *, limit: int = BODY_LIMIT_BYTES, seconds: float = BODY_SECONDS) -> None:
        self._app, self._limit, self._seconds = app, limit, seconds
        self._documents = 0  # being taken in

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in SAFE_METHODS:
            await self._app(scope, receive, send)
            return
        is_document = scope["path"].endswith(DOCUMENTS)
        if not is_document or self._declared(scope) <= self._limit:
            seconds = DOCUMENT_SECONDS if is_document else self._seconds
            await self._take_in(scope, receive, send, self._limit, seconds)
            return
        if self._documents >= DOCUMENTS_AT_ONCE:
            await self._turn_away(scope, receive, send, "too_busy")
            return
        self._documents += 1
        try:
            await self._take_in(scope, receive, send, DOCUMENT_LIMIT_BYTES, DOCUMENT_SECONDS)
        finally:
            self._documents -= 1

    async def _take_in(self, scope: Scope, receive: Receive, send: Send, limit: int, seconds: float) -> None:
        declared = self._declared(scope)
        if declared != math.inf and declared > limit:
            await self._turn_away(scope, receive, send, "body_too_large")
            return
        try:
            async with asyncio.timeout(seconds):
                body = await self._read(receive, limit)
        except TimeoutError:
            await self._turn_away(scope, receive, send, "body_too_slow")
            return
        except ClientDisconnect:
            # Gone, or still there and sending what no server can read: without an answer it would be given a 500.
            await self._turn_away(scope, receive, send, "form_unreadable")
            return
        if body is None:
            await self._turn_away(scope, receive, send, "body_too_large")
            return
        await self._app(scope, _replayed(body, receive), send)

    @staticmethod
    def _declared(scope: Scope) -> float:
        """The length in bytes that the body is said to have; infinite where it is not said."""
        said = Headers(scope=scope).get("content-length", "")
        return int(said[:20]) if said.isascii() and said.isdigit() else math.inf

    async def _read(self, receive: Receive, limit: int) -> bytes | None:
        """The body, or None once it is longer than allowed."""
        body = bytearray()
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise ClientDisconnect
            body += message.get("body", b"")
            if len(body) > limit:
                return None
            if not message.get("more_body", False):
                return bytes(body)

    @staticmethod
    async def _turn_away(scope: Scope, receive: Receive, send: Send, code: str) -> None:
        metrics.TURNED_AWAY.labels(code).inc()
        await _answer(scope, receive, send, refused(code))


class SameOrigin:
    """A write must come from a page of the same host: that is what stops a forged form, without tokens."""

    def __init__(self, app: ASGIApp, *, tls: bool) -> None:
        self._app, self._schemes = app, ("https",) if tls else ("http", "https")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not self._may(scope):
            code = "insecure_connection" if self._only_insecure(scope) else "other_origin"
            metrics.TURNED_AWAY.labels(code).inc()
            await _answer(scope, receive, send, refused(code))
            return
        await self._app(scope, receive, send)

    def _only_insecure(self, scope: Scope) -> bool:
        """Whether all that is wrong is that the page came over http."""
        headers = Headers(scope=scope)
        return "http" not in self._schemes and headers.get("origin", "") == f"http://{headers.get('host', '')}"

    def _may(self, scope: Scope) -> bool:
        if scope["method"] in SAFE_METHODS or scope["path"].startswith(SIGNED_PATHS):
            return True
        headers = Headers(scope=scope)
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        if site is None and origin is None:
            return False
        if site not in (None, "same-origin"):
            return False
        if origin is None:
            return True
        try:
            parts = urlsplit(origin)
        except ValueError:
            return False
        return parts.scheme in self._schemes and parts.netloc.lower() == headers.get("host", "").lower() != ""


async def _answer(scope: Scope, receive: Receive, send: Send, why: Refused, reference: str = "") -> None:
    """Say no before any page was chosen: in the institution's colours where that works, else plainly."""
    request = Request(scope, receive)
    page: RefusalResponse | None = getattr(getattr(scope.get("app"), "state", None), "refusal_response", None)
    response: Response | None = None
    if page is not None:
        try:
            response = await page(request, why, reference)
        except Exception as error:
            log.warning("refusal_page_broken", exc_info=error)
    if response is None:
        response = plain_page(why, reference)
    if why.refusal.status == 503:
        response.headers["Retry-After"] = "5"
    # The body may not have been read to its end: nothing more can follow on this connection.
    response.headers["Connection"] = "close"
    await response(scope, receive, send)


def plain_page(why: Refused, reference: str = "") -> Response:
    """A page that needs nothing else to work, in both languages."""
    french, english = PLAIN_WORDS[why.refusal.code]
    trace = f"<p>Référence / Reference: <strong>{escape(reference)}</strong></p>" if reference else ""
    html = (
        '<!doctype html><html lang="fr"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(french)}</title><main><h1>{escape(french)}</h1>"
        f'<p lang="en">{escape(english)}</p>{trace}<p><a href="/">Retour / Back</a></p></main></html>'
    )
    return Response(html, why.refusal.status, media_type="text/html; charset=utf-8")


def nowhere_page(near: str) -> Response:
    """For a host that is nobody's. `near` is our address that it looks like, already escaped, or ""."""
    french = "Cette adresse n’est pas la nôtre. Ne tapez ici ni identifiant ni code."
    english = "This is not our address. Type neither identifier nor code here."
    ours = (
        f"<p>La vraie adresse : <strong>{near}</strong><br>The real address: <strong>{near}</strong></p>" if near
        else "<p>Tapez vous-même l’adresse écrite sur vos relevés.<br>"
        'Type the address yourself, as your statements have it.</p>'
    )
    html = (
        '<!doctype html><html lang="fr"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'<title>{french}</title><main><h1>{french}</h1><p lang="en">{english}</p>{ours}</main></html>'
    )
    return Response(html, 421, media_type="text/html; charset=utf-8")


PLAIN_WORDS = {
    "out_of_service": (
        "Le service est interrompu un instant. Si vous veniez de valider quelque chose, cela a pu être fait\u202f: "
        "regardez avant de recommencer.",
        "The service is interrupted for a moment. If you had just confirmed something, it may have been done: "
        "look before you start again.",
    ),
    "internal": (
        "Cette page n’a pas pu s’afficher. Rien n’a été fait\u202f: vous pouvez recommencer.",
        "This page could not be shown. Nothing was done: you may try again.",
    ),
    "other_origin": (
        "Cette demande ne vient pas de notre site. Rien n’a été fait.",
        "This request does not come from our own site. Nothing was done.",
    ),
    "insecure_connection": (
        "Cette page n’est pas protégée : son adresse doit commencer par https://. Rien n’a été fait.",
        "This page is not protected: its address must begin with https://. Nothing was done.",
    ),
    "form_unreadable": (
        "Ce qui a été envoyé ne peut pas être lu. Rien n’a été fait.",
        "What was sent cannot be read. Nothing was done.",
    ),
    "body_too_large": (
        "Ce qui a été envoyé est trop long. Rien n’a été fait.",
        "What was sent is too long. Nothing was done.",
    ),
    "too_busy": (
        "Trop de monde à la fois. Rien n’a été fait\u202f: recommencez dans quelques secondes.",
        "Too many people at once. Nothing was done: try again in a few seconds.",
    ),
    "body_too_slow": (
        "L’envoi a duré trop longtemps. Rien n’a été fait\u202f: vous pouvez recommencer.",
        "Sending took too long. Nothing was done: you may try again.",
    ),
}


def _replayed(body: bytes, receive: Receive) -> Receive:
    """The body once, in one piece, then whatever the server still has to say."""
    given = False

    async def replay() -> MutableMapping[str, Any]:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay


assert PLAIN_WORDS.keys() <= CATALOGUE.keys()
