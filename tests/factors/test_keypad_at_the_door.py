"""DR1, CO2: the scrambled keypad of a real sign-in page, pressed as a browser presses it."""

import re

from parvis.here import Here
from tests.conftest import FakeClock
from tests.gate.world import CODE, a_person
from tests.means.world import Browser

IDENTIFIER = "10203040506"


def pressed(page: str, code: str) -> dict[str, str]:
    """The fields that the keypad of this page sends for that code."""
    names = {digit: name for name, digit in re.findall(r'data-key="(\w{4})">(\d)<', page)}
    assert len(names) == 10
    token = re.search(r'name="layout_token" value="([^"]+)"', page)
    assert token is not None
    return {"layout_token": token.group(1), "answer_keys": "".join(names[digit] for digit in code), "code": ""}


def whose(page: str) -> str:
    """The name of the identifier's field."""
    found = re.search(r'<input id="(\w+)" name="\1" type="text"', page)
    assert found is not None, "no identifier field"
    return found.group(1)


async def failures(here: Here) -> int:
    async with here.reading() as tx:
        total: int = await tx.value("select coalesce(sum(failures), 0) from lock_counter")
    return total


async def test_each_display_draws_another_keypad_and_both_open(here: Here) -> None:
    await a_person(here)
    browser = Browser(here, "deuxrives")
    first = await browser.opens("/sign-in")
    second = await browser.opens("/sign-in")
    assert pressed(first, "0123456789")["answer_keys"] != pressed(second, "0123456789")["answer_keys"]
    await browser.sends("/sign-in", **{whose(second): IDENTIFIER}, **pressed(second, CODE))
    assert browser.at.startswith("/requests/"), "a new device: another proof is asked"


async def test_a_keypad_left_open_too_long_costs_no_try(here: Here, clock: FakeClock) -> None:
    await a_person(here)
    browser = Browser(here, "deuxrives")
    page = await browser.opens("/sign-in")
    clock.advance(minutes=11)
    again = await browser.sends("/sign-in", **{whose(page): IDENTIFIER}, **pressed(page, CODE))
    assert browser.status == 409
    assert await failures(here) == 0
    await browser.sends("/sign-in", **{whose(page): IDENTIFIER}, **pressed(again, CODE))
    assert browser.at.startswith("/requests/")


async def test_what_was_sent_once_does_not_serve_again(here: Here) -> None:
    await a_person(here)
    browser, thief = Browser(here, "deuxrives"), Browser(here, "deuxrives")
    page = await browser.opens("/sign-in")
    sent = {whose(page): IDENTIFIER} | pressed(page, CODE)
    await browser.sends("/sign-in", **sent)
    assert browser.at.startswith("/requests/")
    await thief.sends("/sign-in", **sent)
    assert thief.status == 409
    assert thief.at == "/sign-in"


async def test_a_wrong_code_gives_a_new_keypad_and_is_counted(here: Here) -> None:
    await a_person(here)
    browser = Browser(here, "deuxrives")
    page = await browser.opens("/sign-in")
    again = await browser.sends("/sign-in", **{whose(page): IDENTIFIER}, **pressed(page, "739205"))
    assert browser.status == 422
    assert await failures(here) == 1
    assert pressed(again, "7")["layout_token"] != pressed(page, "7")["layout_token"]
    assert "739205" not in again
