"""The conversation with a mail server: encrypted or not at all, and never for ever."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from aiosmtplib import SMTPException
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from parvis.outbox.senders import Delivered, Letter, Smtp, Undelivered
from tests.outbox.conftest import MailServer

LETTER = Letter(
    id=UUID(int=5), message_id="<5@deuxrives.example>", institution="deuxrives",
    institution_name="Banque des Deux Rives", host="deuxrives.example", client_id=UUID(int=1), channel="email",
    address="camille@courriel.example", subject="Votre code", text="Votre code est 739204.", language="fr",
    sent_at=datetime(2026, 11, 24, 13, 5, tzinfo=UTC),
)  # fmt: skip


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """What a server at 127.0.0.1 shows, and what a client that trusts it uses."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.example")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    pem = tmp_path / "mail.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    pem.write_bytes(made.public_bytes(serialization.Encoding.PEM) + private)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(pem)
    client = ssl.create_default_context(cafile=str(pem))
    return server, client


@asynccontextmanager
async def listening(
    found: MailServer, *, implicit: ssl.SSLContext | None = None, **options: Any
) -> AsyncIterator[None]:
    loop = asyncio.get_running_loop()

    def make() -> SMTP:
        return SMTP(found, loop=loop, hostname="mail.example", **options)

    server = await loop.create_server(make, "127.0.0.1", 0, ssl=implicit)
    found.host, found.port = server.sockets[0].getsockname()[:2]
    yield
    server.close()
    await server.wait_closed()


async def test_starttls_with_an_account(certificate: tuple[ssl.SSLContext, ssl.SSLContext]) -> None:
    theirs, ours = certificate
    seen: list[tuple[bytes, bytes]] = []

    def authenticate(_s: SMTP, _x: Session, _e: Envelope, _m: str, given: LoginPassword) -> AuthResult:
        seen.append((given.login, given.password))
        return AuthResult(success=True)

    found = MailServer()
    options: dict[str, Any] = {
        "tls_context": theirs, "require_starttls": True, "authenticator": authenticate, "auth_required": True,
    }  # fmt: skip
    async with listening(found, **options):
        sender = Smtp(host="127.0.0.1", port=found.port, tls="starttls", user="parvis", password="clef", trust=ours)
        assert await sender.send(LETTER) == Delivered()
    assert seen == [(b"parvis", b"clef")]
    assert found.ids() == ["<5@deuxrives.example>"]


async def test_tls_from_the_first_byte(certificate: tuple[ssl.SSLContext, ssl.SSLContext]) -> None:
    theirs, ours = certificate
    found = MailServer()
    async with listening(found, implicit=theirs):
        assert await Smtp(host="127.0.0.1", port=found.port, tls="tls", trust=ours).send(LETTER) == Delivered()


async def test_a_server_without_encryption_is_given_nothing() -> None:
    found = MailServer()
    async with listening(found):
        with pytest.raises(SMTPException):
            await Smtp(host="127.0.0.1", port=found.port, tls="starttls").send(LETTER)
    assert found.received == []


async def test_a_server_that_nobody_vouches_for_is_given_nothing(
    certificate: tuple[ssl.SSLContext, ssl.SSLContext],
) -> None:
    found = MailServer()
    async with listening(found, tls_context=certificate[0]):
        with pytest.raises((SMTPException, ssl.SSLError)):
            await Smtp(host="127.0.0.1", port=found.port, tls="starttls").send(LETTER)
    assert found.received == []


async def test_a_wrong_account_is_our_affair_and_the_message_waits(
    certificate: tuple[ssl.SSLContext, ssl.SSLContext],
) -> None:
    def refuse(_s: SMTP, _x: Session, _e: Envelope, _m: str, _g: LoginPassword) -> AuthResult:
        return AuthResult(success=False, handled=False)

    found = MailServer()
    async with listening(found, tls_context=certificate[0], authenticator=refuse):
        sender = Smtp(
            host="127.0.0.1", port=found.port, tls="starttls", user="parvis", password="no", trust=certificate[1]
        )
        assert await sender.send(LETTER) == Undelivered("smtp 535", for_good=False)
    assert found.received == []


async def test_a_server_that_never_answers_is_not_waited_for_for_ever() -> None:
    left = asyncio.Event()

    async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()
        await writer.wait_closed()
        left.set()

    silent = await asyncio.start_server(say_nothing, "127.0.0.1", 0)
    port = silent.sockets[0].getsockname()[1]
    with pytest.raises((SMTPException, TimeoutError)):
        await asyncio.wait_for(Smtp(host="127.0.0.1", port=port, tls="none", seconds=0.3).send(LETTER), 5)
    await asyncio.wait_for(left.wait(), 5)
    silent.close()
