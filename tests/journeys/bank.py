"""The running program: `parvis serve` and `parvis work` as real processes, on a furnished database of their own."""

import asyncio
import http.client
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import asyncpg

from parvis import backup
from parvis.demo.stories.all import STORIES
from parvis.demo.story import Client
from parvis.seal import Keyring
from parvis.settings import Settings, to_environment

# Tuesday 24 November 2026, 14:05 in Paris: each module begins there, whatever the day of the machine.
BEGINNING = datetime(2026, 11, 24, 13, 5, tzinfo=UTC)
READY_SECONDS = 60.0
STOP_SECONDS = 15.0
T = TypeVar("T")
LOUD = re.compile(r"\[(error|critical)\s*\]|Traceback|\b(ERROR|CRITICAL)\b")


def apart(work: Callable[[], T]) -> T:
    """Run `work` in a thread of its own: Playwright's loop runs in this one, and asyncio allows a thread only one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(work).result()


class Bank:
    """The five institutions, running. Addresses, the clock, what went wrong, and a look into the database."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.troubles: list[str] = []  # What browsers, processes and books complained of: none is right.
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        assert settings.clock_file is not None
        self._clock_file = settings.clock_file
        self._offset = BEGINNING - datetime.now(UTC)
        self._write_offset()

    # Where it is

    def address(self, slug: str = "", path: str = "/") -> str:
        """The address of a page of that institution; of the start page without one."""
        return f"http://{slug + '.' if slug else ''}localhost:{self.settings.port}{path}"

    @staticmethod
    def of(client: Client) -> str:
        """The slug of the client's institution."""
        return next(story.institution for story in STORIES if client in story.clients)

    # Its clock

    def now(self) -> datetime:
        """The time it is for the program."""
        return datetime.now(UTC) + self._offset

    def advance(self, **amount: float) -> datetime:
        """Let time pass for the program, by a timedelta's arguments: `advance(minutes=5)`. Browsers do not notice."""
        self._offset += timedelta(**amount)
        self._write_offset()
        return self.now()

    def settles(self) -> None:
        """Give the worker the moment it takes to let go of the requests whose time is up."""
        until = time.monotonic() + READY_SECONDS
        late = "select count(*) from request where state = 'waiting' and expires_at <= $1"
        while self.value(late, self.now()):
            assert time.monotonic() < until, f"requests outlive their time:\n{self.log('work')}"
            time.sleep(0.05)

    def _write_offset(self) -> None:
        # Replaced in one go: the program must never read half a number.
        beside = self._clock_file.with_suffix(".new")
        beside.write_text(f"{self._offset.total_seconds():.3f}\n", "ascii")
        beside.replace(self._clock_file)

    # Its processes

    def start(self) -> None:
        """Start both processes and wait until pages are served."""
        for name in ("serve", "work"):
            self.restart(name)
        until = time.monotonic() + READY_SECONDS
        while not self._healthy():
            for name, process in self._processes.items():
                assert process.poll() is None, f"parvis {name} has stopped:\n{self.log(name)}"
            assert time.monotonic() < until, f"parvis serve does not answer:\n{self.log('serve')}"
            time.sleep(0.05)

    def restart(self, name: str) -> None:
        """Start « serve » or « work », stopping it first where it runs."""
        self.stop(name)
        with self._log_file(name).open("ab") as log:
            self._processes[name] = subprocess.Popen(
                [sys.executable, "-m", "parvis.cli", name], env=self._environment(),
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def stop(self, *names: str) -> None:
        """Stop these processes (all by default) as a service manager would."""
        running = [self._processes.pop(name) for name in names or tuple(self._processes) if name in self._processes]
        for process in running:
            process.terminate()
        for process in running:
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                self.troubles.append("a process did not stop when asked")

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run `parvis …` on the same database and keys, and give what it said."""
        return subprocess.run(
            [sys.executable, "-m", "parvis.cli", *arguments], env=self._environment(),
            capture_output=True, text=True, check=False, timeout=600,
        )  # fmt: skip

    def log(self, name: str) -> str:
        """What that process has written."""
        return self._log_file(name).read_text("utf-8", errors="replace")

    def _log_file(self, name: str) -> Path:
        return self.settings.var_dir / f"{name}.log"

    def _environment(self) -> dict[str, str]:
        mine = {name: value for name, value in os.environ.items() if not name.startswith("PARVIS_")}
        return mine | to_environment(self.settings)

    def _healthy(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.settings.port, timeout=2)
        try:
            connection.request("GET", "/healthz", headers={"Host": "localhost"})
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    # Its books

    def rows(self, query: str, *values: Any) -> list[dict[str, Any]]:
        """Ask the database, as its owner: for what no page shows."""
        return apart(lambda: asyncio.run(self._rows(query, *values)))

    def value(self, query: str, *values: Any) -> Any:
        """The one value of the one row that answers."""
        (row,) = self.rows(query, *values)
        (value,) = row.values()
        return value

    async def _rows(self, query: str, *values: Any) -> list[dict[str, Any]]:
        connection = await asyncpg.connect(self.settings.owner_url)
        try:
            return [dict(row) for row in await connection.fetch(query, *values)]
        finally:
            await connection.close()

    def look_over(self) -> list[str]:
        """Everything that must hold after any story: books balanced, journal whole, nothing broken on the way."""
        found = list(self.troubles)
        unequal = self.rows(
            "select posting_id, sum(amount) as sum from entry group by posting_id having sum(amount) <> 0"
        )
        found += [f"posting {row['posting_id']} sums to {row['sum']}" for row in unequal]
        drifted = self.rows(
            """
            select account.label, balance, coalesce(sum(amount), 0) as entries
            from account left join entry on entry.account_id = account.id
            where balance is not null group by account.id having balance <> coalesce(sum(amount), 0)
            """
        )
        found += [f"{row['label']}: balance {row['balance']}, entries {row['entries']}" for row in drifted]
        keys = Keyring.open(self.settings.keys_dir)
        found += [f"journal: {finding}" for finding in apart(lambda: backup.verify(self.settings, keys))]
        for name in ("serve", "work"):
            found += [f"{name}: {line}" for line in self.log(name).splitlines() if LOUD.search(line)]
        return found


def free_port() -> int:
    """A port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def furnish(settings: Settings) -> None:
    """The five demonstrations, in a fresh database: what `parvis demo` does before it serves."""

    async def work() -> None:
        from parvis.app import make_here
        from parvis.demo.furnish import furnish as furnish_all

        async with make_here(settings) as here:
            await furnish_all(here)

    waiting: Coroutine[Any, Any, None] = work()
    apart(lambda: asyncio.run(waiting))
