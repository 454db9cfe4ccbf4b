"""The schema goes up and down, and the program's role can add to history but not rewrite it."""

from pathlib import Path

import asyncpg
import pytest

from parvis import migrate
from parvis.migrate import APPEND_ONLY, MigrationUnsound

SHAPE = """
    select table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable as part
    from information_schema.columns where table_schema = 'public'
    union all select indexdef from pg_indexes where schemaname = 'public'
    union all select conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
        where connamespace = 'public'::regnamespace
    order by 1
"""


async def test_every_step_can_be_undone_and_taken_again(owner_url: str) -> None:
    before = await _ask(owner_url, SHAPE)
    names = [f"{step.number:04}_{step.name}" for step in migrate.read()]

    assert await migrate.down(owner_url, 0) == names[::-1]
    assert {part.split(".")[0] for part in await _ask(owner_url, SHAPE) if "." in part.split(" ")[0]} == {"migration"}
    assert await migrate.pending(owner_url) == names

    assert await migrate.up(owner_url) == names
    assert await _ask(owner_url, SHAPE) == before
    assert await migrate.pending(owner_url) == []


async def test_each_step_alone_goes_up_and_down(owner_url: str) -> None:
    await migrate.down(owner_url, 0)
    for step in migrate.read():
        before = await _ask(owner_url, SHAPE)
        await migrate.up(owner_url, step.number)
        after = await _ask(owner_url, SHAPE)
        await migrate.down(owner_url, step.number - 1)
        assert await _ask(owner_url, SHAPE) == before
        await migrate.up(owner_url, step.number)
        assert await _ask(owner_url, SHAPE) == after


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("act", ["update {} set {} = {}", "delete from {}", "truncate {} cascade"])
async def test_the_program_cannot_rewrite_history(owner_url: str, database_url: str, table: str, act: str) -> None:
    column = (
        await _ask(owner_url, f"select column_name from information_schema.columns where table_name = '{table}'")
    )[0]
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await _ask(database_url, act.format(table, column, column))
    assert await migrate.rewrites_history(owner_url)
    assert not await migrate.rewrites_history(database_url)


async def test_the_program_can_add_to_history_and_read_it(owner_url: str, database_url: str) -> None:
    await _ask(database_url, "insert into policy values ('\\x01', 'deuxrives', 'schema = 1', now())")
    assert await _ask(database_url, "select institution from policy") == ["deuxrives"]


async def test_the_program_can_neither_make_nor_drop_a_table(database_url: str) -> None:
    for act in ("create table mine (a int)", "drop table journal", "alter table journal disable trigger all"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await _ask(database_url, act)


async def test_a_step_that_changed_after_it_was_taken_is_refused(owner_url: str, tmp_path: Path) -> None:
    for step in migrate.read():
        stem = tmp_path / f"{step.number:04}_{step.name}"
        stem.with_suffix(".up.sql").write_text(step.up + "-- one more thing\n")
        stem.with_suffix(".down.sql").write_text(step.down)
    with pytest.raises(MigrationUnsound, match="0001_foundation has changed"):
        await migrate.up(owner_url, folder=tmp_path)


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ([], "holds no migration"),
        (["0001_a.up.sql"], "both"),
        (["1_a.up.sql", "1_a.down.sql"], "both"),
        (["0001_a.up.sql", "0001_a.down.sql", "0003_b.up.sql", "0003_b.down.sql"], "0002 is missing"),
        (["0001_a.up.sql", "0001_a.down.sql", "0001_b.up.sql", "0001_b.down.sql"], "twice"),
    ],
)
def test_files_that_do_not_follow_one_another_are_refused(tmp_path: Path, files: list[str], sentence: str) -> None:
    for name in files:
        (tmp_path / name).write_text("select 1;")
    with pytest.raises(MigrationUnsound, match=sentence):
        migrate.read(tmp_path)


async def test_a_step_that_fails_leaves_nothing_behind(owner_url: str, tmp_path: Path) -> None:
    for step in migrate.read():
        stem = tmp_path / f"{step.number:04}_{step.name}"
        stem.with_suffix(".up.sql").write_text(step.up)
        stem.with_suffix(".down.sql").write_text(step.down)
    number = len(migrate.read()) + 1
    (tmp_path / f"{number:04}_broken.up.sql").write_text("create table half (a int); select no_such_thing;")
    (tmp_path / f"{number:04}_broken.down.sql").write_text("drop table half;")
    with pytest.raises(asyncpg.PostgresError):
        await migrate.up(owner_url, folder=tmp_path)
    assert await _ask(owner_url, "select to_regclass('half')::text") == [None]
    assert await migrate.pending(owner_url, folder=tmp_path) == [f"{number:04}_broken"]


def test_the_programs_address_is_the_owners_with_its_own_role_and_password(tmp_path: Path) -> None:
    private = "postgresql://parvis@/parvis?host=/tmp/x"
    assert migrate.program_url(private, tmp_path) == "postgresql://parvis_program@/parvis?host=/tmp/x"
    (tmp_path / "program.password").write_text("s3cret\n")
    server = "postgresql://owner:other@db.example:6432/space?sslmode=verify-full"
    assert (
        migrate.program_url(server, tmp_path)
        == "postgresql://space_program:s3cret@db.example:6432/space?sslmode=verify-full"
    )


async def test_the_kept_password_is_the_one_the_server_checks(owner_url: str, tmp_path: Path) -> None:
    await migrate.up(owner_url, keys_dir=tmp_path / "keys")
    password = (tmp_path / "keys" / "program.password").read_text().strip()
    assert (tmp_path / "keys" / "program.password").stat().st_mode & 0o777 == 0o600
    role = migrate.program_role(owner_url.split("?")[0].rsplit("/", 1)[1])
    [stored] = await _ask(owner_url, f"select rolpassword from pg_authid where rolname = '{role}'")
    assert stored.startswith("SCRAM-SHA-256$")
    assert password not in stored


async def _ask(url: str, *statements: str) -> list[str]:
    """The first column of the last statement's rows."""
    connection = await asyncpg.connect(url)
    try:
        for statement in statements:
            rows = await connection.fetch(statement)
        return [row[0] for row in rows]
    finally:
        await connection.close()
