"""MU2, MU3: the first sign-in adds the authenticator app, and its first code serves the sign-in as well."""

from datetime import timedelta

import pyotp

from parvis.here import Here
from tests.conftest import FakeClock
from tests.gate.world import Person, a_person, last_code
from tests.means.world import PASSWORD, Browser

SUBSCRIBER = "207159483621"


async def newcomer(here: Here) -> Person:
    return await a_person(here, "municipal", identifier=SUBSCRIBER, secret=PASSWORD, kinds=("sms_code",))


async def begins(browser: Browser) -> str:
    """From the first step of the sign-in to the key. Returns it."""
    await browser.signs_in(SUBSCRIBER)
    await browser.opens(f"{browser.at}/enrollment/totp")
    await browser.sends(browser.at, name="Ordinateur")
    return browser.key()


async def approves_by_sms(here: Here, browser: Browser) -> None:
    await browser.sends(browser.action("/challenges/"))
    await browser.sends(browser.action("/proofs/"), code=await last_code(here))


async def test_one_code_enrols_and_signs_in(here: Here, clock: FakeClock) -> None:
    await newcomer(here)
    browser = Browser(here, "municipal")
    app = pyotp.TOTP(await begins(browser))
    assert "data:image/svg+xml" in browser.text
    await browser.sends(browser.action("/proof"), code=app.at(clock()))
    assert "Application d’authentification" in browser.text, "what is approved is shown"
    assert "Ordinateur" in browser.text
    await approves_by_sms(here, browser)
    assert browser.at == "/accounts", browser.text
    assert "Ordinateur" in await browser.opens("/security/means")


async def test_the_code_that_enrolled_does_not_sign_in_again(here: Here, clock: FakeClock) -> None:
    await newcomer(here)
    browser = Browser(here, "municipal")
    app = pyotp.TOTP(await begins(browser))
    code = app.at(clock())
    await browser.sends(browser.action("/proof"), code=code)
    await approves_by_sms(here, browser)

    elsewhere = Browser(here, "municipal")
    await elsewhere.signs_in(SUBSCRIBER)
    await elsewhere.sends(elsewhere.action("/proofs/"), code=code)
    assert elsewhere.status == 409
    before = app.at(clock() - timedelta(seconds=30))
    await elsewhere.sends(elsewhere.action("/proofs/"), code=before)
    assert elsewhere.status == 409, "an older code of the same window cannot follow a newer one"
    await elsewhere.sends(elsewhere.action("/proofs/"), code=app.at(clock.advance(seconds=30)))
    assert elsewhere.at == "/accounts"


async def test_a_wrong_first_code_keeps_the_same_key(here: Here, clock: FakeClock) -> None:
    await newcomer(here)
    browser = Browser(here, "municipal")
    key = await begins(browser)
    wrong = pyotp.TOTP(key).at(clock() - timedelta(minutes=5))
    await browser.sends(browser.action("/proof"), code=wrong)
    assert browser.status == 422
    assert browser.key() == key
    assert wrong not in browser.text, "a code is cleared"


async def test_the_key_is_shown_to_the_browser_that_began_and_to_no_other(here: Here) -> None:
    await newcomer(here)
    browser, thief = Browser(here, "municipal"), Browser(here, "municipal")
    key = await begins(browser)
    await thief.signs_in(SUBSCRIBER)
    await thief.opens(f"{thief.at}/enrollment/totp")
    assert "data-copy-text" not in thief.text
    await thief.opens(browser.at)
    assert thief.status == 404
    await browser.opens(browser.at)
    assert browser.key() == key, "its own browser may read it again"


async def test_without_the_second_proof_nothing_is_added(here: Here, clock: FakeClock) -> None:
    """RTS 24: the password alone attaches nothing, however right the first code is."""
    person = await newcomer(here)
    browser = Browser(here, "municipal")
    app = pyotp.TOTP(await begins(browser))
    await browser.sends(browser.action("/proof"), code=app.at(clock()))
    child = browser.at
    await browser.sends(browser.action("/challenges/"))
    await browser.sends(browser.action("/proofs/"), code="000000")
    assert browser.status == 422
    assert browser.at.startswith(child)
    await browser.opens("/accounts")
    assert browser.at == "/sign-in"
    async with here.reading() as tx:
        active = await tx.value(
            "select count(*) from authenticator where client_id = $1 and kind = 'totp' and state = 'active'", person.id
        )
    assert active == 0


async def test_whoever_has_one_already_adds_none_in_a_sign_in(here: Here) -> None:
    await a_person(here, "municipal", identifier=SUBSCRIBER, secret=PASSWORD, kinds=("sms_code", "totp"))
    browser = Browser(here, "municipal")
    await browser.signs_in(SUBSCRIBER)
    assert "/enrollment/" not in browser.text
    await browser.opens(f"{browser.at}/enrollment/totp")
    assert browser.status == 409


async def test_what_the_institution_does_not_enrol_is_not_enrolled(here: Here) -> None:
    await newcomer(here)
    browser = Browser(here, "municipal")
    await browser.signs_in(SUBSCRIBER)
    request = browser.at
    for kind in ("phone", "password", "sms_code", "nonsense"):
        await browser.opens(f"{request}/enrollment/{kind}")
        assert browser.status == 404


async def test_enrolments_begun_and_never_finished_are_limited(here: Here) -> None:
    await newcomer(here)
    browser = Browser(here, "municipal")
    await begins(browser)
    address = browser.at
    for _ in range(4):
        await browser.sends(address, name="")
    await browser.sends(address, name="")
    assert browser.status == 429
