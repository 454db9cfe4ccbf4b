"""MU1, RTS-25: identifier by e-mail, first secret by another way; each alone is useless; the first sign-in ends with a
secret of one's own and a second means.
"""

import re
from pathlib import Path
from uuid import UUID

import pyotp
import pytest

from parvis.activation import actions
from parvis.activation.actions import Person
from parvis.activation.command import Announced, announce
from parvis.errors import Refused
from parvis.here import Here
from parvis.institution.rules import Institution
from tests.conftest import FakeClock
from tests.means.world import Browser
from tests.pdf import tagged, texts
from tests.profile.world import code_sent, messages

NUMBER, EMAIL, MOBILE = "912345678901", "nour@courriel.example", "+33639980512"
OWN = "correct cheval pile agrafe"


@pytest.fixture
def valmer(here: Here) -> Institution:
    found = here.institutions.by_slug("municipal")
    assert found is not None
    return found


async def entered(here: Here, house: Institution, *, identifier: str = NUMBER, sms: str = MOBILE) -> UUID:
    person = Person(
        identifier=identifier, given_name="Nour", family_name="Belkacem", language="fr", email=EMAIL, sms=sms
    )
    found = await actions.enter(here, house, person, here.clock())
    assert isinstance(found, UUID), found
    return found


async def activated(here: Here, house: Institution, by: str = "sms") -> UUID:
    client_id = await entered(here, house)
    sent = await actions.activate(here, house, client_id, by, here.clock())
    assert not isinstance(sent, Refused), sent.refusal.code
    return client_id


async def works(here: Here) -> None:
    """What the worker does of its own accord with what was asked for again."""
    while await actions.take_up_asked(here, here.clock()):
        pass


async def first_secret(here: Here) -> str:
    """The secret in the last SMS that holds one."""
    found = [re.search(r"premier mot de passe est ([\w-]+)", text) for to, text in await messages(here) if to == MOBILE]
    return [one.group(1) for one in found if one is not None][-1]


async def signs_in_first(here: Here, clock: FakeClock, browser: Browser) -> pyotp.TOTP:
    """From the first secret to the page where one's own is chosen."""
    await browser.signs_in(NUMBER, await first_secret(here))
    request = browser.at
    assert f"{request}/enrollment/totp" in browser.text and f"{request}/enrollment/passkey" in browser.text
    await browser.opens(f"{request}/enrollment/totp")
    await browser.sends(browser.at, name="Téléphone")
    app = pyotp.TOTP(browser.key())
    await browser.sends(browser.action("/proof"), code=app.at(clock()))
    await browser.sends(browser.action("/challenges/"))
    await browser.sends(browser.action("/proofs/"), code=await code_sent(here, MOBILE))
    assert browser.at == f"{request}/secret", browser.text
    return app


async def test_rts_25_identifier_and_secret_leave_by_two_ways(here: Here, valmer: Institution) -> None:
    """RTS-25: no message holds both, and neither holds a link."""
    await activated(here, valmer)
    written = dict(await messages(here))
    secret = await first_secret(here)
    assert NUMBER in written[EMAIL] and secret not in written[EMAIL]
    assert secret in written[MOBILE] and NUMBER not in written[MOBILE]
    assert "vendredi 27 novembre" in written[EMAIL], "until when, in words"
    assert all("http" not in text for text in written.values())


async def test_mu1_the_first_sign_in_chooses_a_means_and_a_secret_before_anything_else(
    here: Here, clock: FakeClock, valmer: Institution
) -> None:
    """MU1, MU2: nothing opens before both are there; the first secret serves once."""
    await activated(here, valmer)
    first = await first_secret(here)
    browser = Browser(here, "municipal")
    app = await signs_in_first(here, clock, browser)
    page = browser.at
    await browser.opens("/accounts")
    assert browser.at == "/sign-in", "nothing is open yet"
    await browser.opens(page)
    await browser.sends(page, secret=OWN, secret_again=OWN, key=browser.hidden("key"))
    assert browser.at == "/accounts", browser.text

    again = Browser(here, "municipal")
    await again.signs_in(NUMBER, first)
    assert again.status == 422, "it serves once"
    await again.signs_in(NUMBER, OWN)
    await again.sends(again.action("/proofs/"), code=app.at(clock.advance(seconds=30)))
    assert again.at == "/accounts"


async def test_each_alone_is_useless(here: Here, valmer: Institution) -> None:
    await activated(here, valmer)
    browser = Browser(here, "municipal")
    await browser.signs_in(NUMBER, "une-devinette-7")
    assert browser.status == 422, "the identifier without the secret"
    await browser.signs_in("911111111111", await first_secret(here))
    assert browser.status == 422, "the secret without the identifier"
    # And both together, without the telephone, open nothing.
    await browser.signs_in(NUMBER, await first_secret(here))
    await browser.opens("/accounts")
    assert browser.at == "/sign-in"


async def test_wrong_tries_are_counted_as_at_any_sign_in(here: Here, valmer: Institution) -> None:
    """MU3, pitfall 7."""
    await activated(here, valmer)
    browser = Browser(here, "municipal")
    for _ in range(4):
        await browser.signs_in(NUMBER, "une-devinette-7")
    await browser.signs_in(NUMBER, "une-devinette-7")
    closed = browser.status
    await browser.signs_in(NUMBER, await first_secret(here))
    assert (browser.status, closed) == (closed, closed) and closed != 200, "right, and too late"


async def test_it_expires_and_another_one_is_asked_for(here: Here, clock: FakeClock, valmer: Institution) -> None:
    await activated(here, valmer)
    late = await first_secret(here)
    clock.advance(hours=72)
    browser = Browser(here, "municipal")
    await browser.signs_in(NUMBER, late)
    assert browser.status == 422
    await browser.opens("/activation")
    await browser.sends("/activation", subscriber=NUMBER)
    assert "Si ce numéro attend" in browser.text
    await works(here)
    fresh = await first_secret(here)
    assert fresh != late
    await browser.signs_in(NUMBER, late)
    assert browser.status == 422, "the one before serves no more"
    await browser.signs_in(NUMBER, fresh)
    assert browser.at.startswith("/requests/")


async def test_asking_again_tells_nobody_anything(here: Here, clock: FakeClock, valmer: Institution) -> None:
    """Pitfall 10: the same page for a newcomer, for a client of old, for nobody; and no more than three a day."""
    await activated(here, valmer)
    browser = Browser(here, "municipal")
    await signs_in_first(here, clock, browser)
    await browser.sends(browser.at, secret=OWN, secret_again=OWN, key=browser.hidden("key"))
    newcomer = await entered(here, valmer, identifier="922222222222")
    await actions.activate(here, valmer, newcomer, "sms", here.clock())
    before = len(await messages(here))
    pages, written = [], []
    for number in (NUMBER, "933333333333", "922222222222"):
        stranger = Browser(here, "municipal")
        clock.advance(minutes=6)
        pages.append(await stranger.sends("/activation", subscriber=number))
        await works(here)
        written.append(len(await messages(here)) - before)
    assert pages[0] == pages[1] == pages[2]
    assert written == [0, 0, 2], "only who waits for it is written to"
    for _ in range(4):
        clock.advance(minutes=6)
        await browser.sends("/activation", subscriber="922222222222")
        await works(here)
    assert len(await messages(here)) - before == 4, "three in a day"


async def test_one_network_does_not_try_numbers_one_after_the_other(
    here: Here, clock: FakeClock, valmer: Institution
) -> None:
    """Pitfall 10: forty askings an hour from one network, whatever the numbers; what is beyond is not kept."""
    await activated(here, valmer)
    browser, other = Browser(here, "municipal"), "933333333333"
    clock.advance(minutes=6)
    await browser.sends("/activation", subscriber=other)
    assert browser.status == 200
    async with here.transaction() as tx:
        await tx.run("update tally set times = 40")
    await works(here)
    before = len(await messages(here))
    refused = await browser.sends("/activation", subscriber=other)
    assert browser.status == 429
    assert await browser.sends("/activation", subscriber=NUMBER) == refused.replace(other, NUMBER)
    await works(here)
    assert len(await messages(here)) == before, "the newcomer's own number counts alike"
    clock.advance(hours=1)
    await browser.sends("/activation", subscriber=NUMBER)
    await works(here)
    assert len(await messages(here)) == before + 2


async def test_whoever_has_a_secret_is_not_activated(here: Here, clock: FakeClock, valmer: Institution) -> None:
    """Pitfall 16: an activation is no way round recovery."""
    client_id = await activated(here, valmer)
    browser = Browser(here, "municipal")
    await signs_in_first(here, clock, browser)
    await browser.sends(browser.at, secret=OWN, secret_again=OWN, key=browser.hidden("key"))
    refused = await actions.activate(here, valmer, client_id, "sms", clock())
    assert isinstance(refused, Refused) and refused.refusal.code == "activation_done"
    other = Person(identifier=NUMBER, given_name="Autre", family_name="Personne", language="fr", email="", sms="")
    known = await actions.enter(here, valmer, other, clock())
    assert isinstance(known, Refused) and known.refusal.code == "activation_known"


async def test_a_second_means_is_added_in_a_sign_in_only_while_there_is_none(
    here: Here, clock: FakeClock, valmer: Institution
) -> None:
    """RTS-24.2b: whoever knows the password and holds the telephone adds no passkey beside the authenticator."""
    await activated(here, valmer)
    browser = Browser(here, "municipal")
    await signs_in_first(here, clock, browser)
    await browser.sends(browser.at, secret=OWN, secret_again=OWN, key=browser.hidden("key"))
    thief = Browser(here, "municipal")
    await thief.signs_in(NUMBER, OWN)
    await thief.opens(f"{thief.at}/enrollment/passkey")
    assert thief.status == 409


async def test_a_letter_holds_the_first_code_and_not_the_identifier(here: Here) -> None:
    """RTS-25, RGAA: by post, a tagged PDF; the identifier leaves by e-mail all the same."""
    bank = here.institutions.by_slug("deuxrives")
    assert bank is not None
    client_id = await entered(here, bank, identifier="91234567890")
    sent = await actions.activate(here, bank, client_id, "letter", here.clock())
    assert not isinstance(sent, Refused)
    assert tagged(sent.letter)
    read = " ".join(texts(sent.letter))
    found = re.search(r"\b(\d{6})\b", read)
    assert found is not None and "91234567890" not in read and "Nour Belkacem" in read
    assert [to for to, _ in await messages(here)] == [EMAIL]
    browser = Browser(here, "deuxrives")
    await browser.sends("/sign-in", client_id="91234567890", code=found.group(1))
    await browser.sends(browser.action("/challenges/"))
    await browser.sends(browser.action("/proofs/"), code=await code_sent(here, MOBILE))
    assert browser.at.endswith("/secret"), browser.text
    await browser.sends(browser.at, secret="739204", secret_again="739204", key=browser.hidden("key"))
    assert browser.at == "/accounts", browser.text


async def test_only_institutions_that_offer_it(here: Here) -> None:
    other = Browser(here, "epargne")
    await other.opens("/activation")
    assert other.status == 404
    await other.opens("/sign-in")
    assert "/activation" not in other.text


async def test_the_institutions_own_programs_announce_a_newcomer(here: Here, tmp_path: Path) -> None:
    """`parvis client activate`: makes or finds the client; prints no secret; overwrites no file."""
    said = await announce(here, Announced("municipal", NUMBER, "Nour", "Belkacem", EMAIL, "06 39 98 05 12", "fr", None))
    assert said.wrong == "" and NUMBER in said.said and await first_secret(here) not in said.said
    twice = await announce(here, Announced("municipal", NUMBER, "Nour", "Belkacem", "", "", "fr", None))
    assert twice.wrong == "", "found, and sent again"
    file = tmp_path / "lettre.pdf"
    for house, number, mobile, letter in (
        ("nowhere", NUMBER, "", None), ("epargne", "9123456789", "", None), ("municipal", "12", "", None),
        ("municipal", "944444444444", "0102030405", None), ("municipal", "955555555555", "", None),
        ("municipal", NUMBER, "", file),
    ):  # fmt: skip
        told = await announce(here, Announced(house, number, "A", "B", EMAIL, mobile, "fr", letter))
        assert told.wrong, (house, number)
    assert not file.exists()
    bank = Announced("deuxrives", "91234567890", "Nour", "Belkacem", EMAIL, MOBILE, "fr", file)
    assert (await announce(here, bank)).wrong == ""
    assert file.read_bytes().startswith(b"%PDF-") and file.stat().st_mode & 0o77 == 0
