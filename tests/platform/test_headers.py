"""What stands around every page: headers, where writes come from, how long bodies are, and the last net."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable

import httpx
import pytest
from fastapi import FastAPI, Request, Response
from structlog.testing import capture_logs

from parvis.errors import Refused
from parvis.settings import Settings
from parvis.web import headers
from parvis.web.headers import BODY_LIMIT_BYTES, DOCUMENTS_AT_ONCE, BodyLimit, wrap

HOST = "deuxrives.localhost:8000"
OURS = {"Sec-Fetch-Site": "same-origin", "Origin": f"http://{HOST}"}


def application(settings: Settings | None = None) -> FastAPI:
    """A program of four addresses, wrapped as the real one is."""
    app = FastAPI()

    @app.get("/read")
    async def read() -> Response:
        return Response("read")

    @app.post("/write")
    async def write(request: Request) -> Response:
        return Response(f"{len(await request.body())}")

    @app.post("/phone/api/answers")
    async def signed() -> Response:
        return Response("signed")

    @app.get("/broken")
    async def broken() -> Response:
        raise RuntimeError("the account '10273648591' of Élise")

    return wrap(app, settings or Settings(mode="test"))


@pytest.fixture
async def browser() -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(application())
    async with httpx.AsyncClient(transport=transport, base_url=f"http://{HOST}") as client:
        yield client


async def test_every_answer_has_the_headers_the_refused_and_the_broken_too(browser: httpx.AsyncClient) -> None:
    answers = [
        await browser.get("/read"),
        await browser.get("/nowhere"),
        await browser.get("/broken"),
        await browser.post("/write"),
    ]
    assert [answer.status_code for answer in answers] == [200, 404, 500, 403]
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.headers["cross-origin-opener-policy"] == "same-origin"
        assert answer.headers["cache-control"] == "no-store"
        assert "strict-transport-security" not in answer.headers


async def test_https_is_remembered_by_browsers_once_it_is_there() -> None:
    transport = httpx.ASGITransport(application(Settings(mode="test", tls=True)))
    async with httpx.AsyncClient(transport=transport, base_url="https://bank.example") as client:
        assert "max-age=63072000" in (await client.get("/read")).headers["strict-transport-security"]


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (OURS, 200),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Origin": f"http://{HOST}"}, 200),
        ({}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site", "Origin": f"http://{HOST}"}, 403),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://epargne.localhost:8000"}, 403),
        ({"Origin": "http://deuxrives.localhost:8001"}, 403),
        ({"Origin": f"ftp://{HOST}"}, 403),
        ({"Origin": f"http://{HOST}.evil.example"}, 403),
        ({"Origin": "http://[oops"}, 403),
        ({"Origin": ""}, 403),
        ({"Referer": f"http://{HOST}/read"}, 403),
    ],
)
async def test_a_write_comes_from_our_own_pages(browser: httpx.AsyncClient, sent: dict[str, str], status: int) -> None:
    answer = await browser.post("/write", headers=sent)
    assert answer.status_code == status
    assert (await browser.get("/read", headers=sent)).status_code == 200


async def test_with_https_a_page_of_http_is_not_ours() -> None:
    transport = httpx.ASGITransport(application(Settings(mode="test", tls=True)))
    async with httpx.AsyncClient(transport=transport, base_url="https://bank.example") as client:
        assert (await client.post("/write", headers={"Origin": "http://bank.example"})).status_code == 403
        assert (await client.post("/write", headers={"Origin": "https://bank.example"})).status_code == 200


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "post", "FROB"])
async def test_every_method_but_reading_is_a_write(browser: httpx.AsyncClient, method: str) -> None:
    assert (await browser.request(method, "/write")).status_code == 403


async def test_a_signed_call_needs_no_page_of_ours(browser: httpx.AsyncClient) -> None:
    assert (await browser.post("/phone/api/answers")).text == "signed"


async def test_a_body_is_whole_or_too_large(browser: httpx.AsyncClient) -> None:
    just = await browser.post("/write", headers=OURS, content=b"x" * BODY_LIMIT_BYTES)
    assert (just.status_code, just.text) == (200, str(BODY_LIMIT_BYTES))
    more = await browser.post("/write", headers=OURS, content=b"x" * (BODY_LIMIT_BYTES + 1))
    assert more.status_code == 413
    assert more.headers["connection"] == "close"


async def test_a_body_that_does_not_say_its_size_is_counted(browser: httpx.AsyncClient) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(BODY_LIMIT_BYTES // 1024 + 1):
            yield b"x" * 1024

    assert (await browser.post("/write", headers=OURS, content=chunks())).status_code == 413


async def test_a_body_that_dribbles_is_given_up() -> None:
    seen: list[int] = []

    async def app(_scope: object, _receive: object, _send: object) -> None:
        raise AssertionError("no page may see it")

    async def receive() -> dict[str, object]:
        await asyncio.sleep(0.02)
        return {"type": "http.request", "body": b"x", "more_body": True}

    async def send(message: dict[str, object]) -> None:
        if message["type"] == "http.response.start":
            seen.append(message["status"])  # type: ignore[arg-type]

    scope = {"type": "http", "method": "POST", "path": "/write", "headers": [], "query_string": b""}
    await BodyLimit(app, seconds=0.1)(scope, receive, send)  # type: ignore[arg-type]
    assert seen == [408]


async def test_few_large_documents_are_held_at_once_and_what_is_short_waits_for_none() -> None:
    held, full, enough = 0, asyncio.Event(), asyncio.Event()

    async def app(_scope: object, _receive: object, send: Callable[[dict[str, object]], Awaitable[None]]) -> None:
        nonlocal held
        held += 1
        if held == DOCUMENTS_AT_ONCE:
            full.set()
        await enough.wait()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    limit = BodyLimit(app)  # type: ignore[arg-type]

    async def posted(length: int) -> int:
        statuses: list[int] = []

        async def receive() -> dict[str, object]:
            return {"type": "http.request", "body": b"x" * length, "more_body": False}

        async def send(message: dict[str, object]) -> None:
            if message["type"] == "http.response.start":
                statuses.append(message["status"])  # type: ignore[arg-type]

        said = [(b"content-length", str(length).encode())]
        scope = {"type": "http", "method": "POST", "path": "/cases/1/documents", "headers": said, "query_string": b""}
        await limit(scope, receive, send)  # type: ignore[arg-type]
        return statuses[0]

    large = BODY_LIMIT_BYTES + 1
    taken = [asyncio.create_task(posted(large)) for _ in range(DOCUMENTS_AT_ONCE)]
    await full.wait()
    assert await posted(large) == 503
    short = [asyncio.create_task(posted(length)) for length in (0, 39, BODY_LIMIT_BYTES)]
    enough.set()
    assert await asyncio.gather(*taken, *short) == [200] * (DOCUMENTS_AT_ONCE + 3)
    assert await posted(large) == 200


async def test_a_failure_of_ours_has_a_reference_found_in_the_log_and_tells_nothing(
    browser: httpx.AsyncClient,
) -> None:
    with capture_logs() as logs:
        answer = await browser.get("/broken")
    assert answer.status_code == 500
    assert "Rien n’a été fait" in answer.text
    assert "Nothing was done" in answer.text
    assert "RuntimeError" not in answer.text
    assert "10273648591" not in answer.text
    [line] = [line for line in logs if line["event"] == "broken"]
    assert line["reference"] in answer.text
    assert line["route"] == "/broken"


async def test_refusals_are_drawn_by_the_program_where_it_can_and_plainly_where_it_cannot() -> None:
    app = application()

    async def drawn(_request: Request, why: Refused, reference: str) -> Response:
        if reference:
            raise KeyError("the drawing is broken too")
        return Response(json.dumps(why.refusal.code), why.refusal.status)

    app.state.refusal_response = drawn
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=f"http://{HOST}") as client:
        assert (await client.post("/write")).text == '"other_origin"'
        broken = await client.get("/broken")
    assert broken.status_code == 500
    assert "Nothing was done" in broken.text


def test_each_plain_sentence_belongs_to_a_refusal() -> None:
    for code in headers.PLAIN_WORDS:
        page = headers.plain_page(headers.refused(code), "<script>")
        assert page.status_code >= 400
        assert b"<script>" not in page.body
