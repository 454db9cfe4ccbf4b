"""Contended orders: thousands of transfers on a hundred accounts, from several processes, some of them twice."""

import json
import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from uuid_utils.compat import uuid7

from parvis.here import Here
from parvis.ledger import tables as ledger
from parvis.settings import ROOT, to_environment
from tests.conftest import Cluster
from tests.journeys.bank import Bank
from tests.proof.conftest import Note
from tests.proof.people import Client, a_client
from tests.proof.running import a_database, settings_on, times, with_here

ACCOUNTS = 100
PROCESSES = 3
ORDERS = times(2_000, 100_000)
MOST_CENTS = 20_00 * 2_000 // ORDERS  # As much money is asked for in all, however many the orders.
SETTLE_SECONDS = times(60, 600)


def test_pitfall_21_contended_orders_leave_the_books_straight(
    cluster: Cluster, tmp_path: Path, figures: Note
) -> None:
    with a_database(cluster, "orders"):
        bank = Bank(settings_on(cluster, "orders", tmp_path, pool=6))
        clients = with_here(bank.settings, _furnish)
        bank.restart("work")
        try:
            _give_orders(bank, clients, figures)
        finally:
            bank.stop()
        (tmp_path / "serve.log").touch()  # Nothing serves here; the rest is looked over as anywhere.
        assert bank.look_over() == []


def _give_orders(bank: Bank, clients: list[Client], figures: Note) -> None:
    began = time.monotonic()
    told = _processes(bank, clients)
    seconds = time.monotonic() - began
    # Two days on, what was for tomorrow is executed, and what nobody approved has expired.
    bank.advance(days=2)
    until = time.monotonic() + SETTLE_SECONDS
    while _unfinished(bank) and time.monotonic() < until:
        time.sleep(0.2)
    assert _unfinished(bank) == 0, "a request waits past its time, or an order past its day"
    audit = with_here(bank.settings, _audit)
    assert audit == ledger.Audit(sum=0, uneven_postings=0, wrong_balances=0, wrong_holds=0, under_floor=0), audit
    _no_order_twice(bank)
    asked = bank.value("select count(*) from request")
    made = bank.value("select count(*) from transfer")
    executed = bank.value("select count(*) from transfer where state = 'executed'")
    # The twin of an order is answered like the first one: what was told is more than what was done, by the twins.
    assert executed > 0.2 * ORDERS, "most orders were refused: the books were not contended"
    assert made == bank.value("select count(*) from request where state = 'executed'")
    assert set(told) <= {
        "executed", "waiting", "failed: funds_insufficient", "failed: answer_spent", "funds_insufficient",
        "transfer_above_daily", "too_many_waiting", "cooling_down", "refused_by_policy",
    }, told
    figures("orders given", sum(told.values()))
    figures("distinct orders", ORDERS)
    figures("orders a second", round(sum(told.values()) / seconds))
    figures("transfers executed", executed)
    figures("told", json.dumps(dict(sorted(told.items()))))
    figures("requests opened", asked)


def _processes(bank: Bank, clients: list[Client]) -> Counter[str]:
    """What several processes at once were told."""
    mine = {name: value for name, value in os.environ.items() if not name.startswith("PARVIS_")}
    asked = {
        "run": str(uuid7()), "orders": ORDERS, "most": MOST_CENTS, "processes": PROCESSES,
        "accounts": [
            [str(one.accounts["Courant"]), str(one.id), str(one.means["phone"]), one.ibans["Courant"]]
            for one in clients
        ],
    }  # fmt: skip
    told: Counter[str] = Counter()
    children = []
    for number in range(PROCESSES):
        plan = bank.settings.var_dir / f"plan-{number}.json"
        plan.write_text(json.dumps(asked | {"mine": number}))
        children.append(
            subprocess.Popen(
                [sys.executable, "-m", "tests.proof.orders", str(plan)], cwd=ROOT,
                env=mine | to_environment(bank.settings), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            )
        )  # fmt: skip
    for child in children:
        said, complained = child.communicate()
        assert child.returncode == 0, complained[-3000:]
        told.update(json.loads(said))
    return told


def _unfinished(bank: Bank) -> int:
    late: int = bank.value(
        """
        select (select count(*) from request where state = 'waiting' and expires_at < $1)
             + (select count(*) from transfer where state = 'scheduled' and execute_on <= $2)
        """,
        bank.now(), bank.now().date(),
    )  # fmt: skip
    return late


def _no_order_twice(bank: Bank) -> None:
    """One request for a key, one transfer for a request, one posting for a transfer."""
    assert bank.value(
        "select count(*) - count(distinct (client_id, key)) from request where state <> 'withdrawn'"
    ) == 0
    assert bank.value("select count(*) - count(distinct label) from transfer") == 0
    assert bank.value(
        """
        select count(*) from transfer left join posting on posting.id = transfer.posting_id
        where transfer.state = 'executed'
          and (posting.id is null or posting.once not in ('transfer:' || transfer.id, 'hold:' || transfer.hold_id))
        """
    ) == 0
    assert bank.value("select count(*) from posting where kind = 'transfer'") == bank.value(
        "select count(*) from transfer where state = 'executed'"
    )


async def _audit(here: Here) -> ledger.Audit:
    async with here.reading() as tx:
        return await ledger.audit(tx)


async def _furnish(here: Here) -> list[Client]:
    """A hundred clients with an account each: too little on it for all that will be asked."""
    return [
        await a_client(
            here, "deuxrives", 5_000 + number, accounts={"Courant": 60_00}, floor=-10_00, phone=True,
            origin="http://deuxrives.localhost",
        )
        for number in range(ACCOUNTS)
    ]
