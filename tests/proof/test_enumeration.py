"""What a stranger can learn, or spoil, at the door: measured, not read in the code."""

import random
import socket
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http.client import HTTPConnection
from urllib.parse import urlencode
from uuid import UUID

import pytest

from parvis.activation import actions as activation
from parvis.activation.actions import Person
from parvis.errors import Refused
from parvis.here import Here
from tests.conftest import Cluster
from tests.journeys.bank import Bank
from tests.proof.conftest import Note
from tests.proof.people import Client, Visitor, a_client
from tests.proof.running import LONG, Words, a_bank, times

TRIES = times(60, 1_000)
# How often one kind of answer is slower than another, out of two drawn at random: one half when nothing tells them
# apart (Mann and Whitney). The bound is some four times what chance alone makes of so many tries.
FROM_HALF = 0.06 if LONG else 0.22
VARIES = {"date", "content-length", "retry-after"}


@dataclass
class Stage:
    bank: Bank
    clients: list[Client]
    newcomers: dict[str, str]  # what each one's activation has become, and their number


async def newcomers(here: Here) -> dict[str, str]:
    """One who waits for the letter, one whose letter came too late, one who has chosen a code of their own."""
    house, numbers = here.institutions.by_slug("deuxrives"), {}
    assert house is not None
    for number, what in enumerate(("waits", "expired", "used")):
        numbers[what] = str(90_100_200_300 + number)
        person = Person(
            identifier=numbers[what], given_name="Nour", family_name="Test", language="fr",
            email=f"nour{number}@courriel.example", sms="",
        )
        now = here.clock() - timedelta(days=30 if what == "expired" else 0)
        entered = await activation.enter(here, house, person, now)
        assert isinstance(entered, UUID), entered
        sent = await activation.activate(here, house, entered, "letter", now)
        assert not isinstance(sent, Refused), sent
        if what == "used":
            async with here.transaction() as tx:
                await tx.run("update authenticator set must_change = false where client_id = $1", entered)
    return numbers


@pytest.fixture(scope="module")
def stage(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    async def furnish(here: Here) -> list[Client]:
        clients = [await a_client(here, "deuxrives", 10_200_300_400 + number) for number in range(6)]
        async with here.transaction() as tx:
            # Whose code was blocked: no code of theirs is right any more.
            await tx.run(
                "update authenticator set state = 'blocked' where client_id = $1 and kind = 'secret_code'",
                clients[1].id,
            )
        strangers.update(await newcomers(here))
        return clients

    strangers: dict[str, str] = {}
    # Hashing at next to no cost hides nothing of the rest; in the long form, what it costs for good is measured too.
    costs = {"argon_memory_kib": 19456, "argon_time": 2} if LONG else {}
    with a_bank(cluster, "door", tmp_path_factory.mktemp("door"), furnish, workers=1, **costs) as (bank, clients):
        yield Stage(bank, clients, strangers)


@dataclass
class Seen:
    """What one kind of identifier was answered."""

    seconds: list[float] = field(default_factory=list)
    shapes: set[tuple[int, int, tuple[str, ...]]] = field(default_factory=set)  # status, size, headers


Tries = Callable[[str, str], tuple[float, int, int, tuple[str, ...]]]


@contextmanager
def a_line(bank: Bank, path: str = "/sign-in") -> Iterator[Tries]:
    """One connection that stays open: what is measured is the answer, not the way to it."""
    host = f"deuxrives.localhost:{bank.settings.port}"
    connection = HTTPConnection("127.0.0.1", bank.settings.port, timeout=30)
    connection.connect()
    connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def tries(identifier: str, code: str) -> tuple[float, int, int, tuple[str, ...]]:
        body = urlencode({"client_id": identifier} | ({"code": code} if path == "/sign-in" else {}))
        began = time.perf_counter()
        connection.request(
            "POST", path, body,
            {"Host": host, "Origin": f"http://{host}", "Content-Type": "application/x-www-form-urlencoded",
             "Accept-Language": "fr"},
        )  # fmt: skip
        answer = connection.getresponse()
        size = len(answer.read())
        taken = time.perf_counter() - began
        headers = tuple(sorted(f"{n}: {v}" for n, v in answer.getheaders() if n.lower() not in VARIES))
        names = tuple(sorted(n.lower() for n, _ in answer.getheaders()))
        return taken, answer.status, size, (*headers, *names)

    yield tries
    connection.close()


def test_pitfall_10_asvs_6_3_8_known_unknown_and_blocked_are_answered_alike(stage: Stage, figures: Note) -> None:
    """The same wrong code, for a client, for nobody, and for a client whose code is blocked."""
    identifiers = {
        "known": lambda: stage.clients[0].identifier,
        "unknown": lambda: f"{random.randrange(10**10, 10**11)}",
        "blocked": lambda: stage.clients[1].identifier,
    }
    _alike(stage, identifiers, figures, "wrong code", forget=True)


def test_pitfall_7_asvs_6_3_8_a_stranger_who_is_blocked_tells_nothing(stage: Stage, figures: Note) -> None:
    """After three failures a client's number and a number that nobody has are blocked alike."""
    numbers = {"known": stage.clients[2].identifier, "unknown": "90807060504", "blocked": stage.clients[1].identifier}
    _forget(stage)
    with a_line(stage.bank) as tries:
        for number in numbers.values():
            for _ in range(3):
                tries(number, "111119")
    _alike(stage, {kind: lambda one=one: one for kind, one in numbers.items()}, figures, "blocked", forget=False)


def test_rts_25_asvs_6_3_8_an_activation_asked_for_again_is_answered_alike(stage: Stage, figures: Note) -> None:
    """MU1, pitfall 10: a newcomer who waits, one whose secret has expired, one who has chosen theirs, a client of old,
    nobody: the same status, size and headers, in times that cannot be told apart.
    """
    numbers = {"known": stage.newcomers["waits"], "client": stage.clients[4].identifier} | {
        what: stage.newcomers[what] for what in ("expired", "used")
    }
    identifiers: dict[str, Callable[[], str]] = {kind: lambda one=one: one for kind, one in numbers.items()}  # type: ignore[misc]
    identifiers["unknown"] = lambda: f"{random.randrange(10**10, 10**11)}"
    _alike(stage, identifiers, figures, "activation", forget=True, path="/activation")


def _alike(
    stage: Stage, identifiers: dict[str, Callable[[], str]], figures: Note, what: str, *, forget: bool,
    path: str = "/sign-in",
) -> None:
    seen = {kind: Seen() for kind in identifiers}
    with a_line(stage.bank, path) as tries:
        tries("10101010101", "111119")  # The first answer of a connection pays for what the others find ready.
        for _ in range(TRIES):
            if forget:
                _forget(stage)
            for kind in random.sample(list(identifiers), len(identifiers)):
                taken, *shape = tries(identifiers[kind](), "111119")
                seen[kind].seconds.append(taken)
                seen[kind].shapes.add(tuple(shape))  # type: ignore[arg-type]
    assert len({frozenset(one.shapes) for one in seen.values()}) == 1, {kind: one.shapes for kind, one in seen.items()}
    medians = {kind: statistics.median(one.seconds) for kind, one in seen.items()}
    for kind in sorted(set(seen) - {"known"}):
        slower = _slower(seen["known"].seconds, seen[kind].seconds)
        figures(f"{what}: known slower than {kind}", f"{slower:.3f}", "(0.5: cannot be told apart)")
        assert abs(slower - 0.5) < FROM_HALF, f"{what}: {kind} is told from known by its time: {slower:.2f}, {medians}"
    figures(f"{what}: median times", ", ".join(f"{kind} {1000 * one:.2f} ms" for kind, one in medians.items()))
    figures(f"{what}: tries of each kind", TRIES)


async def test_asvs_6_1_1_pitfall_8_a_stranger_cannot_lock_a_client_out_of_their_own_browser(
    stage: Stage, figures: Note
) -> None:
    """What it costs to hold strangers off a number, and what it does not do to the browser its owner uses."""
    client, owner, stranger = stage.clients[3], Visitor(stage.bank, "deuxrives"), Visitor(stage.bank, "deuxrives")
    words = Words(stage.bank.settings, "deuxrives")
    await owner.signs_in(client)
    await owner.sends("/sign-out")
    spoilt, wrong = 0, {"client_id": client.identifier, "code": "111119"}
    while not words.tell(await stranger.sends("/sign-in", **wrong), "access_blocked"):
        spoilt += 1
    for _ in range(4):
        # Even a right code opens nothing there, whatever the time; the owner's own browser is not concerned.
        told = await stranger.sends("/sign-in", client_id=client.identifier, code=client.secret)
        assert words.tell(told, "access_blocked")
        await owner.begins(client)
        assert owner.path in ("/accounts",) or owner.path.startswith("/requests/"), owner.path
        if owner.path == "/accounts":
            await owner.sends("/sign-out")
        stage.bank.advance(days=1)
    assert stage.bank.value(
        "select count(*) from lock_counter where subject = uuid_send($1) and lane <> 'stranger'"
        " and (held_until is not null or blocked_at is not null)",
        client.id,
    ) == 0
    figures("wrong codes that block strangers off a number", 1 + spoilt)
    figures("times the owner was kept from their own browser", 0)
    await owner.leaves()
    await stranger.leaves()


def _slower(these: list[float], those: list[float]) -> float:
    """How often one of `these` is slower than one of `those`: 0.5 when they are of one kind."""
    ranked = sorted([(one, True) for one in these] + [(one, False) for one in those])
    ranks = sum(rank for rank, (_, mine) in enumerate(ranked, 1) if mine)
    return (ranks - len(these) * (len(these) + 1) / 2) / (len(these) * len(those))


def _forget(stage: Stage) -> None:
    """As if none of these tries had been made."""
    stage.bank.rows("delete from lock_counter")
    stage.bank.rows("delete from tally")
