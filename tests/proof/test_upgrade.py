"""Upgrades: the program as it was before the last migration works on the new schema, beside the new program."""

import asyncio
import re
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import msgspec
import pytest
from uuid_utils.compat import uuid7

from parvis import migrate
from parvis.here import Here
from parvis.ledger import tables as ledger
from parvis.settings import ROOT, Settings
from tests.conftest import Cluster
from tests.journeys.bank import Bank, free_port
from tests.proof.conftest import Note
from tests.proof.people import Client, Visitor, a_client, transfer_fields
from tests.proof.running import a_database, settings_on, with_here

# The first commit whose program worked from end to end: nothing older can be asked to.
FIRST = "24577bf26f4f1004f9bf9a3f3313e26d7035b0cd"


class Older(Bank):
    """The program of another tree, on the same database."""

    def __init__(self, settings: Settings, tree: Path) -> None:
        super().__init__(settings)
        self.tree = tree

    def _environment(self) -> dict[str, str]:
        environment = super()._environment() | {"PYTHONPATH": str(self.tree / "src")}
        # What it did not have to be told yet, it would refuse.
        known = subprocess.run(
            [sys.executable, "-c", "from parvis.settings import Settings; print(*Settings.__struct_fields__)"],
            env=environment, capture_output=True, text=True, check=True,
        ).stdout.split()  # fmt: skip
        ours = {f"PARVIS_{name.upper()}" for name in known}
        return {name: value for name, value in environment.items() if not name.startswith("PARVIS_") or name in ours}


@dataclass
class Stage:
    new: Bank
    old: Older
    clients: list[Client]
    commit: str


def _git(*arguments: str) -> bytes:
    done = subprocess.run(["/usr/bin/env", "git", "-C", str(ROOT), *arguments], capture_output=True, check=False)
    if done.returncode != 0:
        pytest.skip("the history of the program is not here: " + done.stderr.decode(errors="replace")[:100])
    return done.stdout


def program_of_before() -> str:
    """The commit just before the one that brought the newest migration, or `FIRST` where that is older."""
    last = migrate.read()[-1]
    file = f"migrations/{last.number:04}_{last.name}.up.sql"
    brought = _git("log", "--diff-filter=A", "--format=%H", "-n1", "--", file).decode().strip()
    if not brought:
        pytest.skip(f"{file} is not committed yet: nothing runs on it but what is being written")
    before = _git("rev-parse", f"{brought}~1").decode().strip()
    since = _git("rev-list", f"{FIRST}..{before}").decode().split()
    return next((commit for commit in since if _starts(commit)), FIRST)


def _starts(commit: str) -> bool:
    """Whether the program of that commit had its migrations in one line: two branches may have met just before."""
    files = _git("ls-tree", "--name-only", commit, "migrations/").decode().split()
    numbers = [int(Path(file).name[:4]) for file in files if file.endswith(".up.sql")]
    return numbers == list(range(1, len(numbers) + 1))


@pytest.fixture(scope="module")
def stage(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    commit, tree = program_of_before(), tmp_path_factory.mktemp("before")
    archive = _git("archive", "--format=tar", commit, "src", "institutions", "migrations")
    with tarfile.open(fileobj=BytesIO(archive)) as tar:
        tar.extractall(tree, filter="data")

    async def furnish(here: Here) -> list[Client]:
        accounts = {"Courant": 500_00, "Livret": 0}
        return [await a_client(here, "deuxrives", 600 + number, accounts=accounts) for number in range(2)]

    place = tmp_path_factory.mktemp("upgrade")
    with a_database(cluster, "upgrade"):
        settings = settings_on(cluster, "upgrade", place, workers=1)
        asyncio.run(migrate.up(settings.owner_url))  # Makes the role of this very database, which steps grant to.
        new = Bank(msgspec.structs.replace(settings, database_url=migrate.program_url(settings.owner_url, place)))
        clients = with_here(new.settings, furnish)
        (place / "old").mkdir()
        old = Older(
            msgspec.structs.replace(
                new.settings, port=free_port(), institutions_dir=tree / "institutions", var_dir=place / "old",
                keys_dir=new.settings.keys_dir,
            ),
            tree,
        )
        try:
            old.start()
            new.start()
            yield Stage(new, old, clients, commit)
        finally:
            old.stop()
            new.stop()
        assert new.look_over() == []
    cluster.run(f"drop role if exists {migrate.program_role(f'{cluster.template}_upgrade')}")


def test_the_program_of_before_does_not_know_the_last_migration() -> None:
    """Unless no migration has come since the first program that worked."""
    commit = program_of_before()
    names = _git("ls-tree", "--name-only", commit, "migrations/").decode()
    steps = {int(found) for found in re.findall(r"/(\d{4})_\w+\.up\.sql", names)}
    assert max(steps) == migrate.read()[-1].number - (commit != FIRST)


async def test_the_program_of_before_works_on_the_new_schema_beside_the_new_one(stage: Stage, figures: Note) -> None:
    """As in a rolling upgrade: the schema first, then the processes one after the other."""
    done = []
    for number, bank in enumerate((stage.old, stage.new)):
        client, visitor = stage.clients[number], Visitor(bank, "deuxrives")
        await visitor.signs_in(client)
        fields = transfer_fields(client, key=uuid7(), amount="5,00", day=bank.now().date())
        await visitor.sends("/transfers", **fields)
        assert visitor.status == 200, visitor.page[-800:]
        assert bank.value("select balance from account where id = $1", client.accounts["Courant"]) == 495_00
        done.append((client, visitor))
    # A session opened by one is a session for the other, and so are its transfers.
    for (client, visitor), other in zip(done, (stage.new, stage.old), strict=True):
        elsewhere = Visitor(other, "deuxrives")
        for cookie in visitor.browser.cookies.jar:
            elsewhere.browser.cookies.set(cookie.name, cookie.value or "", domain="deuxrives.localhost")
        await elsewhere.goes_to("/transfers/history")
        assert (elsewhere.status, elsewhere.path) == (200, "/transfers/history"), elsewhere.page[-500:]
        assert "5,00" in elsewhere.page
        fields = transfer_fields(client, key=uuid7(), amount="2,00", day=other.now().date())
        await elsewhere.sends("/transfers", **fields)
        assert other.value("select balance from account where id = $1", client.accounts["Courant"]) == 493_00
        await asyncio.gather(visitor.leaves(), elsewhere.leaves())
    figures("the program of before", stage.commit[:12])


def test_up_down_and_up_again_on_a_database_with_people_in_it(stage: Stage) -> None:
    """The last step undone and taken again while everyone is away: nothing of theirs is lost."""
    url = stage.new.settings.owner_url
    counts = "select (select count(*) from client) as clients, (select count(*) from entry) as entries, " \
             "(select count(*) from journal) as lines, (select sum(balance) from account) as money"
    stage.old.stop()
    stage.new.stop()
    before = stage.new.rows(counts)
    number = migrate.read()[-1].number
    assert asyncio.run(migrate.down(url, number - 1)) == [f"{number:04}_{migrate.read()[-1].name}"]
    assert asyncio.run(migrate.up(url))
    assert stage.new.rows(counts) == before
    audit = with_here(stage.new.settings, _audit)
    assert audit == ledger.Audit(sum=0, uneven_postings=0, wrong_balances=0, wrong_holds=0, under_floor=0)
    stage.new.start()


async def _audit(here: Here) -> ledger.Audit:
    async with here.reading() as tx:
        return await ledger.audit(tx)
