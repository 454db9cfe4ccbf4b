"""Many hands on one account at once, in real processes: never under its floor, never out of step."""

import asyncio
import multiprocessing
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parvis.db import Database
from parvis.errors import Refused
from parvis.here import Here
from parvis.ledger import actions
from tests.books import INSTITUTION, Books


class _Ids:
    """What the ledger asks of `here`, in a process of its own."""

    @staticmethod
    def new_id() -> UUID:
        from uuid_utils.compat import uuid7

        return uuid7()


def _drain(url: str, source: UUID, target: UUID, tries: int, queue: "multiprocessing.Queue[int]") -> None:
    """Another process: move 1,00 again and again, four at a time; put how many went through."""

    async def run() -> int:
        from parvis.clock import system_clock

        database = await Database.open(url, connections=4)
        done = 0

        async def one() -> None:
            nonlocal done
            for _ in range(tries):
                async with database.transaction() as tx:
                    outcome = await actions.move(
                        tx, _Ids(), INSTITUTION, source_id=source, target_id=target,  # type: ignore[arg-type]
                        amount=100, once=None, now=system_clock(),
                    )
                done += not isinstance(outcome, Refused)

        await asyncio.gather(*(one() for _ in range(4)))
        await database.close()
        return done

    queue.put(asyncio.run(run()))


async def test_two_processes_empty_one_account_and_stop_at_its_floor(here: Here, database_url: str) -> None:
    books = Books(here)
    await books.tell("open Alice 100,00 floor -20,00\nopen Bruno 0,00\nopen Chloe 0,00")
    context = multiprocessing.get_context("spawn")
    queue: multiprocessing.Queue[int] = context.Queue()
    alice = books.accounts["Alice"]
    processes = [
        context.Process(target=_drain, args=(database_url, alice, books.accounts[name], 25, queue))
        for name in ("Bruno", "Chloe")
    ]
    for process in processes:
        process.start()
    counts = [await asyncio.to_thread(queue.get, True, 60) for _ in processes]
    for process in processes:
        process.join(10)
    assert sum(counts) == 120  # 100,00 and the 20,00 of overdraft; the other 80 tries were refused.
    await books.tell("sees Alice -20,00")
    await books.check()


async def test_money_that_crosses_both_ways_never_deadlocks(here: Here) -> None:
    books = Books(here)
    await books.tell("open Alice 100,00\nopen Bruno 100,00")
    alice, bruno = books.accounts["Alice"], books.accounts["Bruno"]

    async def many(source: UUID, target: UUID) -> None:
        for _ in range(40):
            async with here.transaction() as tx:
                await actions.move(
                    tx, here, INSTITUTION, source_id=source, target_id=target, amount=1, once=None, now=books.now
                )

    await asyncio.gather(many(alice, bruno), many(bruno, alice), many(alice, bruno), many(bruno, alice))
    await books.tell("sees Alice 100,00\nsees Bruno 100,00")
    await books.check()


async def test_one_hold_posted_and_voided_at_the_same_instant_does_one_of_them(here: Here) -> None:
    books = Books(here)
    await books.tell("open Alice 100,00\nopen Bruno 0,00")
    for turn in range(15):
        await books.tell(f"hold 1,00 Alice as turn{turn}")
        hold_id = books.holds[f"turn{turn}"]

        async def post(hold_id: UUID = hold_id) -> bool:
            async with here.transaction() as tx:
                outcome = await actions.post_hold(
                    tx, here, INSTITUTION, hold_id, books.now, target_id=books.accounts["Bruno"]
                )
            return not isinstance(outcome, Refused)

        async def void(hold_id: UUID = hold_id) -> bool:
            async with here.transaction() as tx:
                return await actions.void_hold(tx, INSTITUTION, hold_id, books.now)

        posted, voided = await asyncio.gather(post(), void())
        assert posted != voided
    assert (await books.balance("Alice"))[1] == 0
    await books.check()


async def test_the_same_act_from_ten_hands_moves_money_once(here: Here) -> None:
    books = Books(here)
    await books.tell("open Alice 10,00\nopen Bruno 0,00")

    async def once() -> object:
        async with here.transaction() as tx:
            return await actions.move(
                tx, here, INSTITUTION, source_id=books.accounts["Alice"], target_id=books.accounts["Bruno"],
                amount=1000, once="rent", now=books.now,
            )

    assert len(set(await asyncio.gather(*(once() for _ in range(10))))) == 1
    await books.tell("sees Bruno 10,00")
    await books.check()


_acts = st.lists(
    st.tuples(
        st.sampled_from(["move", "hold", "post", "void"]),
        st.integers(min_value=0, max_value=3),
        st.integers(min_value=0, max_value=3),
        st.integers(min_value=1, max_value=9_000),
    ),
    max_size=20,
)


@pytest.fixture
async def four(here: Here) -> Books:
    books = Books(here)
    await books.tell("open A 50,00\nopen B 0,00 floor -30,00\nopen C 20,00\nopen D 0,00")
    return books


@settings(max_examples=40)
@given(acts=_acts)
async def test_pitfall_21_whatever_is_done_the_sum_is_zero_and_no_floor_is_crossed(
    here: Here, four: Books, acts: list[tuple[str, int, int, int]]
) -> None:
    names = list("ABCD")
    holds: list[UUID] = []
    for act, one, other, amount in acts:
        source, target = four.accounts[names[one]], four.accounts[names[other]]
        async with here.transaction() as tx:
            if act == "move" and source != target:
                await actions.move(
                    tx, here, INSTITUTION, source_id=source, target_id=target, amount=amount, once=None,
                    now=four.now,
                )
            elif act == "hold":
                held = await actions.hold(
                    tx, here, INSTITUTION, source, amount, str(here.new_id()), four.now
                )
                holds += [held] if isinstance(held, UUID) else []
            elif act == "post" and holds and source != target:
                await actions.post_hold(tx, here, INSTITUTION, holds[one % len(holds)], four.now, target_id=target)
            elif act == "void" and holds:
                await actions.void_hold(tx, INSTITUTION, holds[other % len(holds)], four.now)
        await four.check()


async def test_an_order_names_its_payees_account_while_money_leaves_it(here: Here) -> None:
    """An order for tomorrow holds its own side and names the other; one the other way moves both. None waits in a
    ring: an account that is named must stay, it need not stand still.
    """
    books = Books(here)
    await books.tell("open Alice 100,00\nopen Bruno 100,00")
    alice, bruno = books.accounts["Alice"], books.accounts["Bruno"]

    async def back() -> object:
        async with here.transaction() as tx:
            return await actions.move(
                tx, here, INSTITUTION, source_id=alice, target_id=bruno, amount=100, once=None, now=books.now
            )

    async with here.transaction() as tx:
        assert not isinstance(await actions.hold(tx, here, INSTITUTION, bruno, 500, "later", books.now), Refused)
        moving = asyncio.create_task(back())  # It has Alice's account, and waits for Bruno's.
        await _until_somebody_waits(here)
        await tx.run(
            """
            insert into transfer (id, institution, client_id, source_id, target_id, payee_name, amount, currency, label,
                                  execute_on, state, asked_at)
            values ($1, $2, $3, $4, $5, 'Alice', 500, 'EUR', '', $6, 'scheduled', $7)
            """,
            here.new_id(), INSTITUTION, books.clients["Bruno"], bruno, alice, books.now.date(), books.now,
        )
    assert not isinstance(await moving, Refused)


async def _until_somebody_waits(here: Here) -> None:
    async with here.reading() as tx, asyncio.timeout(20):
        while not await tx.value(  # noqa: ASYNC110 (what is waited for happens in the database)
            "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"
        ):
            await asyncio.sleep(0.02)
