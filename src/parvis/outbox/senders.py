"""What carries a message to a client. One interface; the settings choose which one serves a channel."""

import ssl
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Protocol
from uuid import UUID

import aiosmtplib
import httpx
import msgspec

SECONDS = 20.0  # For each step of a conversation; the outbox's lease is longer than the whole of it.


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """One message, ready to leave. `message_id` is the same at each try."""

    id: UUID
    message_id: str
    institution: str
    institution_name: str
    host: str
    client_id: UUID
    channel: str
    address: str
    subject: str
    text: str
    language: str
    sent_at: datetime
    request_id: UUID | None = None
    useless_after: datetime | None = None

    def __repr__(self) -> str:
        """Neither address nor text: this may end in a trace."""
        return f"Letter({self.id}, {self.channel})"

    __str__ = __repr__


class Delivered(msgspec.Struct, frozen=True):
    """The next in line has taken the message over."""


class Undelivered(msgspec.Struct, frozen=True):
    """It has not. `why` is a code for the log, without address or text; `for_good`: no other try would
    help; `gone`: nor would any other message, the address itself is no more.
    """

    why: str
    for_good: bool = False
    gone: bool = False


class Sender(Protocol):
    """One way out. May raise: the outbox takes any exception as a failure that may pass."""

    async def send(self, letter: Letter) -> Delivered | Undelivered: ...


class Smtp:
    """E-mail through an SMTP server (RFC 5321). `tls` is "none", "starttls" (RFC 3207) or "tls" (RFC
    8314).
    """

    def __init__(
        self,
        *,
        host: str,
        port: int,
        tls: str,
        user: str = "",
        password: str = "",
        trust: ssl.SSLContext | None = None,
        seconds: float = SECONDS,
    ) -> None:
        self._host, self._port, self._tls = host, port, tls
        self._user, self._password = user, password
        self._trust = trust or ssl.create_default_context()
        self._seconds = seconds

    async def send(self, letter: Letter) -> Delivered | Undelivered:
        """Hand the letter to the server, which then answers for it. 5xx is for good, anything else may
        pass.
        """
        try:
            await aiosmtplib.send(
                as_email(letter),
                hostname=self._host,
                port=self._port,
                username=self._user or None,
                password=self._password or None,
                use_tls=self._tls == "tls",
                # Never « if the server offers it »: whoever stands between would answer that it does not.
                start_tls=self._tls == "starttls",
                tls_context=None if self._tls == "none" else self._trust,
                timeout=self._seconds,
            )
        except aiosmtplib.SMTPAuthenticationError as refused:
            return Undelivered(f"smtp {refused.code}")  # Our password, not this message.
        except aiosmtplib.SMTPRecipientsRefused as refused:
            code = refused.recipients[0].code
            return Undelivered(f"smtp {code}", for_good=code >= 500)
        except aiosmtplib.SMTPResponseException as refused:
            return Undelivered(f"smtp {refused.code}", for_good=refused.code >= 500)
        return Delivered()


def as_email(letter: Letter) -> EmailMessage:
    """The letter as RFC 5322 has it: plain text, no part to open, nothing to click."""
    mail = EmailMessage()
    mail["From"] = Address(letter.institution_name, "ne-pas-repondre", letter.host)
    mail["To"] = letter.address
    mail["Subject"] = letter.subject
    mail["Date"] = format_datetime(letter.sent_at)
    mail["Message-ID"] = letter.message_id
    mail["Content-Language"] = letter.language
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday reply to a code.
    mail.set_content(letter.text)
    return mail


class SmsGateway:
    """SMS through an operator's HTTP gateway: one POST of JSON, with an idempotency key
    (docs/sms-gateway.md).
    """

    def __init__(self, *, url: str, token: str, client: httpx.AsyncClient | None = None) -> None:
        self._url, self._token = url, token
        self._client = client or httpx.AsyncClient(timeout=SECONDS, follow_redirects=False)

    async def send(self, letter: Letter) -> Delivered | Undelivered:
        """Hand the text to the operator. A 4xx is for good, except those that say « later »."""
        answer = await self._client.post(
            self._url,
            json={
                "id": str(letter.id),
                "to": letter.address,
                "from": letter.institution_name,
                "text": letter.text,
            },
            headers={"Idempotency-Key": str(letter.id), "Authorization": f"Bearer {self._token}"},
        )
        if answer.is_success:
            return Delivered()
        later = answer.status_code in (401, 403, 408, 409, 425, 429) or not answer.is_client_error
        return Undelivered(f"gateway {answer.status_code}", for_good=not later)
