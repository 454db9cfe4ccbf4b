"""What every test can ask for: a real PostgreSQL, a database of its own, a clock that obeys, `here`."""

import asyncio
import itertools
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import asyncpg
import hypothesis
import pytest

from parvis import embedded, migrate
from parvis.settings import Settings
from tests.hands.certificate import trusted
from tests.results import Results

if TYPE_CHECKING:
    from parvis.here import Here

_numbers = itertools.count(1)

# How fast the machine is says nothing of a property; a fixture is asked for once, whatever the examples are.
hypothesis.settings.register_profile(
    "parvis", deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow, hypothesis.HealthCheck.function_scoped_fixture],
)  # fmt: skip
hypothesis.settings.load_profile("parvis")

LONG = ("tests/journeys/", "tests/proof/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long begins first: no process is then left alone with it while the others have nothing to do."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


def pytest_configure(config: pytest.Config) -> None:
    """What the tests say is kept for `parvis conformity`."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Results(), "parvis-results")


class FakeClock:
    """A clock that stands still until it is told to move. It is called like the real one."""

    def __init__(self, now: datetime = datetime(2026, 11, 24, 13, 5, tzinfo=UTC)) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **amount: float) -> datetime:
        """Move on by a timedelta's arguments: `advance(minutes=5)`."""
        self.now += timedelta(**amount)
        return self.now


@dataclass(frozen=True)
class Cluster:
    """A PostgreSQL server, and the migrated database that others are copied from."""

    owner_url: str  # any database of the server, as a user that may create databases and roles
    template: str

    def url(self, database: str) -> str:
        """`database`, as its owner."""
        return urlsplit(self.owner_url)._replace(path=f"/{database}").geturl()

    def program_url(self, database: str) -> str:
        """`database`, as the program's role: what the template granted holds in its copies."""
        owner = urlsplit(self.url(database))
        host = owner.netloc.rpartition("@")[2]
        return owner._replace(netloc=f"{migrate.program_role(self.template)}@{host}").geturl()

    def run(self, *statements: str) -> None:
        """Statements that stand alone, such as `create database`."""

        async def run() -> None:
            connection = await asyncpg.connect(self.owner_url)
            try:
                for statement in statements:
                    await connection.execute(statement)
            finally:
                await connection.close()

        asyncio.run(run())


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """One server for all tests: the one of PARVIS_TEST_DATABASE_URL, else a private one, fast and unsafe."""
    template = f"parvis_test_{os.getpid()}"
    chosen = os.environ.get("PARVIS_TEST_DATABASE_URL")
    place = Path(tempfile.mkdtemp(prefix="parvis-"))
    server = None if chosen else embedded.start(place, place=place, durable=False)
    try:
        found = Cluster(chosen or server.url, template)  # type: ignore[union-attr]
        found.run(f"create database {template}")
        try:
            asyncio.run(migrate.up(found.url(template)))
            yield found
        finally:
            found.run(
                f"drop database {template} with (force)",
                f"drop role if exists {migrate.program_role(template)}",
            )
    finally:
        if server is not None:
            server.stop()
        shutil.rmtree(place, ignore_errors=True)


@pytest.fixture
def owner_url(cluster: Cluster) -> Iterator[str]:
    """A fresh migrated database, as the owner of its tables."""
    name = f"{cluster.template}_{next(_numbers)}"
    cluster.run(f"create database {name} template {cluster.template}")
    yield cluster.url(name)
    role = migrate.program_role(name)  # made where a test migrates its own copy
    cluster.run(f"drop database {name} with (force)", f"drop role if exists {role}")


@pytest.fixture
def database_url(cluster: Cluster, owner_url: str) -> str:
    """The same fresh database, as the program's role."""
    return cluster.program_url(urlsplit(owner_url).path.lstrip("/"))


@pytest.fixture
def clock() -> FakeClock:
    """Tuesday 24 November 2026, 14:05 in Paris."""
    return FakeClock()


@pytest.fixture
def settings(database_url: str, owner_url: str, tmp_path: Path) -> Settings:
    """What `make test` runs with: hashing made cheap, messages to the demo inbox, nothing else loosened.

    The authority of the tests' own certificates is trusted, as the demonstration's is in a demonstration.
    """
    trusted(tmp_path / "keys")
    return Settings(
        mode="test",
        database_url=database_url,
        owner_url=owner_url,
        var_dir=tmp_path,
        mail="demo",
        sms="demo",
        argon_memory_kib=64,
        argon_time=1,
        pool=8,
    )


@pytest.fixture
async def here(settings: Settings, clock: FakeClock) -> "AsyncIterator[Here]":
    """The program itself, wired as `parvis serve` wires it, on a database of its own."""
    from parvis.app import make_here  # The tests of one part must run while another part does not import.

    async with make_here(settings, clock=clock) as made:
        yield made
