"""Where messages arrive: a real SMTP server and a real SMS operator's gateway, both on this machine."""

import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.listening import http_listening, mail_listening

SECONDS = 15.0
CODE = re.compile(r"(?<!\d)\d{6}(?!\d)")


@dataclass(frozen=True)
class Message:
    """An e-mail or an SMS (then without subject), as it arrived."""

    to: str
    text: str
    subject: str = ""
    sender: str = ""

    @property
    def code(self) -> str:
        """The six digits that it holds."""
        found = CODE.search(self.text)
        assert found is not None, f"no code in « {self.text} »"
        return found.group()


class Inbox:
    """Every message that arrived, by address. Reading one takes it away: the next reading waits for a new one."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._unread: list[Message] = []
        self.received: list[Message] = []

    def arrives(self, message: Message) -> None:
        with self._changed:
            self._unread.append(message)
            self.received.append(message)
            self._changed.notify_all()

    def read(self, address: str) -> Message:
        """The oldest unread message to that address or number, waiting for it if need be."""
        until = time.monotonic() + SECONDS
        with self._changed:
            while True:
                for message in self._unread:
                    if message.to == address:
                        self._unread.remove(message)
                        return message
                left = until - time.monotonic()
                assert left > 0, f"nothing arrived for {address} within {SECONDS:.0f} seconds"
                self._changed.wait(left)

    def code(self, address: str) -> str:
        """The code of the next message to that address."""
        return self.read(address).code

    def unread(self, address: str) -> list[Message]:
        """What lies there unread, without waiting and without taking it."""
        with self._changed:
            return [message for message in self._unread if message.to == address]

    def empty(self) -> None:
        """Forget what lies there unread."""
        with self._changed:
            self._unread.clear()


class _Mail:
    """What the SMTP server does with each e-mail."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        for address in envelope.rcpt_tos:
            self._inbox.arrives(
                Message(to=address, text=mail.get_content(), subject=str(mail["Subject"]), sender=str(mail["From"]))
            )
        return "250 taken over"


@contextmanager
def mail_server(inbox: Inbox) -> Iterator[tuple[str, int]]:
    """An SMTP server that puts each e-mail into `inbox`. Gives its host and port."""
    with mail_listening(_Mail(inbox)) as place:
        yield place


@contextmanager
def sms_gateway(inbox: Inbox, token: str) -> Iterator[str]:
    """An operator's gateway that puts each SMS into `inbox`. Gives its address; it wants `token`."""

    class Operator(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            known = self.headers["Authorization"] == f"Bearer {token}"
            self.send_response(202 if known else 401)
            self.send_header("Content-Length", "0")
            self.end_headers()
            if known:
                inbox.arrives(Message(to=body["to"], text=body["text"], sender=body["from"]))

    with http_listening(Operator) as port:
        yield f"http://127.0.0.1:{port}/messages"
