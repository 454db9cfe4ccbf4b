"""The load: so many people at once, each doing the same thing again as soon as it is done, in a process of its own.

    python -m bench.load <what> <people.json> <port> <at once> <seconds> <first person>

prints one JSON object. Only what ended in the very answer that says success is counted as done.
"""

import asyncio
import gc
import json
import sys
import time
from collections.abc import Awaitable, Callable
from itertools import count
from pathlib import Path
from typing import Any

import msgspec
import uvloop

from bench.acts import ACTS, Wrong
from bench.wire import Broken, Connection


class Measured(msgspec.Struct, frozen=True):
    """One run of the load."""

    done: int
    failed: int
    seconds: float
    p50_ms: float
    p99_ms: float
    used: int  # people who took their turn
    why: str  # of the first failure

    @property
    def rate(self) -> float:
        """How many a second."""
        return self.done / self.seconds


async def closed_loop(
    act: Callable[[Connection, dict[str, Any]], Awaitable[None]], people: list[dict[str, Any]], *,
    host: str, port: int, at_once: int, seconds: float, first: int,
) -> Measured:
    """Keep `at_once` people busy for `seconds`. People take their turn one after the other, beginning with `first`."""
    turn, taken, failures = count(first), list[float](), list[str]()
    began = time.perf_counter()

    async def one_after_the_other() -> None:
        connection = Connection(port, host=host, https=True)
        while (started := time.perf_counter()) < began + seconds:
            lap, seat = divmod(next(turn), len(people))
            person = people[seat]
            person["lap"] = lap
            try:
                await act(connection, person)
                taken.append(time.perf_counter() - started)
            except (Wrong, Broken, OSError) as error:
                failures.append(f"{type(error).__name__}: {error}")
                connection.close()
        connection.close()

    await asyncio.gather(*(one_after_the_other() for _ in range(at_once)))
    lasted = time.perf_counter() - began
    taken.sort()
    return Measured(
        done=len(taken), failed=len(failures), seconds=lasted, p50_ms=_at(taken, 0.5), p99_ms=_at(taken, 0.99),
        used=next(turn) - first, why=failures[0] if failures else "",
    )


def _at(taken: list[float], part: float) -> float:
    return taken[min(len(taken) - 1, int(len(taken) * part))] * 1000 if taken else 0.0


def main() -> None:
    what, people_file, port, at_once, seconds, first = sys.argv[1:]
    world = json.loads(Path(people_file).read_text())[what]
    gc.freeze()
    measured = uvloop.run(
        closed_loop(
            ACTS[what], world["people"], host=world["host"], port=int(port), at_once=int(at_once),
            seconds=float(seconds), first=int(first),
        )
    )
    print(msgspec.json.encode(measured).decode())


if __name__ == "__main__":
    main()
