"""Small servers of the other side (an operator, a provider, its letter box), on this machine, in a thread."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aiosmtpd.controller import Controller

from tests.journeys.bank import free_port


@contextmanager
def http_listening(handler: type[BaseHTTPRequestHandler]) -> Iterator[int]:
    """Answer with `handler` while the block runs, and say nothing: codes pass here. Gives the port."""
    quiet = type("Quiet", (handler,), {"log_message": lambda *_: None})
    server = ThreadingHTTPServer(("127.0.0.1", 0), quiet)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def mail_listening(mail: object) -> Iterator[tuple[str, int]]:
    """An SMTP server while the block runs; `mail.handle_DATA` takes each letter. Gives its host and port."""
    controller = Controller(mail, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        yield controller.hostname, controller.port
    finally:
        # Whoever was connected has ended: its connections are taken note of before the loop stops.
        asyncio.run_coroutine_threadsafe(asyncio.sleep(0.2), controller.loop).result()
        controller.stop()
