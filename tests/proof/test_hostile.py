"""Hostile input, thrown at the real processes: never a 500, no trace, bounded time and memory."""

import asyncio
import random
import re
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from html import unescape
from http.client import HTTPException, HTTPResponse
from uuid import UUID

import pytest

from parvis.here import Here
from tests.conftest import Cluster
from tests.conventions.routes import Address, addresses
from tests.journeys.bank import Bank
from tests.proof import naughty
from tests.proof.conftest import Note
from tests.proof.people import Client, Visitor, a_client, transfer_fields
from tests.proof.running import LONG, a_bank, memory_of, times

LONGEST_SECONDS = 8.0  # Of one answer, on a machine that does other things; `slow` below has its own.
MOST_GROWTH_MIB = 120
TRACES = re.compile(r"Traceback|File \"/|asyncpg|jinja2|starlette|msgspec|UndefinedError|psycopg|SELECT |line \d+, in")
FEW = times(4, len(naughty.STRINGS))
_FORM = re.compile(r'<form[^>]*\baction="(?P<action>/[^"]*)"[^>]*>(?P<inside>.*?)</form>', re.DOTALL)
_NAMED = re.compile(r'<(?:input|select|textarea|button)[^>]*\bname="(?P<name>[^"]+)"[^>]*>')
_VALUE = re.compile(r'\bvalue="([^"]*)"')
_LINK = re.compile(r'\bhref="(/[^"#]*)"')


@dataclass
class Stage:
    bank: Bank
    clients: list[Client]


@pytest.fixture(scope="module")
def stage(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    async def furnish(here: Here) -> list[Client]:
        origin = f"http://epargne.localhost:{here.settings.port}"
        return [
            await a_client(
                here, "epargne", 700 + number, accounts={"Courant": 900_00, "Livret": 10_00}, phone=True, origin=origin
            )
            for number in range(2)
        ]

    with a_bank(cluster, "hostile", tmp_path_factory.mktemp("hostile"), furnish) as (bank, clients):
        yield Stage(bank, clients)


@dataclass(frozen=True)
class Told:
    status: int
    seconds: float
    body: str


def send(port: int, request: bytes, *, seconds: float = 30.0) -> Told:
    """One connection, these bytes, what comes back. Status 0: the connection was closed without a word."""
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), timeout=seconds) as connection:
        with suppress(OSError):  # It may have heard enough: the answer may still be there.
            connection.sendall(request)
        try:
            response = HTTPResponse(connection)
            response.begin()
            if response.getheader("content-type", "").startswith("text/event-stream"):
                return Told(response.status, time.monotonic() - began, "")
            body = response.read().decode("utf-8", "replace")
            return Told(response.status, time.monotonic() - began, body)
        except (OSError, HTTPException, ValueError):
            return Told(0, time.monotonic() - began, "")


class Fuzzer:
    """Sends what it is given, eight at a time, and keeps what must not be."""

    def __init__(self, bank: Bank) -> None:
        self.bank, self.statuses, self.wrong, self.longest = bank, Counter[int](), list[str](), 0.0
        self._lock = threading.Lock()

    def throw(self, named: list[tuple[str, bytes]]) -> None:
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda one: self._one(*one), named))

    def _one(self, name: str, request: bytes) -> None:
        told = send(self.bank.settings.port, request)
        with self._lock:
            self.statuses[told.status] += 1
            self.longest = max(self.longest, told.seconds)
            if told.status >= 500:
                self.wrong.append(f"{told.status} for {name}: {request[:300]!r}")
            if trace := TRACES.search(told.body):
                self.wrong.append(f"« {trace.group()} » is shown for {name}: {request[:300]!r}")
            if told.seconds > LONGEST_SECONDS:
                self.wrong.append(f"{told.seconds:.1f} s for {name}: {request[:300]!r}")


async def test_every_form_survives_what_is_typed_into_it(stage: Stage, figures: Note) -> None:
    client, chance, fuzzer = stage.clients[0], random.Random(4), Fuzzer(stage.bank)
    before = memory_of(stage.bank)
    visitor = Visitor(stage.bank, client.slug)
    await visitor.signs_in(client)
    await visitor.goes_to("/transfers/new")
    fields = transfer_fields(client, key=_key(1), amount="1,00", target="other", iban=stage.clients[1].ibans["Courant"],
                             name="Anne Roy", day=stage.bank.now().date())
    await visitor.sends("/transfers/new", **fields)
    forms = _forms(visitor.page)
    await visitor.sends("/transfers", **fields)  # A request that waits has forms too.
    forms |= _forms(visitor.page) | await _crawl(visitor)
    await visitor.sends("/security/means/new/phone", name="Téléphone")
    forms |= _forms(visitor.page)
    signing_in = Visitor(stage.bank, client.slug)
    forms |= _forms(await signing_in.goes_to("/sign-in"))
    forms |= _unseen(forms)
    # The forms that take a means away come after those that need it, and those that end the session last.
    last = ("/security/means/", "sign-out", "/end", "disavowal")
    order = sorted(forms, key=lambda action: (*(word in action for word in last), action))
    for action in order:
        if (await visitor.goes_to("/accounts"), visitor.path)[1] != "/accounts":
            await visitor.signs_in(client)
        cookie = visitor.shot(action).split(b"Cookie: ", 1)[-1].split(b"\r\n", 1)[0].decode()
        shots = []
        for body in naughty.bodies(forms[action], chance, FEW):
            shots.append((action, visitor.raw("POST", action, body, {"Cookie": cookie})))
            if action.startswith("/accounts/"):  # The search sends its fields in the address.
                query = re.sub(rb"[^!-~]", b"%FF", body[:4_000]).decode()
                shots.append((action, visitor.raw("GET", f"{action}?{query}", b"", {"Cookie": cookie})))
        fuzzer.throw(shots)
    grown = memory_of(stage.bank) - before
    _tell(fuzzer, figures, "forms")
    figures("forms found by walking the pages", len(forms))
    figures("memory grown", grown, "MiB")
    assert grown < MOST_GROWTH_MIB
    await asyncio.gather(visitor.leaves(), signing_in.leaves())


async def test_every_address_survives_any_path_query_header_and_host(stage: Stage, figures: Note) -> None:
    # Not the client of the story before, whose means were suspended by it.
    client, chance, fuzzer = stage.clients[1], random.Random(5), Fuzzer(stage.bank)
    visitor = Visitor(stage.bank, client.slug)
    await visitor.signs_in(client)
    cookie = {"Cookie": visitor.shot("/").split(b"Cookie: ", 1)[-1].split(b"\r\n", 1)[0].decode()}
    shots: list[tuple[str, bytes]] = []
    for address in addresses():
        for path in _paths(address, chance):
            shots.append((address.name, visitor.raw(address.method, path, b"", cookie)))
        for query in chance.sample(naughty.QUERIES, times(3, len(naughty.QUERIES))):
            shots.append((address.name, visitor.raw(address.method, f"{address.anywhere()}?{query}", b"", cookie)))
        for headers in chance.sample(naughty.HEADERS, times(3, len(naughty.HEADERS))):
            shots.append((address.name, _with(visitor.raw(address.method, address.anywhere(), b"", cookie), headers)))
        for host in chance.sample(naughty.HOSTS, times(2, len(naughty.HOSTS))):
            shots.append((address.name, visitor.raw(address.method, address.anywhere(), b"", {"Host": host})))
        for method in ("PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "BREW"):
            if LONG or chance.random() < 0.2:
                shots.append((address.name, visitor.raw(method, address.anywhere(), b"", cookie)))
    shots += [(f"bytes {number}", request) for number, request in enumerate(_broken(visitor, cookie["Cookie"]))]
    fuzzer.throw(shots)
    _tell(fuzzer, figures, "addresses")
    await visitor.leaves()


def test_a_body_that_comes_a_byte_at_a_time_is_cut_off(stage: Stage, figures: Note) -> None:
    """Ten seconds for the whole of it; meanwhile everyone else is served."""
    visitor = Visitor(stage.bank, "epargne")
    head = visitor.raw("POST", "/sign-in", b"", {"Content-Length": "5000"})
    began = time.monotonic()
    slow = [socket.create_connection(("127.0.0.1", stage.bank.settings.port), timeout=30) for _ in range(40)]
    for connection in slow:
        connection.sendall(head + b"client_id=")
    answered: list[int] = []
    others: list[float] = []
    while len(answered) < len(slow) and time.monotonic() - began < 25:
        for connection in [one for one in slow if one.fileno() >= 0]:
            connection.settimeout(0.001)
            try:
                connection.sendall(b"x")
                said = connection.recv(64)
            except TimeoutError:
                continue
            except OSError:
                said = b""
            answered.append(int(said.split()[1]) if said else 0)
            connection.close()
        others.append(send(stage.bank.settings.port, visitor.raw("GET", "/sign-in")).seconds)
        time.sleep(0.3)
    assert len(answered) == len(slow), "a slow body is still being listened to"
    assert set(answered) <= {408, 0}, Counter(answered)
    assert max(others) < LONGEST_SECONDS
    figures("slow bodies cut off after", round(time.monotonic() - began, 1), "s")


def _tell(fuzzer: Fuzzer, figures: Note, what: str) -> None:
    assert fuzzer.wrong == [], f"{len(fuzzer.wrong)} wrong:\n" + "\n".join(fuzzer.wrong[:8])
    figures(f"hostile requests at {what}", sum(fuzzer.statuses.values()))
    figures(f"answers at {what}", ", ".join(f"{status}: {count}" for status, count in sorted(fuzzer.statuses.items())))
    figures(f"slowest answer at {what}", round(fuzzer.longest, 2), "s")


def _forms(page: str) -> dict[str, dict[str, str]]:
    """The forms of a page: where each goes, and its fields as they stand."""
    found: dict[str, dict[str, str]] = {}
    for form in _FORM.finditer(page):
        fields = {}
        for named in _NAMED.finditer(form["inside"]):
            value = _VALUE.search(named.group())
            fields[named["name"]] = unescape(value[1]) if value else "1"
        found[unescape(form["action"])] = fields
    return found


def _unseen(forms: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """The writes that no page of this client leads to: called all the same."""
    unseen = [one for one in addresses() if one.writes and one.guard not in ("phone", "start")]
    return {
        one.anywhere(): {"code": "123456", "name": "x", "key": "1"}
        for one, shape in ((one, re.compile(re.sub(r"\\{[^}]*\\}", "[^/]+", re.escape(one.path)))) for one in unseen)
        if not any(shape.fullmatch(action) for action in forms)
    }


async def _crawl(visitor: Visitor) -> dict[str, dict[str, str]]:
    """Every form of every page that links lead to."""
    forms: dict[str, dict[str, str]] = {}
    todo, seen = ["/accounts", "/transfers/new", "/security", "/security/means", "/security/secret"], set[str]()
    while todo and len(seen) < times(40, 400):
        path = todo.pop(0)
        if path in seen or path.startswith(("/static", "/mark", "/favicon", "/theme")):
            continue
        seen.add(path)
        page = await visitor.goes_to(path)
        forms |= _forms(page)
        todo += [unescape(link) for link in _LINK.findall(page) if unescape(link) not in seen]
    return forms


def _paths(address: Address, chance: random.Random) -> Iterator[str]:
    holes = re.findall(r"\{(\w+)(?::\w+)?\}", address.path)
    for _ in range(times(3, 12) if holes else 0):
        yield address.at(**{hole: chance.choice(naughty.IN_PATHS) for hole in holes})
    yield address.anywhere() + chance.choice(("/", "//", "/..", "%00", "%2f", ";x", "\x80", "/%ff"))


def _with(request: bytes, headers: tuple[tuple[str, str], ...]) -> bytes:
    """The request with these headers added, even where they stand there already."""
    added = "".join(f"{name}: {value}\r\n" for name, value in headers).encode("latin-1")
    line, _, rest = request.partition(b"\r\n")
    return line + b"\r\n" + added + rest


def _broken(visitor: Visitor, cookie: str) -> Iterator[bytes]:
    """Requests that are none, or two, or never end."""
    fine = visitor.raw("POST", "/transfers", b"key=1", {"Cookie": cookie})
    yield b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"  # the beginning of TLS
    yield b"GET /\r\n\r\n"
    yield b"GET / HTTP/9.9\r\nHost: x\r\n\r\n"
    yield b"GET " + b"/" * 20_000 + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    rest = b" HTTP/1.1\r\nHost: " + visitor.host.encode() + b"\r\nConnection: close\r\n\r\n"
    yield b"GET http://evil.example/accounts" + rest
    yield b"GET *" + rest
    yield b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n"
    yield b"GET / HTTP/1.0\r\n\r\n"
    yield fine.replace(b"Host:", b"Host: municipal.localhost\r\nHost:", 1)
    yield fine.replace(b"Content-Length: 5", b"Content-Length: 5\r\nContent-Length: 6")
    yield fine.replace(b"Content-Length: 5", b"Content-Length: -5")
    yield fine.replace(b"Content-Length: 5", b"Content-Length: 99999999999999999999")
    yield fine.replace(b"Content-Length: 5", b"Content-Length: 5, 5")
    yield fine.replace(b"Content-Length: 5", b"Content-Length: +5")
    yield fine.replace(b"Content-Length: 5\r\n\r\nkey=1", b"Transfer-Encoding: chunked\r\n\r\nzz\r\nkey=1\r\n0\r\n\r\n")
    yield fine.replace(b"Content-Length: 5", b"Content-Length: 5\r\nTransfer-Encoding: chunked")
    yield fine.replace(b"Content-Length: 5", b"Transfer-Encoding: gzip, chunked")
    much = b"10000\r\n" + b"k" * 65_536 + b"\r\n"
    yield fine.replace(
        b"Content-Length: 5\r\n\r\nkey=1", b"Transfer-Encoding: chunked\r\n\r\n" + much * 3 + b"0\r\n\r\n"
    )
    yield fine.replace(b"\r\n\r\n", b"\r\n" + b"X: " + b"y" * 200_000 + b"\r\n\r\n", 1)
    yield fine.replace(b"\r\n\r\n", b"\r\nX y: 1\r\n: 2\r\n\r\n", 1)
    yield fine.replace(b"\r\n\r\n", b"\r\n folded\r\n\r\n", 1)
    yield fine + fine


def _key(number: int) -> object:
    return UUID(int=number)
