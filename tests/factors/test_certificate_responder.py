"""A real responder, `openssl ocsp`, asked over the network; one that is down, slow, or answers something else."""

import asyncio
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID

from parvis.factors import Question
from parvis.factors.certificate.revocation import gather, standing
from parvis.factors.certificate.trust import Trust
from parvis.outside import SECONDS, Outside
from tests.factors.pki import Authority, new_key
from tests.journeys.bank import free_port

NOW = datetime.now(UTC)
ROOT = Authority(now=NOW)


def write(place: Path, name: str, certificate: x509.Certificate, key: object = None) -> None:
    (place / f"{name}.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    if key is not None:
        plain = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())  # type: ignore[attr-defined]
        (place / f"{name}.key").write_bytes(plain)


@contextmanager
def responder(
    place: Path, port: int, *issued: x509.Certificate, revoked: tuple[x509.Certificate, ...] = ()
) -> Iterator[None]:
    """`openssl ocsp` on that port, signing with a certificate that the authority named for it."""
    key = new_key()
    named = ROOT.issues("Répondeur", key=key, eku=(ExtendedKeyUsageOID.OCSP_SIGNING,), no_check=True)
    write(place, "ca", ROOT.certificate)
    write(place, "responder", named, key)
    since, form = NOW - timedelta(hours=1), "%y%m%d%H%M%SZ"
    lines = [
        ("R" if one in revoked else "V", one.not_valid_after_utc.strftime(form),
         since.strftime(form) if one in revoked else "", f"{one.serial_number:04X}", "unknown", "/CN=x")
        for one in issued
    ]  # fmt: skip
    (place / "index.txt").write_text("".join("\t".join(line) + "\n" for line in lines))
    command = ["openssl", "ocsp", "-port", str(port), "-index", "index.txt", "-CA", "ca.pem", "-rsigner",
               "responder.pem", "-rkey", "responder.key", "-nmin", "5", "-ignore_err"]  # fmt: skip
    process = subprocess.Popen(command, cwd=place, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        # It says when it listens; a connection that only looks would keep it from those that come after.
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith(b"ACCEPT"), line
        yield
    finally:
        process.terminate()
        process.wait(10)
        assert process.stdout is not None
        process.stdout.close()


@pytest.fixture
async def outside() -> AsyncIterator[Outside]:
    made = Outside()
    yield made
    await made.close()


async def told(outside: Outside, certificate: x509.Certificate, *, accepts: bool = False) -> str:
    trust = Trust(institution="x", host="h", anchors=(ROOT.certificate,), accepts_unanswered=accepts)
    chain = (certificate, ROOT.certificate)
    now = datetime.now(UTC)
    return standing(chain, trust, await gather(chain, trust, outside.ask, now), now)


async def test_a_real_responder(tmp_path: Path, outside: Outside) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}/"
    good, taken_back, unknown = (ROOT.issues(str(one), key=new_key(), ocsp_url=url) for one in range(3))
    with responder(tmp_path, port, good, taken_back, revoked=(taken_back,)):
        assert await told(outside, good) == ""
        assert await told(outside, taken_back) == "certificate_revoked"
        assert await told(outside, unknown) == "certificate_status_unknown"
    # It is down now: what it said a moment ago is remembered, and nothing else is known.
    assert await told(outside, good) == ""
    later = ROOT.issues("later", key=new_key(), ocsp_url=url)
    assert await told(outside, later) == "certificate_status_unknown"
    assert await told(outside, later, accepts=True) == ""


@asynccontextmanager
async def a_server(answer: bytes, *, wait: float = 0) -> AsyncIterator[tuple[str, list[int]]]:
    asked: list[int] = []

    over = asyncio.Event()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(1)
        await reader.readuntil(b"\r\n\r\n")
        with suppress(TimeoutError):
            await asyncio.wait_for(over.wait(), wait)
        with suppress(OSError):
            writer.write(answer)
            await writer.drain()
            writer.close()
            await writer.wait_closed()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/list", asked
    finally:
        over.set()
        await asyncio.sleep(0.1)
        server.close()


def ok(body: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s" % (len(body), body)


async def test_a_list_is_fetched_once_in_five_minutes(outside: Outside) -> None:
    async with a_server(ok(ROOT.lists())) as (url, asked):
        listed = ROOT.issues("a", key=new_key(), crl_url=url)
        for _ in range(3):
            assert await told(outside, listed) == ""
        assert len(asked) == 1


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
        b"not even http",
        b"",
    ],
)
async def test_what_is_no_answer_is_silence_and_is_not_asked_again_at_once(outside: Outside, answer: bytes) -> None:
    async with a_server(answer) as (url, asked):
        for _ in range(3):
            assert await outside.ask(Question(url=url, longest=1000)) is None
        assert len(asked) == 1


async def test_an_answer_too_long_or_too_slow_is_not_waited_for(outside: Outside) -> None:
    async with a_server(ok(bytes(5000))) as (url, _):
        assert await outside.ask(Question(url=url, longest=4999)) is None
    began = asyncio.get_running_loop().time()
    async with a_server(ok(b"x"), wait=SECONDS + 5) as (url, _):
        assert await outside.ask(Question(url=url, longest=10)) is None
    assert asyncio.get_running_loop().time() - began < SECONDS + 2


async def test_only_http_is_spoken(outside: Outside, tmp_path: Path) -> None:
    (tmp_path / "list").write_bytes(ROOT.lists())
    for url in (f"file://{tmp_path}/list", "ldap://127.0.0.1/list", "", "http://", "http://[::bad"):
        assert await outside.ask(Question(url=url, longest=10_000)) is None
