"""The program as it runs in production, with `serve --workers 2` and `work`, on a database with a few people in it."""

import asyncio
import os
import re
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from parvis.here import Here
from parvis.settings import Settings
from parvis.ui.render import PACKAGE
from parvis.ui.words import Words as Loaded
from tests.conftest import Cluster
from tests.journeys.bank import Bank, apart, free_port

T = TypeVar("T")
LONG = os.environ.get("PARVIS_PROOF") == "long"


def times(short: int, long: int) -> int:
    """How often: in `make test`, or in `make prove`."""
    return long if LONG else short


def settings_on(cluster: Cluster, name: str, place: Path, **changed: Any) -> Settings:
    """What `make test` runs with, on the database of that name, with two serving processes."""
    database = f"{cluster.template}_{name}"
    chosen = Settings(
        mode="test", database_url=cluster.program_url(database), owner_url=cluster.url(database), var_dir=place,
        port=free_port(), clock_file=place / "clock", mail="demo", sms="demo", argon_memory_kib=64, argon_time=1,
        pool=8, workers=2,
    )
    return msgspec.structs.replace(chosen, **changed)


@contextmanager
def a_database(cluster: Cluster, name: str) -> Iterator[None]:
    """A fresh migrated database of that name, for as long as the context lasts."""
    database = f"{cluster.template}_{name}"
    apart(lambda: cluster.run(f"create database {database} template {cluster.template}"))
    try:
        yield
    finally:
        apart(lambda: cluster.run(f"drop database {database} with (force)"))


@contextmanager
def a_bank(
    cluster: Cluster, name: str, place: Path, furnish: Callable[[Here], Coroutine[Any, Any, T]], *, quiet: bool = True,
    **changed: Any,
) -> Iterator[tuple[Bank, T]]:
    """A database of its own, furnished by `furnish`, then both processes on it; looked over at the end.

    Not `quiet`: something is broken on purpose, and the logs say so.
    """
    with a_database(cluster, name):
        bank = Bank(settings_on(cluster, name, place, **changed))
        people = with_here(bank.settings, furnish)
        try:
            bank.start()
            yield bank, people
        finally:
            bank.stop()
        found = [line for line in bank.look_over() if quiet or not line.startswith(("serve:", "work:"))]
        assert found == [], "\n".join(found)


def with_here(settings: Settings, act: Callable[[Here], Coroutine[Any, Any, T]]) -> T:
    """Run `act` on the wired program, in this process."""

    async def run() -> T:
        from parvis.app import make_here

        async with make_here(settings) as here:
            return await act(here)

    waiting: Coroutine[Any, Any, T] = run()
    return apart(lambda: asyncio.run(waiting))


def until(true: Callable[[], object], *, seconds: float = 20.0) -> None:
    """Wait for something that comes by itself; it is an error when it does not."""
    latest = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < latest, f"it has not come within {seconds:.0f} seconds"
        time.sleep(0.05)


def visible(page: str) -> str:
    """The text that a person reads on a page, its spaces and apostrophes made plain."""
    text = unescape(re.sub(r"<[^>]+>", " ", re.sub(r"<(script|style)\b.*?</\1>", " ", page, flags=re.DOTALL)))
    return re.sub(r"[\s\u00a0\u202f]+", " ", text.replace("\u2019", "'"))


@cache
def _loaded(institutions_dir: Path) -> Loaded:
    return Loaded.load(PACKAGE, institutions_dir)


class Words:
    """What the loser of a race must read: the sentences of the program, by the code of a refusal or by their key."""

    def __init__(self, settings: Settings, slug: str) -> None:
        self._say = _loaded(settings.institutions_dir).sayer("fr", slug)

    def tell(self, page: str, *codes: str) -> bool:
        """Whether the page says one of these refusals."""
        return any(self.say(page, "refusal-" + code.replace("_", "-")) for code in codes)

    def say(self, page: str, key: str) -> bool:
        """Whether the page holds that sentence, whatever its times and figures."""
        sentence = self._say(key, until="\0", left="\0", at_most="\0", minutes="\0", since="\0")
        read = visible(page)
        return all(visible(part) in read for part in sentence.split("\0"))


def memory_of(bank: Bank) -> float:
    """What the serving processes hold together, in MiB."""
    leader = bank._processes["serve"].pid
    total = 0
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
            if leader in (int(status.parent.name), int(fields[1])):
                rollup = (status.parent / "status").read_text()
                total += int(re.search(r"VmRSS:\s+(\d+)", rollup)[1])  # type: ignore[index]
        except (FileNotFoundError, ProcessLookupError, TypeError):
            continue
    return round(total / 1024, 1)
