"""The program inside this very process, so that one can see every statement that an act sends to the database."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import msgspec

from bench.acts import ACTS
from bench.wire import BROWSER, Answer, Connection
from parvis.app import create_app, make_here
from parvis.settings import Settings

Sent = tuple[str, tuple[Any, ...]]  # a statement as it was sent, and its values
CONNECTIONS = 3  # The bell keeps one; what is asked takes turns on the others.


class Inside(Connection):
    """A connection that reaches the program without a network."""

    def __init__(self, app: Any, *, host: str) -> None:
        super().__init__(0, host=host, https=True)
        self._app = app

    async def ask(
        self, method: str, path: str, *, body: bytes = b"", kind: str = "application/x-www-form-urlencoded",
        headers: str = "",
    ) -> Answer:
        given = [("host", self.host), ("user-agent", BROWSER)]
        if method == "POST":
            given += [("origin", self.origin), ("content-type", kind), ("content-length", str(len(body)))]
        given += [(name.lower(), value) for name, value in (line.split(": ", 1) for line in headers.splitlines())]
        scope = {
            "type": "http", "asgi": {"version": "3.0", "spec_version": "2.3"}, "http_version": "1.1",
            "method": method, "scheme": "http", "path": path, "raw_path": path.encode(), "query_string": b"",
            "root_path": "", "headers": [(name.encode(), value.encode()) for name, value in given],
            "client": ("127.0.0.1", 50000), "server": ("127.0.0.1", 8000), "state": {},
        }  # fmt: skip
        sent: list[Any] = []

        async def receive() -> Any:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Any) -> None:
            sent.append(message)

        await self._app(scope, receive, send)
        lines = b"".join(b"%s: %s\r\n" % pair for pair in sent[0]["headers"])
        body_sent = b"".join(message.get("body", b"") for message in sent[1:])
        return Answer(sent[0]["status"], b"HTTP/1.1 %d\r\n%s" % (sent[0]["status"], lines), body_sent)


class Watch:
    """Plays acts and says what they sent to the database, in order."""

    def __init__(self, here: Any, app: Any) -> None:
        self._app, self._seen = app, list[Sent]()
        self._database = here.database

    async def _listen(self) -> None:
        pool = self._database.connections
        connections = [await pool.take() for _ in range(CONNECTIONS - 1)]
        for connection in connections:
            connection.add_query_logger(self._note)
            pool.give_back(connection)

    def _note(self, query: Any) -> None:
        self._seen.append((query.query.rstrip(";"), query.args or ()))

    async def of(self, act: str, person: dict[str, Any], *, host: str) -> list[Sent]:
        """What this act of this person sends."""
        self._seen.clear()
        await ACTS[act](Inside(self._app, host=host), person)
        await asyncio.sleep(0)  # The driver tells what it has sent a turn of the loop later.
        return list(self._seen)


@asynccontextmanager
async def watching(settings: Settings) -> AsyncIterator[Watch]:
    """The program inside, for as long as the context lasts."""
    async with make_here(msgspec.structs.replace(settings, pool=CONNECTIONS)) as here:
        await asyncio.sleep(0.2)  # The bell takes its connection.
        watch = Watch(here, create_app(settings, here))
        await watch._listen()
        yield watch


class Cost(msgspec.Struct, frozen=True):
    """What an act asks: for the act itself, to know whose session calls, to begin and end transactions."""

    statements: int
    recognising: int
    framing: int

    @property
    def all(self) -> int:
        """Everything that was sent."""
        return self.statements + self.recognising + self.framing


def cost(sent: list[Sent]) -> Cost:
    """Sort what was sent."""
    framing = sum(sql.upper().startswith(("BEGIN", "COMMIT")) for sql, _ in sent)
    recognising = sum(" from session" in " ".join(sql.split()) for sql, _ in sent)
    return Cost(len(sent) - framing - recognising, recognising, framing)
