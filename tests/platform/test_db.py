"""The database goes away in the middle of things: whoever asked is told so, the next one gets a sound connection.
What is left for the end of a transaction is written with it, or nothing is.
"""

import asyncio
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest

from parvis.db import Database, DatabaseLost, Transaction
from parvis.here import Here

# What PostgreSQL says to everyone when one of its processes was killed, before it closes their connections.
CRASHED = b"SFATAL\0VFATAL\0C57P02\0Mterminating connection because of crash of another server process\0\0"


class Between:
    """A wire between the program and its real server, on which one can say what a dying server says."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._socket = f"{parse_qs(parts.query)['host'][0]}/.s.PGSQL.5432"
        self._server: asyncio.Server | None = None
        self._writers: list[asyncio.StreamWriter] = []
        self._path, self._user = parts.path, parts.username

    async def url(self) -> str:
        """Begin to listen; the address for the program."""
        self._server = await asyncio.start_server(self._joined, "127.0.0.1", 0)
        port = self._server.sockets[0].getsockname()[1]
        return f"postgresql://{self._user}@127.0.0.1:{port}{self._path}?sslmode=disable"

    async def crash(self) -> None:
        """Say that the server has crashed, and do not hang up yet."""
        for writer in self._writers:
            writer.write(b"E" + (len(CRASHED) + 4).to_bytes(4, "big") + CRASHED)
            await writer.drain()
        self._writers.clear()
        await asyncio.sleep(0.1)

    async def close(self) -> None:
        assert self._server is not None
        self._server.close()

    async def _joined(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        beyond_reader, beyond_writer = await asyncio.open_unix_connection(self._socket)
        self._writers.append(writer)
        await asyncio.gather(_relay(reader, beyond_writer), _relay(beyond_reader, writer), return_exceptions=True)


async def _relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()
    writer.close()


async def test_a_connection_that_was_told_of_a_crash_serves_nobody_any_more(database_url: str) -> None:
    """Found by killing PostgreSQL two hundred times: its last word had come, its hanging up had not."""
    wire = Between(database_url)
    database = await Database.open(await wire.url(), connections=1)
    try:
        async with database.reading() as tx:
            assert await tx.value("select 1") == 1
        await wire.crash()
        with pytest.raises(DatabaseLost):
            async with database.reading() as tx:
                await tx.value("select 1")
        async with database.reading() as tx:
            assert await tx.value("select 1") == 1
    finally:
        await database.close()
        await wire.close()


KEEP = "insert into spent_token (id, expires_at) values ($1, now())"
FORGET = "update spent_token set expires_at = $2 where id = $1"
KEPT = "select array_agg(id order by id) from spent_token"


async def _left(here: Here, *statements: tuple[str, *tuple[object, ...]]) -> object:
    """What there is once a transaction has left these for its end."""
    async with here.transaction() as tx:
        for statement in statements:
            tx.at_last(*statement)
        assert await tx.value(KEPT) is None  # Not yet.
    async with here.reading() as tx:
        return await tx.value(KEPT)


async def test_what_is_left_for_the_end_is_written_together(here: Here) -> None:
    one, other = here.new_id(), here.new_id()
    assert await _left(here, (KEEP, other), (KEEP, one)) == [one, other]


async def test_what_does_not_touch_its_row_undoes_all(here: Here) -> None:
    with pytest.raises(RuntimeError):
        await _left(here, (KEEP, here.new_id()), (FORGET, here.new_id(), here.clock()))
    async with here.reading() as tx:
        assert await tx.value(KEPT) is None


async def test_who_waits_longest_for_a_connection_is_served_first_and_who_gives_up_is_forgotten(
    database_url: str,
) -> None:
    database = await Database.open(database_url, connections=1)
    served: list[str] = []

    async def ask(name: str) -> None:
        async with database.reading() as tx:
            await tx.value("select 1")
            served.append(name)

    try:
        async with database.reading():
            asking = [asyncio.create_task(ask(name)) for name in ("first", "impatient", "last")]
            await asyncio.sleep(0.01)
            asking[1].cancel()
        await asyncio.gather(*asking, return_exceptions=True)
        assert served == ["first", "last"]
    finally:
        await database.close()


async def test_what_is_cut_short_leaves_nothing_behind_and_its_connection_serves_nobody_else(
    database_url: str,
) -> None:
    """A browser that leaves in the middle: its statement may still run, and half of a transaction is open."""
    database = await Database.open(database_url, connections=1)

    async def half_done() -> None:
        async with database.transaction() as tx:
            await tx.run(KEEP, UUID(int=77))
            await tx.value("select pg_sleep(30)")

    try:
        cut = asyncio.create_task(half_done())
        await asyncio.sleep(0.2)
        cut.cancel()
        with pytest.raises(asyncio.CancelledError):
            await cut
        async with asyncio.timeout(5), database.reading() as tx:
            assert await tx.value("select count(*) from spent_token where id = $1", UUID(int=77)) == 0
    finally:
        await database.close()


async def test_after_an_error_the_transaction_is_undone_and_the_connection_serves_again(database_url: str) -> None:
    database = await Database.open(database_url, connections=1)
    seen: list[int] = []

    async def fail() -> None:
        async with database.transaction() as tx:
            await tx.run(KEEP, UUID(int=78))
            seen.append(await tx.value("select pg_backend_pid()"))
            raise ZeroDivisionError

    try:
        with pytest.raises(ZeroDivisionError):
            await fail()
        async with database.reading() as tx:
            assert await tx.value("select pg_backend_pid()") == seen[0]
            assert await tx.value("select count(*) from spent_token where id = $1", UUID(int=78)) == 0
    finally:
        await database.close()


async def test_a_database_that_is_closed_says_so_to_those_who_wait(database_url: str) -> None:
    database = await Database.open(database_url, connections=1)

    async def ask() -> None:
        async with database.reading() as tx:
            await tx.value("select 1")

    async with database.reading():
        waiting = asyncio.create_task(ask())
        await asyncio.sleep(0.01)
        await database.close()
    with pytest.raises(DatabaseLost):
        await waiting


async def sent_by(database_url: str, act: Callable[[Transaction], Awaitable[object]]) -> list[str]:
    """The first word of each statement that a transaction sends."""
    database = await Database.open(database_url, connections=1)
    sent: list[str] = []
    connection = await database.connections.take()
    connection.add_query_logger(lambda query: sent.append(query.query.split()[0].lower()))
    database.connections.give_back(connection)
    try:
        async with database.transaction() as tx:
            await act(tx)
        await asyncio.sleep(0)
    finally:
        await database.close()
    return sent


READ = "select count(*) from spent_token"
LOCK = f"select id from spent_token where id = '{UUID(int=90)}' for no key update"
WITHIN = f"with kept as ({KEEP} returning 1) select count(*) from kept"


async def test_a_transaction_begins_with_its_first_write_or_its_first_lock(database_url: str) -> None:
    """A lock that is taken before the beginning would be given back at once."""

    async def only_reads(tx: Transaction) -> None:
        await tx.value(READ)
        await tx.value(READ)

    async def locks(tx: Transaction) -> None:
        await tx.value(READ)
        await tx.value(LOCK)
        await tx.value(READ)

    assert await sent_by(database_url, only_reads) == ["select", "select"]
    assert await sent_by(database_url, locks) == ["select", "begin", "select", "select", "commit"]
    for statement, values, word in (
        ("select pg_advisory_xact_lock(90)", (), "select"),
        (KEEP, (UUID(int=91),), "insert"),
        (WITHIN, (UUID(int=92),), "with"),
    ):
        sent = await sent_by(database_url, lambda tx, one=statement, given=values: tx.run(one, *given))  # type: ignore[misc]
        assert sent == ["begin", word, "commit"]


async def test_what_closes_a_transaction_is_written_alone_and_nothing_can_follow_it(database_url: str) -> None:
    async def alone(tx: Transaction) -> None:
        tx.closes()
        await tx.run(KEEP, UUID(int=93))
        await tx.value(READ)

    async def twice(tx: Transaction) -> None:
        tx.closes()
        await tx.run(KEEP, UUID(int=94))
        await tx.run(KEEP, UUID(int=95))

    async def after_something(tx: Transaction) -> None:
        await tx.run(KEEP, UUID(int=96))
        tx.closes()
        await tx.run(KEEP, UUID(int=97))

    assert await sent_by(database_url, alone) == ["insert", "select"]
    with pytest.raises(AssertionError, match="committed already"):
        await sent_by(database_url, twice)
    assert await sent_by(database_url, after_something) == ["begin", "insert", "insert", "commit"]
