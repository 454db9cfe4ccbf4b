"""DR7: what stands between a browser and us is found out, and explained step by step, without a loop."""

import re

import httpx
import msgspec
import pytest

from parvis.app import create_app
from parvis.here import Here
from tests.conftest import FakeClock
from tests.gate.world import a_person
from tests.means.test_life import signed_in
from tests.means.world import PASSWORD, Browser

SUBSCRIBER = "104827365910"


class Forgetful(httpx.Cookies):
    """A browser that keeps no cookie."""

    def extract_cookies(self, response: httpx.Response) -> None: ...


def without_cookies(here: Here) -> Browser:
    browser = Browser(here, "municipal")
    browser.http._cookies = Forgetful()
    return browser


async def test_dr7_refused_cookies_are_told_on_the_first_form(here: Here, clock: FakeClock) -> None:
    """Nothing is tried nor counted, no request waits, and the same page says what to do: no loop."""
    await a_person(here, "municipal", identifier=SUBSCRIBER, secret=PASSWORD, kinds=("totp",))
    browser = without_cookies(here)
    await browser.opens("/sign-in")
    given = browser.hidden("given")
    for secret in (PASSWORD, "Mauvais!secret41"):
        text = await browser.sends("/sign-in", subscriber=SUBSCRIBER, password=secret, given=given)
        assert browser.status == 403 and browser.at == "/sign-in"
        assert "refuse les cookies" in text and "/help/browser#cookies" in text
    async with here.reading() as tx:
        assert await tx.value("select count(*) from request") == 0
        assert await tx.value("select count(*) from lock_counter") == 0

    keeps = Browser(here, "municipal")
    await keeps.opens("/sign-in")
    await keeps.sends("/sign-in", subscriber=SUBSCRIBER, password=PASSWORD, given=keeps.hidden("given"))
    assert keeps.at.startswith("/requests/")


async def test_dr7_a_door_whose_ticket_is_not_kept_leads_to_the_help_page(here: Here) -> None:
    browser = without_cookies(here)
    answer = await browser.http.get(
        "/requests/01a1ffc4-a174-7186-b364-47a0e654ad31",
        headers={"accept": "text/html", "referer": f"{browser.origin}/sign-in"},
    )
    assert answer.status_code == 303 and answer.headers["location"] == "/help/browser?seen=cookies"
    text = await browser.opens("/help/browser?seen=cookies")
    assert browser.status == 200 and "À régler" in text and "n’a pas gardé le cookie" in text
    answer = await browser.http.get("/accounts", headers={"accept": "text/html"})
    assert answer.headers["location"] == "/sign-in", "whoever only comes without a session signs in"


async def test_dr7_the_help_page_checks_cookies_by_itself(here: Here) -> None:
    browser = Browser(here, "municipal")
    text = await browser.opens("/help/browser")
    assert "n’a pas gardé le cookie" not in text, "nothing is known at the first visit"
    assert "Tout va bien" in await browser.opens("/help/browser?seen=check")
    for step in ("Autorisez les cookies", "JavaScript", "heure automatique", "https://", "À propos"):
        assert step in browser.text
    institution = here.institutions.by_slug("municipal")
    assert institution is not None and institution.address in browser.text
    await browser.opens("/help/browser?seen=anything")
    assert browser.status == 400


async def test_dr7_another_address_says_which_is_ours(here: Here) -> None:
    """An unknown host gets no page of ours: only that it is not our address, and ours where it looks like it."""
    transport = httpx.ASGITransport(app=create_app(here.settings, here))
    async with httpx.AsyncClient(transport=transport) as client:
        near = await client.get("http://www.municipal.localhost/sign-in")
        far = await client.get("http://elsewhere.example/sign-in")
        trick = await client.get("http://x/", headers={"host": "<b>.municipal.localhost"})
    assert near.status_code == far.status_code == 421
    assert "<strong>municipal.localhost</strong>" in near.text and "pas la nôtre" in near.text
    assert "municipal" not in far.text and "relevés" in far.text
    assert "<b>" not in trick.text


async def test_dr7_a_page_over_http_says_that_it_is_not_protected(here: Here) -> None:
    settings = msgspec.structs.replace(here.settings, tls=True)
    transport = httpx.ASGITransport(app=create_app(settings, here))
    async with httpx.AsyncClient(transport=transport, base_url="http://municipal.localhost") as client:
        form = {"subscriber": SUBSCRIBER, "password": PASSWORD}
        insecure = await client.post("/sign-in", data=form, headers={"origin": "http://municipal.localhost"})
        foreign = await client.post("/sign-in", data=form, headers={"origin": "http://elsewhere.example"})
    assert insecure.status_code == foreign.status_code == 403
    assert "insecure_connection" in insecure.text and "/help/browser#address" in insecure.text
    assert "other_origin" in foreign.text


async def test_dr7_a_wrong_code_by_the_clock_tells_our_time_whatever_it_was(here: Here, clock: FakeClock) -> None:
    """No oracle: a code that was right an hour ago is answered as one that never was."""
    helene = await a_person(here, "municipal", identifier=SUBSCRIBER, secret=PASSWORD, kinds=("totp", "sms_code"))
    late = helene.totp()
    clock.advance(hours=1)
    texts = []
    for code in (late, "000000"):
        browser = Browser(here, "municipal")
        await browser.signs_in(SUBSCRIBER)
        assert "Pour nous, il est" not in browser.text and "data-clock=" in browser.text
        await browser.sends(browser.action("/proofs/"), code=code)
        assert "Pour nous, il est 15 h 05" in browser.text.replace("\u00a0", " ").replace("\u202f", " ")
        page = browser.text[browser.text.index("<h1"):browser.text.index("<footer")]
        texts.append(re.sub(r"[0-9a-f-]{36}", "", page))
    assert texts[0] == texts[1]
    assert "Aucun conseiller ne vous demandera ce code" in texts[0]


async def test_dr16_a_payment_sms_says_that_nobody_asks_for_its_code(here: Here) -> None:
    say = here.words.sayer("fr", "deuxrives")
    text = say(
        "message-code-sms-payment", code="123456", amount="250,00 €", payee="Bruno", last="0143", minutes=5,
        institution="Banque des Deux Rives",
    )
    assert "Aucun conseiller" in text and "250,00 €" in text and "0143" in text


@pytest.mark.parametrize("place", ["signed out", "signed in"])
async def test_dr7_every_page_leads_to_the_help(here: Here, clock: FakeClock, place: str) -> None:
    helene = await a_person(here, "municipal", identifier=SUBSCRIBER, secret=PASSWORD, kinds=("totp", "sms_code"))
    browser = await signed_in(helene, clock) if place == "signed in" else Browser(here, "municipal")
    text = await browser.opens("/accounts" if place == "signed in" else "/")
    assert 'href="/help/browser"' in text
    assert ('class="old-browser"' in text) == (place == "signed out")
