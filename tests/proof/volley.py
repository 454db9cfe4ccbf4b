"""Many requests at one instant, from several processes: each holds its last byte back until all are ready.

Run as a program it is one of those processes, and imports nothing but Python's own modules, so that it starts at once.
"""

import base64
import json
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from http.client import HTTPResponse
from pathlib import Path

PROCESSES = 4
SECONDS = 60.0
LEAD = 0.03  # between « go » and the instant at which the last bytes leave


@dataclass(frozen=True)
class Answer:
    """What came back for one request; status 0 where the connection was cut without an answer."""

    status: int
    headers: dict[str, str]
    body: str
    seconds: float

    @property
    def location(self) -> str:
        return self.headers.get("location", "")

    def cookie(self, name: str) -> str:
        """What the answer sets as the cookie `name`; "" where it sets none."""
        set_here = self.headers.get("set-cookie", "").split("\n")
        return next((one.split(";")[0].removeprefix(f"{name}=") for one in set_here if one.startswith(f"{name}=")), "")


def fire(port: int, requests: list[bytes], *, processes: int = PROCESSES) -> list[Answer]:
    """Send every request at once, dealt out to `processes`; the answers, in the order of the requests."""
    hands = [requests[start::processes] for start in range(min(processes, len(requests)))]
    children = [
        subprocess.Popen([sys.executable, "-S", __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in hands
    ]
    try:
        for child, hand in zip(children, hands, strict=True):
            assert child.stdin is not None
            encoded = [base64.b64encode(one).decode() for one in hand]
            print(json.dumps({"port": port, "requests": encoded}), file=child.stdin, flush=True)
        for child in children:
            assert child.stdout is not None and child.stdout.readline() == "ready\n"
        at = time.time() + LEAD
        for child in children:
            assert child.stdin is not None
            print(at, file=child.stdin, flush=True)
        dealt = [[Answer(**one) for one in json.loads(child.communicate(timeout=SECONDS)[0])] for child in children]
    finally:
        for child in children:
            child.kill()
            child.wait()
    return [dealt[place % len(hands)][place // len(hands)] for place in range(len(requests))]


def _hand() -> None:
    """One process: connect, send all but the last byte, wait for the instant, send the last bytes, read."""
    asked = json.loads(sys.stdin.readline())
    requests = [base64.b64decode(one) for one in asked["requests"]]
    sockets = []
    for request in requests:
        connection = socket.create_connection(("127.0.0.1", asked["port"]), timeout=SECONDS)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.sendall(request[:-1])
        sockets.append(connection)
    print("ready", flush=True)  # noqa: T201
    at = float(sys.stdin.readline())
    time.sleep(max(0.0, at - time.time()))
    began = time.monotonic()
    for connection, request in zip(sockets, requests, strict=True):
        connection.sendall(request[-1:])
    answers: list[dict[str, object]] = [{} for _ in requests]
    readers = [
        threading.Thread(target=_read, args=(connection, began, answers, place))
        for place, connection in enumerate(sockets)
    ]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    json.dump(answers, sys.stdout)


def _read(connection: socket.socket, began: float, answers: list[dict[str, object]], place: int) -> None:
    try:
        response = HTTPResponse(connection)
        response.begin()
        body = response.read().decode("utf-8", "replace")
        headers: dict[str, str] = {}
        for name, value in response.getheaders():  # A line each, where there are several of one name.
            headers[name.lower()] = "\n".join(filter(None, (headers.get(name.lower()), value)))
        answers[place] = {"status": response.status, "headers": headers, "body": body}
    except OSError:
        answers[place] = {"status": 0, "headers": {}, "body": ""}
    except Exception as cut:  # http.client raises several kinds where the server was killed
        answers[place] = {"status": 0, "headers": {}, "body": type(cut).__name__}
    answers[place]["seconds"] = time.monotonic() - began
    connection.close()


if __name__ == "__main__":
    sys.path.remove(str(Path(__file__).parent))
    _hand()
