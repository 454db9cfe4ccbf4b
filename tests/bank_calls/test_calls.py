"""EP7 « Is my bank calling me? »: an agent says so before dialling, and the client's own screens answer."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from parvis.here import Here
from parvis.work import duties
from tests.agency.world import AgentAtWork, an_agent
from tests.conftest import FakeClock
from tests.gate.world import Person, a_person
from tests.phone.client import PythonPhone, Refusal
from tests.phone.world import Owner, http_of
from tests.window import Window, a_window, signs_in


@dataclass
class Line:
    """Claire at the agency, and Anne's client space."""

    claire: AgentAtWork
    anne: Person
    space: Window

    @property
    def address(self) -> str:
        return f"/agency/clients/{self.anne.id}/call"

    async def calls(self) -> None:
        await self.claire.looks(self.anne.id)
        await self.claire.window.goes_to(self.address)
        await self.claire.window.submits(self.address)
        await self.claire.approves()
        assert f'href="{self.address}"' in self.claire.window.page, "the way on is back to the call"
        await self.claire.window.goes_to(self.address)

    async def hangs_up(self) -> None:
        await self.claire.window.goes_to(self.address)
        await self.claire.window.submits(f"{self.address}/end")


@pytest.fixture
async def line(here: Here) -> AsyncIterator[Line]:
    anne = await a_person(here)
    async with an_agent(here) as claire, a_window(here) as space:
        await signs_in(space, anne, client_id=anne.identifier)
        yield Line(claire, anne, space)


async def journal(here: Here, event: str) -> list[dict[str, str]]:
    async with here.reading() as tx:
        found = await tx.value("select jsonb_agg(detail order by at, id) from journal where event = $1", event)
    return found or []


async def test_ep7_nobody_calls_then_claire_does_then_nobody(line: Line, clock: FakeClock) -> None:
    page = await line.space.goes_to("/accounts")
    assert 'href="/call"' in page, "one link from every page"
    page = await line.space.goes_to("/call")
    assert "Non. Raccrochez." in page and "Claire" not in page
    await line.calls()
    assert "Appel ouvert" in line.claire.window.page
    clock.advance(minutes=2)
    page = await line.space.goes_to("/call")
    assert "Oui, c'est votre conseiller" in page and "Claire D., agence de Valmer" in page
    assert "Depuis 2 minutes" in page and "Durand" not in page, "the first name and an initial"
    await line.hangs_up()
    page = await line.space.goes_to("/call")
    assert "Non. Raccrochez." in page
    assert "Claire D. a raccroché" in page
    assert "Claire D." in page.partition("Nos derniers appels")[2], "the client sees afterwards who called"
    here = line.claire.here
    assert [one["agent"] for one in await journal(here, "call:opened")] == [str(line.claire.id)]
    assert [one["because"] for one in await journal(here, "call:ended")] == ["by_agent"]


async def test_it_takes_the_agents_passkey(line: Line) -> None:
    """Asked for and not approved: the client's screens say no."""
    await line.claire.looks(line.anne.id)
    await line.claire.window.goes_to(line.address)
    page = await line.claire.window.submits(line.address)
    assert line.claire.window.path.startswith("/requests/") and "Anne Roy" in page and "Claire D." in page
    assert "Non. Raccrochez." in await line.space.goes_to("/call")


async def test_x6_nobody_reads_a_name_before_saying_why(line: Line, clock: FakeClock) -> None:
    """The question comes first, by whatever address; and a call that goes on is ended after the file has closed."""
    claire = line.claire
    for _ in range(2):
        page = await claire.window.goes_to(line.address)
        assert claire.window.path == f"/agency/clients/{line.anne.id}" and "Pourquoi ouvrez-vous" in page
        assert "Anne" not in page and "Roy" not in page
        page = await claire.window.sends(line.address, key=claire.key())
        assert claire.window.path == f"/agency/clients/{line.anne.id}" and "Anne" not in page
    assert not await journal(claire.here, "client_file:viewed")
    await line.calls()
    [look] = await journal(claire.here, "client_file:viewed")
    assert look["agent"] == str(claire.id)
    async with claire.here.transaction() as tx:
        await tx.run("update request set opened_at = opened_at - interval '1 hour'")
    await line.hangs_up()
    assert [one["because"] for one in await journal(claire.here, "call:ended")] == ["by_agent"]


async def test_a_call_ends_by_itself(line: Line, clock: FakeClock) -> None:
    await line.calls()
    clock.advance(minutes=line.anne.institution.calls.minutes, seconds=-1)
    # Signed in again: a session does not last so long without activity.
    async with a_window(line.claire.here) as later:
        await signs_in(later, line.anne, client_id=line.anne.identifier)
        assert "Oui, c'est" in await later.goes_to("/call")
        clock.advance(seconds=1)
        assert "Non. Raccrochez." in await later.goes_to("/call")
    [duty] = [one for one in duties(line.claire.here, {}) if one.name == "hang up"]
    assert (await duty.act(clock()), await duty.act(clock())) == (1, 0)
    assert [one["because"] for one in await journal(line.claire.here, "call:ended")] == ["expired"]


async def test_one_call_at_a_time_for_a_client_and_for_an_agent(line: Line) -> None:
    here, bob = line.claire.here, await a_person(line.claire.here, identifier="60504030201")
    await line.calls()
    await line.claire.looks(bob.id)
    await line.claire.window.goes_to(f"/agency/clients/{bob.id}/call")
    assert "Vous avez un appel ouvert" in line.claire.window.page
    await line.claire.window.sends(f"/agency/clients/{bob.id}/call", key=line.claire.key())
    assert line.claire.window.status == 409
    async with an_agent(here, seed=72, given_name="Hugo", family_name="Petit") as hugo:
        await hugo.looks(line.anne.id)
        assert "Un collègue appelle déjà" in await hugo.window.goes_to(line.address)
        await hugo.window.sends(line.address, key=hugo.key())
        assert hugo.window.status == 409
        # Hugo ends no call of Claire's.
        await hugo.window.sends(f"{line.address}/end", key=hugo.key())
        assert hugo.window.status == 409
    async with here.reading() as tx:
        assert await tx.value("select count(*) from bank_call where ended_at is null") == 1


async def test_two_agents_at_the_same_instant(line: Line) -> None:
    """Both have the passkey in hand; one gets the client, the other is told."""
    async with an_agent(line.claire.here, seed=72, given_name="Hugo", family_name="Petit") as hugo:
        for one in (line.claire, hugo):
            await one.looks(line.anne.id)
            await one.window.goes_to(line.address)
            await one.window.submits(line.address)
        await asyncio.gather(line.claire.approves(), hugo.approves())
        pages = [await one.window.goes_to(line.address) for one in (line.claire, hugo)]
        assert sum("Appel ouvert" in page for page in pages) == sum("appelle déjà" in page for page in pages) == 1
    async with line.claire.here.reading() as tx:
        assert await tx.value("select count(*) from bank_call") == 1


async def test_an_auditor_and_another_agency_call_nobody(line: Line) -> None:
    here = line.claire.here
    async with an_agent(here, role="auditor", seed=73) as auditor:
        await auditor.window.goes_to(line.address)
        assert auditor.window.status in (403, 404)
        await auditor.window.sends(line.address, key=auditor.key())
        assert auditor.window.status in (403, 404)
    async with an_agent(here, "epargne", seed=74) as elsewhere:
        await elsewhere.window.goes_to(line.address)
        assert elsewhere.window.status == 404
        await elsewhere.window.sends(line.address, key=elsewhere.key())
        assert elsewhere.window.status == 404


async def test_a_stranger_and_another_client_learn_nothing(line: Line) -> None:
    await line.calls()
    async with a_window(line.claire.here) as stranger:
        for address in ("/call", "/call/reported"):
            await stranger.goes_to(address)
            assert stranger.path == "/sign-in" and "Claire" not in stranger.page
        answer = await stranger.browser.get("/call/state", headers={"accept": "text/event-stream"})
        assert answer.status_code == 401
        bob = await a_person(line.claire.here, identifier="60504030201")
        await signs_in(stranger, bob, client_id=bob.identifier)
        assert "Non. Raccrochez." in await stranger.goes_to("/call") and "Claire" not in stranger.page


async def test_reporting_opens_a_case_and_says_what_to_do_now(line: Line) -> None:
    """Nobody of ours calls: the case is the same for as long as it waits."""
    here = line.claire.here
    await line.space.goes_to("/call")
    for _ in range(2):
        page = await line.space.submits("/call/reports")
        await line.space.goes_to("/call")
    assert "Appel signalé" in page and "Raccrochez" in page and 'href="/security/secret"' in page
    async with here.reading() as tx:
        assert await tx.value("select count(*) from client_case where kind = 'reported_call'") == 1
        reference = await tx.value("select reference from client_case where kind = 'reported_call'")
    assert reference in page
    assert len(await journal(here, "call:reported")) == 2


async def test_reporting_a_call_that_an_agent_has_open_ends_it(line: Line) -> None:
    await line.calls()
    await line.space.goes_to("/call")
    await line.space.submits("/call/reports")
    page = await line.space.goes_to("/call")
    assert "Non. Raccrochez." in page and "Signalé par vous" in page
    [reported] = await journal(line.claire.here, "call:reported")
    assert reported["agent"] == str(line.claire.id)


async def test_the_open_page_is_told_within_a_second(line: Line) -> None:
    """By LISTEN/NOTIFY: the stream that waits says that the page is no longer true. It is no activity."""
    browser = line.space.browser

    async def until_told(known: str) -> None:
        async with asyncio.timeout(5):
            answer = await browser.get(f"/call/state?known={known}")
        assert "event: settled" in answer.text

    waiting = asyncio.create_task(until_told(""))
    await asyncio.sleep(0.2)
    assert not waiting.done()
    await line.calls()
    async with asyncio.timeout(1):
        await waiting
    async with line.claire.here.reading() as tx:
        known = await tx.value("select id::text from bank_call")
    waiting = asyncio.create_task(until_told(known))
    await asyncio.sleep(0.2)
    await line.hangs_up()
    async with asyncio.timeout(1):
        await waiting


async def test_the_phone_says_it_too_and_reports(here: Here, clock: FakeClock) -> None:
    """The list of a phone wakes when a call begins; one call of the protocol reports."""
    async with http_of(here) as http, an_agent(here, "epargne", seed=75) as claire:
        person = await a_person(here, "epargne", identifier="5566778899")
        owner = Owner(person, PythonPhone(http, "http://epargne.localhost"))
        await owner.enroll()
        clock.advance(hours=5)  # past the safety delay
        await claire.signs_in()
        listed = await owner.phone.waiting()
        assert listed["call"] is None
        woken = asyncio.create_task(owner.phone.waiting(known=listed["mark"], wait=20))
        await asyncio.sleep(0.3)
        line = Line(claire, person, claire.window)
        await line.calls()
        async with asyncio.timeout(2):
            told = await woken
        assert told["call"] == {"agent": "Claire D.", "branch": "agence de Valmer", "since": int(clock().timestamp())}
        reported = await owner.phone._post("/phone/api/calls/reports", {})
        assert "Appel signalé" in reported["title"] and "référence" in reported["message"]
        assert (await owner.phone.waiting())["call"] is None, "whoever reports it hangs up"
        assert "Durand" not in json.dumps(told)


async def test_a_phone_that_does_not_serve_learns_nothing(here: Here, clock: FakeClock) -> None:
    """Somebody else's phone, added a moment ago, is not told that the bank calls."""
    async with http_of(here) as http, an_agent(here, "epargne", seed=75) as claire:
        person = await a_person(here, "epargne", identifier="5566778899")
        owner = Owner(person, PythonPhone(http, "http://epargne.localhost"))
        await owner.enroll()
        await Line(claire, person, claire.window).calls()
        async with here.transaction() as tx:
            await tx.run("update authenticator set state = 'suspended' where kind = 'phone'")
        assert (await owner.phone.waiting())["call"] is None
        with pytest.raises(Refusal):
            await owner.phone._post("/phone/api/calls/reports", {})
