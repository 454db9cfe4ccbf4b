"""How many statements the hot paths cost, as the bench plays them. Few, each doing much: a figure that grows must be
meant.
"""

from pathlib import Path

import asyncpg
import msgspec
import pytest
from bench.inside import Cost, cost, watching
from bench.people import STAY_SIGNED_IN, Town, who_check, who_pay, who_sign_in
from bench.stage import gathered

from parvis.settings import Settings

# For the act itself; to know whose session calls; to begin and end transactions.
SIGN_IN = Cost(12, 0, 2)
FACTOR_CHECK = Cost(6, 2, 2)
TRANSFER = Cost(24, 1, 4)  # One of them writes the push of a phone that has asked to be told.


@pytest.mark.parametrize(
    ("act", "host", "expected"),
    [
        ("sign_in", "municipal.localhost", SIGN_IN),
        ("factor_check", "comptoir.localhost", FACTOR_CHECK),
        ("transfer", "epargne.localhost", TRANSFER),
    ],
)
async def test_a_hot_path_costs_few_statements(
    settings: Settings, tmp_path: Path, act: str, host: str, expected: Cost
) -> None:
    production = msgspec.structs.replace(settings, tls=True, institutions_dir=gathered(tmp_path / "institutions"))
    town = Town(production)
    people = {
        "sign_in": lambda: who_sign_in(town, 2),
        "factor_check": lambda: who_check(town, 2),
        "transfer": lambda: who_pay(town, 2, bank_code="99915", first=0),
    }[act]()
    async with watching(production) as watch:
        await town.settle(production.owner_url)
        for person in people[:1] * 2 if act == "transfer" else people:
            await _just_seen(production.owner_url)
            sent = await watch.of(act, person, host=host)  # The driver asks about types in the first one.
    assert cost(sent) == expected


async def _just_seen(owner_url: str) -> None:
    """Sessions were active this very moment: however slow the machine, none writes its clock meanwhile."""
    connection = await asyncpg.connect(owner_url)
    try:
        await connection.execute(STAY_SIGNED_IN)
    finally:
        await connection.close()
