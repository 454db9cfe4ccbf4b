"""A printed card from its order to its end: downloaded once, put in service by a first code, asked square by square."""

import asyncio
import re
from pathlib import Path

import httpx
import msgspec
import pytest

from parvis.factors.code_card.card import SQUARES, Card
from parvis.here import Here
from parvis.institution.loader import load
from parvis.institution.reading import InstitutionUnsound
from parvis.known import known
from tests.conftest import FakeClock
from tests.gate.world import CODE, Person, a_person, last_code
from tests.means.world import Browser
from tests.pdf import tagged, texts

KIND = "code_card"


@pytest.fixture
async def anne(here: Here) -> Person:
    return await a_person(here)


async def signs_in(person: Person) -> Browser:
    """As far as the second proof."""
    browser = Browser(person.here, person.institution.slug)
    await browser.sends("/sign-in", client_id=person.identifier, code=CODE)
    return browser


async def by_sms(person: Person, browser: Browser) -> None:
    at = browser.at
    await browser.sends(f"{at}/challenges/{person.means['sms_code']}")
    await browser.sends(f"{at}/proofs/{person.means['sms_code']}", code=await last_code(person.here))


async def in_the_space(person: Person) -> Browser:
    browser = await signs_in(person)
    await by_sms(person, browser)
    assert browser.at == "/accounts", browser.text
    return browser


async def downloads(browser: Browser, layout: str = "grid") -> httpx.Response:
    headers = {"origin": browser.origin, "sec-fetch-site": "same-origin", "accept": "text/html"}
    address = re.sub("/enrollment$", "/card", browser.at)
    return await browser.http.post(address, data={"layout": layout}, headers=headers)


def read(pdf: bytes) -> dict[str, str]:
    """The printed card, as eyes read it."""
    found = texts(pdf)
    return {text: found[at + 1] for at, text in enumerate(found) if text in SQUARES}


def square(browser: Browser) -> str:
    found = re.search(r"Code de la case ([A-H][1-8])", browser.text)
    assert found is not None, browser.text
    return found.group(1)


async def orders(browser: Browser, name: str = "Portefeuille") -> dict[str, str]:
    """From « Ajouter » to the sheet in hand; the browser is on the page that waits for its first code."""
    await browser.sends(f"/security/means/new/{KIND}", name=name)
    answer = await downloads(browser)
    assert answer.headers["content-type"] == "application/pdf", answer.text
    await browser.opens(browser.at)
    return read(answer.content)


async def holds_a_card(person: Person, browser: Browser) -> dict[str, str]:
    """A card in service, approved by a text message."""
    card = await orders(browser)
    await browser.sends(browser.at, code=card[square(browser)])
    assert "Vous ajoutez" in browser.text, browser.text
    at = browser.at
    await browser.sends(f"{at}/proofs/{person.means['secret_code']}", code=CODE)
    browser.at = at
    await by_sms(person, browser)
    async with person.here.reading() as tx:
        found = await tx.value(
            "select id from authenticator where client_id = $1 and kind = $2 and state = 'active'", person.id, KIND
        )
    assert found is not None
    person.means[KIND] = found
    return card


async def material(person: Person) -> Card:
    async with person.here.reading() as tx:
        sealed = await tx.value("select material from authenticator where id = $1", person.means[KIND])
    opened = person.here.keys.unseal(sealed, purpose=f"authenticator:{person.means[KIND]}")
    return msgspec.json.decode(opened, type=Card)


async def only_left(person: Person, count: int) -> None:
    """As if most of the card had served."""
    card = await material(person)
    used = tuple(one for one in card.order if one not in card.used)[: card.left - count]
    left = msgspec.json.encode(msgspec.structs.replace(card, used=(*card.used, *used)))
    async with person.here.transaction() as tx:
        await tx.run(
            "update authenticator set material = $2 where id = $1", person.means[KIND],
            person.here.keys.seal(left, purpose=f"authenticator:{person.means[KIND]}"),
        )


async def notices(here: Here, words: str) -> int:
    async with here.reading() as tx:
        ids = await tx.value("select array_agg(id) from outbox")
        found = [(one, await tx.value("select content from outbox where id = $1", one)) for one in ids or []]
    return sum(words in here.keys.unseal(content, purpose=f"outbox:{one}").decode() for one, content in found)


async def test_a_card_is_ordered_printed_put_in_service_and_signs_in(anne: Person, clock: FakeClock) -> None:
    """RTS-24.2b: in service only once it is approved; RTS-25: it takes its first use to be."""
    browser = await in_the_space(anne)
    card = await holds_a_card(anne, browser)
    assert len(card) == 64
    assert "Il reste 63 codes" in await browser.opens("/security/means")

    elsewhere = await signs_in(anne)
    at = elsewhere.at
    await elsewhere.opens(f"{at}?means={anne.means[KIND]}")
    asked = square(elsewhere)
    await elsewhere.opens(f"{at}?means={anne.means[KIND]}")
    assert square(elsewhere) == asked, "the square is frozen with its request"
    await elsewhere.sends(f"{at}/proofs/{anne.means[KIND]}", code=card[asked].lower())
    assert elsewhere.at == "/accounts", elsewhere.text

    again = await signs_in(anne)
    await again.opens(f"{again.at}?means={anne.means[KIND]}")
    assert square(again) != asked
    await again.sends(f"{again.at}/proofs/{anne.means[KIND]}", code=card[asked])
    assert again.status == 422, "each square serves once"


async def test_the_sheet_is_given_once(anne: Person) -> None:
    browser = await in_the_space(anne)
    await browser.sends(f"/security/means/new/{KIND}", name="")
    first, second = await asyncio.gather(downloads(browser), downloads(browser))
    assert sorted((first.status_code, second.status_code)) == [200, 409]
    assert (await downloads(browser)).status_code == 409
    pdf = first.content if first.status_code == 200 else second.content
    assert tagged(pdf)
    said = " ".join(texts(pdf))
    assert "Aucun conseiller ne vous demandera ces codes" in said
    assert "Banque des Deux Rives" in said
    page = await browser.opens(browser.at)
    assert "Elle ne peut plus l’être" in page
    assert not [code for code in read(pdf).values() if code in page]
    async with anne.here.reading() as tx:
        rows = await tx.value("select string_agg(row::text, ' ') from (select * from authenticator) row")
    assert not [code for code in read(pdf).values() if f'"{code}"' in rows], "nothing of it is kept in clear"


async def test_the_sheet_is_for_the_session_that_ordered_it(anne: Person) -> None:
    browser = await in_the_space(anne)
    other = await in_the_space(anne)
    await browser.sends(f"/security/means/new/{KIND}", name="")
    other.at = browser.at
    assert (await downloads(other)).status_code == 410
    assert (await downloads(browser)).status_code == 200


async def test_a_wrong_first_code_puts_nothing_in_service(anne: Person) -> None:
    browser = await in_the_space(anne)
    card = await orders(browser)
    asked = square(browser)
    wrong = next(code for place, code in card.items() if place != asked)
    await browser.sends(browser.at, code=wrong)
    assert browser.status == 422
    assert square(browser) == asked
    assert wrong not in browser.text


async def test_requests_that_wait_together_ask_different_squares(anne: Person) -> None:
    browser = await in_the_space(anne)
    card = await holds_a_card(anne, browser)
    waiting = await asyncio.gather(*(signs_in(anne) for _ in range(3)))
    places = []
    for one in waiting:
        await one.opens(f"{one.at}?means={anne.means[KIND]}")
        places.append(square(one))
    assert len(set(places)) == 3
    await asyncio.gather(
        *(
            one.sends(f"{one.at}/proofs/{anne.means[KIND]}", code=card[place])
            for one, place in zip(waiting, places, strict=True)
        )
    )
    assert [one.at for one in waiting] == ["/accounts"] * 3
    assert (await material(anne)).left == 60


async def test_one_answer_sent_many_times_at_once_serves_once(anne: Person) -> None:
    """RTS-4.1; pitfall 1."""
    browser = await in_the_space(anne)
    card = await holds_a_card(anne, browser)
    one = await signs_in(anne)
    await one.opens(f"{one.at}?means={anne.means[KIND]}")
    headers = {"origin": one.origin, "sec-fetch-site": "same-origin", "accept": "text/html"}
    address, data = f"{one.at}/proofs/{anne.means[KIND]}", {"code": card[square(one)]}
    await asyncio.gather(*(one.http.post(address, data=data, headers=headers) for _ in range(8)))
    async with anne.here.reading() as tx:
        count = await tx.value("select count(*) from proof where authenticator_id = $1", anne.means[KIND])
        opened = await tx.value("select count(*) from journal where event = 'session:opened'")
    assert count == 2, "the first use, and this one"
    assert opened == 2


async def test_guesses_are_held_and_a_right_code_waits_too(anne: Person) -> None:
    """RTS-4.3b; pitfall 9."""
    browser = await in_the_space(anne)
    card = await holds_a_card(anne, browser)
    one = await signs_in(anne)
    await one.opens(f"{one.at}?means={anne.means[KIND]}")
    right = card[square(one)]
    wrong = "2222" if right != "2222" else "3333"
    address = f"{one.at}/proofs/{anne.means[KIND]}"
    for _ in range(anne.institution.lockout.tries):
        await one.sends(address, code=wrong)
    assert one.status == 429
    await one.sends(address, code=right)
    assert one.status == 429


async def test_somebody_else_s_card_opens_nothing(here: Here, anne: Person) -> None:
    """Pitfall 14."""
    zoe = await a_person(here, identifier="55566677788")
    hers = await holds_a_card(zoe, await in_the_space(zoe))
    await holds_a_card(anne, await in_the_space(anne))
    one = await signs_in(anne)
    at = one.at
    await one.opens(f"{at}?means={anne.means[KIND]}")
    place = square(one)
    await one.sends(f"{at}/proofs/{anne.means[KIND]}", code=hers[place])
    assert one.status == 422
    await one.sends(f"{at}/proofs/{zoe.means[KIND]}", code=hers[place])
    assert one.status in (404, 409)


async def test_few_left_is_said_on_the_page_and_by_notice_and_a_new_card_takes_over(anne: Person) -> None:
    browser = await in_the_space(anne)
    card = await holds_a_card(anne, browser)
    await only_left(anne, 11)
    one = await signs_in(anne)
    await one.opens(f"{one.at}?means={anne.means[KIND]}")
    assert "codes sur cette carte" not in one.text
    await one.sends(f"{one.at}/proofs/{anne.means[KIND]}", code=card[square(one)])
    assert await notices(anne.here, "il reste 10 codes sur votre carte") == 1
    text = await one.opens("/security/means")
    assert "Il reste 10 codes" in text
    assert "Commander la suivante" in text
    later = await signs_in(anne)
    await later.opens(f"{later.at}?means={anne.means[KIND]}")
    assert "Il reste 10 codes sur cette carte" in later.text

    before = anne.means[KIND]
    fresh = await holds_a_card(anne, browser)
    assert anne.means[KIND] != before
    async with anne.here.reading() as tx:
        old = await tx.value("select state || ':' || length(material) from authenticator where id = $1", before)
    assert old == "removed:0", "the card before has ended, and what verified it is destroyed"
    place = square(later)
    await later.sends(f"{later.at}/proofs/{before}", code=card[place])
    assert later.status == 409
    last = await signs_in(anne)
    await last.opens(f"{last.at}?means={anne.means[KIND]}")
    await last.sends(f"{last.at}/proofs/{anne.means[KIND]}", code=fresh[square(last)])
    assert last.at == "/accounts"


async def test_a_used_up_card_says_so_and_leaves_the_other_means(anne: Person) -> None:
    browser = await in_the_space(anne)
    await holds_a_card(anne, browser)
    await only_left(anne, 0)
    one = await signs_in(anne)
    at = one.at
    text = await one.opens(f"{at}?means={anne.means[KIND]}")
    assert "Cette carte est épuisée" in text
    await one.sends(f"{at}/proofs/{anne.means[KIND]}", code="2345")
    assert one.status == 422
    one.at = at
    await by_sms(anne, one)
    assert one.at == "/accounts"


async def test_a_lost_card_is_suspended_at_once(anne: Person) -> None:
    browser = await in_the_space(anne)
    card = await holds_a_card(anne, browser)
    one = await signs_in(anne)
    await one.opens(f"{one.at}?means={anne.means[KIND]}")
    place = square(one)
    await browser.sends(f"/security/means/{anne.means[KIND]}/suspension")
    await one.sends(f"{one.at}/proofs/{anne.means[KIND]}", code=card[place])
    assert one.status == 409


@pytest.mark.parametrize("way", ['["code_card"]', '["secret_code", "code_card"]'])
def test_a_payment_is_never_approved_with_it_alone(tmp_path: Path, way: str) -> None:
    """RTS-5.1: a code that was printed beforehand says nothing of amount and payee; the loader refuses such a rule."""
    source = Path("institutions/deuxrives")
    for path in source.rglob("*"):
        if path.is_file():
            place = tmp_path / "deuxrives" / path.relative_to(source)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(path.read_bytes())
    file = tmp_path / "deuxrives" / "institution.toml"
    text = file.read_text(encoding="utf-8")
    at = text.index('id = "transfer"\n')
    file.write_text(text[:at] + re.sub(r"ways = .*", f"ways = [{way}]", text[at:], count=1), encoding="utf-8")
    factors, operations = known()
    with pytest.raises(InstitutionUnsound, match="links the proof to amount and payee"):
        load(tmp_path / "deuxrives", factors=factors, operations=operations)
