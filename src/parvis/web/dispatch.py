"""The short way to a page: declared to FastAPI, found by the first word of its address, called with what it names.

FastAPI resolves a tree of dependencies at each call, as general as can be. A page here has a guard, perhaps a feature,
and identifiers in its address: that is read once, when the program starts. Whatever is not plainly a call of a page (an
address that leads nowhere, a method that it does not have, an identifier that cannot be read) goes to FastAPI, which
answers as it always does.

`Program` is FastAPI with this way in front, and our own layers alone around it.
"""

import inspect
from collections.abc import Awaitable, Callable, Iterable, Mapping
from re import Pattern
from typing import Annotated, Any, cast, get_args, get_origin, get_type_hints
from uuid import UUID

import msgspec
from fastapi import APIRouter, FastAPI
from fastapi.middleware.asyncexitstack import AsyncExitStackMiddleware
from fastapi.params import Depends
from fastapi.routing import APIRoute
from starlette.applications import Starlette
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match
from starlette.types import ASGIApp, Receive, Scope, Send

from parvis.web.access import Denied

Guard = Callable[[Request], Any]
_READ: Mapping[Any, Callable[[str], Any]] = {str: str, UUID: UUID}


class Page(msgspec.Struct, frozen=True):
    """One address of the program, ready to be called."""

    route: APIRoute
    pattern: Pattern[str]
    methods: frozenset[str]
    call: Callable[..., Awaitable[Response]]
    before: tuple[Guard, ...]  # what must hold, and gives nothing
    guards: tuple[tuple[str, Guard], ...]
    asks: tuple[str, ...]  # parameters that are the request itself
    read: tuple[tuple[str, Callable[[str], Any]], ...]  # what stands in the address


class Program(FastAPI):
    """The layers that were added, then the pages of `routers`; FastAPI's own way for whatever is left."""

    def __init__(self, routers: Iterable[APIRouter], **given: Any) -> None:
        super().__init__(**given)
        self._pages = tuple(routers)
        for router in self._pages:
            self.include_router(router)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Past FastAPI's own figures: ours are in `parvis.metrics`."""
        await Starlette.__call__(self, scope, receive, send)

    def build_middleware_stack(self) -> ASGIApp:
        """FastAPI calls this once, at the first call."""
        general = ExceptionMiddleware(AsyncExitStackMiddleware(self.router), handlers=self.exception_handlers)
        app: ASGIApp = Dispatch(general, self._pages, self.exception_handlers[Denied])
        for layer in reversed(self.user_middleware):
            app = layer.cls(app, *layer.args, **layer.kwargs)
        return app


class Dispatch:
    """Stands before FastAPI's own router. A guard that denies is answered by `denied`."""

    def __init__(self, otherwise: ASGIApp, routers: Iterable[APIRouter], denied: Any) -> None:
        self._otherwise, self._denied = otherwise, denied
        self._pages: dict[str, list[Page]] = {}
        for router in routers:
            for route in router.routes:
                page = _page(route) if isinstance(route, APIRoute) else None
                if page is not None:
                    self._pages.setdefault(_first_word(page.route.path), []).append(page)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            path, method = scope["path"], scope["method"]
            for page in self._pages.get(_first_word(path), ()):
                found = page.pattern.match(path) if method in page.methods and _here(page.route, scope) else None
                given = None if found is None else _given(page, found.groupdict())
                if given is not None:
                    response = await self._response(page, given, Request(scope, receive, send))
                    await response(scope, receive, send)
                    return
        await self._otherwise(scope, receive, send)

    async def _response(self, page: Page, given: dict[str, Any], request: Request) -> Response:
        try:
            return await _called(page, given, request)
        except Denied as denied:
            return cast(Response, await self._denied(request, denied))


def _here(route: APIRoute, scope: Scope) -> bool:
    """Whether a route of its own kind (of one host alone) is there for this call: a plain one is everywhere."""
    return type(route) is APIRoute or route.matches(scope)[0] is Match.FULL


async def _called(page: Page, given: dict[str, Any], request: Request) -> Response:
    scope = request.scope
    scope["route"], scope["endpoint"], scope["path_params"] = page.route, page.call, given
    for before in page.before:
        await _answer_of(before, request)
    arguments = dict(given)
    for name in page.asks:
        arguments[name] = request
    for name, guard in page.guards:
        arguments[name] = await _answer_of(guard, request)
    return await page.call(**arguments)


async def _answer_of(guard: Guard, request: Request) -> Any:
    told = guard(request)
    return await told if inspect.isawaitable(told) else told


def _given(page: Page, found: dict[str, str]) -> dict[str, Any] | None:
    """The identifiers in the address; None where one cannot be read."""
    try:
        return {name: read(found[name]) for name, read in page.read}
    except ValueError:
        return None


def _page(route: APIRoute) -> Page | None:
    """How to call this route; None for one that asks for more than pages do."""
    guards: list[tuple[str, Guard]] = []
    asks: list[str] = []
    read: list[tuple[str, Callable[[str], Any]]] = []
    for name, kind in get_type_hints(route.endpoint, include_extras=True).items():
        if name == "return":
            continue
        guard = _guard_of(kind)
        if guard is not None:
            guards.append((name, guard))
        elif kind is Request:
            asks.append(name)
        elif kind in _READ and name in route.param_convertors:
            read.append((name, _READ[kind]))
        else:
            return None
    return Page(
        route=route, pattern=route.path_regex, methods=frozenset(route.methods or ()), call=route.endpoint,
        before=tuple(cast(Guard, one.dependency) for one in route.dependencies), guards=tuple(guards),
        asks=tuple(asks), read=tuple(read),
    )  # fmt: skip


def _guard_of(kind: Any) -> Guard | None:
    if get_origin(kind) is not Annotated:
        return None
    return next((cast(Guard, one.dependency) for one in get_args(kind)[1:] if isinstance(one, Depends)), None)


def _first_word(path: str) -> str:
    return path.split("/", 2)[1] if path.startswith("/") else ""
