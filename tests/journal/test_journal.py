"""Somebody with every right on the database rewrites history; `verify` says what they touched."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from parvis.events import Event
from parvis.here import Here
from parvis.journal import actions as journal
from parvis.journal.rules import merkle_root, row_hash
from parvis.journal.tables import rows_of

Clerk = Any


@pytest.fixture
async def clerk(owner_url: str) -> AsyncIterator[Clerk]:
    """Owner of the tables, with time on their hands. They do not have the journal's key."""
    connection = await asyncpg.connect(owner_url)
    yield connection
    await connection.close()


async def happen(here: Here, count: int) -> list[UUID]:
    """That many events, the last of them `count`."""
    async with here.transaction() as tx:
        for number in range(1, count + 1):
            await journal.record(
                tx, here, Event.SESSION_OPENED, here.clock(), institution="deuxrives", number=number
            )
    async with here.reading() as tx:
        ids: list[UUID] = await tx.value("select array_agg(id order by id) from journal")
    return ids[-count:]


async def findings(here: Here) -> list[tuple[str, str]]:
    async with here.reading() as tx:
        return [(found.code, found.about) for found in await journal.verify(tx, here.keys)]


async def sealed_days(here: Here, days: int = 3, events: int = 4) -> list[list[UUID]]:
    """A few days of events, each day under a seal of its own."""
    found = []
    for _ in range(days):
        found.append(await happen(here, events))
        assert await journal.seal_committed(here, here.clock()) == events
    return found


async def test_an_untouched_journal_has_nothing_to_say(here: Here) -> None:
    """RTS-29: what happened can be traced, and shown to be whole."""
    await sealed_days(here)
    await happen(here, 2)
    assert await findings(here) == []


async def test_an_empty_journal_is_sound_and_needs_no_seal(here: Here) -> None:
    assert await journal.seal_committed(here, here.clock()) == 0
    assert await findings(here) == []
    async with here.reading() as tx:
        assert await journal.head(tx) == (0, "")


async def test_every_kind_of_detail_survives_the_database(here: Here) -> None:
    now = here.clock()
    async with here.transaction() as tx:
        await journal.record(
            tx, here, Event.REQUEST_EXECUTED, now + timedelta(microseconds=123), institution="epargne",
            client_id=UUID(int=7), network="2001:db8::/48",
            kinds=["phone", "secret_code"], score=-3, ratio=0.1, whole=1.0, words="« été » 🌊 \" \\ \n", nothing=None,
            when=now, who=UUID(int=9), nested={"b": 1, "a": {"z": [True, False]}},
        )  # fmt: skip
    await journal.seal_committed(here, now)
    assert await findings(here) == []


async def test_what_rolls_back_leaves_no_row(here: Here) -> None:
    async def record_then_fail() -> None:
        async with here.transaction() as tx:
            await journal.record(tx, here, Event.SESSION_OPENED, here.clock(), institution="deuxrives")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await record_then_fail()
    assert await journal.seal_committed(here, here.clock()) == 0


async def test_a_clerk_changes_a_row(here: Here, clerk: Clerk) -> None:
    days = await sealed_days(here)
    await clerk.execute("update journal set detail = '{\"number\": 99}' where id = $1", days[1][2])
    assert await findings(here) == [("row_changed", str(days[1][2]))]


async def test_a_clerk_changes_a_row_that_is_not_sealed_yet(here: Here, clerk: Clerk) -> None:
    (row,) = await happen(here, 1)
    await clerk.execute("update journal set event = 'session:ended' where id = $1", row)
    assert await findings(here) == [("row_changed", str(row))]


async def test_a_clerk_puts_something_that_is_no_detail(here: Here, clerk: Clerk) -> None:
    days = await sealed_days(here, days=1)
    await clerk.execute("update journal set detail = '[1e400]' where id = $1", days[0][0])
    assert await findings(here) == [("row_changed", str(days[0][0]))]


async def test_a_clever_clerk_changes_a_row_and_its_hash(here: Here, clerk: Clerk) -> None:
    days = await sealed_days(here)
    await clerk.execute("update journal set network = '203.0.113.0/24' where id = $1", days[1][2])
    async with here.reading() as tx:
        rewritten = (await rows_of(tx, [days[1][2]]))[days[1][2]]
    await clerk.execute("update journal set hash = $2 where id = $1", days[1][2], row_hash(rewritten))
    assert await findings(here) == [("seal_root", "2")]


async def test_a_clerk_removes_a_row(here: Here, clerk: Clerk) -> None:
    days = await sealed_days(here)
    await clerk.execute("delete from journal where id = $1", days[0][3])
    assert await findings(here) == [("row_removed", str(days[0][3]))]


async def test_a_clerk_adds_a_row(here: Here, clerk: Clerk) -> None:
    days = await sealed_days(here)
    added = UUID(int=days[1][2].int + 1)
    await clerk.execute(
        "insert into journal (id, institution, at, event, hash)"
        " select $2, institution, at, event, hash from journal where id = $1",
        days[1][2], added,
    )  # fmt: skip
    assert await findings(here) == [("row_added", str(added))]


async def test_a_clerk_swaps_what_two_rows_say(here: Here, clerk: Clerk) -> None:
    days = await sealed_days(here)
    first, second = days[0][0], days[2][1]
    await clerk.execute(
        """
        update journal set detail = other.detail, hash = other.hash, event = other.event
        from (select id, detail, hash, event from journal where id in ($1, $2)) as other
        where journal.id in ($1, $2) and other.id <> journal.id
        """,
        first, second,
    )  # fmt: skip
    found = await findings(here)
    assert {("row_changed", str(first)), ("row_changed", str(second))} <= set(found)
    assert {("seal_root", "1"), ("seal_root", "3")} <= set(found)


async def test_a_clerk_reorders_the_rows_of_a_seal(here: Here, clerk: Clerk) -> None:
    days = await sealed_days(here)
    await clerk.execute("update journal_seal set rows = $1 where number = 2", days[1][::-1])
    assert await findings(here) == [("seal_root", "2")]


async def test_a_clerk_rewrites_a_seal_over_a_forged_row(here: Here, clerk: Clerk) -> None:
    """Row, hash and root all agree. Only the chain value, which takes the key, does not."""
    days = await sealed_days(here)
    await clerk.execute("update journal set network = '203.0.113.0/24' where id = $1", days[1][2])
    async with here.reading() as tx:
        stored = await rows_of(tx, days[1])
    await clerk.execute("update journal set hash = $2 where id = $1", days[1][2], row_hash(stored[days[1][2]]))
    hashes = [row_hash(stored[row]) for row in days[1]]
    await clerk.execute("update journal_seal set root = $1 where number = 2", merkle_root(hashes))
    assert await findings(here) == [("seal_chain", "2")]


async def test_a_clerk_removes_a_seal_in_the_middle(here: Here, clerk: Clerk) -> None:
    days = await sealed_days(here)
    await clerk.execute("delete from journal_seal where number = 2")
    assert await findings(here) == [("seal_missing", "2"), *(("row_added", str(row)) for row in days[1])]


async def test_a_clerk_removes_the_last_seal(here: Here, clerk: Clerk) -> None:
    days = await sealed_days(here)
    await clerk.execute("delete from journal_seal where number = 3")
    assert await findings(here) == [("row_added", str(row)) for row in days[2]]


async def test_a_clerk_removes_the_last_seal_with_its_rows_and_a_printed_head_tells(
    here: Here, clerk: Clerk
) -> None:
    days = await sealed_days(here)
    async with here.reading() as tx:
        printed = await journal.head(tx)
    await clerk.execute("delete from journal_seal where number = 3")
    await clerk.execute("delete from journal where id = any($1)", days[2])
    async with here.reading() as tx:
        assert await journal.head(tx) != printed
        assert printed[0] == 3


async def test_a_clerk_has_a_row_sealed_a_second_time(here: Here, clerk: Clerk) -> None:
    days = await sealed_days(here)
    await clerk.execute("insert into journal_unsealed values ($1)", days[0][1])
    await journal.seal_committed(here, here.clock())
    assert await findings(here) == [("row_sealed_twice", str(days[0][1]))]


async def test_a_clerk_signs_with_a_key_that_is_not_ours(here: Here, clerk: Clerk) -> None:
    await sealed_days(here)
    await clerk.execute("update journal_seal set key_id = 'another' where number = 1")
    assert await findings(here) == [("seal_chain", "1")]


async def test_the_program_itself_cannot_do_any_of_it(here: Here) -> None:
    await sealed_days(here, days=1)
    for statement in (
        "update journal set event = ''", "delete from journal", "truncate journal",
        "update journal_seal set root = ''", "delete from journal_seal",
    ):  # fmt: skip
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with here.transaction() as tx:
                await tx.run(statement)


async def test_three_writers_and_two_sealers_at_once(here: Here) -> None:
    """Nobody waits for anybody, every row comes under exactly one seal, the chain is whole."""

    async def write(writer: int) -> None:
        for number in range(30):
            async with here.transaction() as tx:
                entry = journal.Entry(
                    event=Event.PROOF_ACCEPTED, at=here.clock(), institution="epargne",
                    detail={"writer": writer, "number": number},
                )  # fmt: skip
                await journal.record_all(tx, here, [entry, entry])
                await asyncio.sleep(0)

    writing = asyncio.gather(*(write(writer) for writer in range(3)))

    async def seal() -> int:
        count = 0
        while not writing.done():
            count += await journal.seal_committed(here, here.clock())
        return count

    counts = await asyncio.gather(seal(), seal())
    await writing
    rest = await journal.seal_committed(here, here.clock())
    assert sum(counts) + rest == 3 * 30 * 2
    assert await findings(here) == []


async def test_a_row_whose_transaction_is_still_open_comes_under_a_later_seal(here: Here) -> None:
    async with here.transaction() as slow:
        await journal.record(slow, here, Event.SESSION_OPENED, here.clock(), institution="deuxrives")
        await happen(here, 2)
        assert await journal.seal_committed(here, here.clock()) == 2
    assert await journal.seal_committed(here, here.clock()) == 1
    assert await findings(here) == []
