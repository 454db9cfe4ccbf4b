"""What happens to money, told as a bank clerk would tell it."""

import pytest

from parvis.errors import Refused
from parvis.here import Here
from parvis.ledger import actions
from parvis.ledger.rules import Leg, NewPosting
from tests.books import HOUSE, INSTITUTION, Books


@pytest.fixture
async def books(here: Here) -> Books:
    return Books(here)


@pytest.mark.parametrize(
    "story",
    [
        pytest.param(
            """
            open  Alice 100,00
            open  Bruno 0,00
            move  30,00 Alice -> Bruno
            sees  Alice 70,00
            sees  Bruno 30,00
            """,
            id="money leaves one account and reaches another",
        ),
        pytest.param(
            """
            open  Alice 100,00
            open  Bruno 0,00
            move  100,01 Alice -> Bruno   refused: funds_insufficient
            sees  Alice 100,00
            sees  Bruno 0,00
            move  100,00 Alice -> Bruno
            sees  Alice 0,00
            """,
            id="to the last cent, and not one more",
        ),
        pytest.param(
            """
            open  Alice 10,00 floor -50,00
            open  Bruno 0,00
            move  60,00 Alice -> Bruno
            sees  Alice -50,00
            move  0,01 Alice -> Bruno     refused: funds_insufficient
            move  20,00 Bruno -> Alice
            sees  Alice -30,00
            """,
            id="an agreed overdraft is a floor below zero",
        ),
        pytest.param(
            """
            open  Alice 100,00
            open  Bruno 0,00
            hold  80,00 Alice as rent
            sees  Alice 100,00 held 80,00
            move  20,01 Alice -> Bruno    refused: funds_insufficient
            hold  20,01 Alice as bill     refused: funds_insufficient
            post  rent -> Bruno
            sees  Alice 20,00
            sees  Bruno 80,00
            """,
            id="what is promised cannot be spent twice",
        ),
        pytest.param(
            """
            open  Alice 100,00
            open  Bruno 0,00
            hold  80,00 Alice as rent
            void  rent
            sees  Alice 100,00
            void  rent                    refused: hold_settled
            post  rent -> Bruno           refused: hold_settled
            move  100,00 Alice -> Bruno
            """,
            id="a promise that is voided frees the money and can never be kept",
        ),
        pytest.param(
            """
            open  Alice 0,00
            move  5000,00 House -> Alice
            move  1000,00 Alice -> House
            sees  Alice 4000,00
            """,
            id="the house has no floor and no balance to lock",
        ),
    ],
)
async def test_story(books: Books, story: str) -> None:
    await books.tell(story)
    await books.check()


async def test_a_hold_is_posted_once_and_cannot_be_voided_after(books: Books, here: Here) -> None:
    await books.tell(
        """
        open  Alice 100,00
        open  Bruno 0,00
        hold  40,00 Alice as rent
        post  rent -> Bruno
        """
    )
    async with here.transaction() as tx:
        first = await actions.post_hold(
            tx, here, INSTITUTION, books.holds["rent"], books.now, target_id=books.accounts["Bruno"]
        )
        again = await actions.post_hold(
            tx, here, INSTITUTION, books.holds["rent"], books.now, target_id=books.accounts["Bruno"]
        )
        assert first == again
        assert not await actions.void_hold(tx, INSTITUTION, books.holds["rent"], books.now)
    assert await books.balance("Alice") == (6000, 0)
    assert await books.balance("Bruno") == (4000, 0)
    await books.check()


async def test_the_same_act_told_twice_moves_money_once(books: Books, here: Here) -> None:
    await books.tell("open Alice 100,00\nopen Bruno 0,00")

    async def move(amount: int) -> object:
        async with here.transaction() as tx:
            return await actions.move(
                tx, here, INSTITUTION, source_id=books.accounts["Alice"], target_id=books.accounts["Bruno"],
                amount=amount, once="rent of November", now=books.now,
            )

    first = await move(6000)
    assert await move(6000) == first  # Even though only 40,00 are left.
    assert await books.balance("Bruno") == (6000, 0)
    await books.check()


async def test_a_posting_of_many_legs_is_all_or_nothing(books: Books, here: Here) -> None:
    await books.tell("open Alice 50,00\nopen Bruno 0,00\nopen Chloe 0,00")
    alice, bruno, chloe = (books.accounts[name] for name in ("Alice", "Bruno", "Chloe"))

    async def split(each: int) -> object:
        legs = (Leg(alice, -2 * each), Leg(bruno, each), Leg(chloe, each))
        async with here.transaction() as tx:
            return await actions.post(tx, here, INSTITUTION, NewPosting("split", legs, books.now))

    refused = await split(2501)
    assert isinstance(refused, Refused)
    assert refused.refusal.code == "funds_insufficient"
    await books.tell("sees Alice 50,00\nsees Bruno 0,00\nsees Chloe 0,00")
    assert not isinstance(await split(2500), Refused)
    await books.tell("sees Alice 0,00\nsees Bruno 25,00\nsees Chloe 25,00")
    await books.check()


async def test_legs_that_do_not_sum_to_zero_are_a_bug(books: Books, here: Here) -> None:
    await books.tell("open Alice 50,00\nopen Bruno 0,00")
    legs = (Leg(books.accounts["Alice"], -100), Leg(books.accounts["Bruno"], 101))
    async with here.transaction() as tx:
        with pytest.raises(ValueError, match="sum to zero"):
            await actions.post(tx, here, INSTITUTION, NewPosting("transfer", legs, books.now))
    await books.check()


async def test_money_does_not_cross_institutions_or_currencies(books: Books, here: Here) -> None:
    await books.tell("open Alice 50,00")
    dollars = await books.open("Dollars", currency="USD")
    elsewhere = Books(here, "epargne")
    await elsewhere.tell("open Zoe 10,00")
    for target in (dollars, elsewhere.accounts["Zoe"], here.new_id()):
        async with here.transaction() as tx:
            outcome = await actions.move(
                tx, here, INSTITUTION, source_id=books.accounts["Alice"], target_id=target, amount=100,
                once=None, now=books.now,
            )
        assert isinstance(outcome, Refused)
        assert outcome.refusal.code == "account_unknown"
    await books.tell("sees Alice 50,00")
    await books.check()


async def test_a_house_account_cannot_promise(books: Books, here: Here) -> None:
    await books.open_house()
    async with here.transaction() as tx:
        outcome = await actions.hold(tx, here, INSTITUTION, books.accounts[HOUSE], 100, "x", books.now)
    assert isinstance(outcome, Refused)
    assert outcome.refusal.code == "account_unknown"


async def test_one_act_is_one_statement(books: Books, here: Here) -> None:
    from parvis.db import statements

    await books.tell("open Alice 50,00\nopen Bruno 0,00")
    asked: list[str] = []
    token = statements.set(asked)
    try:
        await books.tell("move 10,00 Alice -> Bruno\nhold 10,00 Alice as rent")
        assert len(asked) == 2
        await books.tell("void rent")
        assert len(asked) == 3
    finally:
        statements.reset(token)


async def test_the_program_cannot_rewrite_what_was_posted(books: Books, here: Here) -> None:
    import asyncpg

    await books.tell("open Alice 50,00")
    for statement in ("update entry set amount = 1", "delete from entry", "delete from posting"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with here.transaction() as tx:
                await tx.run(statement)
