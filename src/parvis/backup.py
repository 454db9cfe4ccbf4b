"""Backup and restore: PostgreSQL's own dump, and the list of the keys without which it cannot be read.

The keys themselves are never in it: a backup that is stolen opens nothing. Keep them elsewhere, as carefully.
"""

import asyncio
import os
import subprocess
from pathlib import Path
from urllib.parse import unquote, urlsplit

import asyncpg

from parvis import migrate
from parvis.db import Database
from parvis.journal import actions as journal
from parvis.journal.rules import Finding
from parvis.postgres import choose_binaries
from parvis.seal import Keyring
from parvis.settings import Settings


class BackupFailed(Exception):
    """Why there is no backup, or nothing was restored; the text is for whoever asked."""


def keys_file(file: Path) -> Path:
    """Where the list of key ids lies, beside the backup."""
    return file.with_name(file.name + ".keys")


def backup(settings: Settings, file: Path) -> list[str]:
    """Write the whole database to `file` and the ids of the keys beside it; return these ids.

    It is a consistent picture: clients go on working meanwhile.
    """
    if file.exists():
        raise BackupFailed(f"{file} is there already: a backup never replaces another.")
    ids = Keyring.open(settings.keys_dir).ids()
    unfinished = file.with_name(file.name + ".unfinished")
    unfinished.touch(mode=0o600)
    try:
        _postgres(settings, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={unfinished}")
        keys_file(file).write_text("".join(f"{key_id}\n" for key_id in ids))
        unfinished.rename(file)
    finally:
        unfinished.unlink(missing_ok=True)
    return ids


def restore(settings: Settings, file: Path) -> list[Finding]:
    """Fill an empty database from `file`, then prove its journal.

    Returns what the proof found: nothing, if all is well. Raises BackupFailed, before anything is written, where the
    database is not empty or a key is missing.
    """
    if not file.is_file():
        raise BackupFailed(f"{file} is not there.")
    keys = Keyring.open(settings.keys_dir)
    _check_keys(keys, file)
    asyncio.run(_check_empty(settings.owner_url))
    _postgres(
        settings, "pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", str(file)
    )
    # What the program's role may do is not in the dump, and newer steps may have come since.
    asyncio.run(migrate.up(settings.owner_url, keys_dir=settings.keys_dir))
    return verify(settings, keys)


def verify(settings: Settings, keys: Keyring) -> list[Finding]:
    """Prove the journal of the database, as its owner."""

    async def ask() -> list[Finding]:
        database = await Database.open(settings.owner_url, connections=1)
        try:
            async with database.reading() as tx:
                return await journal.verify(tx, keys)
        finally:
            await database.close()

    return asyncio.run(ask())


def _check_keys(keys: Keyring, file: Path) -> None:
    try:
        needed = keys_file(file).read_text().split()
    except FileNotFoundError:
        raise BackupFailed(
            f"{keys_file(file)} is not there: it lists the keys without which {file} is useless."
        ) from None
    missing = [key_id for key_id in needed if key_id not in keys.ids()]
    if missing:
        raise BackupFailed(
            f"These keys of the backup are not in PARVIS_KEYS_DIR: {', '.join(missing)}. Put the key files back first."
        )


async def _check_empty(owner_url: str) -> None:
    connection = await asyncpg.connect(owner_url, timeout=10)
    try:
        tables = await connection.fetchval(
            "select count(*) from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
        )
    finally:
        await connection.close()
    if tables:
        raise BackupFailed("The database is not empty: a backup is restored into an empty one, never over another.")


def _postgres(settings: Settings, program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's own programs on the database, as its owner."""
    version = asyncio.run(_server_version(settings.owner_url))
    parts = urlsplit(settings.owner_url)
    # The password goes by the environment: arguments can be read by everyone on the machine.
    address = parts._replace(netloc=parts.netloc.replace(f":{parts.password}@", "@")).geturl()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PARVIS_")}
    if parts.password:
        environment["PGPASSWORD"] = unquote(parts.password)
    done = subprocess.run(
        [choose_binaries(at_least=version)[program], f"--dbname={address}", *arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        said = done.stderr.strip().splitlines()
        raise BackupFailed(f"{program} failed: {said[-1] if said else f'status {done.returncode}'}.")


async def _server_version(owner_url: str) -> int:
    connection = await asyncpg.connect(owner_url, timeout=10)
    try:
        return int(connection.get_server_version().major)
    finally:
        await connection.close()
