"""Transfers whose day is to come: held, executed once on their day, cancelled before it."""

import asyncio
from datetime import UTC, date, datetime
from uuid import UUID

import msgspec
import pytest

from parvis.errors import Refused
from parvis.gate import actions as gate
from parvis.gate.actions import Asking
from parvis.gate.rules import State
from parvis.gate.tables import Request
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.operations.transfer import TransferFacts
from parvis.payments import actions
from tests.books import Books
from tests.conftest import FakeClock
from tests.payments.conftest import Space


async def asks(
    here: Here, books: Books, institution: Institution, *, source: str, target: str, amount: int, day: date
) -> Request | Refused:
    """Ask at the gate for a transfer between two accounts of one story."""
    facts = TransferFacts(
        source_id=books.accounts[source], source_name=source, target_id=books.accounts[target], target_iban="",
        payee_name=target, amount=amount, currency="EUR", label="", execute_on=day,
    )
    asking = Asking(
        client_id=books.clients["Paul"], operation="transfer", facts=facts, key=here.new_id(), network="", browser=""
    )
    async with here.transaction() as tx:
        return await gate.open(tx, here, institution, asking, here.clock())


@pytest.fixture
async def municipal(here: Here) -> tuple[Books, Institution]:
    """Paul at the municipal lender, where transfers take two business days."""
    books = Books(here, "municipal")
    await books.open("DAV", 100_000, kind="technical", holder="Paul")
    await books.open("Epargne", 0, kind="savings", holder="Paul", position=1)
    institution = here.institutions.by_slug("municipal")
    assert institution is not None
    return books, institution


async def test_two_business_days_later_and_not_before(
    here: Here, clock: FakeClock, municipal: tuple[Books, Institution]
) -> None:
    books, institution = municipal
    asked = await asks(
        here, books, institution, source="DAV", target="Epargne", amount=30_000, day=date(2026, 11, 26)
    )
    assert isinstance(asked, Request), asked
    assert asked.result == {"transfer_id": str(asked.id), "state": "scheduled", "execute_on": "2026-11-26"}
    assert await books.balance("DAV") == (100_000, 30_000)
    clock.now = datetime(2026, 11, 25, 22, 59, tzinfo=UTC)  # one minute before Thursday in Paris
    assert await actions.execute_due(here, clock()) == 0
    clock.now = datetime(2026, 11, 25, 23, 0, tzinfo=UTC)
    assert await actions.execute_due(here, clock()) == 1
    assert await actions.execute_due(here, clock()) == 0
    assert await books.balance("DAV") == (70_000, 0)
    assert await books.balance("Epargne") == (30_000, 0)
    await books.check()
    async with here.reading() as tx:
        events = await tx.value(
            "select string_agg(event, ' ' order by at, id) from journal"
            " where request_id = $1 and event like 'transfer%'",
            asked.id,
        )
    assert events == "transfer:scheduled transfer:executed"


async def test_four_workers_execute_twenty_transfers_once_each(
    here: Here, clock: FakeClock, municipal: tuple[Books, Institution]
) -> None:
    books, institution = municipal
    for _ in range(20):
        made = await asks(
            here, books, institution, source="DAV", target="Epargne", amount=100, day=date(2026, 11, 26)
        )
        assert isinstance(made, Request), made
    clock.advance(days=2)
    counts = await asyncio.gather(*(actions.execute_due(here, clock()) for _ in range(4)))
    assert sum(counts) == 20
    assert await books.balance("Epargne") == (2_000, 0)
    await books.check()


async def test_the_days_ceiling_holds_when_two_are_approved_at_the_same_instant(
    here: Here, municipal: tuple[Books, Institution]
) -> None:
    books, institution = municipal
    limits = msgspec.structs.replace(institution.transfers, daily=1_500, inside_days=0)
    small = msgspec.structs.replace(institution, transfers=limits)
    outcomes = await asyncio.gather(
        *(
            asks(here, books, small, source="DAV", target="Epargne", amount=1_000, day=date(2026, 11, 24))
            for _ in range(5)
        )
    )
    done = [one for one in outcomes if isinstance(one, Request) and one.state == State.EXECUTED]
    assert len(done) == 1
    assert {one.because for one in outcomes if isinstance(one, Request)} <= {None, "transfer_above_daily"}
    assert await books.balance("Epargne") == (1_000, 0)
    await books.check()


async def test_to_others_is_closed_where_the_institution_says_so(
    here: Here, municipal: tuple[Books, Institution]
) -> None:
    books, institution = municipal
    await books.open("Rose")
    outcome = await asks(
        here, books, institution, source="DAV", target="Rose", amount=100, day=date(2026, 11, 26)
    )
    assert isinstance(outcome, Refused)
    assert outcome.refusal.code == "transfers_to_others_closed"


async def test_nobody_spends_from_an_account_that_is_not_theirs(
    here: Here, municipal: tuple[Books, Institution]
) -> None:
    books, institution = municipal
    await books.open("Rose", 5_000)
    outcome = await asks(
        here, books, institution, source="Rose", target="DAV", amount=100, day=date(2026, 11, 26)
    )
    assert isinstance(outcome, Refused)
    assert outcome.refusal.code == "account_unknown"


async def plans(space: Space, day: str = "2026-12-24") -> UUID:
    return await space.asks(target=str(space.account("Livret")), amount="300,00", day=day)


async def test_a_planned_transfer_is_seen_its_money_set_aside_and_cancelled(space: Space) -> None:
    page = await space.fills(target=str(space.account("Livret")), amount="300,00", day="24/12/2026")
    assert "Vous envoyez 300,00 € à Livret, depuis Courant : jeudi 24 décembre." in page
    transfer_id = await plans(space)
    page = await space.window.goes_to(f"/requests/{transfer_id}")
    assert "il partira le jour dit" in page and "exécutée" not in page, "nothing has left yet"
    assert await space.books.balance("Courant") == (100_000, 30_000)
    assert "dont 300,00 € réservés" in await space.window.goes_to("/accounts")
    assert "Prévu" in await space.window.goes_to("/transfers")
    await space.window.goes_to(f"/transfers/{transfer_id}")
    page = await space.window.submits(f"/transfers/{transfer_id}/cancellation")
    assert "Virement annulé" in page
    assert await space.books.balance("Courant") == (100_000, 0)
    await space.window.sends(f"/transfers/{transfer_id}/cancellation")
    assert space.window.status == 409
    assert await actions.execute_due(space.here, datetime(2026, 12, 25, tzinfo=UTC)) == 0
    assert "Annulé" in await space.window.goes_to("/transfers/history")


async def test_cancelled_at_the_very_instant_it_is_executed_it_is_one_or_the_other(space: Space) -> None:
    for _ in range(8):
        transfer_id = await plans(space)
        later = datetime(2026, 12, 24, 9, tzinfo=UTC)
        institution = space.anne.institution

        async def cancels(transfer_id: UUID = transfer_id, institution: Institution = institution) -> bool:
            async with space.here.transaction() as tx:
                outcome = await actions.cancel(
                    tx, space.here, institution, space.anne.id, transfer_id, space.here.clock()
                )
            return outcome is None

        executed, cancelled = await asyncio.gather(actions.execute_due(space.here, later), cancels())
        assert (executed == 1) != cancelled
        assert (await space.books.balance("Courant"))[1] == 0
        await space.books.check()
        if executed:
            await space.books.tell("move 300,00 Livret -> Courant")
