"""Each factor through the gate, in turns with its bare check: the answers are those of the hands in `tests/hands`."""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
from tests.hands.all import introduced
from tests.hands.world import Holder, a_holder

from bench.report import Line, median_of, runs
from bench.stage import Stage, a_stage
from parvis import migrate
from parvis.app import make_here
from parvis.factors import Asked, Evidence
from parvis.gate import actions, answers
from parvis.gate.rules import State
from parvis.gate.tables import Request
from parvis.here import Here
from parvis.operations.end_session import EndSessionFacts

PEOPLE, SLOWER = 40, 16  # Of each kind: answers of one authenticator are taken one after the other.
WAVES = 2  # in each turn: so many answers of each of them
BARE_SECONDS = 0.2
STEP = timedelta(minutes=2)  # Time moves between two waves: no code serves twice.


class Given(msgspec.Struct, frozen=True):
    """One answer ready to be sent, and what its factor judges it by."""

    holder: Holder
    request: Request
    answer: dict[str, Any]
    material: bytes
    challenge: bytes
    asked: Asked
    now: datetime

    def check(self) -> bool:
        """The bare check."""
        checked = self.holder.factor.check(self.material, self.challenge, self.answer, self.asked, self.now)
        assert isinstance(checked, Evidence), f"{self.holder.factor.kind}: {checked}, which is no measure"
        return True

    async def proves(self) -> bool:
        """The same answer, through the gate."""
        told = await self.holder.sends(self.request, self.answer)
        return isinstance(told, Request) and told.state == State.EXECUTED


def measured(place: Path, about: list[str], *, rounds: int, at_once: int) -> list[Line]:
    """A line for each factor that is listed."""
    about.append(
        f"factors: {rounds} turns of {PEOPLE * WAVES} answers ({SLOWER * WAVES} where they are hashed), {at_once} at "
        f"once in one process, real PostgreSQL; the bare check on one core, or on {os.cpu_count()} for what is hashed"
    )
    with a_stage(place) as stage:
        return asyncio.run(_lines(stage, rounds, at_once))


async def _lines(stage: Stage, rounds: int, at_once: int) -> list[Line]:
    await migrate.up(stage.settings.owner_url, keys_dir=stage.settings.keys_dir)
    lines, now = [], [datetime.now(UTC).replace(microsecond=0)]
    introduced(stage.settings.keys_dir)
    settings = msgspec.structs.replace(stage.settings, mode="test")  # In production nobody knows those hands.
    async with make_here(settings, clock=lambda: now[0]) as here:
        for number, kind in enumerate(here.factors, 1):
            gate, bare = await _rates(here, kind, number, now, rounds, at_once)
            lines.append(
                Line(
                    f"factor_{kind}_vs_bare", f"answers of `{kind}` through the gate, beside its bare check",
                    median_of(gate) / median_of(bare), "×", "", True,
                    f"{runs(gate, '/s')} beside {runs(bare, '/s')}",
                )
            )  # fmt: skip
    return lines


async def _rates(
    here: Here, kind: str, number: int, now: list[datetime], rounds: int, at_once: int
) -> tuple[list[float], list[float]]:
    people = SLOWER if here.factors[kind].slow else PEOPLE
    holders = [await a_holder(here, kind, seed=number * 1000 + one) for one in range(people)]
    gate, bare = [], []
    for turn in range(-1, rounds):  # One turn for all, uncounted: nothing is met cold.
        spent, judged = 0.0, list[float]()
        for _ in range(WAVES):
            now[0] += STEP
            given = [await _given(holder) for holder in holders]
            judged.append(_bare(given, slow=here.factors[kind].slow))
            began = time.perf_counter()
            await _all([one.proves for one in given], kind, at_once)
            spent += time.perf_counter() - began
        if turn >= 0:
            gate.append(people * WAVES / spent)
            bare.append(median_of(judged))
    return gate, bare


async def _given(holder: Holder) -> Given:
    """Something asked, and the right answer to it: the client's part, which is not counted."""
    here, now = holder.here, holder.here.clock()
    facts = EndSessionFacts(str(here.new_id()), "signed_out", "")
    asking = actions.Asking(client_id=holder.id, operation="end_session", facts=facts, key=here.new_id())
    async with here.transaction() as tx:
        request = await actions.open(tx, here, holder.institution, asking, now)
    assert isinstance(request, Request), request
    answer = await holder.answer(request)
    async with here.transaction() as tx:
        ready = await answers.ready(tx, here, holder.institution, request, holder.means_id, now, holder.factor.kind)
    assert isinstance(ready, answers.Ready), ready
    return Given(holder, request, answer, ready.material, ready.challenge, holder.asked(request), now)


async def _all(calls: list[Callable[[], Awaitable[bool]]], kind: str, at_once: int) -> None:
    left = iter(calls)

    async def some() -> None:
        for call in left:
            assert await call(), f"{kind}: a right answer was refused, which is no measure"

    await asyncio.gather(*(some() for _ in range(at_once)))


def _bare(given: list[Given], *, slow: bool) -> float:
    """How many of these answers are judged in a second with nothing around it."""
    done, began = 0, time.perf_counter()
    with ThreadPoolExecutor(os.cpu_count() or 1 if slow else 1) as pool:
        while time.perf_counter() < began + BARE_SECONDS:
            if slow:
                assert all(pool.map(Given.check, given))
            else:
                assert all(one.check() for one in given)
            done += len(given)
    return done / (time.perf_counter() - began)
