"""A means is lost: out of service at once, decided by two agents; its owner comes back, and they saw no secret."""

import re
from datetime import timedelta
from uuid import UUID

import pytest

from parvis.cases import tables as cases
from parvis.cases.resolutions.all import RESOLUTIONS
from parvis.cases.tables import Case
from parvis.here import Here
from parvis.operations import Failed
from tests.agency.world import an_agent
from tests.cases.world import AtTheDesk, as_it_is, messages, opened
from tests.conftest import FakeClock
from tests.gate.world import Person, a_person
from tests.means.test_ending import reminds, with_certificate
from tests.means.test_life import address, events, second_app, signed_in, state
from tests.means.world import PASSWORD, Browser

SUBSCRIBER = "104827365910"


@pytest.fixture
async def helene(here: Here) -> Person:
    return await a_person(here, "municipal", identifier=SUBSCRIBER, secret=PASSWORD, kinds=("totp", "sms_code"))


async def case_of(here: Here, browser: Browser) -> Case:
    """The case that the browser has just been led to."""
    assert browser.at.startswith("/cases/"), browser.text[-2000:]
    async with here.reading() as tx:
        found = await cases.one(tx, "municipal", UUID(browser.at.rsplit("/", 1)[1]))
    assert found is not None
    return found


async def accepted(person: Person, case: Case) -> Failed | None:
    async with person.here.transaction() as tx:
        return await RESOLUTIONS[case.kind].accept(tx, person.here, person.institution, case, person.here.clock())


async def test_asvs_6_4_4_helene_has_lost_her_app_and_comes_back(here: Here, helene: Person, clock: FakeClock) -> None:
    """ASVS-6.4.4, X6. Declared in her space, decided by two agents; then she signs in as the first time."""
    browser = await signed_in(helene, clock)
    assert "Le déclarer perdu" in await browser.opens(address(helene, "totp"))
    await browser.sends(f"{address(helene, 'totp')}/loss")
    case = await case_of(here, browser)
    assert case.reference in browser.text and "Application d’authentification" in browser.text
    assert await state(helene, "totp") == "suspended", "at once, before anybody decides"
    assert any(case.reference in text and "déclaré perdu" in text for text in await messages(here))
    assert f"/cases/{case.id}" in await browser.opens("/security/means")
    await browser.sends(f"{address(helene, 'totp')}/loss")
    assert browser.at == f"/cases/{case.id}", "said twice, it is one case"
    async with an_agent(here, "municipal") as claire, an_agent(here, "municipal", seed=72, given_name="Hugo") as hugo:
        desk, other = AtTheDesk(claire, case), AtTheDesk(hugo, case)
        await desk.does("claim")
        assert "Application d'authentification" in desk.page and 'value="accept"' in desk.page
        await desk.decides("accept")
        assert (await as_it_is(here, case)).state == "to_confirm" and await state(helene, "totp") == "suspended"
        await other.looks()
        await other.decides("confirm")
    assert (await as_it_is(here, case)).state == "accepted"
    assert await state(helene, "totp") == "removed"
    assert "authenticator:removed" in await events(here, "authenticator:%")
    again = Browser(here, "municipal")
    await again.signs_in(SUBSCRIBER)
    assert "Ajoutez votre deuxième preuve" in again.text and "/enrollment/totp" in again.text


async def test_who_has_nothing_left_starts_again(here: Here, helene: Person) -> None:
    """Everything goes but the addresses; a temporary password leaves by SMS, and is changed at the next sign-in."""
    second = UUID((await second_app(helene)).rsplit("/", 1)[1])
    case = await opened(here, helene, "means_lost")
    assert await accepted(helene, case) is None
    assert await state(helene, "totp") == "removed" and await state(helene, "sms_code") == "active"
    async with here.reading() as tx:
        assert await tx.value("select state from authenticator where id = $1", second) == "removed"
    sent = [found[1] for text in await messages(here) if (found := re.search(r"provisoire est ([\w-]+)", text))]
    assert len(sent) == 1
    browser = Browser(here, "municipal")
    await browser.signs_in(SUBSCRIBER)
    assert browser.at == "/sign-in", "the password of before serves no more"
    await browser.signs_in(SUBSCRIBER, sent[0])
    assert "Ajoutez votre deuxième preuve" in browser.text


async def test_no_temporary_secret_leaves_by_what_is_lost(here: Here, helene: Person, clock: FakeClock) -> None:
    browser = await signed_in(helene, clock)
    await browser.sends(f"{address(helene, 'sms_code')}/loss")
    case = await case_of(here, browser)
    async with here.transaction() as tx:
        await tx.run("update authenticator set state = 'blocked' where id = $1", helene.means["password"])
    assert await accepted(helene, case) == Failed("no_channel"), "her number is lost, and she has no e-mail address"
    assert await state(helene, "sms_code") == "suspended"


async def test_what_was_found_again_is_not_destroyed(here: Here, helene: Person, clock: FakeClock) -> None:
    browser = await signed_in(helene, clock)
    await browser.sends(f"{address(helene, 'totp')}/loss")
    case = await case_of(here, browser)
    async with here.transaction() as tx:
        await tx.run("update authenticator set state = 'active' where id = $1", helene.means["totp"])
    assert await accepted(helene, case) == Failed("means_found")
    assert await state(helene, "totp") == "active"


async def test_what_is_lost_next_is_read_before_it_is_confirmed(here: Here, helene: Person, clock: FakeClock) -> None:
    browser = await signed_in(helene, clock)
    await browser.sends(f"{address(helene, 'totp')}/loss")
    case = await case_of(here, browser)
    async with an_agent(here, "municipal") as claire:
        desk = AtTheDesk(claire, case)
        await desk.does("claim")
        await desk.decides("accept")
        clock.advance(minutes=1)
        await browser.sends(f"{address(helene, 'sms_code')}/loss")
        assert browser.at == f"/cases/{case.id}" and "Le client demande autre chose encore" in browser.text
        now = await as_it_is(here, case)
        assert (now.state, now.decided_by, now.claimed_by) == ("claimed", None, claire.id)
        await desk.looks()
        assert "Code par SMS" in desk.page and 'value="accept"' in desk.page


@pytest.mark.parametrize("kind", ["password", "totp"])
async def test_a_secret_and_somebody_elses_means_are_not_declared_lost(
    here: Here, helene: Person, clock: FakeClock, kind: str
) -> None:
    whose = helene if kind == "password" else await a_person(
        here, "municipal", identifier="207159483621", secret=PASSWORD, kinds=("totp",)
    )
    browser = await signed_in(helene, clock)
    await browser.sends(f"{address(whose, kind)}/loss")
    assert browser.status == (409 if kind == "password" else 404)
    assert await state(whose, kind) == "active"


async def test_rts_26_27_the_next_certificate_is_asked_for_in_time(
    here: Here, helene: Person, clock: FakeClock
) -> None:
    """RTS-26-27. A calm word on the first page, one button, one case."""
    await with_certificate(helene, clock() + timedelta(days=90))
    await reminds(here)
    browser = await signed_in(helene, clock)
    assert "valable jusqu’au" not in browser.text, "not before it matters"
    page = address(helene, "certificate")
    await browser.sends(f"{page}/renewal")
    assert browser.status == 409
    clock.advance(days=40)
    browser = await signed_in(helene, clock)
    assert "valable jusqu’au" in browser.text and f'href="{page}"' in browser.text
    assert "Demander le suivant" in await browser.opens(page)
    await browser.sends(browser.action("/renewal"))
    case = await case_of(here, browser)
    await browser.sends(f"{page}/renewal")
    assert browser.at == f"/cases/{case.id}", "asked twice, it is one case"
    assert "Vous avez demandé le suivant" in await browser.opens("/security/means")
    async with an_agent(here, "municipal") as claire:
        desk = AtTheDesk(claire, case)
        await desk.does("claim")
        await desk.decides("accept")
    assert (await as_it_is(here, case)).state == "accepted"
    assert await state(helene, "certificate") == "active", "the one of before serves until the next is there"
