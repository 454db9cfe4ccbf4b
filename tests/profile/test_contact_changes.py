"""MU8, AL6, PSR-change, X4: an address changes once the new one was read, two means agree, and the delay is over."""

import asyncio
import re

import pytest

from parvis.here import Here
from parvis.profile import actions
from tests.agency.world import an_agent
from tests.conftest import FakeClock
from tests.gate.world import Person
from tests.means.world import PASSWORD, Browser
from tests.profile.world import (
    NEW,
    OLD,
    OTHER,
    asks,
    code_sent,
    helene_of,
    in_use,
    messages,
    proves,
    reads,
    signed_in,
)


@pytest.fixture
async def helene(here: Here) -> Person:
    return await helene_of(here)


async def approved(here: Here, helene: Person, clock: FakeClock) -> Browser:
    """A change that waits for its delay."""
    browser = await signed_in(helene, clock)
    page = await asks(browser)
    await reads(here, browser, page)
    await proves(helene, clock, browser)
    assert browser.at.startswith("/requests/"), browser.text
    return browser


async def test_psr_change_pitfall_17_the_new_number_counts_after_its_delay(
    here: Here, helene: Person, clock: FakeClock
) -> None:
    """PSR-change, X4: the old number is told at once, and goes on until then; then both are told."""
    browser = await approved(here, helene, clock)
    assert await in_use(here, helene) == [OLD]
    told = [(to, text) for to, text in await messages(here) if "changement demandé" in text]
    assert [to for to, _ in told] == [OLD], "the number of before is told at once, the new one nothing"
    assert "Annulez dans votre espace" in told[0][1]
    assert "remplacera cette adresse" in await browser.opens("/profile")

    assert await actions.apply_due(here, clock.advance(hours=23)) == 0
    assert await in_use(here, helene) == [OLD]
    assert await actions.apply_due(here, clock.advance(hours=1)) == 1
    assert await actions.apply_due(here, clock()) == 0
    assert await in_use(here, helene) == [NEW]
    last = [to for to, text in await messages(here) if "c’est changé" in text or "désormais à ce numéro" in text]
    assert last == [OLD, NEW]


async def test_codes_follow_the_number(here: Here, helene: Person, clock: FakeClock) -> None:
    await approved(here, helene, clock)
    await actions.apply_due(here, clock.advance(hours=24))
    browser = Browser(here, "municipal")
    await browser.signs_in(helene.identifier)
    await browser.sends(browser.action("/proofs/"), code=helene.totp())
    page = await asks(browser, "helene@courriel.example", "email")
    await reads(here, browser, page, "helene@courriel.example")
    await browser.sends(browser.action("/proofs/"), password=PASSWORD)
    async with here.reading() as tx:
        means = await tx.value(
            "select id from authenticator where client_id = $1 and kind = 'sms_code' and state = 'active'", helene.id
        )
    await browser.opens(f"{browser.at}?means={means}")
    await browser.sends(browser.action("/challenges/"))
    await browser.sends(browser.action("/proofs/"), code=await code_sent(here, NEW))
    assert "vous l’écrire à vos adresses actuelles" in await browser.opens("/profile?done=held")
    assert "remplacera cette adresse" in browser.text


async def test_without_the_code_of_the_new_number_nothing_is_asked(
    here: Here, helene: Person, clock: FakeClock
) -> None:
    browser = await signed_in(helene, clock)
    page = await asks(browser)
    await browser.sends(f"{page}/verification", code="000000")
    assert browser.status == 422
    async with here.reading() as tx:
        assert await tx.value("select count(*) from request where operation = 'change_contact'") == 0


async def test_five_wrong_codes_end_it(here: Here, helene: Person, clock: FakeClock) -> None:
    browser = await signed_in(helene, clock)
    page = await asks(browser)
    right = await code_sent(here, NEW)
    wrong = "111111" if right != "111111" else "222222"
    for _ in range(4):
        await browser.sends(f"{page}/verification", code=wrong)
        assert browser.status == 422
    await browser.sends(f"{page}/verification", code=wrong)
    assert browser.status == 410
    await browser.sends(f"{page}/verification", code=right)
    assert browser.status == 410, "the right one comes too late"


async def test_a_code_that_expired_is_no_use_and_another_one_is(here: Here, helene: Person, clock: FakeClock) -> None:
    browser = await signed_in(helene, clock)
    page = await asks(browser)
    late = await code_sent(here, NEW)
    for _ in range(2):
        clock.advance(minutes=4)
        await browser.opens(page)
    await browser.sends(f"{page}/verification", code=late)
    assert browser.status == 410
    await browser.sends(f"{page}/code")
    await browser.sends(f"{page}/verification", code=late)
    assert browser.status == 422, "an earlier code serves no more"
    await reads(here, browser, page)
    assert browser.at.startswith("/requests/")


async def test_pitfall_17_codes_are_not_sent_without_end(here: Here, helene: Person, clock: FakeClock) -> None:
    """Nobody pays for a flood of messages."""
    browser = await signed_in(helene, clock)
    page = await asks(browser)
    await browser.sends(f"{page}/code")
    assert browser.status == 429, "too soon"
    for _ in range(3):
        clock.advance(seconds=31)
        await browser.sends(f"{page}/code")
        assert browser.status == 200
    clock.advance(seconds=31)
    await browser.sends(f"{page}/code")
    assert browser.status == 429, "enough"
    for number in range(5):
        await asks(browser, f"06 39 98 04 0{number}")
    assert browser.status == 429, "five changes a day"


async def test_another_address_voids_the_approval(here: Here, helene: Person, clock: FakeClock) -> None:
    """What waits to be approved is one address: beginning with another one ends it."""
    browser = await signed_in(helene, clock)
    page = await asks(browser)
    await reads(here, browser, page)
    waiting = browser.at
    assert "06 39 98 03 99" in browser.text.replace("\u00a0", " "), "what is approved is shown in full"
    second = await asks(browser, "06 39 98 04 44")
    await browser.opens(waiting)
    await browser.sends(browser.action("/proofs/"), password=PASSWORD)
    assert browser.at == waiting
    assert "trop ancien" in browser.text, browser.text
    assert await in_use(here, helene) == [OLD]
    await browser.opens(second)
    assert "code à 6 chiffres" in browser.text, "the second one goes on"


async def test_the_code_of_one_change_serves_no_other(here: Here, helene: Person, clock: FakeClock) -> None:
    browser = await signed_in(helene, clock)
    await asks(browser)
    first = await code_sent(here, NEW)
    second = await asks(browser, "helene@courriel.example", "email")
    await browser.sends(f"{second}/verification", code=first)
    assert browser.status == 422
    # Nor an approval: the gate knows nothing of it.
    await reads(here, browser, second, "helene@courriel.example")
    await browser.sends(browser.action("/proofs/"), password=PASSWORD)
    await browser.sends(browser.action("/proofs/"), code=first)
    assert browser.status == 422


async def test_a_second_change_waits_for_the_first(here: Here, helene: Person, clock: FakeClock) -> None:
    browser = await approved(here, helene, clock)
    await asks(browser, "06 39 98 04 44")
    assert browser.status == 409


async def test_two_changes_at_once_leave_one(here: Here, helene: Person, clock: FakeClock) -> None:
    """Begun, read and approved side by side: one of them stands."""
    one, two = await signed_in(helene, clock), await signed_in(helene, clock)
    pages = await asyncio.gather(asks(one), asks(two, "06 39 98 04 44"))
    for browser, page, to in ((one, pages[0], NEW), (two, pages[1], "+33639980444")):
        sent = [address for address, _ in await messages(here)]
        if to in sent:
            await browser.sends(f"{page}/verification", code=await code_sent(here, to))
    waiting = [browser for browser in (one, two) if browser.at.startswith("/requests/")]
    assert len(waiting) == 1, "the later one gave the earlier one up"
    await proves(helene, clock, waiting[0])
    async with here.reading() as tx:
        assert await tx.value("select count(*) from contact_change where state = 'held'") == 1


async def test_it_is_taken_back_from_the_client_space(here: Here, helene: Person, clock: FakeClock) -> None:
    browser = await approved(here, helene, clock)
    await browser.opens("/profile")
    page = _link(browser)
    await browser.opens(page)
    await browser.sends(f"{page}/cancellation")
    assert browser.at == "/profile"
    assert "est annulé" in browser.text
    assert await actions.apply_due(here, clock.advance(hours=48)) == 0
    assert await in_use(here, helene) == [OLD]


async def test_x6_an_agent_keeps_the_address_of_before(here: Here, helene: Person, clock: FakeClock) -> None:
    """X6. From the file that the agent has opened, signed with their key; the client reads who did it, and when."""
    browser = await approved(here, helene, clock)
    async with here.reading() as tx:
        change = await tx.value("select id from contact_change where state = 'held'")
    act = f"/agency/clients/{helene.id}/changes/{change}/cancellation"
    async with an_agent(here, "municipal") as claire, an_agent(here, "municipal", "auditor", seed=72) as lea:
        await claire.window.sends(act, key=claire.key())
        assert claire.window.status == 409 and await in_use(here, helene) == [OLD], "not before the file is open"
        for agent in (claire, lea):
            await agent.window.sends(f"/agency/clients/{helene.id}/looks", why="call", key=agent.key())
        assert "Un changement attend son délai" in claire.window.page and "06 39 98" not in claire.window.page
        assert "Un changement attend" not in lea.window.page, "an auditor reads no address"
        await lea.window.sends(act, key=lea.key())
        assert lea.window.status == 403
        await claire.window.submits(act)
        assert "Nouveau numéro, qui ne comptera pas" in claire.window.page
        await claire.approves()
        page = await claire.window.goes_to(f"/agency/clients/{helene.id}")
        assert "Un changement attend son délai" not in page and "Ancienne adresse gardée" in page
        await claire.window.sends(act, key=claire.key())
        assert claire.window.status == 410, "once"
    async with an_agent(here) as stranger:
        await stranger.window.sends(act, key=stranger.key())
        assert stranger.window.status == 404
    assert await actions.apply_due(here, clock.advance(hours=25)) == 0
    assert await in_use(here, helene) == [OLD]
    to, text = (await messages(here))[-1]
    assert to == OLD and "Claire D., agence de Valmer, a annulé le changement" in text
    browser = await signed_in(helene, clock)
    acts = await browser.opens("/security/agency")
    assert "Ancienne adresse gardée" in acts and "Claire D., conseiller, agence de Valmer" in acts


async def test_an_email_address_changes_as_a_number_does(here: Here, helene: Person, clock: FakeClock) -> None:
    """MU8: read where it goes, approved, held, told where it was."""
    browser = await signed_in(helene, clock)
    for number, address in enumerate(("helene@avant.example", "helene@apres.example")):
        page = await asks(browser, address, "email")
        await reads(here, browser, page, address)
        await proves(helene, clock, browser)
        assert await in_use(here, helene, "email") == ["helene@avant.example"][:number]
        assert await actions.apply_due(here, clock.advance(hours=24)) == 1
        assert await in_use(here, helene, "email") == [address]
        browser = await signed_in(helene, clock)
    told = [text for to, text in await messages(here) if to == "helene@avant.example"]
    assert any("Quelqu’un a demandé à changer" in text for text in told) and any("changé" in text for text in told)


async def test_not_me_closes_every_other_session(here: Here, helene: Person, clock: FakeClock) -> None:
    """« Ce n'est pas moi »: whoever asked is put out, their browser is known no more."""
    thief = await approved(here, helene, clock)
    browser = await signed_in(helene, clock)
    await browser.opens("/profile")
    await browser.sends(f"{_link(browser)}/disavowal")
    assert "vos autres sessions sont fermées" in browser.text
    await thief.opens("/profile")
    assert thief.at in ("/sign-in", "/signed-out")
    assert any("Vous nous avez dit" in text or "sessions sont fermées" in text for _, text in await messages(here))
    assert await actions.apply_due(here, clock.advance(hours=48)) == 0
    async with here.reading() as tx:
        assert await tx.value("select count(*) from client_case where kind = 'disavowed'") == 1, "an adviser is told"


async def test_somebody_elses_change_is_not_found(here: Here, helene: Person, clock: FakeClock) -> None:
    browser = await approved(here, helene, clock)
    await browser.opens("/profile")
    page = _link(browser)
    bruno = await signed_in(await helene_of(here, OTHER), clock)
    await bruno.opens(page)
    assert bruno.status == 404
    for act in ("code", "verification", "cancellation", "disavowal"):
        await bruno.sends(f"{page}/{act}")
        assert bruno.status == 404


async def test_an_address_that_somebody_else_has_is_taken_alike(here: Here, helene: Person, clock: FakeClock) -> None:
    """Pitfall 10: no page says whether an address is known."""
    bruno = await helene_of(here, OTHER)
    assert await in_use(here, bruno) == [OLD]
    browser = await signed_in(helene, clock)
    await asks(browser, "06 39 98 01 12")
    assert browser.status == 422, "their own, which they know"
    assert "déjà l’adresse que nous utilisons" in browser.text
    await asks(browser, "06 39 98 03 99")
    assert browser.status == 200
    lucie = await signed_in(bruno, clock)
    await asks(lucie, "06 39 98 03 99")
    assert lucie.status == 200


async def test_a_change_is_a_reason_to_doubt(here: Here, helene: Person, clock: FakeClock) -> None:
    """X4: an address that has just changed weighs in the risk of what follows."""
    await approved(here, helene, clock)
    browser = Browser(here, "municipal")
    await browser.signs_in(helene.identifier)
    request = await helene.request(browser.at.rsplit("/", 1)[-1])  # type: ignore[arg-type]
    assert "recent_change" in request.risk["reasons"]


def _link(browser: Browser) -> str:
    found = re.search(r'href="(/profile/changes/[^"]+)"', browser.text)
    assert found is not None, browser.text
    return found.group(1)
