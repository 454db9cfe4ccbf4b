"""A client to write to, a mail server and an SMS gateway that really listen, and may refuse."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from uuid import UUID

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from parvis.clients import tables as clients
from parvis.here import Here

EMAIL, SMS = "camille@courriel.example", "+33639980199"


@dataclass(frozen=True)
class Camille:
    id: UUID
    email: UUID
    sms: UUID


@pytest.fixture
async def camille(here: Here) -> Camille:
    """A client of Deux Rives with an address and a telephone."""
    client = Camille(UUID(int=1), UUID(int=2), UUID(int=3))
    async with here.transaction() as tx:
        await clients.insert_client(
            tx, "deuxrives", client.id, given_name="Camille", family_name="Moreau", language="fr", company=None,
            identifier="10482637591", since=here.clock(),
        )  # fmt: skip
        for contact, channel, address in ((client.email, "email", EMAIL), (client.sms, "sms", SMS)):
            await clients.insert_contact(
                tx, "deuxrives", contact, client_id=client.id, channel=channel, hint="•••", since=here.clock(),
                address=here.keys.seal(address.encode(), purpose=f"contact:{contact}"),
            )  # fmt: skip
    return client


@dataclass
class MailServer:
    """A real SMTP server. `answers` are given first, one a message; then everything is accepted."""

    answers: list[str] = field(default_factory=list)
    received: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    slow_seconds: float = 0.0
    host: str = ""
    port: int = 0

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.answers:
            return self.answers.pop(0)
        assert isinstance(envelope.content, bytes)
        parsed = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        self.received.append(parsed)
        self.recipients += envelope.rcpt_tos
        await asyncio.sleep(self.slow_seconds)
        return "250 taken over"

    def ids(self) -> list[str]:
        return [str(mail["Message-ID"]) for mail in self.received]


@pytest.fixture
async def mail_server() -> AsyncIterator[MailServer]:
    found = MailServer()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(found, loop=loop, hostname="mail.example"), "127.0.0.1", 0)
    found.host, found.port = server.sockets[0].getsockname()[:2]
    yield found
    await asyncio.sleep(0.1)  # A worker that was killed hung up: its connections are taken note of.
    server.close()
    await server.wait_closed()


@dataclass
class Gateway:
    """A real HTTP server in the place of an SMS operator. It knows its idempotency keys."""

    statuses: list[int] = field(default_factory=list)
    calls: list[dict[str, str]] = field(default_factory=list)
    delivered: dict[str, str] = field(default_factory=dict)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/messages"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        lines = head.split("\r\n")[1:]
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines if line)}
        body = json.loads(await reader.readexactly(int(headers["content-length"])))
        self.calls.append({**body, "key": headers["idempotency-key"], "token": headers["authorization"]})
        status = self.statuses.pop(0) if self.statuses else 202
        if status < 300:
            self.delivered[headers["idempotency-key"]] = body["text"]
        writer.write(f"HTTP/1.1 {status} X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
        await writer.drain()
        writer.close()
        await writer.wait_closed()


@pytest.fixture
async def gateway() -> AsyncIterator[Gateway]:
    found = Gateway()
    server = await asyncio.start_server(found.serve, "127.0.0.1", 0)
    found.port = server.sockets[0].getsockname()[1]
    yield found
    server.close()
    await server.wait_closed()
