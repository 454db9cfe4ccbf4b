"""Waking those who wait: one LISTEN for a process, any number of waiters in memory."""

import asyncio
from collections import defaultdict
from contextlib import suppress
from typing import Any

from parvis.db import Database, Transaction

CHANNEL = "parvis"
RETRY_SECONDS = 1.0


class Bell:
    """Rings a topic in every process once the transaction that asked for it has committed."""

    def __init__(self) -> None:
        self._waiting: dict[str, set[asyncio.Event]] = defaultdict(set)
        self._task: asyncio.Task[None] | None = None

    def start(self, database: Database) -> None:
        """Begin to listen, until `stop`. A lost connection is taken up again."""
        self._task = asyncio.create_task(self._listen(database))

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def wait(self, topic: str, seconds: float) -> bool:
        """Wait for `topic`, at most `seconds`. Returns whether it rang.

        Whoever waits reads the state again first: a ring before the wait is not kept.
        """
        event = asyncio.Event()
        self._waiting[topic].add(event)
        try:
            async with asyncio.timeout(seconds):
                await event.wait()
            return True
        except TimeoutError:
            return False
        finally:
            self._forget(topic, event)

    def listen_for(self, topic: str) -> "Listening":
        """A context in which a ring is kept: enter, read the state, then wait."""
        return Listening(self, topic)

    def _forget(self, topic: str, event: asyncio.Event) -> None:
        self._waiting[topic].discard(event)
        if not self._waiting[topic]:
            del self._waiting[topic]

    async def _listen(self, database: Database) -> None:
        while True:
            # Whatever breaks here (a server that restarts, a connection that is cut) is tried again.
            with suppress(Exception):
                async with database.listening() as connection:
                    await self._until_closed(connection)
            await asyncio.sleep(RETRY_SECONDS)

    async def _until_closed(self, connection: Any) -> None:
        closed = asyncio.Event()
        connection.add_termination_listener(lambda *_: closed.set())
        await connection.add_listener(CHANNEL, self._ring)
        self._ring_all()  # What rang while nobody listened is not lost: everyone looks again.
        try:
            await closed.wait()
        finally:
            # Whoever has this connection next is not to ring for us.
            if not connection.is_closed():
                await connection.remove_listener(CHANNEL, self._ring)

    def _ring(self, _connection: Any, _pid: int, _channel: str, topic: str) -> None:
        for event in tuple(self._waiting.get(topic, ())):
            event.set()

    def _ring_all(self) -> None:
        for topic in tuple(self._waiting):
            self._ring(None, 0, CHANNEL, topic)


class Listening:
    """One waiter. A ring between `__aenter__` and `wait` is kept."""

    def __init__(self, bell: Bell, topic: str) -> None:
        self._bell, self._topic, self._event = bell, topic, asyncio.Event()

    async def __aenter__(self) -> "Listening":
        self._bell._waiting[self._topic].add(self._event)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._bell._forget(self._topic, self._event)

    async def wait(self, seconds: float) -> bool:
        """Whether the topic rang within `seconds`."""
        try:
            async with asyncio.timeout(seconds):
                await self._event.wait()
        except TimeoutError:
            return False
        self._event.clear()
        return True


async def ring(tx: Transaction, *topics: str) -> None:
    """Ring these topics everywhere once `tx` has committed, and not at all if it does not."""
    tx.rung.extend(topics)
