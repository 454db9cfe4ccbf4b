"""The journal as stored: rows are inserted, never touched again; a queue says which are not yet under a
seal.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from uuid import UUID

import msgspec

from parvis.db import Transaction
from parvis.journal.rules import Row

# Sealers take turns under this lock: the chain has one end. Writers never touch it.
SEALERS = 0x70617276_6A73
_WIDTH = len(Row.__struct_fields__) + 1  # with its hash


class Leaf(msgspec.Struct, frozen=True):
    id: UUID
    hash: bytes


class Stored(Row, frozen=True, kw_only=True):
    """A row with the hash it was written with."""

    hash: bytes


class Seal(msgspec.Struct, frozen=True, kw_only=True):
    number: int
    sealed_at: datetime
    rows: list[UUID]
    root: bytes
    key_id: str
    chain: bytes


async def insert(tx: Transaction, rows: Sequence[tuple[Row, bytes]], topics: Sequence[str] = ()) -> None:
    """Write these rows with their hashes, queue them for the sealer, ring these topics, with what `tx` has left for its
    end: one statement.
    """
    values = (value for row, row_hash in rows for value in values_of(row, row_hash))
    await tx.end_with(_lines(len(rows)), *values, list(dict.fromkeys(topics)))


@cache
def _lines(number: int) -> str:
    """What writes so many lines, each from its own values. Arrays, one for each column, cost several times that."""
    lines = ", ".join(f"({_places(line * _WIDTH + 1)})" for line in range(number))
    written = f"{_written('values ' + lines)}," if number else ""
    topics = f"rung as (select unnest(${number * _WIDTH + 1}::text[]) as topic)"
    return " ".join(("with {left}", written, topics, "select {touched}, count(pg_notify('parvis', topic)) from rung"))


def line_after(part: str, first: int) -> str:
    """Two more parts of a statement: they write one line of the journal, and queue it, where `part` gave a row.

    Its values (`values_of`) are `$first` and those that follow.
    """
    return _written(" ".join(("select", _places(first), "from", part)))


def _places(first: int) -> str:
    return ", ".join(f"${first + n}" for n in range(_WIDTH))


def _written(given: str) -> str:
    return f"""
        written as (
            insert into journal
                (id, institution, at, event, client_id, session_id, request_id, device_id, network, detail, hash)
            {given} returning id
        ), queued as (
            insert into journal_unsealed (journal_id) select id from written
        )
    """


def values_of(row: Row, row_hash: bytes) -> tuple[object, ...]:
    """What `line_after` writes."""
    return (*msgspec.structs.astuple(row), row_hash)


async def sealing_turn(tx: Transaction) -> bool:
    """Whether this transaction may seal. Another worker is at it otherwise."""
    return bool(await tx.value("select pg_try_advisory_xact_lock($1)", SEALERS))


async def unsealed(tx: Transaction, limit: int) -> list[Leaf]:
    """The oldest committed rows that no seal counts yet."""
    return await tx.rows(
        Leaf,
        """
        select journal.id, journal.hash from journal_unsealed join journal on journal.id = journal_id
        order by journal_id limit $1
        """,
        limit,
    )


async def last_seal(tx: Transaction) -> Seal | None:
    """The end of the chain. None before the first one."""
    return await tx.row(
        Seal,
        "select number, sealed_at, rows, root, key_id, chain from journal_seal order by number desc limit 1",
    )


async def insert_seal(tx: Transaction, seal: Seal) -> None:
    """Keep the seal and take its rows out of the queue: one statement."""
    await tx.run(
        """
        with kept as (
            insert into journal_seal (number, sealed_at, rows, root, key_id, chain)
            values ($1, $2, $3, $4, $5, $6)
        )
        delete from journal_unsealed where journal_id = any($3)
        """,
        seal.number,
        seal.sealed_at,
        seal.rows,
        seal.root,
        seal.key_id,
        seal.chain,
    )


async def seals_after(tx: Transaction, number: int, *, limit: int) -> list[Seal]:
    """The chain in its order, from the seal that follows `number`; at most `limit` of them."""
    return await tx.rows(
        Seal,
        """
        select number, sealed_at, rows, root, key_id, chain from journal_seal
        where number > $1 order by number limit $2
        """,
        number,
        limit,
    )


async def rows_of(tx: Transaction, ids: list[UUID]) -> dict[UUID, Stored]:
    """Those rows as they stand, by id. One that is missing was removed."""
    found = await tx.rows(
        Stored,
        """
        select id, institution, at, event, client_id, session_id, request_id, device_id, network, detail, hash
        from journal where id = any($1)
        """,
        ids,
    )
    return {row.id: row for row in found}


async def waiting_rows(tx: Transaction, after: UUID, limit: int) -> list[Stored]:
    """Rows still in the sealer's queue, by id."""
    return await tx.rows(
        Stored,
        """
        select id, institution, at, event, client_id, session_id, request_id, device_id, network, detail, hash
        from journal join journal_unsealed on journal_id = id where id > $1 order by id limit $2
        """,
        after,
        limit,
    )


class Odd(msgspec.Struct, frozen=True):
    """A row that not exactly one seal counts, while the queue does not hold it either."""

    id: UUID
    seals: int


async def oddly_sealed(tx: Transaction) -> list[Odd]:
    """Rows under no seal and not waiting for one, and rows under two: one statement, so one instant."""
    return await tx.rows(
        Odd,
        """
        select journal.id, count(counted.id) as seals
        from journal left join (select unnest(rows) as id from journal_seal) as counted using (id)
        group by journal.id
        having count(counted.id)
            + (exists (select from journal_unsealed where journal_id = journal.id))::int <> 1
        order by journal.id
        """,
    )
