"""Every factor × every attack, through the gate: a factor that is listed is in the table."""

import pytest

from parvis.here import Here
from tests.conftest import FakeClock
from tests.factors.attacks import ATTACKS, FACTORS, Table
from tests.hands.world import a_holder


@pytest.mark.parametrize("name", ATTACKS)
@pytest.mark.parametrize("kind", FACTORS)
async def test_every_factor(here: Here, clock: FakeClock, kind: str, name: str) -> None:
    attack = ATTACKS[name]
    why_not = attack.unless(FACTORS[kind])
    if why_not:
        pytest.skip(f"{kind} × {name}: {why_not}")
    table = Table(await a_holder(here, kind), clock)
    try:
        await attack.story(table)
    except Exception as wrong:
        raise AssertionError(f"{kind} × {name}: {wrong}") from wrong
