"""The worker as it really runs: its own process, killed without warning; and duties that fail."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import msgspec
import pytest

from parvis import work
from parvis.here import Here
from parvis.outbox import actions as outbox
from parvis.outbox.senders import Smtp
from parvis.settings import Settings, to_environment
from tests.conftest import FakeClock
from tests.outbox.conftest import Camille, MailServer
from tests.outbox.test_outbox import states, write

WORKER = """
import asyncio
from parvis.app import make_here
from parvis.settings import from_environment
from parvis.work import work

async def main():
    async with make_here(from_environment()) as here:
        await work(here, asyncio.Event())

asyncio.run(main())
"""


@contextmanager
def worker(settings: Settings, server: MailServer) -> Iterator[subprocess.Popen[bytes]]:
    """A worker in a process of its own, on this test's database and mail server."""
    theirs = msgspec.structs.replace(
        settings, mail="smtp", smtp_host=server.host, smtp_port=server.port, smtp_tls="none"
    )
    plain = {name: value for name, value in os.environ.items() if not name.startswith("PARVIS_")}
    process = subprocess.Popen([sys.executable, "-c", WORKER], env={**plain, **to_environment(theirs)})
    try:
        yield process
    finally:
        process.kill()
        process.wait()


async def until(condition: Callable[[], object], seconds: float = 30) -> None:
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.02)


@pytest.fixture
def clock() -> FakeClock:
    """The real time: the worker's process has no other."""
    return FakeClock(work_now())


def work_now() -> datetime:
    from parvis.clock import system_clock

    return system_clock()


async def test_a_killed_worker_loses_nothing(
    here: Here, settings: Settings, camille: Camille, mail_server: MailServer, clock: FakeClock
) -> None:
    for _ in range(24):
        await write(here, camille.email)
    mail_server.slow_seconds = 0.4
    with worker(settings, mail_server) as process:
        await until(lambda: len(mail_server.received) >= 3)
        process.send_signal(signal.SIGKILL)
        process.wait()
    killed_with = len(mail_server.received)
    assert any(state == "waiting" for state, _, _ in await states(here))
    mail_server.slow_seconds = 0
    clock.advance(minutes=5)  # The dead worker's lease ends.
    senders = {"email": Smtp(host=mail_server.host, port=mail_server.port, tls="none")}
    while await outbox.send_due(here, senders, clock.now):
        pass
    assert all(state == "sent" for state, _, _ in await states(here))
    assert len(set(mail_server.ids())) == 24
    assert len(mail_server.ids()) > 24  # Some arrived twice, under the same Message-ID.
    assert killed_with >= 3


async def test_the_worker_wakes_when_something_is_written(
    here: Here, settings: Settings, camille: Camille, mail_server: MailServer
) -> None:
    with worker(settings, mail_server):
        await write(here, camille.email)
        await until(lambda: mail_server.received)
        before = len(mail_server.received)
        await write(here, camille.email, now=work_now())
        await until(lambda: len(mail_server.received) > before, seconds=5)


async def test_a_duty_that_fails_stops_no_other(here: Here) -> None:
    done: list[str] = []

    async def fail(now: datetime) -> int:
        done.append("fail")
        raise RuntimeError("broken on purpose")

    async def count(now: datetime) -> int:
        done.append("count")
        return 0

    stop = asyncio.Event()
    both = [work.Duty("fail", fail, 0.01), work.Duty("count", count, 0.01)]
    running = asyncio.gather(*(work._repeat(here, duty, stop) for duty in both))
    await until(lambda: done.count("count") >= 5 and done.count("fail") >= 2)
    stop.set()
    await asyncio.wait_for(running, 2)


async def test_it_stops_at_once_and_cleanly(here: Here) -> None:
    stop = asyncio.Event()
    running = asyncio.create_task(work.work(here, stop))
    await asyncio.sleep(0.3)
    stop.set()
    await asyncio.wait_for(running, 5)


async def test_spent_tokens_are_forgotten_once_expired(here: Here, clock: FakeClock) -> None:
    async with here.transaction() as tx:
        for minutes in (-5, 5):
            await tx.run(
                "insert into spent_token (id, expires_at) values ($1, $2)",
                here.new_id(), clock.now + timedelta(minutes=minutes),
            )  # fmt: skip
    assert await work.forget_spent_tokens(here, clock.now) == 1
    assert await work.forget_spent_tokens(here, clock.now) == 0
