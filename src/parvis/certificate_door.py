"""A small TLS door for the hosts that ask for a certificate, where no proxy does it: `make demo`, a small installation.

It asks browsers for a certificate, takes a GET of `/certificate` and nothing else, and passes it on to this program
with the certificate and the secret, as a proxy would (docs/factors/certificate.md). One answer for each connection.
"""

import asyncio
import ssl
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import structlog
from cryptography.hazmat.primitives.serialization import Encoding

from parvis.factors.certificate.trust import DEMO_FOLDER, Trusts
from parvis.settings import Settings
from parvis.web.client_certificate import CERTIFICATE_HEADER, SECRET_HEADER

log = structlog.get_logger()

HEAD_BYTES, ANSWER_BYTES = 16_384, 200_000
SECONDS = 10.0
AT_ONCE = 200
PATH = "/certificate"
# Dates are judged by the program, which says what is wrong; in the handshake the browser could only show an error.
NO_CHECK_TIME = 0x200000  # X509_V_FLAG_NO_CHECK_TIME of OpenSSL
PASSED_ON = ("host", "accept", "accept-language", "user-agent")
PLAIN = {
    404: b"HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 4\r\nConnection: close\r\n\r\n404\n",
    502: b"HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/plain\r\nContent-Length: 4\r\nConnection: close\r\n\r\n502\n",
}


def context(settings: Settings) -> ssl.SSLContext:
    """TLS with a certificate of the client's, if it has one of an authority that some institution trusts."""
    assert settings.certificate_door_file is not None
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    made.load_cert_chain(settings.certificate_door_file)
    made.verify_mode = ssl.CERT_OPTIONAL
    made.verify_flags |= NO_CHECK_TIME
    made.num_tickets = 0  # Each time the token is asked again: what was in it a minute ago proves nothing now.
    authorities = "".join(
        one.public_bytes(Encoding.PEM).decode()
        for trust in trusts(settings).all()
        for one in (*trust.anchors, *trust.intermediates)
    )
    if authorities:
        made.load_verify_locations(cadata=authorities)
    return made


def trusts(settings: Settings) -> Trusts:
    demo = None if settings.mode == "production" else settings.keys_dir / DEMO_FOLDER
    return Trusts(settings.institutions_dir, demo=demo)


async def serve(settings: Settings, stop: asyncio.Event) -> None:
    """Answer until told to stop."""
    assert settings.certificate_proxy_secret_file is not None
    secret = settings.certificate_proxy_secret_file.read_text().strip()
    turns = asyncio.Semaphore(AT_ONCE)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, ssl.SSLError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            async with turns, asyncio.timeout(2 * SECONDS):
                await _answer(settings, secret, reader, writer)
        writer.close()
        with suppress(OSError, ssl.SSLError):
            await writer.wait_closed()

    server = await asyncio.start_server(
        answer, settings.host, settings.certificate_port, ssl=context(settings), limit=HEAD_BYTES,
        ssl_handshake_timeout=SECONDS,
    )
    async with server:
        log.info("certificate_door_open", port=settings.certificate_port)
        await stop.wait()


async def _answer(
    settings: Settings, secret: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    async with asyncio.timeout(SECONDS):
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    request, *lines = head.rstrip("\r\n").split("\r\n")
    words = request.split(" ")
    if len(words) != 3 or words[0] != "GET" or words[1].partition("?")[0] != PATH:
        writer.write(PLAIN[404])
        await writer.drain()
        return
    given = dict(_header(line) for line in lines)
    told = {name: given[name] for name in PASSED_ON if name in given}
    told[CERTIFICATE_HEADER] = _presented(writer)
    told[SECRET_HEADER] = secret
    told["x-forwarded-for"] = writer.get_extra_info("peername")[0]
    told["connection"] = "close"
    passed = f"GET {words[1]} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in told.items()) + "\r\n"
    try:
        writer.write(await _from_program(settings, passed.encode("latin-1")))
    except OSError:
        writer.write(PLAIN[502])
    await writer.drain()


def _header(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name.strip().lower(), value.strip()


def _presented(writer: asyncio.StreamWriter) -> str:
    """The certificate of this TLS session as the header carries it; "" where there is none."""
    der = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
    return quote(ssl.DER_cert_to_PEM_cert(der), safe="") if der else ""


async def _from_program(settings: Settings, passed: bytes) -> bytes:
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104 - compared only
    reader, writer = await asyncio.open_connection(host, settings.port)
    try:
        writer.write(passed)
        await writer.drain()
        answer = bytearray()
        while part := await reader.read(16_384):
            answer += part
            if len(answer) > ANSWER_BYTES:
                return PLAIN[502]
        return bytes(answer)
    finally:
        writer.close()


def secret_file(folder: Path, random: bytes) -> Path:
    """A file with the secret of the door and the program, made where there is none."""
    path = folder / "certificate-proxy.secret"
    if not path.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(random.hex() + "\n")
    return path
