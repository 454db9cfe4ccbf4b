"""DR6, MU3: three wrong codes, the documents, the agency, a temporary code; told as a story, without a browser."""

import asyncio
import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from parvis.blocked import rules
from parvis.cases.rules import State
from parvis.here import Here
from parvis.seal import SealBroken, SystemRandom
from tests.agency.world import an_agent
from tests.blocked.world import STRANGER, Locked, a_person, messages, with_email, works
from tests.cases.world import AtTheDesk, as_it_is
from tests.cleaning.files import a_jpeg, a_pdf, a_png, exif
from tests.conftest import FakeClock
from tests.means.test_temporary import code_in, proves_by_sms


async def the_case(here: Here, client_id: object):  # type: ignore[no-untyped-def]
    from parvis.cases import tables

    async with here.reading() as tx:
        (case,) = await tables.of_client(tx, "deuxrives", client_id)  # type: ignore[arg-type]
    return case


async def test_dr6_blocked_documents_agency_temporary_code_and_in(here: Here, clock: FakeClock) -> None:
    """RTS-4.4: the whole way back, each page saying what happened and what comes next, with its date."""
    anne, browser = await a_person(here), Locked(here, "deuxrives")
    await with_email(here, anne)
    assert "Dernier essai avant blocage" in await browser.fails(anne.identifier, times=2)
    await browser.fails(anne.identifier, times=1)
    assert browser.status == 423
    for said in ("Accès bloqué", "depuis aujourd’hui à 14 h 05", "Ce qui marche encore", "72 heures", "27 novembre"):
        assert said in browser.text, said
    await browser.asks(anne.identifier, account="FR76 9991 1000")
    assert browser.status == 200 and browser.reference.startswith("DR-") and browser.code
    await browser.opens("/unblocking/progress")
    assert "Envoyez vos documents" in browser.text and browser.reference in browser.text
    assert browser.code not in browser.text, "the code is given once"
    await browser.leaves()
    assert browser.status == 422 and "au moins un document" in browser.text
    await browser.adds(a_jpeg(exif(6)), "../../etc/ma carte.jpg")
    assert "ma carte.jpg" in browser.text and "etc" not in browser.text
    await browser.adds(a_pdf(hostile=True), "relevé.pdf")
    assert "Tout est là" in browser.text
    await browser.leaves()
    assert "Votre demande est partie" in browser.text and "27 novembre" in browser.text
    assert await works(here) == 1
    case = await the_case(here, anne.id)
    assert (case.kind, case.reference, case.detail["wanted"]) == ("blocked_access", browser.reference, ["access"])
    told = [text for text in await messages(here) if browser.reference in text]
    assert len(told) == 2 and [browser.code in text for text in told].count(True) == 1, "the e-mail has the code"
    assert not any("http" in text for text in told)

    async with an_agent(here) as claire:
        desk = AtTheDesk(claire, case)
        page = await desk.looks()
        assert "accès par identifiant" in page and "aucun des siens" in page
        await desk.does("claim")
        await desk.does("ask", words="Le verso de la carte, s’il vous plaît.")
        await browser.opens("/unblocking/progress")
        assert "Il manque quelque chose" in browser.text and "Le verso de la carte" in browser.text
        await browser.adds(a_png(), "verso.png")
        await works(here)
        assert (await as_it_is(here, case)).state == State.CLAIMED
        await browser.opens("/unblocking/progress")
        assert "Votre demande est partie" in browser.text
        await desk.decides("accept")
        sent = await messages(here)
        secrets = [code_in(text) for text in sent if "provisoire est" in text]
        assert len(secrets) == 1
        assert secrets[0] not in desk.page, "ASVS-6.4.6: no agent sees it"
    await browser.opens("/unblocking/progress")
    assert "Votre accès est débloqué" in browser.text
    await browser.sends("/sign-in", client_id=anne.identifier, code=secrets[0])
    await proves_by_sms(browser, anne)
    assert browser.at.endswith("/secret")
    await browser.sends(browser.at, secret="739204", secret_again="739204", key=str(here.new_id()))
    assert browser.at == "/accounts"


async def test_x3_asvs_6_1_1_a_known_device_keeps_its_lane(here: Here) -> None:
    """A stranger blocks strangers: on her own browser, Anne comes in with her code as every day."""
    anne, home, stranger = await a_person(here), Locked(here, "deuxrives"), Locked(here, "deuxrives")
    await home.sends("/sign-in", client_id=anne.identifier, code="739204")
    await proves_by_sms(home, anne)
    await home.sends("/sign-out")
    await stranger.fails(anne.identifier, times=5)
    assert stranger.status == 423
    await home.sends("/sign-in", client_id=anne.identifier, code="739204")
    assert home.status == 200 and "bloqué" not in home.text


async def walked(here: Here, identifier: str) -> list[tuple[int, str]]:
    """Every page of the way, as somebody sees it who types this identifier, with what is drawn left out."""
    browser, seen = Locked(here, "deuxrives"), []

    def note() -> None:
        text = re.sub(r"DR-\w{4}-\w{2}", "REF", browser.text)
        text = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}|value=\"[^\"]{40,}\"", "…", text)
        seen.append((browser.status, text.replace(identifier, "IDENTIFIER")))

    await browser.asks(identifier, account="99911000123")
    note()
    await browser.opens("/unblocking/progress")
    note()
    await browser.adds(a_jpeg())
    note()
    await browser.adds(b"nothing")
    note()
    await browser.leaves()
    note()
    await works(here)
    await browser.opens("/unblocking/progress")
    note()
    await browser.adds(a_png(), "plus.png")
    note()
    await works(here)
    other = Locked(here, "deuxrives")
    await other.sends("/unblocking/follow-up", reference=browser.reference.lower(), code=browser.code)
    assert other.at == "/unblocking/progress"
    browser = other
    note()
    return seen


async def test_asvs_6_3_8_the_same_pages_for_a_client_blocked_or_not_and_for_nobody(here: Here) -> None:
    """Pitfall 10: text, status, size, all along, whatever the worker makes of it meanwhile."""
    blocked = await a_person(here)
    free = await a_person(here, identifier="55566677788")
    await Locked(here, "deuxrives").fails(blocked.identifier)
    ways = [await walked(here, identifier) for identifier in (blocked.identifier, free.identifier, STRANGER)]
    assert [status for status, _ in ways[0]] == [200, 200, 200, 422, 200, 200, 200, 200]
    for step, pages in enumerate(zip(*ways, strict=True)):
        assert pages[0] == pages[1] == pages[2], f"step {step}"
    async with here.reading() as tx:
        cases = await tx.value("select array_agg(client_id) from client_case")
        kept = await tx.value("select count(*) from unblocking_document where content is not null")
        sent = await tx.value("select count(*) from document")
    assert cases == [blocked.id], "only who is blocked has a case"
    assert (kept, sent) == (0, 2), "what nobody sent is kept nowhere"


async def test_asvs_6_3_8_the_same_statements_for_a_client_and_for_nobody(here: Here) -> None:
    """Timing: what the pages ask of the database is the same, statement for statement; the rest is the worker's."""
    from parvis import db

    anne = await a_person(here)
    await Locked(here, "deuxrives").fails(anne.identifier)
    ways = []
    for identifier in (anne.identifier, STRANGER):
        asked: list[str] = []
        token = db.statements.set(asked)
        try:
            browser = Locked(here, "deuxrives")
            await browser.asks(identifier)
            await browser.adds(a_jpeg())
            await browser.leaves()
        finally:
            db.statements.reset(token)
        ways.append(asked)
    assert ways[0] == ways[1] and len(ways[0]) > 5


async def test_what_goes_nowhere_is_answered_when_an_agency_might_have(here: Here, clock: FakeClock) -> None:
    browser = Locked(here, "deuxrives")
    await browser.asks(STRANGER)
    await browser.adds(a_jpeg())
    await browser.leaves()
    await works(here)
    await browser.opens("/unblocking/progress")
    assert "Votre demande est partie" in browser.text
    clock.advance(hours=72 + 48)  # A week-end may lie between.
    await browser.opens("/unblocking/progress")
    assert "n’a pas pu être débloqué" in browser.text


def test_an_answer_comes_on_a_working_day_before_the_target(clock: FakeClock) -> None:
    for hours in range(0, 7 * 24, 5):
        sent = clock() + timedelta(hours=hours)
        at = rules.closes_at(sent, sent + timedelta(hours=72), "Europe/Paris", SystemRandom())
        local = at.astimezone(ZoneInfo("Europe/Paris"))
        assert 9 <= local.hour < 17 and local.weekday() < 5
        assert sent < at < sent + timedelta(hours=72 + 66)


async def test_who_is_not_blocked_is_told_so_once_and_not_on_the_page(here: Here, clock: FakeClock) -> None:
    """A stranger cannot start a reset of somebody who is not blocked; the client hears of it, once a day."""
    anne = await a_person(here)
    for _ in range(3):
        browser = Locked(here, "deuxrives")
        await browser.asks(anne.identifier)
        await browser.adds(a_jpeg())
        await browser.leaves()
        await works(here)
        assert "Votre demande est partie" in browser.text
    assert len([text for text in await messages(here) if "n’est pas bloqué" in text or "pas bloqué" in text]) == 1
    async with here.reading() as tx:
        assert await tx.value("select count(*) from client_case") == 0


async def test_a_blocked_phone_is_asked_for_and_comes_back_without_touching_the_code(here: Here) -> None:
    """A means that had no way back gets one: what is not blocked is not opened."""
    anne, browser = await a_person(here, kinds=("phone", "sms_code")), Locked(here, "deuxrives")
    async with here.transaction() as tx:
        await tx.run("update authenticator set state = 'blocked', failures = 3 where kind = 'phone'")
    await browser.asks(anne.identifier, wanted="phone")
    await browser.adds(a_jpeg())
    await browser.leaves()
    await works(here)
    case = await the_case(here, anne.id)
    assert case.detail["wanted"] == ["phone"]
    async with an_agent(here) as claire:
        desk = AtTheDesk(claire, case)
        await desk.looks()
        await desk.does("claim")
        await desk.decides("accept")
    async with here.reading() as tx:
        states = await tx.value("select jsonb_object_agg(kind, state) from authenticator where client_id = $1", anne.id)
        assert (states["phone"], states["secret_code"]) == ("active", "active")
        assert not await tx.value("select bool_or(must_change) from authenticator")


@pytest.mark.parametrize(
    ("content", "said", "status"),
    [
        (b"", "vide", 422),
        (b"<svg onload=alert(1)>", "ni un PDF", 422),
        (b"MZ\x90", "ni un PDF", 422),
        (a_jpeg()[:60], "ne peut pas être lu", 422),
        (a_png(width=65_000, height=65_000, picture=b""), "trop de points", 422),
        (a_pdf(pages=30), "vingt pages", 422),
        (a_pdf(password="secret"), "mot de passe", 422),
    ],
    ids=["empty", "svg", "program", "cut", "huge", "pages", "locked"],
)
async def test_pitfall_27_what_cannot_be_kept_is_refused_with_its_reason(
    here: Here, content: bytes, said: str, status: int
) -> None:
    browser = Locked(here, "deuxrives")
    await browser.asks(STRANGER)
    await browser.adds(content, "../../../etc/passwd\x00.jpg")
    assert browser.status == status and said in browser.text, browser.text
    assert "Aucun pour l’instant" in browser.text


async def test_too_large_is_refused_before_it_is_read_and_only_there(here: Here) -> None:
    browser = Locked(here, "deuxrives")
    await browser.asks(STRANGER)
    await browser.adds(bytes(9 * 1024 * 1024))
    assert browser.status == 413
    await browser.sends("/unblocking", client_id="1" * 100_000)
    assert browser.status == 413
    await browser.adds(a_jpeg(), field="other")
    assert browser.status == 400


async def test_thirty_files_are_six_whatever_comes_at_once(here: Here) -> None:
    """One after the other, and three at the same instant: never more than six are kept."""
    browser = Locked(here, "deuxrives")
    await browser.asks(STRANGER)
    for _ in range(4):
        await browser.adds(a_png())
    await asyncio.gather(*(browser.adds(a_png()) for _ in range(3)))
    for _ in range(3):
        await browser.adds(a_png())
    assert browser.status == 429 and "maximum" in browser.text
    async with here.reading() as tx:
        assert await tx.value("select count(*) from unblocking_document") == 6


async def test_documents_are_sealed_for_their_place_and_emptied_when_moved(here: Here) -> None:
    anne, browser = await a_person(here), Locked(here, "deuxrives")
    await browser.fails(anne.identifier)
    await browser.asks(anne.identifier)
    await browser.adds(a_jpeg(exif(1)))
    async with here.reading() as tx:
        content = await tx.value("select content from unblocking_document")
        document_id = await tx.value("select id from unblocking_document")
    assert b"\xff\xd8" not in content[:40]
    assert here.keys.unseal(content, purpose=f"unblocking-document:{document_id}").startswith(b"\xff\xd8")
    with pytest.raises(SealBroken):
        here.keys.unseal(content, purpose="unblocking-document:other")
    await browser.leaves()
    assert sorted(await asyncio.gather(*(works(here) for _ in range(4)))) == [0, 0, 0, 1], "of four workers, one"
    async with here.reading() as tx:
        assert await tx.value("select content from unblocking_document") is None
        assert await tx.value("select count(*) from document") == 1
        assert await tx.value("select count(*) from client_case") == 1


async def test_it_is_followed_by_who_has_the_code_and_by_nobody_else(here: Here) -> None:
    browser, other = Locked(here, "deuxrives"), Locked(here, "deuxrives")
    await browser.asks(STRANGER)
    await other.opens("/unblocking/progress")
    assert other.at == "/unblocking/follow-up"
    wrong = []
    for reference, code in ((browser.reference, "CDFG-CDFG-CDFG"), ("DR-CCCC-CC", browser.code), ("", "")):
        await other.sends("/unblocking/follow-up", reference=reference, code=code)
        wrong.append((other.status, other.text.replace(reference or "…", "…")))
    assert wrong[0][0] == wrong[1][0] == 422 and len({status for status, _ in wrong}) == 1
    elsewhere = Locked(here, "municipal")
    await elsewhere.sends("/unblocking/follow-up", reference=browser.reference, code=browser.code)
    assert elsewhere.status == 422, "another institution knows nothing of it"
    await other.sends("/unblocking/follow-up", reference=browser.reference, code=browser.code.replace("-", " ").lower())
    assert other.at == "/unblocking/progress"


async def test_a_double_click_is_one_and_a_day_has_three_for_everybody(here: Here, clock: FakeClock) -> None:
    """Nobody fills the agency's queue, nor an inbox: three a day for an identifier, known or not."""
    await a_person(here)
    for identifier in ("10203040506", STRANGER):
        browser, key = Locked(here, "deuxrives"), str(here.new_id())
        first = await browser.asks(identifier, key=key)
        again = await browser.asks(identifier, key=key)
        assert re.findall(r"<dd>(.*?)</dd>", first) == re.findall(r"<dd>(.*?)</dd>", again)
        thief = Locked(here, "deuxrives")
        await thief.asks("11111111111" if identifier != "11111111111" else STRANGER, key=key)
        assert thief.status == 429, "somebody else's key gives nothing"
        for _ in range(2):
            await browser.asks(identifier)
            assert browser.status == 200
        await browser.asks(identifier)
        assert browser.status == 429 and "revenez demain" in browser.text
    clock.advance(days=1, minutes=1)
    await browser.asks(STRANGER)
    assert browser.status == 200


async def test_what_was_never_sent_is_forgotten_with_its_documents(here: Here, clock: FakeClock) -> None:
    from parvis.blocked import actions

    browser = Locked(here, "deuxrives")
    await browser.asks(STRANGER)
    await browser.adds(a_jpeg())
    assert await actions.forget_old(here, clock()) == 0
    clock.advance(days=1, minutes=1)
    assert await actions.forget_old(here, clock()) == 1
    async with here.reading() as tx:
        assert await tx.value("select count(*) from unblocking_document") == 0
    await browser.opens("/unblocking/progress")
    assert browser.at == "/unblocking/follow-up"
