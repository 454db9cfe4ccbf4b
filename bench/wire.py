"""A small HTTP/1.1 client over kept connections: the load must cost little beside what it measures."""

import asyncio
from dataclasses import dataclass
from typing import cast

BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"


class Broken(Exception):
    """The connection was closed, or what came is not HTTP."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. `head` is its status line and headers, as they came."""

    status: int
    head: bytes
    body: bytes

    def header(self, name: str) -> str:
        """The value of this header, "" where it is missing."""
        mark = b"\r\n" + name.encode() + b":"
        at = self.head.lower().find(mark)
        if at < 0:
            return ""
        at += len(mark)
        return self.head[at : self.head.index(b"\r\n", at)].decode("latin-1").strip()

    def cookie(self, name: str) -> str:
        """The value that this answer gives to a cookie, "" where it gives none."""
        mark = f"\r\nset-cookie: {name}=".encode()
        at = self.head.lower().find(mark.lower())
        if at < 0:
            return ""
        at += len(mark)
        return self.head[at : self.head.index(b"\r\n", at)].split(b";", 1)[0].decode("latin-1")


class _Wire(asyncio.Protocol):
    """What is read of one connection, one answer at a time."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self.waiting: asyncio.Future[Answer] | None = None
        self._read = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)  # uvloop's are not its subclasses.

    def connection_lost(self, error: Exception | None) -> None:
        self.transport = None
        if self.waiting is not None and not self.waiting.done():
            self.waiting.set_exception(Broken(f"closed: {error or bytes(self._read[:200])!r}"))

    def data_received(self, data: bytes) -> None:
        self._read += data
        end = self._read.find(b"\r\n\r\n")
        if end < 0 or self.waiting is None or self.waiting.done():
            return
        head = bytes(self._read[: end + 2])
        status = int(head[9:12])
        length = 0
        lower = head.lower()
        at = lower.find(b"\r\ncontent-length:")
        if at >= 0:
            length = int(lower[at + 17 : lower.index(b"\r\n", at + 2)])
        elif b"transfer-encoding" in lower:
            self.waiting.set_exception(Broken("a chunked answer: not one that is measured here"))
            return
        whole = end + 4 + length
        if len(self._read) >= whole:
            body = bytes(self._read[end + 4 : whole])
            del self._read[:whole]
            self.waiting.set_result(Answer(status, head, body))


class Connection:
    """One kept connection, one question at a time. Opened at the first question, and again when it was closed."""

    def __init__(self, port: int, *, host: str, https: bool) -> None:
        """`host` is the institution's name; `https` says what browsers believe to speak behind their proxy."""
        self.host = host
        self.origin = f"{'https' if https else 'http'}://{host}"
        self._port = port
        self._wire: _Wire | None = None

    async def ask(
        self, method: str, path: str, *, body: bytes = b"", kind: str = "application/x-www-form-urlencoded",
        headers: str = "",
    ) -> Answer:
        """Send one request, whose further `headers` are lines that end in CRLF, and give the whole answer."""
        loop = asyncio.get_running_loop()
        if self._wire is None or self._wire.transport is None:
            _, self._wire = await loop.create_connection(_Wire, "127.0.0.1", self._port)
        head = f"{method} {path} HTTP/1.1\r\nHost: {self.host}\r\nUser-Agent: {BROWSER}\r\n"
        if method == "POST":
            head += f"Origin: {self.origin}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
        self._wire.waiting = loop.create_future()
        assert self._wire.transport is not None
        self._wire.transport.write(f"{head}{headers}\r\n".encode("latin-1") + body)
        answer = await self._wire.waiting
        if answer.header("connection").lower() == "close":
            self.close()
        return answer

    def close(self) -> None:
        if self._wire is not None and self._wire.transport is not None:
            self._wire.transport.close()
        self._wire = None
