"""The two ends of the way out: an SMTP server and an SMS operator's gateway that count what they are given."""

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.journeys.bank import free_port
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

    controller = Controller(Mail(), hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        yield controller.hostname, controller.port
    finally:
        # Whoever was connected has ended: its connections are taken note of before the loop stops.
        asyncio.run_coroutine_threadsafe(asyncio.sleep(0.2), controller.loop).result()
        controller.stop()


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

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing: codes pass here."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Operator)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/messages"
    finally:
        server.shutdown()
        server.server_close()
