"""MU8: what goes to the agency: a postal address with a document, an address that one cannot approve oneself."""

from uuid import UUID

import pytest

from parvis.cases import tables as cases
from parvis.cases.resolutions.all import RESOLUTIONS
from parvis.cases.tables import Case
from parvis.here import Here
from parvis.operations import Failed
from parvis.profile import actions
from tests.conftest import FakeClock
from tests.gate.world import Person
from tests.means.world import Browser
from tests.profile.world import NEW, OLD, asks, helene_of, in_use, messages, reads, signed_in

HOME = {"street": "12  rue du Port", "more": "", "postcode": "75 012", "city": "Valmer"}


@pytest.fixture
async def helene(here: Here) -> Person:
    return await helene_of(here)


async def the_case(here: Here, browser: Browser) -> Case:
    case_id = UUID(browser.at.split("/")[2])
    async with here.reading() as tx:
        found = await cases.one(tx, "municipal", case_id)
    assert found is not None
    return found


async def decided(here: Here, person: Person, case: Case, *, accept: bool) -> Failed | None:
    """What follows when the agency has decided: the queue's own stories tell how it does."""
    resolution = RESOLUTIONS[case.kind]
    async with here.transaction() as tx:
        if accept:
            return await resolution.accept(tx, here, person.institution, case, here.clock())
        await resolution.refuse(tx, here, person.institution, case, here.clock())
    return None


async def test_mu8_a_postal_address_goes_to_the_agency(here: Here, helene: Person, clock: FakeClock) -> None:
    browser = await signed_in(helene, clock)
    await browser.opens("/profile/postal-address")
    await browser.sends("/profile/postal-address", **HOME)
    assert browser.at.startswith("/cases/"), browser.text
    case = await the_case(here, browser)
    assert "12 rue du Port, 75012 Valmer" in browser.text and case.reference in browser.text
    assert "rue du Port" not in str(case.detail), "sealed"
    assert any(case.reference in text for to, text in await messages(here) if to == OLD), "told at once"
    asked = RESOLUTIONS["address_change"].asked(here, case, here.words.sayer("fr", "municipal"))
    assert "12 rue du Port" in asked[0].value
    assert f"/cases/{case.id}" in await browser.opens("/profile")
    assert "12 rue du Port" not in browser.text, "not theirs yet"
    assert await decided(here, helene, case, accept=True) is None
    assert "12 rue du Port, 75012 Valmer" in await browser.opens("/profile")
    assert any("est changée" in text for _, text in await messages(here))


async def test_asked_twice_is_one_request(here: Here, helene: Person, clock: FakeClock) -> None:
    browser = await signed_in(helene, clock)
    await browser.sends("/profile/postal-address", **HOME)
    first = browser.at
    await browser.sends("/profile/postal-address", **HOME)
    assert browser.at == first
    await browser.sends(f"{first}/withdrawal")
    assert "12 rue du Port" not in await browser.opens("/profile")


@pytest.mark.parametrize(
    ("field", "typed"),
    [("street", ""), ("city", " "), ("postcode", "75O12"), ("postcode", "٧٥٠١٢"), ("street", "x" * 61)],
)
async def test_what_is_no_address_is_said_beside_its_field(
    here: Here, helene: Person, clock: FakeClock, field: str, typed: str
) -> None:
    browser = await signed_in(helene, clock)
    await browser.sends("/profile/postal-address", **(HOME | {field: typed}))
    assert browser.status == 422
    assert f'id="{field}-error"' in browser.text


async def test_whoever_cannot_approve_asks_the_agency(here: Here, helene: Person, clock: FakeClock) -> None:
    """The new number was read; the agency accepts; the same delay runs, and the old number is told twice."""
    browser = await signed_in(helene, clock)
    page = await asks(browser)
    await browser.sends(f"{page}/case")
    assert browser.status == 410, "not before its code was typed"
    page = await asks(browser)
    await reads(here, browser, page)
    await browser.opens(page)
    assert "Demander à mon agence" in browser.text
    await browser.sends(f"{page}/case")
    case = await the_case(here, browser)
    assert case.kind == "contact_change" and "+336" not in str(case.detail)
    assert await decided(here, helene, case, accept=True) is None
    assert await in_use(here, helene) == [OLD]
    assert isinstance(await decided(here, helene, case, accept=True), Failed), "once"
    await actions.apply_due(here, clock.advance(hours=24))
    assert await in_use(here, helene) == [NEW]


async def test_taken_back_it_is_forgotten(here: Here, helene: Person, clock: FakeClock) -> None:
    browser = await signed_in(helene, clock)
    page = await asks(browser)
    await reads(here, browser, page)
    await browser.sends(f"{page}/case")
    case = await the_case(here, browser)
    await browser.sends(f"/cases/{case.id}/withdrawal")
    assert isinstance(await decided(here, helene, case, accept=True), Failed)
    await browser.opens(page)
    assert "Rien n’a changé" in browser.text


async def test_refused_by_the_agency_it_is_forgotten(here: Here, helene: Person, clock: FakeClock) -> None:
    browser = await signed_in(helene, clock)
    page = await asks(browser)
    await reads(here, browser, page)
    await browser.sends(f"{page}/case")
    case = await the_case(here, browser)
    await decided(here, helene, case, accept=False)
    assert isinstance(await decided(here, helene, case, accept=True), Failed)
    assert await in_use(here, helene) == [OLD]
    async with here.reading() as tx:
        assert await tx.value("select count(*) from contact where state = 'former' and address = ''") == 1
