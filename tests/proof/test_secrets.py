"""Secrets sown in a story are looked for wherever the program writes; keys rotate and backups run while it serves."""

import asyncio
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import httpx
import msgspec
import pytest
from uuid_utils.compat import uuid7

from parvis import migrate
from parvis.postgres import choose_binaries
from parvis.settings import Settings, to_environment
from tests.conftest import Cluster
from tests.journeys.bank import Bank
from tests.proof.conftest import Note
from tests.proof.people import Loopback, transfer_fields
from tests.proof.running import until
from tests.proof.sowing import Story, a_story, live, signs_in

# Six digits stand in many a number: only alone, and not as the decimals of a time or a part of an identifier.
ALONE = r"(?<![0-9A-Za-z_.:+-]){}(?![0-9A-Za-z_-])"


@pytest.fixture(scope="module")
def story(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    with a_story(cluster, "secrets", tmp_path_factory.mktemp("secrets")) as told:
        yield told


async def test_pitfall_25_no_secret_is_written_anywhere(story: Story, tmp_path: Path, figures: Note) -> None:
    await live(story)
    bank = story.bank
    places = {
        "the dump of the database": _dump(bank.settings),
        "the backup": _backup(bank, tmp_path),
        "/metrics": (await _metrics(bank)).encode(),
        "the list of processes": _processes(),
        "pages of errors and refusals": "\n".join(story.pages).encode(),
        "what PostgreSQL logged": _server_log(bank),
    }
    for file in bank.settings.var_dir.rglob("*"):
        if file.is_file() and bank.settings.keys_dir not in file.parents and file.name != "sms.token":
            places[file.name] = file.read_bytes()
    assert len(places["serve.log"]) > 100 and b"broken" in places["serve.log"], "nothing went wrong: nothing was tried"
    assert len(places["the dump of the database"]) > 50_000
    assert len(story.sown) >= 14, sorted(story.sown)
    # What is no secret is found by the same means: the search itself works.
    assert _found(story.people["totp"].identifier.encode(), places["the dump of the database"])
    assert _found(b"Roy", places["the backup"]) and _found(b"broken", places["serve.log"])
    found = [
        f"{what} in {where}: …{found!r}…"
        for where, written in places.items()
        for what, secrets in story.sown.items()
        for secret in secrets
        if (found := _found(secret, written))
    ]
    assert found == [], "\n".join(found)
    figures("kinds of secrets sown", len(story.sown))
    figures("writings looked for", sum(map(len, story.sown.values())))
    figures("places looked into", ", ".join(sorted(places)))
    figures("bytes looked into", sum(map(len, places.values())))


def _found(secret: bytes, written: bytes) -> bytes | None:
    if len(secret) > 11 or not secret.isdigit():
        where = written.find(secret)
    else:
        match = re.search(ALONE.format(re.escape(secret.decode("latin-1"))).encode("latin-1"), written)
        where = -1 if match is None else match.start()
    return None if where < 0 else written[max(0, where - 60) : where + len(secret) + 20]


def _dump(settings: Settings) -> bytes:
    """Every row of every table, as PostgreSQL writes it."""
    command = [choose_binaries()["pg_dump"], f"--dbname={settings.owner_url}", "--inserts", "--rows-per-insert=1"]
    return subprocess.run(command, capture_output=True, check=True).stdout


def _backup(bank: Bank, place: Path) -> bytes:
    """What `parvis backup` writes while everything runs, as it is and unpacked."""
    file = place / "story.dump"
    done = bank.command("backup", str(file))
    assert done.returncode == 0, done.stderr
    unpacked = subprocess.run(
        [choose_binaries()["pg_restore"], "--file=-", str(file)], capture_output=True, check=True
    ).stdout
    return file.read_bytes() + file.with_name(file.name + ".keys").read_bytes() + unpacked + done.stdout.encode()


async def _metrics(bank: Bank) -> str:
    async with httpx.AsyncClient(transport=Loopback()) as http:
        return (await http.get(bank.address(path="/metrics"))).text


def _processes() -> bytes:
    """What everyone on the machine may see of every process."""
    seen = b""
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            seen += file.read_bytes() + b"\n"
        except (FileNotFoundError, ProcessLookupError):
            continue
    return seen


def _server_log(bank: Bank) -> bytes:
    data = Path(bank.value("show data_directory"))
    return (data / "server.log").read_bytes() if (data / "server.log").exists() else b""


async def test_keys_rotate_while_clients_are_served(story: Story, figures: Note) -> None:
    """A new key for each purpose, then one process after the other; nobody is signed out, no message is lost."""
    bank, client = story.bank, story.people["phone"]
    before = await signs_in(story, client)
    done = bank.command("keys", "rotate")
    assert done.returncode == 0 and done.stdout.count(" added") == 4, done.stdout + done.stderr
    bank.restart("serve")
    await asyncio.to_thread(until, bank._healthy)
    # The worker has not restarted: what the others seal under the new key is opened by it all the same.
    await before.goes_to("/accounts")
    assert (before.status, before.path) == (200, "/accounts")
    during = await signs_in(story, client)
    bank.restart("work")
    fields = transfer_fields(client, key=uuid7(), amount="1,00", day=bank.now().date())
    await during.sends("/transfers", **fields)
    assert during.status == 200
    after = await signs_in(story, client)
    verified = bank.command("journal", "verify")
    assert verified.returncode == 0, verified.stderr
    await asyncio.to_thread(until, lambda: bank.value("select count(distinct key_id) from journal_seal") == 2)
    assert bank.value("select count(*) from outbox where state = 'abandoned'") == 0
    figures("keys rotated while serving", 3)
    for visitor in (before, during, after):
        await visitor.leaves()


async def test_a_backup_made_while_it_works_is_restored_elsewhere_with_its_journal_whole(
    story: Story, cluster: Cluster, tmp_path: Path, figures: Note
) -> None:
    bank, client = story.bank, story.people["phone"]
    visitor = await signs_in(story, client)
    stop = asyncio.Event()

    async def goes_on() -> int:
        done = 0
        while not stop.is_set():
            amount = f"0,{1 + done % 90:02d}"
            fields = transfer_fields(client, key=uuid7(), amount=amount, day=bank.now().date())
            await visitor.sends("/transfers", **fields)
            done += visitor.status == 200
        return done

    going = asyncio.create_task(goes_on())
    await asyncio.sleep(0.3)
    file = tmp_path / "working.dump"
    saved = await asyncio.to_thread(bank.command, "backup", str(file))
    stop.set()
    done = await going
    assert saved.returncode == 0, saved.stderr
    assert done > 0
    name = f"{cluster.template}_elsewhere"
    await asyncio.to_thread(cluster.run, f"create database {name}")
    try:
        elsewhere = _elsewhere(bank.settings, cluster, name, tmp_path)
        restored = await asyncio.to_thread(_command, elsewhere, "restore", str(file))
        assert restored.returncode == 0, restored.stderr
        assert "its journal is whole" in restored.stdout
        counts = "select (select count(*) from entry), (select sum(amount) from entry), (select count(*) from journal)"
        entries, total, lines = (await _ask(elsewhere.owner_url, counts))[0]
        assert total == 0 and entries > 0 and lines > 0
        verified = await asyncio.to_thread(_command, elsewhere, "journal", "verify")
        assert verified.returncode == 0, verified.stderr
        figures("transfers made during the backup", done)
        figures("rows of the journal restored and verified", lines)
    finally:
        await asyncio.to_thread(
            cluster.run, f"drop database {name} with (force)", f"drop role if exists {migrate.program_role(name)}"
        )
    await visitor.leaves()


def _elsewhere(settings: Settings, cluster: Cluster, name: str, place: Path) -> Settings:
    """Another machine: its own place, the keys brought to it, an empty database."""
    shutil.copytree(settings.keys_dir, place / "keys")
    return msgspec.structs.replace(
        settings, owner_url=cluster.url(name), database_url=migrate.program_url(cluster.url(name)), var_dir=place,
        keys_dir=place / "keys",
    )


def _command(settings: Settings, *arguments: str) -> "subprocess.CompletedProcess[str]":
    mine = {name: value for name, value in os.environ.items() if not name.startswith("PARVIS_")}
    return subprocess.run(
        [sys.executable, "-m", "parvis.cli", *arguments], env=mine | to_environment(settings), capture_output=True,
        text=True, check=False, timeout=60,
    )


async def _ask(url: str, query: str) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetch(query)
    finally:
        await connection.close()

