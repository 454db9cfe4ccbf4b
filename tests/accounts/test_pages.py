"""Accounts as their holder sees them, and as nobody else does."""

import json
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from parvis.accounts import tables
from parvis.accounts.rules import Search
from parvis.errors import Refused
from parvis.here import Here
from parvis.ledger import actions
from parvis.ledger.rules import Leg, NewPosting
from tests.books import HOUSE, INSTITUTION, Books
from tests.gate.world import Person, a_person
from tests.window import Window, a_window, signs_in


@dataclass
class Space:
    window: Window
    books: Books
    anne: Person
    here: Here

    async def receives(self, *lines: tuple[int, str, str, datetime], account: str = "Courant") -> None:
        """Entries of that account, each with its amount in cents, its label, who it is from and when."""
        house, own = self.books.accounts[HOUSE], self.books.accounts[account]
        postings = [
            NewPosting("card", (Leg(own, amount, label, who), Leg(house, -amount)), at)
            for amount, label, who, at in lines
        ]
        async with self.here.transaction() as tx:
            for start in range(0, len(postings), 2_000):
                done = await actions.post_all(tx, self.here, INSTITUTION, postings[start : start + 2_000])
                assert not isinstance(done, Refused), done

    async def has_a_long_past(self, lines: int, account: str = "Courant") -> None:
        """So many entries of 0,01 for and against, an hour apart, before November 2026."""
        async with self.here.transaction() as tx:
            await tx.run(
                """
                with past as (
                    select n, gen_random_uuid() as id, $1::timestamptz - n * interval '1 hour' as at
                    from generate_series(1, $2) as n
                ), posted as (
                    insert into posting (id, institution, kind, label, posted_at)
                    select id, $3, 'card', '', at from past
                )
                insert into entry (id, institution, posting_id, account_id, amount, label, posted_at)
                select gen_random_uuid(), $3, id, account_id, amount, 'ligne ' || n || '.', at
                from past, (values ($4::uuid, 1), ($5::uuid, -1)) as leg (account_id, amount)
                """,
                day(1), lines, INSTITUTION, self.books.accounts[account], self.books.accounts[HOUSE],
            )
            await tx.run(
                "update account set balance = balance + $2 where id = $1", self.books.accounts[account], lines
            )
        await self.books.check()

    async def looks_for(self, account: str = "Courant", **fields: str) -> str:
        query = "&".join(f"{name}={value}" for name, value in fields.items())
        return await self.window.goes_to(f"/accounts/{self.books.accounts[account]}?{query}")


@pytest.fixture
async def space(here: Here) -> AsyncIterator[Space]:
    anne = await a_person(here)
    books = Books(here)
    books.clients["Anne"] = anne.id
    await books.open("Courant", 100_000, holder="Anne", position=1, floor=-20_000)
    await books.open("DAV", 5_000, holder="Anne", kind="technical", position=0)
    await books.open("Bruno", 70_000)
    async with a_window(here) as window:
        await signs_in(window, anne, client_id=anne.identifier)
        yield Space(window, books, anne, here)


def day(number: int, hour: int = 12) -> datetime:
    return datetime(2026, 11, number, hour, tzinfo=UTC)


async def test_home_says_what_there_is_in_one_glance(space: Space) -> None:
    await space.receives((-4_250, "Marché", "Primeur du quai", day(23)))
    page = await space.window.goes_to("/accounts")
    assert "1 007,50 €" in page  # both accounts together
    assert page.index(">DAV<") < page.index(">Courant<")  # in the institution's order (MU5)
    assert "Primeur du quai" in page and "−42,50 €" in page
    assert "hier" in page  # 23 November, seen on the 24th
    assert "Bruno" not in page


async def test_an_account_shows_its_operations_by_day(space: Space) -> None:
    await space.receives(
        (-1_000, "Café", "Bar de la gare", day(20)),
        (-2_000, "Livre", "Librairie", day(20, 23)),  # after midnight in Paris: the 21st
        (250_000, "Salaire", "Atelier du Pont", day(22)),
    )
    page = await space.looks_for()
    assert re.findall(r'colspan="2">([^<]+)<', page)[:4] == [
        "aujourd'hui", "dimanche 22 novembre", "samedi 21 novembre", "vendredi 20 novembre",
    ]
    assert "+2 500,00 €" in page
    assert "Découvert autorisé : 200,00 €" in page


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"text": "cafe"}, {"Café"}),
        ({"text": "CAFÉ"}, {"Café"}),
        ({"text": "gare"}, {"Café"}),
        ({"text": "100%25"}, {"100% coton"}),  # no pattern of SQL's own
        ({"text": "_"}, set()),
        ({"least": "10", "most": "20,00"}, {"Café", "100% coton"}),
        ({"least": "20.01"}, {"Salaire", "ouverture"}),
        ({"since": "2026-11-21", "until": "21/11/2026"}, {"100% coton"}),
        ({"since": "22/11/2026", "until": "23/11/2026"}, {"Salaire"}),
        ({"text": "a", "most": "15"}, {"Café"}),
        ({"text": "introuvable"}, set()),
    ],
)
async def test_search_by_text_amount_and_days(space: Space, fields: dict[str, str], found: set[str]) -> None:
    await space.receives(
        (-1_000, "Café", "Bar de la gare", day(20)),
        (-2_000, "100% coton", "", day(20, 23)),
        (250_000, "Salaire", "Atelier du Pont", day(22)),
    )
    page = await space.looks_for(**fields)
    table = page.split("</form>")[2] if "<table" in page else ""
    names = {"Café", "100% coton", "Salaire"}
    seen = {name for name in names if name in table} | ({"ouverture"} if "Ouverture du compte" in table else set())
    assert seen == found
    assert ("Aucune opération ne correspond" in page) == (not found)


async def test_a_wrong_search_says_what_is_wrong_and_keeps_what_was_typed(space: Space) -> None:
    page = await space.looks_for(text="loyer", least="abc", since="31/02/2026")
    assert space.window.status == 422
    assert "pas compris ce montant" in page and "pas compris cette date" in page
    assert 'value="loyer"' in page and 'value="abc"' in page
    await space.looks_for(colour="red")
    assert space.window.status == 400


async def test_history_goes_page_by_page_through_lines_of_one_instant_and_forgets_none(space: Space) -> None:
    # A hundred and twenty lines at the very same instant: only their ids tell them apart.
    await space.receives(*((-1, f"ligne {number:03d}", "", day(10)) for number in range(120)))
    seen: list[str] = []
    page = await space.looks_for()
    while True:
        seen += re.findall(r"ligne \d{3}", page)
        more = re.search(r'href="(/accounts/[^"]*before=[^"]+)" rel="next"', page)
        if more is None:
            break
        page = await space.window.goes_to(more.group(1))
    assert sorted(seen) == [f"ligne {number:03d}" for number in range(120)]
    assert len(seen) == len(set(seen))
    assert "Revenir aux plus récentes" in page


@pytest.mark.parametrize("before", ["x", "1_x", "-5_01a1ffc4-a174-7186-b364-47a0e654ad31", "9" * 30 + "_", "_"])
async def test_a_page_that_begins_nowhere_is_refused(space: Space, before: str) -> None:
    await space.looks_for(before=before)
    assert space.window.status == 400


async def test_asvs_8_2_2_somebody_elses_account_is_not_there(space: Space) -> None:
    await space.looks_for("Bruno")
    assert space.window.status == 404
    assert "700,00" not in space.window.page
    await space.window.goes_to("/accounts/not-a-number")
    assert space.window.status == 404
    other = Books(space.here, "epargne")
    await other.open("Ailleurs", 100)
    await space.window.goes_to(f"/accounts/{other.accounts['Ailleurs']}")
    assert space.window.status == 404


async def test_somebody_elses_operations_are_not_read_even_by_their_number(space: Space) -> None:
    async with space.here.reading() as tx:
        found = await tables.operations_of(
            tx, INSTITUTION, space.anne.id, space.books.accounts["Bruno"], Search(), None
        )
    assert found == []


async def test_a_search_that_reads_a_long_history_says_how_far_it_went(
    space: Space,
) -> None:
    """The oldest of 60,000 lines is found in two steps, none of which reads more than its share."""
    await space.has_a_long_past(60_000)
    page = await space.looks_for(text="ligne 59999.")
    assert "Nous avons cherché jusqu'à" in page
    more = re.search(r'href="(/accounts/[^"]*before=[^"]+)" rel="next"', page)
    assert more is not None and "text=ligne+59999." in more.group(1)
    page = await space.window.goes_to(more.group(1))
    assert "ligne 59999." in page.split("</form>")[2]


async def test_a_page_of_a_long_history_reads_a_page_of_it(space: Space, owner_url: str) -> None:
    """However long the history, a page walks the index from where it begins: no sort, no line skipped."""
    await space.has_a_long_past(6_000)
    owner = await asyncpg.connect(owner_url)
    await owner.execute("analyze")
    await owner.close()
    for start in (tables.NEVER, day(1) - timedelta(hours=5_000)):
        for plans in ("force_custom_plan", "force_generic_plan"):
            async with space.here.transaction() as tx:
                await tx.run(f"set local plan_cache_mode = {plans}")
                plan = await tx.value(
                    f"explain (analyze, format json) {tables.OPERATIONS}", INSTITUTION, space.anne.id,
                    space.books.accounts["Courant"], start, UUID(int=0), tables.EVER, tables.NEVER,
                    "", None, None, "", "",
                )
            scans = [node for node in nodes(json.loads(plan)[0]["Plan"]) if node.get("Relation Name") == "entry"]
            assert [(node["Node Type"], node["Index Name"]) for node in scans] == [("Index Scan", "entry_history")]
            assert scans[0]["Actual Rows"] == tables.PAGE + 1
            assert scans[0].get("Rows Removed by Filter", 0) == 0


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every step of a query plan."""
    yield plan
    for inner in plan.get("Plans", []):
        yield from nodes(inner)
