"""Every address of the program, as it stands in the real application."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from fastapi import FastAPI
from fastapi.routing import APIRoute

from parvis.app import create_app
from parvis.settings import Settings
from parvis.web.access import AGENTS_OWN, GUARDS

_GUARDS = frozenset(guard.__name__ for guard in GUARDS)


@dataclass(frozen=True)
class Address:
    """One method of one path, and the guards that stand before it."""

    method: str
    path: str
    guards: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def guard(self) -> str:
        return self.guards[0] if len(self.guards) == 1 else ""

    @property
    def writes(self) -> bool:
        return self.method not in ("GET", "HEAD", "OPTIONS")

    @property
    def host(self) -> str:
        """A host at which the address is served."""
        if self.path.startswith(AGENTS_OWN):
            return "agence.deuxrives.localhost:8000"
        return "localhost:8000" if self.guard == "start" else "deuxrives.localhost:8000"

    def at(self, **ids: object) -> str:
        """The path with its holes filled."""
        return re.sub(r"\{(\w+)(?::\w+)?\}", lambda hole: str(ids[hole[1]]), self.path)

    def anywhere(self) -> str:
        """The path with something of the right shape in each hole, that is nobody's."""
        return re.sub(
            r"\{(\w+)(?::\w+)?\}",
            lambda hole: "01a1ffc4-a174-7186-b364-47a0e654ad31" if hole[1].endswith("_id") else "nothing",
            self.path,
        )


@cache
def addresses() -> tuple[Address, ...]:
    """Every method of every route. A route of another kind (a mount, a websocket) fails here: it would go unguarded."""
    found: list[Address] = []
    for route in _flat(create_app(Settings(mode="test"))):
        assert isinstance(route, APIRoute), (
            f"{route} is no plain route: guards are dependencies of routes, so nothing would guard it."
        )
        calls = [dependency.call for dependency in route.dependant.dependencies]
        guards = tuple(getattr(call, "__name__", "") for call in calls)
        found += [
            Address(method, route.path, tuple(name for name in guards if name in _GUARDS))
            for method in sorted(route.methods or ())
        ]
    assert len(found) > 40
    return tuple(found)


def _flat(app: FastAPI) -> Iterable[object]:
    """The routes, those of included routers among them."""
    waiting = list(app.routes)
    while waiting:
        route = waiting.pop(0)
        router = getattr(route, "original_router", None)
        if router is None:
            yield route
        else:
            waiting = [*router.routes, *waiting]
