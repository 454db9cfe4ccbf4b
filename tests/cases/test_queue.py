"""The queue with nothing, with three cases and with three thousand: few statements, pages that follow one another."""

import re
from datetime import timedelta
from uuid import UUID

from parvis import db
from parvis.here import Here
from tests.agency.world import an_agent
from tests.cases.world import AtTheDesk, opened
from tests.conftest import FakeClock
from tests.gate.world import Person, a_person

REFERENCE = re.compile(r"\b[A-Z]{2}-[A-Z0-9]{4}-[A-Z0-9]{2}\b")
LIVE = re.compile(r'data-live-url="([^"]+)"')
KINDS = ("blocked_access", "means_lost", "contact_change", "address_change", "disavowed")


async def many(here: Here, person: Person, count: int) -> None:
    """So many cases of so many clients, half of them late."""
    now = here.clock()
    clients = [here.new_id() for _ in range(count)]
    async with here.transaction() as tx:
        await tx.run(
            "insert into client (id, institution, given_name, family_name, created_at)"
            " select id, 'deuxrives', 'Client', 'Nombre', $2 from unnest($1::uuid[]) as id", clients, now,
        )  # fmt: skip
        await tx.run(
            """
            insert into client_case (id, institution, client_id, kind, reference, opened_at, due_at)
            select case_id, 'deuxrives', client_id, kind, reference, opened_at, opened_at + interval '72 hours'
            from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::timestamptz[])
                as given (case_id, client_id, kind, reference, opened_at)
            """,
            [UUID(int=client.int ^ 1) for client in clients], clients,
            [KINDS[number % len(KINDS)] for number in range(count)],
            [f"DR-{number:04}-{number % 97:02}" for number in range(count)],
            [now - timedelta(hours=144 * number / count) for number in range(count)],
        )  # fmt: skip


async def test_with_nothing_it_says_what_will_come(here: Here) -> None:
    async with an_agent(here) as claire:
        for show in ("agency", "mine", "confirm", "client", "closed"):
            await claire.window.goes_to(f"/agency/queue?show={show}")
            assert claire.window.status == 200 and 'class="empty"' in claire.window.page, show
            assert '<ol class="queue">' not in claire.window.page


async def test_late_ones_come_first_and_are_said_in_words(here: Here, clock: FakeClock) -> None:
    anne, theo = await a_person(here), await a_person(here, identifier="10203040507")
    first = await opened(here, anne)
    clock.advance(hours=60)
    second = await opened(here, theo, "disavowed")
    clock.advance(hours=13)
    third = await opened(here, anne, "means_lost")
    async with an_agent(here) as claire:
        await claire.window.goes_to("/agency/queue")
        page = claire.window.page
        listed = list(dict.fromkeys(REFERENCE.findall(page.split('<ol class="queue">')[1])))
        assert listed == [second.reference, first.reference, third.reference]
        assert "En retard de 1 heure" in page and "En retard de 9 heures" in page and "À décider avant" in page
        assert "3 dossiers attendent l'agence, dont 2 en retard." in page
        home = await claire.window.goes_to("/agency")
        assert "dont 2 en retard" in home and 'href="/agency/queue"' in home.split("<main")[1], "the day begins with it"


async def test_3000_cases_are_few_statements_and_follow_one_another(here: Here) -> None:
    anne = await a_person(here)
    await many(here, anne, 3000)
    async with an_agent(here) as claire:
        counted: list[str] = []
        token = db.statements.set(counted)
        try:
            await claire.window.goes_to("/agency/queue")
        finally:
            db.statements.reset(token)
        assert len(counted) <= 4, counted  # session, agent, counts, one page
        assert "3 000 dossiers attendent l'agence, dont 1 499 en retard." in claire.window.page
        seen: list[str] = []
        for _ in range(4):
            seen += dict.fromkeys(REFERENCE.findall(claire.window.page.split('<ol class="queue">')[1]))
            following = re.search(r'<a[^>]*href="([^"]+)"[^>]*rel="next"', claire.window.page)
            assert following is not None
            await claire.window.goes_to(following[1])
        assert len(seen) == len(set(seen)) == 100
        assert seen[0] == "DR-2999-89", "the oldest one first"
        await claire.window.goes_to("/agency/queue?show=agency&kind=disavowed")
        kinds = re.findall(r'<a href="/agency/cases/[^"]+">([^<]+)</a>', claire.window.page)
        assert set(kinds) == {"Connexion ou opération signalée"} and len(kinds) == 25


async def test_what_one_has_in_hand_is_in_ones_own_list(here: Here) -> None:
    anne = await a_person(here)
    case, other = await opened(here, anne), await opened(here, anne, "disavowed")
    async with an_agent(here) as claire:
        await AtTheDesk(claire, case).does("claim")
        await claire.window.goes_to("/agency/queue?show=mine")
        assert case.reference in claire.window.page and other.reference not in claire.window.page
        await AtTheDesk(claire, case).decides("refuse", reason="not_needed")
        await claire.window.goes_to("/agency/queue?show=closed")
        assert case.reference in claire.window.page and "Refusé" in claire.window.page


async def test_an_address_that_makes_no_sense_is_refused(here: Here) -> None:
    async with an_agent(here) as claire:
        for query in ("show=everything", "kind=parrot", "after=yesterday", "page=2", "show=mine&show=mine"):
            await claire.window.goes_to(f"/agency/queue?{query}")
            assert claire.window.status == 400, query


async def test_the_screens_are_told_that_something_moved(here: Here) -> None:
    """The stream says so at once where the page is behind, and says nothing of whose case it is."""
    anne = await a_person(here)
    async with an_agent(here) as claire, an_agent(here, seed=72, given_name="Hugo") as hugo:
        asked = LIVE.search(await claire.window.goes_to("/agency/queue"))
        assert asked is not None and "<noscript>" in claire.window.page
        case = await opened(here, anne)
        stream = await claire.window.goes_to(asked[1])
        assert "event: moved" in stream and case.reference not in stream and "Roy" not in stream
        fresh = await claire.window.goes_to("/agency/queue/now")
        assert case.reference in fresh and LIVE.search(fresh)[1] != asked[1]  # type: ignore[index]

        desk = AtTheDesk(claire, case)
        before = LIVE.search(await desk.looks())
        assert before is not None
        await AtTheDesk(hugo, case).does("claim")
        assert "event: moved" in await claire.window.goes_to(before[1])
    async with an_agent(here, "municipal", seed=73) as eve:
        await eve.window.goes_to(before[1])
        assert eve.window.status == 404


async def test_what_a_screen_asks_by_itself_is_nobodys_activity(here: Here, clock: FakeClock) -> None:
    """RTS-4-3."""
    async with an_agent(here) as claire:
        for _ in range(3):
            clock.advance(minutes=2)
            for path in ("/agency/queue/now", "/agency/live/queue?known=x"):
                await claire.window.goes_to(path)
        assert claire.window.path == "/signed-out"
