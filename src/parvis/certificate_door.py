"""A small TLS door for the hosts that ask for a certificate, where no proxy does it: `make demo`, a small installation.

It asks browsers for a certificate, takes a GET of `/certificate` and nothing else, and passes it on to this program
with the certificate and the secret, as a proxy would (docs/factors/certificate.md). One answer for each connection.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

import structlog
from cryptography.hazmat.primitives.serialization import Encoding
from OpenSSL import SSL

from parvis.factors.certificate.trust import DEMO_FOLDER, Trusts
from parvis.settings import Settings
from parvis.web.client_certificate import CERTIFICATE_HEADER, SECRET_HEADER

Done = TypeVar("Done")

log = structlog.get_logger()

HEAD_BYTES, ANSWER_BYTES = 16_384, 200_000
SECONDS = 10.0
AT_ONCE = 200
PATH = "/certificate"
PASSED_ON = ("host", "accept", "accept-language", "user-agent")
PLAIN = {
    404: b"HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 4\r\nConnection: close\r\n\r\n404\n",
    502: b"HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/plain\r\nContent-Length: 4\r\nConnection: close\r\n\r\n502\n",
}


def context(settings: Settings) -> SSL.Context:
    """TLS with a certificate of the client's, whoever issued it, if it has one.

    The handshake proves that the client holds its key. Who issued it, and whether it is good, the program judges: it
    says what is wrong, where the handshake could only make the browser show an error of its own.
    """
    assert settings.certificate_door_file is not None
    made = SSL.Context(SSL.TLS_SERVER_METHOD)
    made.set_min_proto_version(SSL.TLS1_2_VERSION)
    made.use_certificate_chain_file(str(settings.certificate_door_file))
    made.use_privatekey_file(str(settings.certificate_door_file))
    made.check_privatekey()
    made.set_verify(SSL.VERIFY_PEER, lambda *_: True)
    # Each time the token is asked again: what was in it a minute ago proves nothing now.
    made.set_session_cache_mode(SSL.SESS_CACHE_OFF)
    made.set_options(SSL.OP_NO_TICKET)
    return made


def trusts(settings: Settings) -> Trusts:
    demo = None if settings.mode == "production" else settings.keys_dir / DEMO_FOLDER
    return Trusts(settings.institutions_dir, demo=demo)


async def serve(settings: Settings, stop: asyncio.Event) -> None:
    """Answer until told to stop."""
    assert settings.certificate_proxy_secret_file is not None
    secret = settings.certificate_proxy_secret_file.read_text().strip()
    turns, tls = asyncio.Semaphore(AT_ONCE), context(settings)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, SSL.Error, TimeoutError, EOFError):
            async with turns, asyncio.timeout(2 * SECONDS):
                await _answer(settings, secret, Line(tls, reader, writer))
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()

    server = await asyncio.start_server(answer, settings.host, settings.certificate_port, limit=HEAD_BYTES)
    async with server:
        log.info("certificate_door_open", port=settings.certificate_port)
        await stop.wait()


class Line:
    """One TLS connection over asyncio's streams."""

    def __init__(self, tls: SSL.Context, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self.peer: str = writer.get_extra_info("peername")[0]
        self._tls = SSL.Connection(tls, None)
        self._tls.set_accept_state()

    async def head(self) -> str:
        """Shake hands, then read up to the empty line. Raises EOFError where there is none in HEAD_BYTES."""
        await self._until_done(self._tls.do_handshake)
        read = b""
        while b"\r\n\r\n" not in read:
            read += await self._until_done(lambda: self._tls.recv(HEAD_BYTES))
            if len(read) > HEAD_BYTES:
                raise EOFError
        return read.partition(b"\r\n\r\n")[0].decode("latin-1")

    async def answers(self, body: bytes) -> None:
        """Write all of it, and say that it was all."""
        left = memoryview(body)
        while left:
            left = left[self._tls.send(left[:16_384]) :]
            await self._flush()
        self._tls.shutdown()
        await self._flush()

    def certificate(self) -> str:
        """What the client has shown that it holds the key of, PEM; "" where it showed none."""
        found = self._tls.get_peer_certificate(as_cryptography=True)
        return "" if found is None else found.public_bytes(Encoding.PEM).decode()

    async def _until_done(self, act: Callable[[], Done]) -> Done:
        while True:
            try:
                done = act()
            except SSL.WantReadError:
                await self._flush()
                more = await self._reader.read(HEAD_BYTES)
                if not more:
                    raise EOFError from None
                self._tls.bio_write(more)
            except SSL.Error:
                await self._flush()  # The alert that says why.
                raise
            else:
                await self._flush()
                return done

    async def _flush(self) -> None:
        with suppress(SSL.WantReadError):
            while True:
                self._writer.write(self._tls.bio_read(65_536))
        await self._writer.drain()


async def _answer(settings: Settings, secret: str, line: Line) -> None:
    async with asyncio.timeout(SECONDS):
        request, *lines = (await line.head()).split("\r\n")
    words = request.split(" ")
    if len(words) != 3 or words[0] != "GET" or words[1].partition("?")[0] != PATH:
        await line.answers(PLAIN[404])
        return
    given = dict(_header(each) for each in lines)
    told = {name: given[name] for name in PASSED_ON if name in given}
    told[CERTIFICATE_HEADER] = quote(line.certificate(), safe="")
    told[SECRET_HEADER] = secret
    told["x-forwarded-for"] = line.peer
    told["connection"] = "close"
    passed = f"GET {words[1]} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in told.items()) + "\r\n"
    try:
        answer = await _from_program(settings, passed.encode("latin-1"))
    except OSError:
        answer = PLAIN[502]
    await line.answers(answer)


def _header(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name.strip().lower(), value.strip()


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
