"""When more people sign in than secrets can be verified: who comes then is told so at once, at next to no cost.

To read the form, look into the database and draw a page for each would take from those who are signed in. The page
that says it is drawn once for each institution and language.
"""

import asyncio

from fastapi import Request, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from parvis import metrics
from parvis.errors import refused
from parvis.web.access import Denied, here_of, plain_visit
from parvis.web.answers import refusal_page

# Where strangers have a secret verified. What a signed-in client asks for waits its turn in the same queue.
DOORS = ("/sign-in",)

# Whoever is turned away and comes back at once would be as much work again: the answer takes its time, for so many.
HELD_SECONDS = 1.0
HELD_AT_MOST = 64


class Crowd:
    """Answers 503, with Retry-After, in place of the pages of `DOORS` while the queue of verifications is full."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._drawn: dict[tuple[str, str], bytes] = {}
        self._held = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "POST" or scope["path"] not in DOORS:
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        if not here_of(request).hasher.full:
            await self._app(scope, receive, send)
            return
        try:
            answer = self._turn_away(request)
        except Denied:  # A host that is nobody's: the program says so itself.
            await self._app(scope, receive, send)
            return
        metrics.TURNED_AWAY.labels("too_busy").inc()
        await self._hold()
        await answer(scope, receive, send)

    async def _hold(self) -> None:
        if self._held >= HELD_AT_MOST:
            return
        self._held += 1
        try:
            await asyncio.sleep(HELD_SECONDS)
        finally:
            self._held -= 1

    def _turn_away(self, request: Request) -> Response:
        visit, why = plain_visit(request), refused("too_busy")
        key = (visit.institution.slug, visit.language)
        if key not in self._drawn:
            self._drawn[key] = bytes(refusal_page(visit, why).body)
        # The body was not read: nothing more can follow on this connection.
        headers = {"Retry-After": "5", "Connection": "close"}
        return Response(self._drawn[key], why.refusal.status, headers, media_type="text/html; charset=utf-8")
