"""EP1: a phone added from the client space, by its pages: code, phone, comparison, approval with another means."""

import re
import time

from parvis.here import Here
from tests.conftest import FakeClock
from tests.factors.test_keypad_at_the_door import whose
from tests.gate.world import CODE, a_person, last_code
from tests.means.world import Browser
from tests.phone.client import PythonPhone

IDENTIFIER = "1020304050"


async def signed_in(here: Here) -> Browser:
    """A client of Estuaire without a phone: keypad, then a code by SMS."""
    await a_person(here, "epargne", identifier=IDENTIFIER, kinds=("sms_code",))
    browser = Browser(here, "epargne")
    page = await browser.opens("/sign-in")
    await browser.sends("/sign-in", **{whose(page): IDENTIFIER}, code=CODE)
    await approves_by_sms(here, browser)
    assert browser.at == "/accounts", browser.text
    return browser


async def approves_by_sms(here: Here, browser: Browser) -> None:
    await browser.sends(browser.action("/challenges/"))
    await browser.sends(browser.action("/proofs/"), code=await last_code(here))


async def test_a_phone_is_added_compared_and_approved(here: Here, clock: FakeClock) -> None:
    browser = await signed_in(here)
    await browser.opens("/security/means/new/phone")
    await browser.sends("/security/means/new/phone", name="Téléphone de Zoé")
    address = browser.at
    shown = re.search(r"data-copy-text>([A-Z0-9]{5}-[A-Z0-9]{5})<", browser.text)
    assert shown is not None, "the code to type is there"
    await browser.sends(address)
    assert browser.status == 409, "the phone has not spoken yet"

    phone = PythonPhone(browser.http, browser.origin)
    phone.offset = clock().timestamp() - time.time()
    await phone.enroll(shown.group(1))
    await browser.opens(address)
    assert phone.fingerprint in browser.text.replace("\u00a0", " ")
    assert shown.group(1) not in browser.text, "the code has served"

    await browser.sends(address)
    assert phone.fingerprint in browser.text.replace("\u00a0", " "), "what is approved names the very phone"
    await browser.sends(browser.action("/proofs/"), code=CODE)
    await approves_by_sms(here, browser)
    text = await browser.opens("/security/means")
    assert "Téléphone de Zoé" in text
