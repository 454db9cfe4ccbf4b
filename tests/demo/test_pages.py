"""The start page and the inbox, as a browser asks for them."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from html import unescape
from pathlib import Path

import httpx
import pytest

from parvis.app import create_app
from parvis.demo.clock import shifted_clock
from parvis.demo.furnish import furnish, identity
from parvis.demo.stories.all import STORIES
from parvis.factors.oath import totp
from parvis.here import Here
from parvis.letters import actions as letters
from parvis.outbox import actions as outbox
from parvis.work import senders_of
from tests.conftest import FakeClock

CLIENTS = [(story.institution, client) for story in STORIES for client in story.clients]


@pytest.fixture
async def browser(here: Here) -> AsyncIterator[httpx.AsyncClient]:
    """A browser at the demonstration's host."""
    await furnish(here)
    transport = httpx.ASGITransport(create_app(here.settings, here))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as client:
        client.headers["Accept-Language"] = "fr"
        yield client


async def sent(here: Here, slug: str, number: int, text: str, channel: str = "email") -> None:
    """That client of that institution is written to, and the worker passes."""
    client = next(story for story in STORIES if story.institution == slug).clients[number]
    async with here.transaction() as tx:
        contact = await tx.value(
            "select id from contact where client_id = $1 and channel = $2", identity(slug, client), channel
        )
        await outbox.write(
            tx, here, institution=slug, contact_id=contact, channel=channel, subject="Votre code", text=text,
            purpose="code", now=here.clock(),
        )  # fmt: skip
    while await outbox.send_due(here, senders_of(here), here.clock()):
        pass


async def test_the_start_page_shows_everyone_and_everything_they_need(
    browser: httpx.AsyncClient, here: Here
) -> None:
    page = unescape((await browser.get("/")).text)
    for slug, client in CLIENTS:
        assert client.name in page
        assert client.secret in page
        assert all(value in page for value in client.identifier.values())
        assert f"http://{slug}.localhost:8000/sign-in" in page
        if client.totp_key:
            assert totp(client.totp_key, int(here.clock().timestamp())) in page
    assert "http://epargne.localhost:8000/phone/" in page
    assert "simulé" in page
    assert "Démonstration" in page


async def test_it_speaks_english_too(browser: httpx.AsyncClient) -> None:
    page = (await browser.get("/", headers={"Accept-Language": "en"})).text
    assert 'lang="en"' in page
    assert "Five institutions" in page
    assert "simulated" in page


async def test_no_page_of_the_demo_needs_anything_inline_or_from_elsewhere(browser: httpx.AsyncClient) -> None:
    for path in ("/", "/inbox"):
        page = (await browser.get(path)).text
        assert " style=" not in page
        assert "<style" not in page
        assert 'src="http' not in page
        assert "onclick" not in page


async def test_messages_arrive_as_they_were_sent_the_newest_first(
    browser: httpx.AsyncClient, here: Here, clock: FakeClock
) -> None:
    await sent(here, "allocations", 0, "Votre code est 102938.")
    clock.advance(minutes=1)
    await sent(here, "deuxrives", 0, "564738 est votre code.", channel="sms")
    page = unescape((await browser.get("/inbox")).text)
    assert page.index("564738") < page.index("102938")
    assert "nadia.lefevre@courriel.example" in page
    assert "+33639980101" in page
    assert "2 messages" in page


async def test_the_inbox_is_filtered_by_institution_and_by_client(
    browser: httpx.AsyncClient, here: Here
) -> None:
    await sent(here, "allocations", 0, "Votre code est 102938.")
    await sent(here, "allocations", 1, "Votre code est 111213.")
    await sent(here, "deuxrives", 0, "564738 est votre code.", channel="sms")
    house = (await browser.get("/inbox?institution=allocations")).text
    assert "102938" in house
    assert "111213" in house
    assert "564738" not in house
    one = (await browser.get(f"/inbox?client={identity('allocations', STORIES[1].clients[1])}")).text
    assert "111213" in one
    assert "102938" not in one


@pytest.mark.parametrize("query", ["institution=nobody", "client=nobody", "who=me", "client=" + "9" * 600])
async def test_a_filter_that_means_nothing_shows_everything(browser: httpx.AsyncClient, query: str) -> None:
    answer = await browser.get(f"/inbox?{query}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/inbox")


async def test_a_message_is_text_whatever_it_holds(browser: httpx.AsyncClient, here: Here) -> None:
    await sent(here, "deuxrives", 0, "<script>alert(1)</script> 564738", channel="sms")
    page = (await browser.get("/inbox")).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


async def test_an_institution_s_own_host_has_no_inbox(browser: httpx.AsyncClient) -> None:
    for path in ("/inbox", "/looks.css", "/marks/deuxrives"):
        assert (await browser.get(path, headers={"Host": "deuxrives.localhost:8000"})).status_code == 404
    home = await browser.get("/", headers={"Host": "deuxrives.localhost:8000"})
    assert "Banque des Deux Rives" in home.text
    assert "739204" not in home.text


async def test_each_institution_has_its_own_look(browser: httpx.AsyncClient) -> None:
    style = (await browser.get("/looks.css")).text
    for story in STORIES:
        assert f'[data-look="{story.institution}"]' in style
        mark = await browser.get(f"/marks/{story.institution}")
        assert (mark.status_code, mark.headers["content-type"].split(";")[0]) == (200, "image/svg+xml")
    assert ":root" not in style
    assert (await browser.get("/marks/nobody")).status_code == 404


def test_the_clock_is_moved_by_a_file(tmp_path: Path) -> None:
    file = tmp_path / "offset"
    clock = shifted_clock(file)
    before = clock()
    file.write_text("3600\n")
    assert timedelta(minutes=59) < clock() - before < timedelta(minutes=61)
    file.write_text("-86400")
    assert clock() < before
    assert clock().microsecond % 1000 == 0
    file.write_text("")
    assert clock() - before < timedelta(minutes=1)
    file.write_text("soon")
    with pytest.raises(ValueError, match="soon"):
        clock()


async def test_a_letter_that_would_be_posted_is_read_in_the_inbox(browser: httpx.AsyncClient, here: Here) -> None:
    institution = here.institutions.by_slug("deuxrives")
    assert institution is not None
    camille, now = identity("deuxrives", STORIES[0].clients[0]), here.clock()
    async with here.transaction() as tx:
        await letters.write(tx, here, institution, camille, "123456", now + timedelta(days=10), now)
    page = unescape((await browser.get("/inbox?institution=deuxrives")).text)
    [address] = re.findall(r'href="(/letters/[^"]+)"', page)
    letter = await browser.get(address)
    assert letter.headers["content-type"] == "application/pdf" and letter.content.startswith(b"%PDF")
    assert letter.headers["cache-control"] == "no-store"
    assert address not in (await browser.get("/inbox?institution=epargne")).text
    assert (await browser.get(f"/letters/epargne/{address.rsplit('/', 1)[1]}")).headers["location"] == "/inbox"
