"""DR8: who came in, from where; putting them out; « ce n'est pas moi » and what it does at once."""

import csv
import io
import re
from datetime import timedelta
from uuid import UUID

import pytest

from parvis.errors import Refused
from parvis.here import Here
from parvis.security.rules import Filter, HistoryForm, understand
from parvis.web.sheets import harmless, sheet
from tests.conftest import FakeClock
from tests.gate.world import Person, a_person
from tests.means.test_life import events, second_app, state, told
from tests.means.world import PASSWORD, Browser

SUBSCRIBER = "104827365910"


@pytest.fixture
async def helene(here: Here) -> Person:
    return await a_person(here, "municipal", identifier=SUBSCRIBER, secret=PASSWORD, kinds=("totp", "sms_code"))


async def in_from(person: Person, clock: FakeClock, agent: str) -> Browser:
    """Signed in with the password and the app, from a browser that says it is `agent`."""
    browser = Browser(person.here, person.institution.slug)
    browser.http.headers["user-agent"] = agent
    clock.advance(seconds=30)
    await browser.signs_in(person.identifier)
    await browser.sends(browser.action("/proofs/"), code=person.totp())
    assert browser.at == "/accounts", browser.text
    return browser


async def at_home(person: Person, clock: FakeClock) -> Browser:
    return await in_from(person, clock, "Firefox/130 Linux")


async def elsewhere(person: Person, clock: FakeClock) -> Browser:
    return await in_from(person, clock, "Chrome/140 Windows")


def forms(browser: Browser, ending: str) -> list[str]:
    return re.findall(rf'action="([^"]*{ending})"', browser.text)


async def test_dr8_every_device_and_session_with_its_end(helene: Person, clock: FakeClock) -> None:
    mine, other = await at_home(helene, clock), await elsewhere(helene, clock)
    text = await mine.opens("/security")
    assert text.count(">celle-ci<") == 1 and text.count(">celui-ci<") == 1
    assert "Firefox · Linux" in text and "Chrome · Windows" in text
    assert len(set(forms(mine, "/end"))) == 2, "the other one, and all of them"
    await mine.sends(next(one for one in forms(mine, "/end") if one != "/security/sessions/end"))
    assert "Session fermée" in mine.text
    await other.opens("/accounts")
    assert other.at == "/signed-out"


async def test_dr8_signed_out_everywhere_means_here_too(helene: Person, clock: FakeClock) -> None:
    mine, other = await at_home(helene, clock), await elsewhere(helene, clock)
    await mine.opens("/security")
    key = mine.hidden("key")
    text = await mine.sends("/security/sessions/end", key=key)
    assert mine.at == "/signed-out" and "déconnecté partout" in text
    for browser in (mine, other):
        await browser.opens("/accounts")
        assert "Bonjour" not in browser.text
    async with helene.here.reading() as tx:
        assert await tx.value("select count(*) from session where ended_at is null") == 0
    ended = await events(helene.here, "session:ended")
    assert len(ended) == 2


async def test_dr8_a_device_is_renamed_and_no_more_recognised(helene: Person, clock: FakeClock) -> None:
    mine, other = await at_home(helene, clock), await elsewhere(helene, clock)
    await mine.opens("/security")
    async with helene.here.reading() as tx:
        device = await tx.value("select id from device where name = 'Chrome · Windows'")
    text = await mine.sends(f"/security/devices/{device}/name", name="Ordinateur\u202e du bureau")
    assert "Ordinateur du bureau" in text
    text = await mine.sends(f"/security/devices/{device}/distrust")
    assert "plus reconnu" in text and f"/devices/{device}/" not in text
    await other.opens("/accounts")
    assert other.at == "/signed-out", "its session ended with it"
    await mine.sends(f"/security/devices/{device}/distrust")
    assert mine.status == 404, "once"
    await in_from_same(other, helene, clock)
    assert "Ordinateur du bureau" in await mine.opens("/security"), "recognised again, it keeps its name"


async def in_from_same(browser: Browser, person: Person, clock: FakeClock) -> None:
    clock.advance(seconds=30)
    await browser.signs_in(person.identifier)
    await browser.sends(browser.action("/proofs/"), code=person.totp())


async def test_dr8_what_is_somebody_elses_is_not_found(helene: Person, here: Here, clock: FakeClock) -> None:
    """ASVS-8.2.2."""
    mine = await at_home(helene, clock)
    other = await a_person(here, "municipal", identifier="207159483621", secret=PASSWORD, kinds=("totp", "sms_code"))
    await at_home(other, clock)
    async with here.reading() as tx:
        device = await tx.value("select id from device where client_id = $1", other.id)
        line = await tx.value("select id from journal where client_id = $1 and event = 'session:opened'", other.id)
    for address in (
        f"/security/devices/{device}/name", f"/security/devices/{device}/distrust",
        f"/security/connections/{line}/disavowal",
    ):
        await mine.sends(address)
        assert mine.status == 404, address
    await mine.opens(f"/security/connections/{line}/disavowal")
    assert mine.status == 404
    await mine.opens(f"/security/connections?device={device}")
    assert mine.status == 422, "a device of somebody else is no choice"


async def line_of(here: Here, browser_name: str) -> UUID:
    async with here.reading() as tx:
        found: UUID = await tx.value(
            """
            select journal.id from journal join session on session.id = journal.session_id
            where event = 'session:opened' and browser = $1 order by at desc limit 1
            """,
            browser_name,
        )
    return found


async def test_dr8_not_me_protects_at_once_and_says_how(helene: Person, clock: FakeClock) -> None:
    """Sessions end, the device is a stranger, what served is suspended, the agency and every address are told."""
    here, me = helene.here, helene.id
    await second_app(helene)
    mine, thief = await at_home(helene, clock), await elsewhere(helene, clock)
    halfway = Browser(here, "municipal")
    clock.advance(seconds=30)
    await halfway.signs_in(SUBSCRIBER)
    line = await line_of(here, "Chrome · Windows")
    text = await mine.sends(f"/security/connections/{line}/disavowal")
    assert mine.at == f"/security/connections/{line}/disavowal"
    assert "Une autre session a été fermée" in text and "n’est plus reconnu" in text
    assert "connexions commencées et pas terminées sont annulées" in text
    assert "Ce qui a servi à cette connexion est suspendu" in text, "there is another one"
    assert await state(helene, "totp") == "suspended"
    assert "Changer mon mot de passe" in text and "Votre conseiller est prévenu" in text
    async with here.reading() as tx:
        case = await tx.value("select reference from client_case where kind = 'disavowed' and client_id = $1", me)
        trusted = await tx.value("select distrusted_at is null from device where name = 'Chrome · Windows'")
        waiting = await tx.value("select count(*) from request where state = 'waiting'")
    assert case in text and trusted is False and waiting == 0
    messages = [one for one in await told(here) if "vous avez signalé" in one.lower()]
    assert messages and all(case in one for one in messages)
    await thief.opens("/accounts")
    assert thief.at == "/signed-out"
    assert "Bonjour" in await mine.opens("/accounts"), "who said it stays"
    assert "Signalée" in await mine.opens("/security")

    before = len(await told(here))
    await mine.sends(f"/security/connections/{line}/disavowal")
    assert len(await told(here)) == before, "said twice, it protects once"


async def test_x2_not_me_never_locks_its_own_client_out(here: Here, clock: FakeClock) -> None:
    """The only means that opens stays in service, and the page says so."""
    zoe = await a_person(here, "municipal", identifier=SUBSCRIBER, secret=PASSWORD, kinds=("totp",))
    mine, _ = await at_home(zoe, clock), await elsewhere(zoe, clock)
    line = await line_of(here, "Chrome · Windows")
    text = await mine.sends(f"/security/connections/{line}/disavowal")
    assert await state(zoe, "totp") == "active"
    assert "reste en service" in text and "Application d’authentification" in text
    await mine.sends("/sign-out")
    await in_from_same(mine, zoe, clock)
    assert mine.at == "/accounts"


async def test_dr8_not_me_said_of_this_very_device_keeps_it(helene: Person, clock: FakeClock) -> None:
    mine = await at_home(helene, clock)
    await mine.sends("/sign-out")
    line = await line_of(helene.here, "Firefox · Linux")
    await in_from_same(mine, helene, clock)
    text = await mine.sends(f"/security/connections/{line}/disavowal")
    assert "Aucune autre session" in text and "était celui-ci" in text
    assert "celui-ci" in await mine.opens("/security")


async def test_dr8_the_history_is_filtered_page_by_page(helene: Person, clock: FakeClock) -> None:
    mine = await at_home(helene, clock)
    stranger = Browser(helene.here, "municipal")
    for _ in range(3):
        await stranger.signs_in(SUBSCRIBER, "Mauvais!secret41")
    clock.advance(minutes=40)
    for _ in range(22):
        clock.advance(minutes=1)
        mine = await at_home(helene, clock)
    text = await mine.opens("/security/connections")
    assert len(forms(mine, "/disavowal")) == 19, "twenty lines, one of which is this very session's"
    further = re.search(r'href="(/security/connections\?before=[^"]+)"', text)
    assert further is not None
    text = await mine.opens(further.group(1))
    assert "Revenir aux plus récentes" in text and "Échouée" in text
    text = await mine.opens("/security/connections?outcome=failed")
    assert text.count("Échouée") == 3 + 1, "three lines and the choice"  # the option of the form
    assert text.count("badge-warning") == 3
    text = await mine.opens("/security/connections?means=totp&outcome=failed")
    assert "Aucune connexion ne correspond" in text
    tomorrow = (clock() + timedelta(days=1)).date()
    assert "Aucune connexion ne correspond" in await mine.opens(f"/security/connections?since={tomorrow}")
    await mine.opens("/security/connections?since=2026-11-25&until=2026-11-24")
    assert mine.status == 422 and "fin" in mine.text
    await mine.opens("/security/connections?page=2")
    assert mine.status == 400, "an unknown parameter is never ignored (PITFALL-19)"


async def test_dr8_the_history_leaves_as_a_file_and_on_paper(helene: Person, clock: FakeClock) -> None:
    mine = await in_from(helene, clock, "Firefox/130 Linux")
    async with helene.here.transaction() as tx:
        await tx.run("update device set name = '=cmd|calc!A1' where client_id = $1", helene.id)
    answer = await mine.http.get("/security/connections/file?outcome=opened")
    assert answer.headers["content-disposition"] == 'attachment; filename="connexions.csv"'
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert lines[0][0] == "Date et heure" and len(lines) == 2
    assert lines[1][0].startswith("2026-11-24 14:05") and lines[1][2] == "'=cmd|calc!A1"
    text = await mine.opens("/security/connections/print")
    assert "<table" in text and "Anne Roy" in text and "=cmd|calc!A1" in text


@pytest.mark.parametrize("typed", ["=1+1", "+33", "-2", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n@x"])
def test_a_cell_is_never_a_formula(typed: str) -> None:
    assert harmless(typed) == f"'{typed}"


@pytest.mark.parametrize("typed", ["", "Firefox · Linux", "2026-11-24 14:05:00", "192.0.2.0/24", "a=b"])
def test_other_cells_are_as_they_are(typed: str) -> None:
    assert harmless(typed) == typed


def test_a_cell_may_hold_the_separator_and_quotes() -> None:
    body = bytes(sheet("x", ["a", "b"], [['un ; "deux"', "trois\nquatre"]], language="fr").body)
    assert list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""), delimiter=";"))[1] == [
        'un ; "deux"', "trois\nquatre",
    ]


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({}, []),
        ({"since": "2026-11-24", "until": "2026-11-24"}, []),
        ({"since": "2026-11-25", "until": "2026-11-24"}, ["until"]),
        ({"since": "hier"}, ["since"]),
        ({"until": "9999-12-31"}, ["until"]),
        ({"outcome": "everything"}, ["outcome"]),
        ({"device": "unknown", "means": "totp"}, []),
        ({"device": "01a1ffc4-a174-7186-b364-47a0e654ad31"}, ["device"]),
        ({"means": "carrier_pigeon"}, ["means"]),
    ],
)
def test_a_filter_is_understood_or_refused(sent: dict[str, str], wrong: list[str]) -> None:
    found = understand(HistoryForm(**sent), "Europe/Paris", devices=[], kinds=["totp"])
    assert (sorted(found) if isinstance(found, dict) else []) == wrong
    assert isinstance(found, Filter) or all(isinstance(one, Refused) for one in found.values())
