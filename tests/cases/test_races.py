"""Two at once, on connections of their own: one wins, the other is told who has it, and nothing is done twice."""

import asyncio

import pytest

from parvis.cases import actions
from parvis.cases.resolutions.all import RESOLUTIONS
from parvis.cases.tables import Case
from parvis.errors import CATALOGUE, Refused
from parvis.here import Here
from tests.agency.world import an_agent
from tests.cases.world import AtTheDesk, Told, as_it_is, followed, opened, steps
from tests.gate.world import Person, a_person

HUGO = {"seed": 72, "given_name": "Hugo", "family_name": "Martin"}


async def withdrawn(here: Here, person: Person, case: Case) -> Case | Refused:
    async with here.transaction() as tx:
        return await actions.withdraw(tx, here, person.institution, person.id, case.id, here.clock())


async def test_two_agents_claim_one_case_at_once(here: Here) -> None:
    anne = await a_person(here)
    async with an_agent(here) as claire, an_agent(here, **HUGO) as hugo:  # type: ignore[arg-type]
        for turn in range(4):
            case = await opened(here, anne)
            desks = [AtTheDesk(claire, case), AtTheDesk(hugo, case)]
            await asyncio.gather(*(desk.does("claim", seen=1) for desk in desks))
            winner = (await as_it_is(here, case)).claimed_by
            lost, won = sorted(desks, key=lambda desk: desk.agent.id == winner)
            assert won.status == 200 and lost.status == CATALOGUE["case_taken"].status, turn
            assert f"{won.agent.name.split()[0]} {won.agent.name.split()[1][0]}., agence de Valmer" in lost.page
            assert [step.what for step in await steps(here, anne, case)] == ["opened", "claimed"]
            await withdrawn(here, anne, case)


async def test_accepted_against_taken_back(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    """Either it is given and stays given, or it is taken back and nothing is given."""
    told = Told("blocked_access")
    monkeypatch.setitem(RESOLUTIONS, "blocked_access", told)  # type: ignore[arg-type]
    anne = await a_person(here)
    async with an_agent(here) as claire:
        for turn in range(4):
            case = await opened(here, anne)
            desk = AtTheDesk(claire, case)
            await desk.does("claim")
            await desk.does("accept")
            told.done.clear()
            _, outcome = await asyncio.gather(claire.approves(), withdrawn(here, anne, case))
            state = (await as_it_is(here, case)).state
            assert state == ("accepted" if isinstance(outcome, Refused) else "withdrawn"), turn
            assert told.done == ([f"accepted {case.reference}"] if state == "accepted" else [])
            closing = [step.what for step in await steps(here, anne, case)][-1]
            assert closing == state


async def test_confirmed_twice_at_once_it_is_done_once(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    told = Told("contact_change")
    monkeypatch.setitem(RESOLUTIONS, "contact_change", told)  # type: ignore[arg-type]
    anne = await a_person(here)
    case = await opened(here, anne, "contact_change")
    nadia = {"role": "supervisor", "seed": 73, "given_name": "Nadia", "family_name": "Benali"}
    async with (
        an_agent(here) as claire,
        an_agent(here, **HUGO) as hugo,  # type: ignore[arg-type]
        an_agent(here, **nadia) as other,  # type: ignore[arg-type]
    ):
        desk = AtTheDesk(claire, case)
        await desk.does("claim")
        await desk.decides("accept")
        seconds = [AtTheDesk(hugo, case), AtTheDesk(other, case)]
        for one in seconds:
            await one.looks()
            await one.does("confirm")
        await asyncio.gather(*(one.agent.approves() for one in seconds))
    assert told.done == [f"accepted {case.reference}"]
    seen = await followed(here, anne, case)
    assert seen.case.confirmed_by in (hugo.id, other.id)
    assert [step.what for step in seen.steps].count("confirmed") == 1


async def test_one_agent_gives_two_kept_apart_at_once(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pitfall 28, by the race: both requests are open, both passkeys in hand; one of them fails."""
    kinds = ("blocked_access", "means_lost")
    told = {kind: Told(kind) for kind in kinds}
    for kind in kinds:
        monkeypatch.setitem(RESOLUTIONS, kind, told[kind])  # type: ignore[arg-type]
    anne = await a_person(here)
    async with an_agent(here) as claire, an_agent(here, **HUGO) as hugo:  # type: ignore[arg-type]
        hugo.id, hugo.hand = claire.id, claire.hand  # the same person at two screens
        await hugo.window.sends("/sign-out")
        await hugo.signs_in()
        cases = [await opened(here, anne, kind) for kind in kinds]
        desks = [AtTheDesk(claire, cases[0]), AtTheDesk(hugo, cases[1])]
        for desk in desks:
            await desk.does("claim")
            await desk.does("accept")
        await asyncio.gather(*(desk.agent.approves() for desk in desks))
        states = sorted([(await as_it_is(here, desk.case)).state for desk in desks])
    assert states in (["accepted", "claimed"], ["claimed", "to_confirm"])  # What is lost takes two pairs of eyes.
    assert sum(len(one.done) for one in told.values()) == states.count("accepted")
