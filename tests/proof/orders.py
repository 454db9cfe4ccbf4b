"""One of the processes that give orders: a program, with the settings in its environment and a plan in a file."""

import asyncio
import json
import random
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from parvis.errors import Refused
from parvis.gate import actions as gate
from parvis.gate.rules import State
from parvis.gate.tables import Proven
from parvis.here import Here
from parvis.operations.transfer import TransferFacts
from parvis.payments import actions as payments
from parvis.payments.rules import local_day

HANDS = 4  # orders under way at once in one process
HOT = 5  # accounts that a third of the orders want
TWICE = 0.1  # orders that another process gives as well, under the same key
LATER = 0.1  # orders for tomorrow: held today, executed by the workers
UNPROVEN = 0.002  # orders that nobody approves


@dataclass(frozen=True)
class Account:
    id: UUID
    client_id: UUID
    phone: UUID
    iban: str


def plan(number: int, accounts: list[Account], most: int) -> tuple[Account, Account, int, bool, bool]:
    """The same order for the same number, in whichever process: from, to, cents (`most`), for tomorrow, approved."""
    chance = random.Random(number)
    pool = accounts[:HOT] if chance.random() < 1 / 3 else accounts
    source = chance.choice(pool)
    target = chance.choice([one for one in accounts if one.id != source.id])
    return source, target, chance.randint(1, most), chance.random() < LATER, chance.random() >= UNPROVEN


async def order(here: Here, run: UUID, number: int, accounts: list[Account], most: int) -> str:
    """Ask for one transfer, approved by a phone; what became of it."""
    source, target, cents, later, approved = plan(number, accounts, most)
    institution = here.institutions.by_slug("deuxrives")
    assert institution is not None
    now = here.clock()
    day = local_day(now, institution.timezone) + timedelta(days=1 if later else 0)
    facts = TransferFacts(
        source_id=source.id, source_name="Courant", target_id=target.id, target_iban=target.iban, payee_name="Anne Roy",
        amount=cents, currency="EUR", label=str(number), execute_on=day,
    )
    proven = Proven(authenticator_id=source.phone, kind="phone", spends=f"{run}:{number}")
    asking = gate.Asking(
        client_id=source.client_id, operation="transfer", facts=facts, key=uuid5(run, str(number)),
        proven=(proven,) if approved else (),
    )
    async with here.transaction() as tx:
        opened = await gate.open(tx, here, institution, asking, now)
    if isinstance(opened, Refused):
        return opened.refusal.code
    return opened.state.value if opened.state != State.FAILED else f"failed: {opened.because}"


async def give(here: Here, asked: dict[str, Any]) -> dict[str, int]:
    """Every order of this process, `HANDS` at once, while the due ones are executed; how many ended how."""
    accounts = [Account(*map(UUID, one[:3]), one[3]) for one in asked["accounts"]]
    run, mine, hands = UUID(asked["run"]), asked["mine"], asked["processes"]
    numbers = [
        number for number in range(asked["orders"])
        if number % hands == mine or (random.Random(-number - 1).random() < TWICE and (number + 1) % hands == mine)
    ]  # fmt: skip
    told: Counter[str] = Counter()
    waiting = iter(numbers)

    async def hand() -> None:
        for number in waiting:
            told[await order(here, run, number, accounts, asked["most"])] += 1
            if number % 50 == 0:
                await payments.execute_due(here, here.clock(), 20)
                await gate.expire_due(here, here.clock())

    await asyncio.gather(*(hand() for _ in range(HANDS)))
    return dict(told)


def main() -> None:
    import uvloop

    from parvis.app import make_here
    from parvis.settings import from_environment

    asked = json.loads(Path(sys.argv[1]).read_text())

    async def run() -> dict[str, int]:
        async with make_here(from_environment()) as here:
            return await give(here, asked)

    json.dump(uvloop.run(run()), sys.stdout)


if __name__ == "__main__":
    main()
