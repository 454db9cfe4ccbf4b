"""A backup is tried by restoring it: the same rows, the same rights, a journal that still proves itself."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg
import msgspec
import pytest

from parvis import backup, migrate
from parvis.backup import BackupFailed
from parvis.db import Database
from parvis.journal import rules as journal
from parvis.journal import tables as journal_tables
from parvis.seal import Keyring
from parvis.settings import Settings
from tests.conftest import Cluster

NOW = datetime(2026, 11, 24, 13, 5, tzinfo=UTC)


@pytest.fixture
def empty(cluster: Cluster, settings: Settings) -> Iterator[Settings]:
    """A second database, with nothing in it, and the same keys."""
    name = urlsplit(settings.owner_url).path.lstrip("/") + "_restored"
    cluster.run(f"create database {name}")
    yield msgspec.structs.replace(
        settings, owner_url=cluster.url(name), database_url=migrate.program_url(cluster.url(name))
    )
    cluster.run(f"drop database {name} with (force)", f"drop role if exists {migrate.program_role(name)}")


@pytest.fixture
def lived_in(settings: Settings) -> Settings:
    """A database where something happened, and was written in the journal."""
    Keyring.open(settings.keys_dir)
    asyncio.run(_live(settings.database_url))
    return settings


def test_what_was_backed_up_comes_back(lived_in: Settings, empty: Settings, tmp_path: Path) -> None:
    file = tmp_path / "monday.dump"
    ids = backup.backup(lived_in, file)
    assert backup.restore(empty, file) == []

    question = "select given_name || ' ' || family_name from client"
    assert ask(empty.owner_url, question) == ask(lived_in.owner_url, question) == ["Élise Marchand"]
    assert ask(empty.owner_url, "select count(*) from journal") == [1]
    assert ids == Keyring.open(lived_in.keys_dir).ids()
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        ask(empty.database_url, "delete from journal")


def test_the_keys_are_not_in_it(lived_in: Settings, tmp_path: Path) -> None:
    file = tmp_path / "monday.dump"
    backup.backup(lived_in, file)
    assert file.stat().st_mode & 0o777 == 0o600
    for path in lived_in.keys_dir.glob("*.keys"):
        for line in path.read_text().splitlines():
            key_id, key = line.split(" ")
            assert key.encode() not in file.read_bytes()
            assert key not in backup.keys_file(file).read_text()
            # Without the key of push messages phones only ask again: nothing stored needs it.
            assert (f":{key_id}\n" in backup.keys_file(file).read_text()) == (path.stem != "push")


def test_a_row_changed_in_between_is_found(lived_in: Settings, empty: Settings, tmp_path: Path) -> None:
    file = tmp_path / "monday.dump"
    ask(lived_in.owner_url, "update journal set event = 'session:ended'")
    backup.backup(lived_in, file)
    assert [finding.code for finding in backup.restore(empty, file)] == ["row_changed"]


def test_nothing_is_restored_over_something(lived_in: Settings, tmp_path: Path) -> None:
    file = tmp_path / "monday.dump"
    backup.backup(lived_in, file)
    with pytest.raises(BackupFailed, match="not empty"):
        backup.restore(lived_in, file)


def test_nothing_is_restored_without_its_keys(lived_in: Settings, empty: Settings, tmp_path: Path) -> None:
    file = tmp_path / "monday.dump"
    backup.backup(lived_in, file)
    elsewhere = msgspec.structs.replace(empty, keys_dir=tmp_path / "other-keys")
    with pytest.raises(BackupFailed, match="are not in PARVIS_KEYS_DIR: sealing:1-"):
        backup.restore(elsewhere, file)
    assert ask(empty.owner_url, "select count(*) from pg_tables where schemaname = 'public'") == [0]


def test_a_backup_never_replaces_another(lived_in: Settings, tmp_path: Path) -> None:
    file = tmp_path / "monday.dump"
    file.write_text("the only copy")
    with pytest.raises(BackupFailed, match="never replaces"):
        backup.backup(lived_in, file)
    assert file.read_text() == "the only copy"


def test_a_file_that_is_no_backup_restores_nothing(settings: Settings, empty: Settings, tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear Sir or Madam")
    with pytest.raises(BackupFailed, match="lists the keys"):
        backup.restore(empty, file)
    backup.keys_file(file).write_text("")
    with pytest.raises(BackupFailed, match="pg_restore failed"):
        backup.restore(empty, file)
    assert ask(empty.owner_url, "select count(*) from pg_tables where schemaname = 'public'") == [0]


async def _live(url: str) -> None:
    """One client, and one row of the journal, written as the program writes them."""
    database = await Database.open(url, connections=1)
    client_id = uuid4()
    row = journal.Row(
        id=uuid4(), institution="deuxrives", at=NOW, event="session:opened", client_id=client_id, session_id=None,
        request_id=None, device_id=None, network="192.0.2.0/24", detail={},
    )  # fmt: skip
    try:
        async with database.transaction() as tx:
            await tx.run(
                "insert into client (id, institution, given_name, family_name, created_at)"
                " values ($1, 'deuxrives', 'Élise', 'Marchand', $2)",
                client_id,
                NOW,
            )
            await journal_tables.insert(tx, [(row, journal.row_hash(row))])
    finally:
        await database.close()


def ask(url: str, statement: str) -> list[object]:
    """The first column."""

    async def run() -> list[object]:
        connection = await asyncpg.connect(url)
        try:
            return [row[0] for row in await connection.fetch(statement)]
        finally:
            await connection.close()

    return asyncio.run(run())
