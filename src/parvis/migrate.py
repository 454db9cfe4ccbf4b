"""Migrations: numbered SQL, up and down, in order, each in a transaction; and what the program may do.

The program connects as a role of its own, `<database>_program`, which owns nothing: what is written once
(journal, entries, postings, policies) it can add to and read, and neither change nor remove.
"""

import base64
import hashlib
import hmac
import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit, urlunsplit

import asyncpg

from parvis.settings import ROOT

FOLDER = ROOT / "migrations"
APPEND_ONLY = ("case_step", "journal", "journal_seal", "entry", "posting", "policy", "key_seen", "migration")
ADVISORY_LOCK = 0x50415256  # « PARV »: one migration at a time on a database.
LOCK_SECONDS = 4
SCRAM_ROUNDS = 4096
PASSWORD_FILE = "program.password"


class MigrationUnsound(Exception):
    """The migrations and the database do not fit together; the text is one sentence."""


@dataclass(frozen=True)
class Migration:
    """One step: its number, its name and the two scripts."""

    number: int
    name: str
    up: str
    down: str

    @property
    def checksum(self) -> str:
        return hashlib.sha256(self.up.encode()).hexdigest()


def read(folder: Path = FOLDER) -> list[Migration]:
    """The migrations of `folder`, in order. Raises MigrationUnsound where a number is missing or doubled."""
    found = []
    for path in sorted(folder.glob("*.up.sql")):
        match = re.fullmatch(r"(\d{4})_([a-z0-9_]+)\.up\.sql", path.name)
        down = path.with_name(path.name.replace(".up.sql", ".down.sql"))
        if match is None or not down.exists():
            raise MigrationUnsound(f"{path.name}: NNNN_name.up.sql and NNNN_name.down.sql are expected, both.")
        found.append(Migration(int(match[1]), match[2], path.read_text(), down.read_text()))
    if not found:
        raise MigrationUnsound(f"{folder} holds no migration: Parvis runs from its source tree (pip install -e).")
    for expected, migration in enumerate(found, 1):
        if migration.number != expected:
            raise MigrationUnsound(f"Migration {expected:04} is missing or stands twice.")
    return found


async def up(
    owner_url: str, to: int | None = None, *, keys_dir: Path | None = None, folder: Path = FOLDER
) -> list[str]:
    """Bring the schema up (to number `to`, or the last), then grant. Returns the names of the steps taken.

    `keys_dir` is where the password of the program's role is kept; without it the role has none, which serves
    on a private socket. Raises MigrationUnsound, and asyncpg's errors.
    """
    migrations = read(folder)
    connection = await _connect(owner_url)
    try:
        applied = await _applied(connection)
        _compare(migrations, applied)
        taken = []
        for migration in migrations[len(applied) : to]:
            async with connection.transaction():
                await connection.execute(migration.up)
                await connection.execute(
                    "insert into migration (number, name, checksum, applied_at) values ($1, $2, $3, now())",
                    migration.number,
                    migration.name,
                    migration.checksum,
                )
            taken.append(f"{migration.number:04}_{migration.name}")
        await _grant(connection, keys_dir)
        return taken
    finally:
        await connection.close()


async def down(owner_url: str, to: int, *, folder: Path = FOLDER) -> list[str]:
    """Undo every step above number `to`. Returns the names of the steps undone, newest first."""
    migrations = read(folder)
    connection = await _connect(owner_url)
    try:
        applied = await _applied(connection)
        _compare(migrations, applied)
        undone = []
        for migration in reversed(migrations[max(to, 0) : len(applied)]):
            async with connection.transaction():
                await connection.execute(migration.down)
                await connection.execute("delete from migration where number = $1", migration.number)
            undone.append(f"{migration.number:04}_{migration.name}")
        return undone
    finally:
        await connection.close()


async def pending(url: str, *, folder: Path = FOLDER) -> list[str]:
    """The steps that the database has not taken yet: `serve` refuses to start while there are any."""
    migrations = read(folder)
    connection = await asyncpg.connect(url, timeout=10)
    try:
        known = await connection.fetchval("select to_regclass('public.migration') is not null")
        count = await connection.fetchval("select count(*) from migration") if known else 0
    finally:
        await connection.close()
    return [f"{migration.number:04}_{migration.name}" for migration in migrations[count:]]


async def rewrites_history(url: str) -> bool:
    """Whether this role could change the journal or the ledger. The program must not be able to."""
    connection = await asyncpg.connect(url, timeout=10)
    try:
        return bool(
            await connection.fetchval(
                "select bool_or(has_table_privilege(name, 'update, delete, truncate')) from unnest($1::text[]) as name",
                list(APPEND_ONLY),
            )
        )
    finally:
        await connection.close()


def program_role(database: str) -> str:
    """The role the program connects as."""
    return f"{database}_program"


async def unknown_keys(url: str, ids: list[str]) -> list[str]:
    """The keys used with this database before that are not among `ids`; when there are none, `ids` are noted.

    Without them nothing that was sealed opens: better not to start than to tell every client that they are wrong.
    """
    connection = await asyncpg.connect(url, timeout=10)
    try:
        missing = await connection.fetch("select id from key_seen where id <> all($1::text[]) order by id", ids)
        if not missing:
            await connection.execute("insert into key_seen (id) select unnest($1::text[]) on conflict do nothing", ids)
        return [row["id"] for row in missing]
    finally:
        await connection.close()


def role_of(url: str) -> str:
    """The role that an address connects as."""
    return unquote(urlsplit(url).username or "")


def program_url(owner_url: str, keys_dir: Path | None = None) -> str:
    """The same database, as the program's role, with its password where `keys_dir` holds one."""
    parts = urlsplit(owner_url)
    host = parts.netloc.rpartition("@")[2]
    role = program_role(parts.path.lstrip("/"))
    password = _password(keys_dir) if keys_dir is not None else None
    user = quote(role, safe="") if password is None else f"{quote(role, safe='')}:{password}"
    # urlunsplit drops the slashes of a socket's address, which has no host: «
    # postgresql://role@/database?host=… ».
    return urlunsplit(parts._replace(netloc=f"{user}@{host}"))


async def _connect(owner_url: str) -> Any:
    connection = await asyncpg.connect(owner_url, timeout=10)
    # Held until the connection closes: another one that migrates waits, then finds nothing left to do.
    await connection.execute("select pg_advisory_lock($1)", ADVISORY_LOCK)
    # A migration gives way to the clients rather than the reverse.
    await connection.execute(f"set lock_timeout = '{LOCK_SECONDS}s'")
    await connection.execute(
        """
        create table if not exists migration (
            number integer primary key,
            name text not null,
            checksum text not null,
            applied_at timestamptz not null
        )
        """
    )
    return connection


async def _applied(connection: Any) -> list[tuple[int, str, str]]:
    rows = await connection.fetch("select number, name, checksum from migration order by number")
    return [(row["number"], row["name"], row["checksum"]) for row in rows]


def _compare(migrations: list[Migration], applied: list[tuple[int, str, str]]) -> None:
    """The steps taken must be the first of the files, unchanged since."""
    if len(applied) > len(migrations):
        raise MigrationUnsound(f"The database is at step {len(applied)}, and this program knows {len(migrations)}.")
    for migration, (number, name, checksum) in zip(migrations, applied, strict=False):
        if (migration.number, migration.name) != (number, name):
            raise MigrationUnsound(f"The database took {number:04}_{name}, and the files say {migration.name}.")
        if migration.checksum != checksum:
            raise MigrationUnsound(f"Migration {number:04}_{name} has changed since it was taken: add another.")


async def _grant(connection: Any, keys_dir: Path | None) -> None:
    """Make the program's role and say what it may do, again at each migration: new tables are covered."""
    database = await connection.fetchval("select current_database()")
    role = program_role(database)
    await _make_role(connection, role)
    if keys_dir is not None:
        await _set_password(connection, role, keys_dir)
    tables = [
        row["name"]
        for row in await connection.fetch(
            "select quote_ident(relname) as name from pg_class where relkind in ('r', 'p')"
            " and relnamespace = 'public'::regnamespace order by relname"
        )
    ]
    changing = [name for name in tables if name not in APPEND_ONLY]
    async with connection.transaction():
        to = _quoted(role)
        await connection.execute(f"revoke all on all tables in schema public from {to}")
        await connection.execute(f"grant usage on schema public to {to}")
        await connection.execute(f"grant select, insert on {', '.join(tables)} to {to}")
        if changing:
            await connection.execute(f"grant update, delete on {', '.join(changing)} to {to}")
        await connection.execute(f"revoke insert on migration from {to}")


async def _make_role(connection: Any, role: str) -> None:
    if await connection.fetchval("select exists (select from pg_roles where rolname = $1)", role):
        return
    try:
        await connection.execute(f"create role {_quoted(role)} login")
    except asyncpg.DuplicateObjectError:
        # Another database of the same server has made it in the meantime.
        return
    except asyncpg.InsufficientPrivilegeError as error:
        raise MigrationUnsound(
            f"The owner may not create the program's role: an administrator must « create role {role} login »."
        ) from error


async def _set_password(connection: Any, role: str, keys_dir: Path) -> None:
    """Give the role the password kept in `keys_dir`, as a verifier: the server's logs never see it."""
    if await connection.fetchval("select rolsuper or rolcreaterole from pg_roles where rolname = current_user"):
        verifier = _scram(_password(keys_dir) or _new_password(keys_dir))
        await connection.execute(f"alter role {_quoted(role)} password '{verifier}'")


def _password(keys_dir: Path) -> str | None:
    try:
        return (keys_dir / PASSWORD_FILE).read_text().strip()
    except FileNotFoundError:
        return None


def _new_password(keys_dir: Path) -> str:
    keys_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    password = secrets.token_urlsafe(32)
    with os.fdopen(os.open(keys_dir / PASSWORD_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(password + "\n")
    return password


def _scram(password: str) -> str:
    """What PostgreSQL stores for SCRAM-SHA-256 (RFC 5802, 3)."""
    salt = secrets.token_bytes(16)
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, SCRAM_ROUNDS)
    stored_key = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server_key = hmac.digest(salted, b"Server Key", "sha256")
    salt64, stored64, server64 = (base64.b64encode(part).decode() for part in (salt, stored_key, server_key))
    return f"SCRAM-SHA-256${SCRAM_ROUNDS}:{salt64}${stored64}:{server64}"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
