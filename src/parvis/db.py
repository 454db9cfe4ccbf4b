"""PostgreSQL in plain SQL: small typed rows, and the only commit of the program."""

import asyncio
import re
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import lru_cache, partial
from typing import Any, TypeVar
from uuid import UUID

import asyncpg
import msgspec

Row = TypeVar("Row", bound=msgspec.Struct)

_PLACE = re.compile(r"\$(\d+)")  # of a value, in a statement

# Tests count the statements of a hot path by putting a list here.
statements: ContextVar[list[str] | None] = ContextVar("statements", default=None)


class Transaction:
    """What can be asked of the database. Made by `Database.transaction` or `Database.reading` only."""

    def __init__(self, connection: Any, *, alone: bool = False, framed: bool = False) -> None:
        self._connection = connection
        self._left = 1 if alone else None  # statements that may still be run
        self._to_begin, self.begun = framed, False
        self.told: list[Any] = []  # rows of the journal, written together when the block ends
        self.rung: list[str] = []  # topics of the bell, rung with them
        self.last: list[tuple[str, tuple[object, ...]]] = []  # statements left for the end, written with them

    async def rows(self, row_type: type[Row], sql: str, *values: object) -> list[Row]:
        """Every row, as `row_type`: a column that the type does not name, or the reverse, is an error."""
        await self._announce(sql)
        return [_typed(row_type, record) for record in await self._connection.fetch(sql, *values)]

    async def row(self, row_type: type[Row], sql: str, *values: object) -> Row | None:
        """The first row as `row_type`, or None."""
        await self._announce(sql)
        record = await self._connection.fetchrow(sql, *values)
        return None if record is None else _typed(row_type, record)

    async def value(self, sql: str, *values: object) -> Any:
        """The first column of the first row, or None."""
        await self._announce(sql)
        return await self._connection.fetchval(sql, *values)

    async def found(self, sql: str, *values: object) -> bool:
        """Whether the statement gave a row: « update … returning 1 » tells the winner of a race."""
        await self._announce(sql)
        return await self._connection.fetchrow(sql, *values) is not None

    async def run(self, sql: str, *values: object) -> int:
        """Run a statement that gives nothing back; return how many rows it touched."""
        await self._announce(sql)
        tag: str = await self._connection.execute(sql, *values)
        return int(tag.rsplit(" ", 1)[-1]) if tag[-1].isdigit() else 0

    def at_last(self, sql: str, *values: object) -> None:
        """Leave for the end an insert or an update of one row that nobody in this block looks at any more.

        It is sent with the journal, in one statement. All is undone if it does not touch its row.
        """
        self.last.append((sql, values))

    async def end_with(self, sql: str, *values: object) -> None:
        """Run the last statement of the block with what was left for it: they stand where `sql` says {left}, and the
        number of rows that they touched where it says {touched}.
        """
        joined = _joined(sql, len(values), tuple(left for left, _ in self.last))
        given = [value for _, theirs in self.last for value in theirs]
        if not self.last:
            self._to_begin = False  # It stands or falls by itself, and there is nothing to undo.
        if await self.value(joined, *values, *given) != len(self.last):
            raise RuntimeError("what was left for the end of a transaction did not touch its row")

    def closes(self) -> None:
        """What is written next is all that this block writes, unless something was written, told or left before: it
        needs neither to be begun nor to be ended.
        """
        if self._to_begin and not (self.told or self.rung or self.last):
            self._to_begin, self._left = False, 1

    async def _announce(self, sql: str) -> None:
        """Begin, before the first statement that may write or lock. Those that only read see no less without it: here
        as in a transaction (read committed), each sees what was committed when it began.
        """
        if self._to_begin and not _only_reads(sql):
            self._to_begin, self.begun = False, True
            await self._connection.execute("BEGIN")
        if self._left is not None and not _only_reads(sql):
            assert self._left > 0, "one statement alone was announced: it has been committed already"
            self._left -= 1
        counted = statements.get()
        if counted is not None:
            counted.append(sql)


# A lock, a function of the system, anything but a plain select: it may write.
_MAY_WRITE = re.compile(
    r"\b(insert|update|delete|merge|share|into|call|nextval|set_config|\w*lock|pg_\w+)\b", re.IGNORECASE
)


@lru_cache(maxsize=1000)
def _only_reads(sql: str) -> bool:
    return sql.lstrip()[:6].lower() == "select" and not _MAY_WRITE.search(sql)


@lru_cache(maxsize=100)
def _joined(sql: str, taken: int, left: tuple[str, ...]) -> str:
    """One statement, in which the values of those that were `left` come after the `taken` first ones."""
    parts = []
    for index, each in enumerate(left):
        numbers = [int(number) for number in _PLACE.findall(each)]
        parts.append(f"left_{index} as ({_PLACE.sub(partial(_moved, by=taken), each)} returning 1), ")
        taken += max(numbers)
    touched = " + ".join(f"(select count(*) from left_{index})" for index in range(len(left)))
    return sql.format(left="".join(parts), touched=touched or "0")


def _moved(place: re.Match[str], *, by: int) -> str:
    return f"${int(place[1]) + by}"


class DatabaseLost(Exception):
    """The database cannot be reached, or the connection was cut. If that was during the commit, nobody knows yet
    whether it stands: whoever asked is told so, and a retry finds out.
    """


# What says that the connection is gone, and not that the statement was wrong.
_LOST = (
    OSError, TimeoutError, asyncpg.InterfaceError, asyncpg.PostgresConnectionError, asyncpg.OperatorInterventionError,
    asyncpg.TooManyConnectionsError,
    asyncpg.InternalClientError,  # The server's last word has come, and it has not hung up yet.
)


class Connections:
    """At most so many connections at once. Whoever waits longest is served first.

    asyncpg has a pool, which makes a task, a proxy and four contexts at each loan: a sixth of a factor check.
    """

    def __init__(self, connect: Callable[[], Awaitable[Any]], *, at_most: int) -> None:
        self._connect, self._at_most = connect, at_most
        self._places = 0  # of connections that are idle, lent, or being made
        self._idle: list[Any] = []
        self._waiting: deque[asyncio.Future[Any]] = deque()
        self._closed = False

    async def take(self) -> Any:
        """A connection that nobody else has, until it is given back. Raises what asyncpg raises when it cannot."""
        connection = None
        if self._idle:
            connection = self._idle.pop()
        elif self._places < self._at_most:
            self._places += 1
        else:
            connection = await self._turn()
        if connection is not None and not connection.is_closed():
            return connection
        try:
            if self._closed:
                raise asyncpg.InterfaceError("closed")
            return await self._connect()
        except BaseException:
            self._pass_on(None)
            raise

    def give_back(self, connection: Any) -> None:
        """It serves again, unless it is closed, or in the middle of something."""
        if connection.is_closed() or connection.is_in_transaction() or self._closed:
            connection.terminate()
            connection = None
        self._pass_on(connection)

    async def close(self) -> None:
        """Those that are lent are closed when they come back."""
        self._closed = True
        while self._idle:
            await self._idle.pop().close()

    async def _turn(self) -> Any:
        turn = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            return await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._pass_on(turn.result())  # It came just then.
            raise

    def _pass_on(self, connection: Any) -> None:
        """To whoever waits longest: the connection, or its place (None) to make another one."""
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(connection)
                return
        if connection is None:
            self._places -= 1
        else:
            self._idle.append(connection)


class Database:
    """Connections, and what is done on them. `transaction` is the only commit of the program."""

    def __init__(self, connections: Connections) -> None:
        self.connections = connections

    @classmethod
    async def open(cls, url: str, *, connections: int = 10) -> "Database":
        """Connect to `url` with at most `connections` at once. Raises what asyncpg raises when it cannot."""

        async def connect() -> Any:
            connection = await asyncpg.connect(url, command_timeout=30)
            await _prepare(connection)
            return connection

        made = Connections(connect, at_most=connections)
        made.give_back(await made.take())
        return cls(made)

    async def close(self) -> None:
        await self.connections.close()

    def transaction(
        self, *, alone: bool = False, ending: Callable[[Transaction], Awaitable[None]] | None = None
    ) -> AbstractAsyncContextManager[Transaction]:
        """All or nothing: commits when the block ends, undoes everything when it raises.

        Whoever is told that something worked is told after this block. `ending` belongs to it: what is done last.
        `alone`: the block runs one statement and no more, which PostgreSQL commits by itself, without being asked to
        begin and to end.
        """
        return self._lent(framed=not alone, alone=alone, ending=ending)

    def reading(self) -> AbstractAsyncContextManager[Transaction]:
        """Statements that only read, each on its own. A write here is refused by the convention tests."""
        return self._lent(framed=False)

    @asynccontextmanager
    async def _lent(
        self, *, framed: bool, alone: bool = False, ending: Callable[[Transaction], Awaitable[None]] | None = None
    ) -> AsyncIterator[Transaction]:
        connection = await self._taken()
        try:
            tx = Transaction(connection, alone=alone, framed=framed)
            try:
                yield tx
                if ending is not None:
                    await ending(tx)
            except Exception as error:
                if tx.begun and not isinstance(error, _LOST):
                    await connection.execute("ROLLBACK")
                raise
            if tx.begun:
                await connection.execute("COMMIT")
        except _LOST as error:
            connection.terminate()
            raise DatabaseLost(type(error).__name__) from error
        except asyncio.CancelledError:
            connection.terminate()  # An answer may be on its way that nobody waits for.
            raise
        finally:
            self.connections.give_back(connection)

    async def _taken(self) -> Any:
        try:
            return await self.connections.take()
        except _LOST as error:
            raise DatabaseLost(type(error).__name__) from error

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[Any]:
        """One connection kept aside, for LISTEN."""
        connection = await self._taken()
        try:
            yield connection
        finally:
            self.connections.give_back(connection)


async def _prepare(connection: Any) -> None:
    await connection.set_type_codec(
        "jsonb", schema="pg_catalog", encoder=_to_json, decoder=msgspec.json.decode, format="text"
    )


def _to_json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _typed(row_type: type[Row], record: Any) -> Row:
    return msgspec.convert(dict(record), row_type, builtin_types=(UUID, datetime, date, bytes))
