"""The demonstration's card reader: what a card and its reader do, and the card that its institution recognises."""

from collections.abc import AsyncIterator

import httpx
import pytest

from parvis.app import create_app
from parvis.demo.furnish import furnish, identity
from parvis.demo.stories.cooperative import IDRIS, SABINE
from parvis.factors import Asked, Evidence
from parvis.here import Here
from tests.factors.world import asked

READER = "/reader"
OWNER = identity("cooperative", SABINE)


@pytest.fixture
async def browser(here: Here) -> AsyncIterator[httpx.AsyncClient]:
    await furnish(here)
    transport = httpx.ASGITransport(create_app(here.settings, here))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as client:
        client.headers.update({"Accept-Language": "fr", "Origin": "http://localhost:8000"})
        yield client


async def press(browser: httpx.AsyncClient, **typed: str) -> str:
    form = {"card": str(OWNER), "mode": "identify", "pin": SABINE.card_pin} | typed
    return (await browser.post(READER, data=form)).text


def code_in(page: str) -> str:
    """The digits on the screen; "" if it shows none."""
    import re

    found = re.search(r'id="code">(\d{4}) (\d{4})<', page)
    return found[1] + found[2] if found else ""


async def judged(here: Here, code: str, about: Asked) -> bool:
    """Whether the institution recognises it, with what it has sealed of this card."""
    async with here.reading() as tx:
        row = await tx.value(
            "select array[id::text, encode(material, 'hex')] from authenticator"
            " where client_id = $1 and kind = 'cap_reader'",
            OWNER,
        )
    material = here.keys.unseal(bytes.fromhex(row[1]), purpose=f"authenticator:{row[0]}")
    return isinstance(
        here.factors["cap_reader"].check(material, b"", {"code": code}, about, here.clock()), Evidence
    )


IDENTIFY = Asked(request_id="r", canonical="{}", digest=b"d" * 32, match_number=1, engages=False)


async def test_the_institution_recognises_the_card_that_it_handed_over(
    here: Here, browser: httpx.AsyncClient
) -> None:
    """From the issuer's master key to the chip on one side, from that key to the verification on the other."""
    assert await judged(here, code_in(await press(browser)), IDENTIFY)
    transfer = asked(amount="250,00 €", payee="Zoé", iban="FR7699914000010000000123 48")
    told = here.factors["cap_reader"].instructions(transfer)  # type: ignore[attr-defined]
    code = code_in(await press(browser, mode="sign", challenge=told["challenge"], amount="250,00"))
    assert await judged(here, code, transfer)
    assert not await judged(here, code, IDENTIFY)
    assert not await judged(here, code_in(await press(browser, mode="sign", challenge="1", amount="250")), transfer)


async def test_a_demonstration_of_yesterday_is_handed_the_cards_of_today(
    here: Here, browser: httpx.AsyncClient
) -> None:
    """Furnished before there were cards: they are handed over at the next start, and only once."""
    async with here.transaction() as tx:
        await tx.run("delete from demo_card")
        await tx.run("delete from authenticator where kind = 'cap_reader'")
    assert not code_in(await press(browser))
    await furnish(here)
    code = code_in(await press(browser))
    await furnish(here)
    assert await judged(here, code, IDENTIFY) and code_in(await press(browser)) != code


async def test_each_code_is_another_one(browser: httpx.AsyncClient) -> None:
    codes = [code_in(await press(browser)) for _ in range(5)]
    assert len(set(codes)) == 5 and all(len(code) == 8 for code in codes)


async def test_three_wrong_pins_lock_the_card_and_a_button_unlocks_it(browser: httpx.AsyncClient) -> None:
    assert "Encore 2 essais" in await press(browser, pin="0000")
    assert "Encore 1 essai." in await press(browser, pin="0000")
    assert code_in(await press(browser)), "a right PIN forgets the wrong ones"
    for _ in range(3):
        page = await press(browser, pin="é" * 30)
    assert "Carte bloquée" in page
    assert not code_in(await press(browser)), "locked: the right PIN is refused as well"
    await browser.post(f"{READER}/new-pin-tries", data={"card": str(OWNER)})
    assert code_in(await press(browser))
    other = await browser.post(READER, data={
        "card": str(identity("cooperative", IDRIS)), "mode": "identify", "pin": IDRIS.card_pin,
    })  # fmt: skip
    assert code_in(other.text), "one card's lock is not another's"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"mode": "respond"}, "8 chiffres au plus"),
        ({"mode": "respond", "challenge": "123456789"}, "8 chiffres au plus"),
        ({"mode": "respond", "challenge": "١٢٣"}, "8 chiffres au plus"),
        ({"mode": "sign", "challenge": "1234", "amount": ""}, "Tapez le montant"),
        ({"mode": "sign", "challenge": "1234", "amount": "-5"}, "Tapez le montant"),
    ],
)
async def test_figures_that_no_reader_takes(browser: httpx.AsyncClient, typed: dict[str, str], told: str) -> None:
    """The figures stay, the PIN goes, and the card has noticed nothing."""
    page = await press(browser, **typed)
    assert told in page and not code_in(page) and SABINE.card_pin not in page


@pytest.mark.parametrize(
    "form",
    [{}, {"card": "zz", "mode": "identify"}, {"card": str(OWNER), "mode": "pay"}, {"colour": "blue"}],
)
async def test_anything_else_leads_back_to_the_reader(browser: httpx.AsyncClient, form: dict[str, str]) -> None:
    answer = await browser.post(READER, data=form)
    assert (answer.status_code, answer.headers["location"]) == (303, READER)
    assert (await browser.get(f"{READER}?colour=blue")).status_code == 303
    assert (await browser.get(f"{READER}?card=zz")).status_code == 200


async def test_it_is_nowhere_else(here: Here, browser: httpx.AsyncClient) -> None:
    """At an institution's own host there is no such page, and the card's key is on no page."""
    answer = await browser.get(READER, headers={"Host": "cooperative.localhost:8000"})
    assert answer.status_code == 404
    async with here.reading() as tx:
        chip = await tx.value("select chip from demo_card where client_id = $1", OWNER)
    assert SABINE.card_pin.encode() not in chip and b"pin" not in chip, "the chip is sealed"


async def test_the_start_page_says_where_the_card_is(browser: httpx.AsyncClient) -> None:
    page = (await browser.get("/")).text
    assert SABINE.card_pin in page and f"/reader?card={OWNER}" in page and SABINE.card_number not in page
