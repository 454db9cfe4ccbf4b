"""The life of a means: renamed, suspended, resumed, removed; and what never happens to it by accident."""

import asyncio
import base64

import pyotp
import pytest

from parvis.errors import Refused
from parvis.factors import Prepared
from parvis.factors.totp.factor import material_of
from parvis.gate import actions as gate
from parvis.gate.tables import Request
from parvis.here import Here
from parvis.means import rules
from parvis.means.rules import Removal
from parvis.operations.remove_factor import RemoveFacts
from tests.conftest import FakeClock
from tests.gate.world import KEY, Person, a_person, last_code
from tests.means.world import PASSWORD, Browser

SUBSCRIBER = "104827365910"
OTHER = "207159483621"


@pytest.fixture
async def helene(here: Here) -> Person:
    return await a_person(here, "municipal", identifier=SUBSCRIBER, secret=PASSWORD, kinds=("totp", "sms_code"))


async def signed_in(person: Person, clock: FakeClock) -> Browser:
    browser = Browser(person.here, person.institution.slug)
    clock.advance(seconds=30)
    await browser.signs_in(person.identifier)
    await browser.sends(browser.action("/proofs/"), code=person.totp())
    assert browser.at == "/accounts", browser.text
    return browser


async def second_app(person: Person) -> str:
    """One more authenticator app of that person. Returns its address."""
    authenticator_id, here = person.here.new_id(), person.here
    async with here.transaction() as tx:
        await tx.run(
            """
            insert into authenticator (id, institution, client_id, kind, name, state, material, created_at, usable_from)
            values ($1, $2, $3, 'totp', 'Ordinateur', 'active', $4, $5, $5)
            """,
            authenticator_id, person.institution.slug, person.id,
            here.keys.seal(material_of(KEY[::-1]), purpose=f"authenticator:{authenticator_id}"), here.clock(),
        )  # fmt: skip
    return f"/security/means/{authenticator_id}"


def address(person: Person, kind: str) -> str:
    return f"/security/means/{person.means[kind]}"


async def state(person: Person, kind: str) -> str:
    async with person.here.reading() as tx:
        found: str = await tx.value("select state from authenticator where id = $1", person.means[kind])
    return found


async def told(here: Here) -> list[str]:
    async with here.reading() as tx:
        ids = await tx.value("select array_agg(id order by written_at, id) from outbox")
        found = [(one, await tx.value("select content from outbox where id = $1", one)) for one in ids or []]
    return [here.keys.unseal(content, purpose=f"outbox:{one}").decode() for one, content in found]


async def events(here: Here, like: str) -> list[str]:
    async with here.reading() as tx:
        sql = "select array_agg(event order by at, id) from journal where event like $1"
        found: list[str] | None = await tx.value(sql, like)
    return found or []


async def proves(person: Person, clock: FakeClock, browser: Browser, *, by: str = "totp") -> None:
    """The password, then a code of the app or of a message."""
    clock.advance(seconds=30)
    await browser.sends(browser.action("/proofs/"), password=PASSWORD)
    if by == "sms_code":
        await browser.sends(browser.action(f"/challenges/{person.means[by]}"))
        await browser.sends(browser.action("/proofs/"), code=await last_code(person.here))
    else:
        await browser.sends(browser.action("/proofs/"), code=person.totp())


async def test_a_name_is_changed_at_once_and_cleaned(helene: Person, clock: FakeClock) -> None:
    browser = await signed_in(helene, clock)
    text = await browser.sends(f"{address(helene, 'totp')}/name", name="  Tablette\tde\u202e Zoé\u200b ")
    assert "Le nom est enregistré" in text
    assert "Tablette de Zoé" in await browser.opens("/security/means")
    assert "authenticator:renamed" in await events(helene.here, "authenticator:%")
    assert not await told(helene.here), "a name opens nothing: nobody is written to, and what was typed is not sent"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("", "App"), ("\u200b\u202e", "App"), ("x" * 100, "x" * 60), ("e\u0301", "é"), ("a\x00b\x7fc", "abc")],
)
def test_a_name_is_what_it_looks_like(typed: str, kept: str) -> None:
    assert rules.clean_name(typed, "App") == kept


async def test_a_suspended_means_serves_no_more_at_once(helene: Person, clock: FakeClock) -> None:
    """RTS-26-27. What was waiting for it waits for something else."""
    browser = await signed_in(helene, clock)
    elsewhere = Browser(helene.here, "municipal")
    clock.advance(seconds=30)
    await elsewhere.signs_in(SUBSCRIBER)
    answer = elsewhere.action("/proofs/")

    text = await browser.sends(f"{address(helene, 'totp')}/suspension")
    assert "Ce moyen est suspendu" in text
    assert await state(helene, "totp") == "suspended"
    assert any("a été suspendu" in one for one in await told(helene.here))
    assert await events(helene.here, "authenticator:suspended") == ["authenticator:suspended"]

    await elsewhere.sends(answer, code=helene.totp())
    assert elsewhere.status == 409, "pending requests are no longer answerable with it"
    assert "/proofs/" not in elsewhere.text
    await browser.sends(f"{address(helene, 'totp')}/suspension")
    assert await events(helene.here, "authenticator:suspended") == ["authenticator:suspended"], "once is enough"


async def test_resuming_is_approved_and_never_by_the_means_itself(helene: Person, clock: FakeClock) -> None:
    browser = await signed_in(helene, clock)
    await browser.sends(f"{address(helene, 'totp')}/suspension")
    key = browser.hidden("key")
    await browser.sends(f"{address(helene, 'totp')}/resumption", key=key)
    assert "Vous remettez en service" in browser.text
    assert await state(helene, "totp") == "suspended"
    await proves(helene, clock, browser, by="sms_code")
    assert await state(helene, "totp") == "active"
    assert any("remis en service" in one for one in await told(helene.here))
    await browser.sends(f"{address(helene, 'totp')}/resumption", key=str(helene.here.new_id()))
    assert browser.status == 409, "it is in service"


async def test_a_removed_means_is_destroyed(helene: Person, clock: FakeClock) -> None:
    """RTS-26-27: revoked, and what it was verified with is gone."""
    browser = await signed_in(helene, clock)
    await browser.opens(f"{address(helene, 'sms_code')}/removal")
    await browser.sends(f"{address(helene, 'sms_code')}/removal", key=browser.hidden("key"))
    assert "Vous retirez" in browser.text
    assert await state(helene, "sms_code") == "active", "not before it is approved"
    await proves(helene, clock, browser)
    assert "Ce moyen n’ouvre et n’approuve plus rien" in browser.text
    assert await state(helene, "sms_code") == "removed"
    async with helene.here.reading() as tx:
        left = await tx.value("select material from authenticator where id = $1", helene.means["sms_code"])
    assert left == b""
    assert any("a été retiré" in one for one in await told(helene.here)), "the number that was removed is told too"
    assert "Code par SMS" not in await browser.opens("/security/means")
    await browser.opens(address(helene, "sms_code"))
    assert browser.status == 404


async def test_the_last_way_in_stays(here: Here, clock: FakeClock) -> None:
    person = await a_person(here, "municipal", identifier=SUBSCRIBER, secret=PASSWORD, kinds=("totp",))
    browser = await signed_in(person, clock)
    text = await browser.opens(f"{address(person, 'totp')}/removal")
    assert "Ajoutez d’abord un autre moyen" in text
    assert 'name="key"' not in text
    await browser.sends(f"{address(person, 'totp')}/removal", key=str(here.new_id()))
    assert browser.status == 409
    assert await state(person, "totp") == "active"


async def removals_of_each_by_the_other(person: Person, browser: Browser, second: str, clock: FakeClock) -> list[str]:
    """Ask to remove both apps, and give the password to both requests. Returns where each waits."""
    asked = []
    for one in (second, address(person, "totp")):
        await browser.sends(f"{one}/removal", key=str(person.here.new_id()))
        await browser.sends(browser.action("/proofs/"), password=PASSWORD)
        asked.append(browser.at)
    clock.advance(seconds=30)
    return asked


async def test_the_second_of_two_removals_finds_that_it_is_the_last(here: Here, clock: FakeClock) -> None:
    """Both were possible when they were asked."""
    person = await a_person(here, "municipal", identifier=SUBSCRIBER, secret=PASSWORD, kinds=("totp",))
    second = await second_app(person)
    browser = await signed_in(person, clock)
    first, last = await removals_of_each_by_the_other(person, browser, second, clock)
    await browser.sends(f"{first}/proofs/{person.means['totp']}", code=person.totp())
    assert browser.at == "/security/means" or "Ordinateur" in browser.text
    clock.advance(seconds=30)
    await browser.sends(f"{last}/proofs/{person.means['totp']}", code=person.totp())
    assert "le seul moyen qui vous ouvre la porte" in browser.text
    assert await state(person, "totp") == "active"


async def test_two_removals_at_once_do_not_leave_nothing(here: Here, clock: FakeClock) -> None:
    """Each answered at the same moment with the app that the other one removes: one is done, and nothing breaks."""
    person = await a_person(here, "municipal", identifier=SUBSCRIBER, secret=PASSWORD, kinds=("totp",))
    second = await second_app(person)
    browser = await signed_in(person, clock)
    first, last = await removals_of_each_by_the_other(person, browser, second, clock)
    headers = {"origin": browser.origin, "sec-fetch-site": "same-origin", "accept": "text/html"}
    other = pyotp.TOTP(base64.b32encode(KEY[::-1]).decode()).at(clock())
    answers = await asyncio.gather(
        browser.http.post(f"{first}/proofs/{person.means['totp']}", data={"code": person.totp()}, headers=headers),
        browser.http.post(f"{last}/proofs/{second.rpartition('/')[2]}", data={"code": other}, headers=headers),
    )
    assert all(answer.status_code < 500 for answer in answers)
    async with here.reading() as tx:
        left = await tx.value(
            "select count(*) from authenticator where client_id = $1 and kind = 'totp' and state = 'active'", person.id
        )
    assert left == 1


async def test_a_secret_is_neither_suspended_nor_removed(helene: Person, clock: FakeClock) -> None:
    browser = await signed_in(helene, clock)
    text = await browser.opens(address(helene, "password"))
    assert "/suspension" not in text
    assert "/removal" not in text
    await browser.sends(f"{address(helene, 'password')}/suspension")
    assert browser.status == 409
    await browser.opens(f"{address(helene, 'password')}/removal")
    assert browser.status == 409
    await browser.sends(f"{address(helene, 'password')}/removal", key=str(helene.here.new_id()))
    assert browser.status == 409
    assert await state(helene, "password") == "active"


async def test_somebody_else_s_means_is_nobody_s(here: Here, helene: Person, clock: FakeClock) -> None:
    """ASVS 8.2.2."""
    other = await a_person(here, "municipal", identifier=OTHER, secret=PASSWORD, kinds=("totp", "sms_code"))
    browser = await signed_in(helene, clock)
    for kind in ("totp", "password"):
        for page in ("", "/removal"):
            await browser.opens(f"{address(other, kind)}{page}")
            assert browser.status == 404
        for write in ("/name", "/suspension", "/resumption", "/removal"):
            await browser.sends(f"{address(other, kind)}{write}")
            assert browser.status == 404
        assert await state(other, kind) == "active"


def test_psr_means_a_smartphone_alone_is_a_choice(here: Here) -> None:
    """PSR-means: the last means without a smartphone goes only where its owner says so."""
    bank = here.institutions.by_slug("deuxrives")
    assert bank is not None
    left = rules.removal(bank, here.factors, "sms_code", ["secret_code", "phone"])
    assert left == Removal.SMARTPHONE_ONLY
    assert rules.removal(bank, here.factors, "phone", ["secret_code", "sms_code"]) == Removal.FREE
    assert rules.removal(bank, here.factors, "sms_code", ["secret_code"]) == Removal.LAST
    assert rules.removal(bank, here.factors, "sms_code", ["secret_code", "sms_code"]) == Removal.FREE


async def test_psr_means_the_second_confirmation_is_explicit(here: Here, clock: FakeClock) -> None:
    """PSR-means: without it, nothing; with it, the client reads it again before approving."""
    person = await a_person(here, "deuxrives", kinds=("sms_code",))
    bank, phone_id = person.institution, here.new_id()
    prepared = here.factors["phone"].prepare({"origin": "http://deuxrives.localhost"}, here.random, clock())
    assert isinstance(prepared, Prepared)
    async with here.transaction() as tx:
        await tx.run(
            """
            insert into authenticator (id, institution, client_id, kind, name, state, material, created_at, usable_from)
            values ($1, 'deuxrives', $2, 'phone', 'Téléphone', 'active', $3, $4, $4)
            """,
            phone_id, person.id, here.keys.seal(prepared.material, purpose=f"authenticator:{phone_id}"), clock(),
        )  # fmt: skip

    async def ask(*, agreed: bool) -> Request | Refused:
        facts = RemoveFacts(
            authenticator_id=person.means["sms_code"], kind="sms_code", name="06", smartphone_only=agreed
        )
        asking = gate.Asking(client_id=person.id, operation="remove_factor", facts=facts, key=here.new_id())
        async with here.transaction() as tx:
            return await gate.open(tx, here, bank, asking, clock())

    refused = await ask(agreed=False)
    assert isinstance(refused, Refused)
    assert refused.refusal.code == "means_smartphone_only"
    request = await ask(agreed=True)
    assert isinstance(request, Request)
    assert "Seul votre smartphone vous ouvrira la porte" in str(request.lines)
