"""The two ends of the way out: an SMTP server and an SMS operator's gateway that count what they are given."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.listening import http_listening, mail_listening
from tests.proof.wreck import Delivery, PostOffice


@contextmanager
def mail_server(office: PostOffice) -> Iterator[tuple[str, int]]:
    """An SMTP server whose letters go to `office`. Gives its host and port."""

    class Mail:
        async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
            assert isinstance(envelope.content, bytes)
            mail = message_from_bytes(envelope.content, policy=policy.default)
            assert isinstance(mail, EmailMessage)
            taken = office.takes(Delivery(str(mail["Message-ID"]), "email", mail.get_content()))
            return "250 taken over" if taken else "451 later"

    with mail_listening(Mail()) as place:
        yield place


@contextmanager
def sms_gateway(office: PostOffice) -> Iterator[str]:
    """An operator's gateway whose messages go to `office`, named by their idempotency key. Gives its address."""

    class Operator(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            assert self.headers["Idempotency-Key"] == body["id"]
            taken = office.takes(Delivery(body["id"], "sms", body["text"]))
            try:
                self.send_response(202 if taken else 503)
                self.send_header("Content-Length", "0")
                self.end_headers()
            except OSError:
                return  # Whoever sent it is dead.

    with http_listening(Operator) as port:
        yield f"http://127.0.0.1:{port}/messages"
