"""Every factor × every attack, through the gate, and every door: a factor that is listed is in the table."""

from collections.abc import Iterator
from itertools import count
from typing import TypeVar

import pytest

from parvis.factors import Door
from parvis.here import Here
from tests.conftest import FakeClock
from tests.factors.attacks import ATTACKS, FACTORS, Table
from tests.factors.door_attacks import DOOR_ATTACKS, Porch
from tests.hands.world import a_holder

Story = TypeVar("Story")


@pytest.mark.parametrize("kind", FACTORS)
async def test_every_factor(here: Here, clock: FakeClock, kind: str) -> None:
    """Each story on the same database, with an Anne and a Bob of its own. Where none can be told, it says why."""
    wrong, told = [], 0
    for seed, (name, attack) in _cast(ATTACKS):
        if attack.unless(FACTORS[kind]):
            continue
        told += 1
        try:
            await attack.story(Table(await a_holder(here, kind, seed=seed), clock, seed))
        except Exception as error:
            wrong.append(f"{kind} × {name}: {error!r}")
    assert not wrong, "\n".join(wrong)
    assert told >= len(ATTACKS) // 2, f"{kind}: only {told} attacks of {len(ATTACKS)} were tried"


@pytest.mark.parametrize("kind", [kind for kind, factor in FACTORS.items() if isinstance(factor, Door)])
async def test_every_door(here: Here, clock: FakeClock, kind: str) -> None:
    wrong = []
    for seed, (name, story) in _cast(DOOR_ATTACKS):
        try:
            await story(Porch(await a_holder(here, kind, seed=seed), clock, seed))
        except Exception as error:
            wrong.append(f"{kind} × {name}: {error!r}")
    assert not wrong, "\n".join(wrong)


def _cast(stories: dict[str, Story]) -> Iterator[tuple[int, tuple[str, Story]]]:
    """Every story, with Anne's seed; Bob's is the next one."""
    return zip(count(1, 2), stories.items(), strict=False)
