"""What anyone may read, asked for as a browser does."""

from collections.abc import AsyncIterator

import httpx
import pytest

from parvis.app import create_app
from parvis.here import Here

ONE = "01a1ffc4-a174-7186-b364-47a0e654ad31"
FOR_EVER = "public, max-age=31536000, immutable"


@pytest.fixture
async def browser(here: Here) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(create_app(here.settings, here))
    async with httpx.AsyncClient(transport=transport, base_url="http://deuxrives.localhost:8000") as client:
        client.headers["Accept-Language"] = "fr"
        yield client


async def test_the_home_page_shows_the_way_in_and_the_official_address(browser: httpx.AsyncClient) -> None:
    page = await browser.get("/")
    assert page.status_code == 200
    assert "Accéder à mes comptes" in page.text
    assert 'href="/sign-in"' in page.text
    assert "deuxrives.localhost" in page.text
    assert page.headers["cache-control"] == "no-store"


async def test_a_static_file_is_kept_for_ever_under_its_own_version(browser: httpx.AsyncClient, here: Here) -> None:
    found = await browser.get(here.templates.assets.url("css/all.css"))
    assert (found.status_code, found.headers["cache-control"]) == (200, FOR_EVER)
    assert found.headers["content-type"] == "text/css; charset=utf-8"
    assert found.headers["content-encoding"] == "gzip"
    older = await browser.get("/static/0000000000000000/css/all.css")
    assert (older.status_code, older.headers["cache-control"]) == (200, "public, max-age=3600")
    again = await browser.get(str(found.url), headers={"If-None-Match": found.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_a_file_that_is_not_there_is_not_found(browser: httpx.AsyncClient, here: Here) -> None:
    for name in ("css/none.css", "%2e%2e/pages.py", "css/%2e%2e/%2e%2e/words.fr.ftl"):
        assert (await browser.get(f"/static/{here.templates.assets.version}/{name}")).status_code == 404


async def test_the_look_is_the_host_s(browser: httpx.AsyncClient) -> None:
    looks = {}
    for slug in ("deuxrives", "municipal"):
        for name in ("theme.css", "mark.svg", "favicon.svg"):
            found = await browser.get(f"http://{slug}.localhost:8000/{name}")
            assert found.status_code == 200
            looks[slug, name] = found.content
    assert len(set(looks.values())) == 6
    assert (await browser.get("http://stranger.example/theme.css")).status_code == 404


async def test_a_page_asks_for_its_look_under_an_address_kept_for_ever(browser: httpx.AsyncClient) -> None:
    page = (await browser.get("/")).text
    address = page.split('href="/theme.css')[1].split('"')[0]
    assert (await browser.get("/theme.css" + address)).headers["cache-control"] == FOR_EVER


async def test_the_choice_of_language_is_remembered(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/?language=en", follow_redirects=True)
    assert "Open my accounts" in answer.text
    assert "Open my accounts" in (await browser.get("/")).text


async def test_a_page_that_does_not_exist_says_what_to_do(browser: httpx.AsyncClient) -> None:
    page = await browser.get("/no-such-page")
    assert page.status_code == 404
    assert "Page introuvable" in page.text
    assert "page_not_found" in page.text


@pytest.mark.parametrize(
    ("only_takes_forms", "stands_on"),
    [
        (f"/requests/{ONE}/proofs/{ONE}", f"/requests/{ONE}"),
        (f"/requests/{ONE}/proofs/{ONE}?language=en", f"/requests/{ONE}"),
        ("/unblocking/progress/documents", "/unblocking/progress"),
        (f"/cases/{ONE}/answers", f"/cases/{ONE}"),
        ("/security/sessions/end", "/security"),
    ],
)
async def test_where_a_form_came_back_the_address_can_be_read(
    browser: httpx.AsyncClient, only_takes_forms: str, stands_on: str
) -> None:
    """After a wrong code, « English » below the form, or the address bar again, lead to the page."""
    answer = await browser.get(only_takes_forms)
    while answer.status_code == 303 and "language" in only_takes_forms and "proofs" in answer.headers["location"]:
        answer = await browser.get(answer.headers["location"])
    assert (answer.status_code, answer.headers["location"]) == (303, stands_on)
    assert (await browser.get("/phone/api/requests")).status_code == 404
    assert (await browser.get(f"/nowhere/{ONE}/proofs")).status_code == 404
