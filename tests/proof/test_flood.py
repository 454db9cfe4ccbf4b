"""A flood of sign-ins, each at the cost of a real Argon2id: turned away in words; who is signed in does not suffer."""

import asyncio
import json
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from parvis.here import Here
from parvis.web.crowd import HELD_SECONDS
from tests.conftest import Cluster
from tests.journeys.bank import Bank
from tests.proof import flood
from tests.proof.conftest import Note
from tests.proof.people import Client, Visitor, a_client
from tests.proof.running import LONG, Words, a_bank, memory_of, times
from tests.proof.volley import fire

SECONDS = times(5, 60)
HANDS = 40  # connections of each flooding process, never idle
FLOODING = 2
QUEUE = 24
WORST_RATIO = 3.0
STARVED_SECONDS = 8.0  # A page that takes so long is not served, whatever else the machine does.
# Each verification under way holds its 19 MiB: so many threads of two processes, and what pages need.
MOST_GROWTH_MIB = 250


@dataclass
class Stage:
    bank: Bank
    client: Client


@pytest.fixture(scope="module")
def stage(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    async def furnish(here: Here) -> Client:
        return await a_client(here, "deuxrives", 900, accounts={"Courant": 900_00, "Livret": 10_00})

    costs = {"argon_memory_kib": 19456, "argon_time": 2, "hashing_queue": QUEUE}
    with a_bank(cluster, "flood", tmp_path_factory.mktemp("flood"), furnish, **costs) as (bank, client):
        yield Stage(bank, client)


async def test_a_flood_of_sign_ins_is_turned_away_and_signed_in_clients_go_on(stage: Stage, figures: Note) -> None:
    visitor = Visitor(stage.bank, "deuxrives")
    await visitor.signs_in(stage.client)
    before = memory_of(stage.bank)
    quiet = await _pages(visitor, seconds=SECONDS / 2)
    flooding = _flood(stage.bank.settings.port, visitor.host)
    await asyncio.sleep(1)
    flooded = await _pages(visitor, seconds=SECONDS - 1)
    most = memory_of(stage.bank)
    told = [json.loads(process.communicate()[0]) for process in flooding]
    statuses = sum((Counter(one["status"]) for one in told), Counter())
    retries = sum((Counter(one["retry"]) for one in told), Counter())
    assert statuses["503"] > 0, f"the flood was no flood: {statuses}"
    assert statuses.keys() <= {"422", "423", "503"}, statuses
    assert retries == {"yes": statuses["503"]}
    # Turned away at once, each would be back a hundred times a second.
    assert statuses["503"] < 2 * FLOODING * HANDS * (SECONDS + 1) / HELD_SECONDS
    ratio = statistics.median(flooded) / statistics.median(quiet)
    figures("sign-ins a second under the flood", round(sum(statuses.values()) / SECONDS))
    figures("answers to the flood", ", ".join(f"{status}: {count}" for status, count in sorted(statuses.items())))
    figures("signed-in page, quiet, median", round(statistics.median(quiet) * 1000, 1), "ms")
    figures("signed-in page, flooded, median", round(statistics.median(flooded) * 1000, 1), "ms")
    figures("signed-in page, flooded, 95th percentile", round(_percentile(flooded, 0.95) * 1000, 1), "ms")
    figures("ratio of medians", round(ratio, 2))
    figures("memory grown under the flood", round(most - before, 1), "MiB")
    assert most - before < MOST_GROWTH_MIB
    assert max(flooded) < STARVED_SECONDS, f"a signed-in page took {max(flooded):.1f} s"
    if LONG:  # Else other tests share the machine: pages are served, how fast says nothing of the program.
        assert ratio < WORST_RATIO, f"signed-in pages take {ratio:.1f} times their quiet time"
    await visitor.leaves()


def test_who_is_turned_away_is_told_so_in_words(stage: Stage) -> None:
    """503, Retry-After, never the secret; and the try is not counted."""
    visitor = Visitor(stage.bank, "deuxrives")
    identifier = "90817263540"
    shots = [visitor.shot("/sign-in", client_id=identifier, code="517390") for _ in range(150)]
    answers = fire(stage.bank.settings.port, shots)
    busy = [answer for answer in answers if answer.status == 503]
    assert busy, Counter(answer.status for answer in answers)
    words = Words(stage.bank.settings, "deuxrives")
    assert all(words.tell(answer.body, "too_busy") for answer in busy)
    assert all(answer.headers["retry-after"].isdigit() for answer in busy)
    assert not any("517390" in answer.body for answer in busy)
    counted = stage.bank.value("select count(*) from journal where event = 'sign_in:failed'")
    assert counted + len(busy) >= len(answers) - sum(answer.status == 423 for answer in answers)


def _flood(port: int, host: str) -> list["subprocess.Popen[str]"]:
    command = [sys.executable, "-S", flood.__file__, str(port), host, str(SECONDS + 1), str(HANDS), "11"]
    return [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(FLOODING)]


async def _pages(visitor: Visitor, *, seconds: float) -> list[float]:
    """How long each page takes, one after the other, for so many seconds."""
    until, taken = time.monotonic() + seconds, []
    while time.monotonic() < until:
        began = time.monotonic()
        answer = await visitor.browser.get("/accounts", follow_redirects=False)
        taken.append(time.monotonic() - began)
        assert answer.status_code == 200, answer.status_code
        await asyncio.sleep(0.02)
    assert len(taken) >= 10
    return taken


def _percentile(taken: list[float], share: float) -> float:
    return sorted(taken)[int(len(taken) * share)]
