"""The schema is numbered, linear, whole both ways with people in it; the program's role has its grants."""

import re
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest

from parvis import migrate, postgres
from parvis.errors import Refused
from parvis.here import Here
from tests.books import Books
from tests.conventions.code import TOP, tell
from tests.conventions.test_sql import COMMENT, owned_tables
from tests.gate.world import a_person
from tests.payments.conftest import Space, space

__all__ = ["space"]  # a fixture

FILES = sorted((TOP / "migrations").glob("*.sql"))

# What the program's role may do with each table. A new table is listed here, with what it needs and no more.
ADDED_TO = {"select", "insert"}
CHANGED = {"select", "insert", "update", "delete"}
GRANTS = {
    "agent_invitation": CHANGED,
    "bank_call": CHANGED,
    "account": CHANGED, "activation": CHANGED, "activation_asked": CHANGED, "agent": CHANGED,
    "authenticator": CHANGED, "challenge": CHANGED, "client": CHANGED,
    "client_case": CHANGED, "contact": CHANGED, "contact_change": CHANGED,
    "demo_message": CHANGED, "device": CHANGED, "document": CHANGED,
    "hold": CHANGED, "identifier": CHANGED, "journal_unsealed": CHANGED,
    "letter": CHANGED, "lock_counter": CHANGED, "outbox": CHANGED, "phone_change": CHANGED,
    "proof": CHANGED, "push_subscription": CHANGED, "request": CHANGED,
    "demo_card": CHANGED, "session": CHANGED, "spent_token": CHANGED, "tally": CHANGED, "transfer": CHANGED,
    "unblocking": CHANGED, "unblocking_document": CHANGED,
    "case_step": ADDED_TO, "entry": ADDED_TO, "journal": ADDED_TO, "journal_seal": ADDED_TO, "key_seen": ADDED_TO,
    "policy": ADDED_TO, "posting": ADDED_TO, "migration": {"select"},
}

# Tables whose rows belong to no institution, and why.
NOBODYS = {
    "journal_unsealed": "a queue of the journal's rows",
    "journal_seal": "one chain for all",
    "key_seen": "the keys of the program",
    "migration": "the schema itself",
    "spent_token": "tokens of forms: random, sealed, they say nothing",
}


def test_they_are_numbered_without_gaps_each_with_up_and_down() -> None:
    ups = [path.name for path in FILES if path.name.endswith(".up.sql")]
    downs = [path.name for path in FILES if path.name.endswith(".down.sql")]
    assert [int(name[:4]) for name in ups] == list(range(1, len(ups) + 1))
    assert [name.replace(".up.", ".down.") for name in ups] == downs
    assert len(ups) + len(downs) == len(FILES), "A file is neither NNNN_name.up.sql nor NNNN_name.down.sql."


@pytest.mark.parametrize("path", [path for path in FILES if path.name.endswith(".up.sql")], ids=lambda path: path.name)
def test_a_step_is_safe_under_the_previous_program(path: Path) -> None:
    """It adds. What it removes or renames, the program that still runs would miss: that comes one release later."""
    sql = COMMENT.sub("", path.read_text()).lower()
    found = re.findall(r"drop (?:table|column)|rename (?:to|column)|alter column \w+ (?:type|set not null)", sql)
    found += re.findall(r"add column \w+ [\w ]*not null(?![^,;]*default)", sql)
    assert not found, tell(f"{path.name}: add first, remove one release later.", found)


def schema_of(url: str) -> str:
    """What pg_dump says of the schema, without the numbers it draws for itself."""
    program = postgres.choose_binaries()["pg_dump"]
    command = [program, "--schema-only", "--no-owner", "--no-privileges", f"--dbname={url}"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return re.sub(r"^\\(un)?restrict .*$", "", told, flags=re.MULTILINE)


async def test_up_down_up_on_a_database_that_holds_people_gives_the_same(owner_url: str, here: Here) -> None:
    """Each step is undone from the last to the first and taken again, with a client, accounts and a sign-in in it."""
    anne, books = await a_person(here), Books(here)
    books.clients["Anne"] = anne.id
    await books.open("Courant", 100_000, holder="Anne")
    assert not isinstance(await anne.tries(), Refused)
    before = schema_of(owner_url)
    steps = migrate.read()
    undone = []
    for step in reversed(steps):
        undone += await migrate.down(owner_url, step.number - 1)
        assert len(undone) == len(steps) - step.number + 1
    for step in steps:
        await migrate.up(owner_url, step.number)
    assert schema_of(owner_url) == before


async def test_the_last_step_undone_and_taken_again_loses_no_money(space: Space, owner_url: str) -> None:
    last = len(migrate.read())
    if last < 2:
        pytest.skip("there is one step")
    await migrate.down(owner_url, last - 1)
    await migrate.up(owner_url)
    assert await space.books.balance("Courant") == (100_000, 0)


async def test_files_and_database_agree(owner_url: str) -> None:
    """What was taken is remembered with its checksum: an edited step is refused (tests/platform/test_migrate.py)."""
    connection = await asyncpg.connect(owner_url)
    try:
        taken = await connection.fetch("select number, name, checksum from migration order by number")
    finally:
        await connection.close()
    assert [tuple(row) for row in taken] == [(step.number, step.name, step.checksum) for step in migrate.read()]


async def test_the_program_may_do_what_is_listed_and_no_more(owner_url: str, database_url: str) -> None:
    connection = await asyncpg.connect(owner_url)
    try:
        rows = await connection.fetch(
            """
            select c.relname as name, array(
                select act from
                unnest(array['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger']) act
                where has_table_privilege($1, c.oid, act)) as may
            from pg_class c where c.relkind in ('r', 'p', 'v', 'm') and c.relnamespace = 'public'::regnamespace
            """,
            urlsplit(database_url).username,
        )
        owns = await connection.fetchval(
            "select count(*) from pg_class where relowner = $1::regrole", urlsplit(database_url).username
        )
    finally:
        await connection.close()
    found = {row["name"]: set(row["may"]) for row in rows}
    assert found == GRANTS, "A table is not listed in GRANTS, or its grants are not those."
    assert owns == 0, "The program's role owns nothing."


async def test_every_row_belongs_to_an_institution(owner_url: str) -> None:
    connection = await asyncpg.connect(owner_url)
    try:
        tables = {row["name"] for row in await connection.fetch(
            "select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
        )}
        sequences = await connection.fetchval("select count(*) from pg_class where relkind = 'S'")
        floats = await connection.fetch(
            "select table_name, column_name from information_schema.columns"
            " where table_schema = 'public' and data_type in ('real', 'double precision', 'money', 'numeric')"
        )
        naive = await connection.fetch(
            "select table_name, column_name from information_schema.columns"
            " where table_schema = 'public' and data_type = 'timestamp without time zone'"
        )
    finally:
        await connection.close()
    assert tables - owned_tables() == NOBODYS.keys(), "Give the table an `institution`, or list it in NOBODYS."
    assert sequences == 0, "Identifiers are UUIDv7: a sequence is shared by all writers."
    assert not floats, "Money is bigint cents."
    assert not naive, "Times are timestamptz."
