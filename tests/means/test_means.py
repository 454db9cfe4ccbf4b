"""« Mes moyens d'authentification » and the change of secret, for somebody who is signed in."""

import pyotp
import pytest

from parvis.here import Here
from tests.conftest import FakeClock
from tests.gate.world import Person, a_person
from tests.means.world import PASSWORD, Browser

SUBSCRIBER = "104827365910"
NEW = "correct cheval pile agrafe"


@pytest.fixture
async def helene(here: Here) -> Person:
    return await a_person(here, "municipal", identifier=SUBSCRIBER, secret=PASSWORD, kinds=("totp", "sms_code"))


async def signed_in(person: Person, clock: FakeClock, *, password: str = PASSWORD) -> Browser:
    """A browser in which the person is signed in, with a code that has not served."""
    browser = Browser(person.here, "municipal")
    clock.advance(seconds=30)
    await browser.signs_in(SUBSCRIBER, password)
    await browser.sends(browser.action("/proofs/"), code=person.totp())
    assert browser.at == "/accounts", browser.text
    return browser


async def proves(person: Person, clock: FakeClock, browser: Browser, *, password: str = PASSWORD) -> None:
    """Answer what the policy asks: the secret in use, then a code of the app."""
    clock.advance(seconds=30)
    await browser.sends(browser.action("/proofs/"), password=password)
    await browser.sends(browser.action("/proofs/"), code=person.totp())


async def texts(here: Here) -> list[str]:
    """Every message of the outbox, the oldest first."""
    async with here.reading() as tx:
        ids = await tx.value("select array_agg(id order by written_at, id) from outbox")
        contents = [(one, await tx.value("select content from outbox where id = $1", one)) for one in ids or []]
    return [here.keys.unseal(content, purpose=f"outbox:{one}").decode() for one, content in contents]


async def test_the_list_says_what_there_is(helene: Person, clock: FakeClock) -> None:
    browser = await signed_in(helene, clock)
    text = await browser.opens("/security/means")
    for name in ("Mot de passe", "Application d’authentification", "Code par SMS"):
        assert name in text
    assert 'href="/security/means/new/totp"' in text
    assert "/security/means/new/phone" not in text, "not offered by this institution"


async def test_adding_a_second_app_asks_for_the_first(helene: Person, clock: FakeClock) -> None:
    browser = await signed_in(helene, clock)
    await browser.opens("/security/means/new/totp")
    await browser.sends("/security/means/new/totp", name="  Téléphone   de Zoé  ")
    key = browser.key()
    await browser.sends(browser.at, code=pyotp.TOTP(key).at(clock()))
    assert "Téléphone de Zoé" in browser.text
    await proves(helene, clock, browser)
    assert "Téléphone de Zoé" in await browser.opens("/security/means")
    assert any("a été ajouté" in text for text in await texts(helene.here))


async def test_an_enrolment_belongs_to_the_session_that_began_it(helene: Person, clock: FakeClock) -> None:
    browser = await signed_in(helene, clock)
    await browser.sends("/security/means/new/totp")
    other = await signed_in(helene, clock)
    await other.opens(browser.at)
    assert other.status == 410


async def test_an_enrolment_that_lasts_too_long_is_over(helene: Person, clock: FakeClock) -> None:
    browser = await signed_in(helene, clock)
    await browser.sends("/security/means/new/totp")
    address, key = browser.at, browser.key()
    for _ in range(8):
        clock.advance(minutes=4)
        await browser.opens("/security/means")
    await browser.sends(address, code=pyotp.TOTP(key).at(clock()))
    assert browser.status == 410


async def test_what_is_not_offered_is_not_there(helene: Person, clock: FakeClock) -> None:
    browser = await signed_in(helene, clock)
    for kind in ("phone", "password", "sms_code", "nonsense", "%00", "é"):
        await browser.opens(f"/security/means/new/{kind}")
        assert browser.status == 404
        await browser.sends(f"/security/means/new/{kind}", name="")
        assert browser.status == 404


async def test_a_new_password_replaces_the_old_and_ends_the_other_sessions(helene: Person, clock: FakeClock) -> None:
    """RTS-26-27: asked for as strongly as it was created; the old one serves no more."""
    elsewhere = await signed_in(helene, clock)
    browser = await signed_in(helene, clock)
    await browser.opens("/security/secret")
    await browser.sends("/security/secret", key=browser.hidden("key"), secret=NEW, secret_again=NEW)
    await proves(helene, clock, browser)
    await browser.opens("/security/means")
    assert browser.at == "/security/means", "this session goes on"
    await elsewhere.opens("/security/means")
    assert elsewhere.at == "/signed-out"
    stranger = Browser(helene.here, "municipal")
    await stranger.signs_in(SUBSCRIBER, PASSWORD)
    assert stranger.status == 422, "the old one opens nothing"
    await signed_in(helene, clock, password=NEW)
    assert any("vient d’être changé" in text or "a été changé" in text for text in await texts(helene.here))


@pytest.mark.parametrize(
    ("secret", "again", "told"),
    [
        (NEW, NEW + "s", "Les deux saisies ne sont pas les mêmes"),
        ("Azerty123", "Azerty123", "connu de tous"),
        ("Anne&Roy-1", "Anne&Roy-1", ""),
        ("Xk7$wp", "Xk7$wp", "trop court"),
        ("", "", "trop court"),
        ("x" * 400, "x" * 400, "128 caractères"),
    ],
)
async def test_a_refused_secret_gives_the_form_again_without_it(
    helene: Person, clock: FakeClock, secret: str, again: str, told: str
) -> None:
    browser = await signed_in(helene, clock)
    await browser.opens("/security/secret")
    key = browser.hidden("key")
    text = await browser.sends("/security/secret", key=key, secret=secret, secret_again=again)
    if not told:
        assert browser.at.startswith("/requests/")  # Short names are no reason: « Roy » has three letters.
        return
    assert browser.status == 422
    assert told in text
    assert browser.hidden("key") == key
    assert not secret or secret not in text


async def test_asking_twice_leaves_one_request(helene: Person, clock: FakeClock) -> None:
    """A double click: the second form voids the first one's request, since its hash has another salt."""
    browser = await signed_in(helene, clock)
    await browser.opens("/security/secret")
    fields = {"key": browser.hidden("key"), "secret": NEW, "secret_again": NEW}
    await browser.sends("/security/secret", **fields)
    await browser.sends("/security/secret", **fields)
    async with helene.here.reading() as tx:
        states = await tx.value(
            "select array_agg(state order by opened_at, id) from request where operation = 'change_secret'"
        )
        pending = await tx.value("select count(*) from authenticator where state = 'pending'")
    assert sorted(states) == ["waiting", "withdrawn"]
    assert pending == 1


async def test_a_key_that_is_none_is_refused(helene: Person, clock: FakeClock) -> None:
    browser = await signed_in(helene, clock)
    await browser.sends("/security/secret", key="é", secret=NEW, secret_again=NEW)
    assert browser.status == 400


async def test_the_pages_are_closed_to_strangers(here: Here) -> None:
    browser = Browser(here, "municipal")
    for address in ("/security/means", "/security/means/new/totp", "/security/secret"):
        await browser.opens(address)
        assert browser.at == "/sign-in"
