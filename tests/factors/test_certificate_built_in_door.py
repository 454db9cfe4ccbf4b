"""The small TLS door: who it shakes hands with, what it passes on, and what it never does."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import unquote

import msgspec
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from parvis import certificate_door
from parvis.demo.authority import Authority as DemoAuthority
from parvis.factors.certificate.wire import read_pem
from parvis.settings import Settings
from tests.factors.pki import Authority, new_key
from tests.factors.test_certificate_nginx import said_of
from tests.hands.certificate import authority
from tests.journeys.bank import free_port

SECRET = "the secret of the door and of the program"
HOST = "certificat.cooperative.localhost"
NOW = datetime.now(UTC)


@pytest.fixture
async def door(settings: Settings, tmp_path: Path) -> AsyncIterator[Settings]:
    """The door, and behind it a program that answers with what it was sent."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s" % (len(head), head))
        await writer.drain()
        writer.close()

    (tmp_path / "secret").write_text(SECRET)
    behind = await asyncio.start_server(answer, "127.0.0.1", 0)
    given = msgspec.structs.replace(
        settings, port=behind.sockets[0].getsockname()[1], certificate_port=free_port(),
        certificate_proxy="127.0.0.1", certificate_proxy_secret_file=tmp_path / "secret",
        certificate_door_file=DemoAuthority.open(settings, NOW).door((HOST,), NOW),
    )  # fmt: skip
    stop = asyncio.Event()
    serving = asyncio.create_task(certificate_door.serve(given, stop))
    await asyncio.sleep(0.3)
    yield given
    stop.set()
    await serving
    behind.close()


async def knocks(door: Settings, request: str, *, certificate: Path | None = None) -> str:
    """Shake hands, send that, and read to the end."""
    client = ssl.create_default_context(cafile=str(door.keys_dir / "demo-authority" / "demo.authority.pem"))
    if certificate is not None:
        client.load_cert_chain(certificate)
    reader, writer = await asyncio.open_connection("127.0.0.1", door.certificate_port, ssl=client, server_hostname=HOST)
    try:
        writer.write(request.encode())
        await writer.drain()
        async with asyncio.timeout(10):
            return (await reader.read(100_000)).decode("latin-1") + (await reader.read()).decode("latin-1")
    finally:
        writer.close()


def kept(place: Path, certificate: x509.Certificate, key: object) -> Path:
    """Certificate and key in one file."""
    plain = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())  # type: ignore[attr-defined]
    path = place / f"{certificate.serial_number}.pem"
    path.write_bytes(certificate.public_bytes(Encoding.PEM) + plain)
    return path


ASKED = f"GET /certificate?knock=x HTTP/1.1\r\nHost: {HOST}\r\n"


@pytest.mark.parametrize("lasts", [timedelta(days=9), timedelta(seconds=-1)])
async def test_the_certificate_of_the_handshake_is_passed_on(door: Settings, tmp_path: Path, lasts: timedelta) -> None:
    """One that has expired as well: the program says so in words, where TLS could only fail."""
    key = new_key()
    issued = authority().issues(key=key, since=NOW - timedelta(days=20), until=NOW + lasts)
    seen = await knocks(door, ASKED + "\r\n", certificate=kept(tmp_path, issued, key))
    assert "GET /certificate?knock=x" in seen
    assert read_pem(unquote(said_of(seen, "x-parvis-client-certificate"))) == issued
    assert said_of(seen, "x-parvis-proxy-secret") == SECRET
    assert said_of(seen, "host") == HOST


async def test_pitfall_15_what_the_browser_writes_itself_goes_no_further(door: Settings) -> None:
    forged = "X-Parvis-Client-Certificate: forged\r\nX-Parvis-Proxy-Secret: forged\r\nCookie: session=x\r\n"
    seen = await knocks(door, ASKED + forged + "X-Forwarded-For: 192.0.2.1\r\n\r\n")
    assert "forged" not in seen
    assert "cookie" not in seen.lower()
    assert said_of(seen, "x-parvis-client-certificate") == ""
    assert said_of(seen, "x-forwarded-for") == "127.0.0.1"


async def test_a_stranger_to_every_authority_is_passed_on_to_be_told(door: Settings, tmp_path: Path) -> None:
    """The program answers `certificate_unknown_issuer` in words: the handshake could only break."""
    key = new_key()
    stranger = Authority(now=NOW).issues(key=key)
    seen = await knocks(door, ASKED + "\r\n", certificate=kept(tmp_path, stranger, key))
    assert read_pem(unquote(said_of(seen, "x-parvis-client-certificate"))) == stranger


async def test_the_token_is_asked_again_each_time(door: Settings, tmp_path: Path) -> None:
    """No session is resumed: what was in the port a minute ago proves nothing now."""
    key = new_key()
    issued = authority().issues(key=key, since=NOW - timedelta(days=1), until=NOW + timedelta(days=9))
    client = ssl.create_default_context(cafile=str(door.keys_dir / "demo-authority" / "demo.authority.pem"))
    client.load_cert_chain(kept(tmp_path, issued, key))

    def twice() -> list[bool]:
        reused, session = [], None
        for _ in range(2):
            with (
                socket.create_connection(("127.0.0.1", door.certificate_port)) as plain,
                client.wrap_socket(plain, server_hostname=HOST, session=session) as line,
            ):
                line.sendall(f"{ASKED}\r\n".encode())
                while line.recv(10_000):
                    pass
                reused.append(bool(line.session_reused))
                session = line.session
        return reused

    assert await asyncio.to_thread(twice) == [False, False]


ELSEWHERE = [
    "GET / HTTP/1.1", "GET /accounts HTTP/1.1", "POST /certificate HTTP/1.1", "GET /certificate", "\x16\x03\x01",
    "GET /certificates HTTP/1.1", "GET /certificate/../accounts HTTP/1.1", "GET http://localhost/certificate HTTP/1.1",
]  # fmt: skip


@pytest.mark.parametrize("request_line", ELSEWHERE)
async def test_nothing_else_is_served(door: Settings, request_line: str) -> None:
    assert (await knocks(door, f"{request_line}\r\nHost: {HOST}\r\n\r\n")).startswith("HTTP/1.1 404")


async def test_a_head_without_end_is_not_read(door: Settings) -> None:
    assert await knocks(door, ASKED + "X: y\r\n" * 5000) == ""


async def test_a_program_that_is_down_is_said(door: Settings) -> None:
    gone = msgspec.structs.replace(door, port=free_port(), certificate_port=free_port())
    stop = asyncio.Event()
    serving = asyncio.create_task(certificate_door.serve(gone, stop))
    await asyncio.sleep(0.3)
    assert (await knocks(gone, ASKED + "\r\n")).startswith("HTTP/1.1 502")
    stop.set()
    await serving
