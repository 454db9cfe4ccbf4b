"""Thousands of browsers that wait for an approval, on one process: what each weighs, and how soon it knows.

    python -m bench.waiters <people.json> <port> <approvals>

prints one JSON object. Each browser asked for a transfer and listens to its state; phones then approve some, one after
the other. A delay runs from the instant the phone sends its answer until its browser hears, so the check of the
signature, the transfer and the commit are in it.
"""

import asyncio
import json
import os
import sys
import time
from pathlib import Path
from typing import Any, cast

import msgspec
import uvloop

from bench.acts import approve, ask_transfer, question
from bench.stage import memory_kib
from bench.wire import Connection

ASKING_AT_ONCE = 8
HEARS_SECONDS = 30.0
PAUSE_SECONDS = 0.02


class Waited(msgspec.Struct, frozen=True):
    """What was seen of them."""

    waiters: int
    memory_kib: float  # of each, in the process that serves them
    p50_ms: float
    p99_ms: float


class _Listening(asyncio.Protocol):
    """One browser's stream. `heard` gives the instant of its event."""

    def __init__(self, asked: bytes) -> None:
        self.waits, self.heard = asyncio.Event(), asyncio.get_running_loop().create_future()
        self._asked, self._tail = asked, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        cast(asyncio.Transport, transport).write(self._asked)

    def data_received(self, data: bytes) -> None:
        self._tail = (self._tail + data)[-400:]
        if b": waiting" in self._tail:
            self.waits.set()
        if b"event: settled" in self._tail and not self.heard.done():
            self.heard.set_result(time.perf_counter())

    def connection_lost(self, error: Exception | None) -> None:
        if not self.heard.done():
            self.heard.set_exception(ConnectionError("the stream was closed before its event"))


async def run(world: dict[str, Any], port: int, approvals: int, pid: int) -> Waited:
    people, host = world["people"], world["host"]
    turns = iter(people)

    async def ask() -> None:
        connection = Connection(port, host=host, https=True)
        for person in turns:
            person["request"] = await ask_transfer(connection, person)
        connection.close()

    await asyncio.gather(*(ask() for _ in range(ASKING_AT_ONCE)))
    before = memory_kib(pid)
    listening = [await _listen(person, host, port) for person in people]
    async with asyncio.timeout(HEARS_SECONDS):
        await asyncio.gather(*(one.waits.wait() for one in listening))
    after = memory_kib(pid)
    phone, delays = Connection(port, host=host, https=True), []
    for person, one in list(zip(people, listening, strict=True))[:: max(1, len(people) // approvals)][:approvals]:
        asked = await question(phone, person, person["request"])
        sent = time.perf_counter()
        await approve(phone, person, asked)
        async with asyncio.timeout(HEARS_SECONDS):
            delays.append((await one.heard - sent) * 1000)
        await asyncio.sleep(PAUSE_SECONDS)
    delays.sort()
    return Waited(
        waiters=len(people), memory_kib=(after - before) / len(people), p50_ms=delays[len(delays) // 2],
        p99_ms=delays[min(len(delays) - 1, int(len(delays) * 0.99))],
    )


async def _listen(person: dict[str, Any], host: str, port: int) -> _Listening:
    asked = (
        f"GET /requests/{person['request']}/state HTTP/1.1\r\nHost: {host}\r\nAccept: text/event-stream\r\n"
        f"Cookie: __Host-session={person['session']}\r\n\r\n"
    )
    _, protocol = await asyncio.get_running_loop().create_connection(
        lambda: _Listening(asked.encode()), "127.0.0.1", port
    )
    return protocol


def main() -> None:
    people_file, port, approvals = sys.argv[1:]
    world = json.loads(Path(people_file).read_text())["waiters"]
    waited = uvloop.run(run(world, int(port), int(approvals), int(os.environ["BENCH_PID"])))
    print(msgspec.json.encode(waited).decode())


if __name__ == "__main__":
    main()
