"""What is measured, and against what: `make bench`, or `python -m bench [measure …]` for some of them.

Server, worker, database and load share the machine's cores. Peers and limits run in the same hour, in turns with what
they are compared to; each figure is the median of its turns (BENCH_ROUNDS, 5) of so many seconds (BENCH_SECONDS, 6).
"""

import asyncio
import json
import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import asyncpg
import msgspec

from bench import clone, factors, history, peer, replay
from bench.inside import cost, watching
from bench.load import Measured
from bench.people import STAY_SIGNED_IN, Town, who_check, who_pay, who_sign_in
from bench.report import Line, keep, machine, median_of, runs
from bench.stage import Stage, a_stage
from bench.waiters import Waited
from parvis import migrate
from parvis.settings import ROOT

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "6"))
AT_ONCE = 16
WORKERS = os.cpu_count() or 1
SIGNING_IN, CHECKING, PAYING, WAITING, ACTORS = 3000, 6000, 600, 2000, 40
ESTUAIRE = "99915"
HOSTS = {
    "sign_in": "municipal.localhost", "factor_check": "comptoir.localhost", "transfer": "epargne.localhost",
    "waiters": "epargne.localhost", "peer_check": "127.0.0.1",
}  # fmt: skip
MEASURES = ("statements", "rates", "factors", "waiters", "history", "clone")
# Measured before with the same settings on 2 cores, where the peer cannot be installed.
PEER_RECORDED = 7.7

World = dict[str, dict[str, Any]]


class Broken(Exception):
    """A measure in which something failed counts for nothing."""


def main() -> None:
    wanted = set(sys.argv[1:]) or set(MEASURES)
    unknown = wanted - set(MEASURES)
    if unknown:
        raise SystemExit(f"{', '.join(sorted(unknown))}: the measures are {', '.join(MEASURES)}.")
    place = ROOT / "var" / "bench"
    lines: list[Line] = []
    how = f"{ROUNDS} turns of {SECONDS:g} s, {AT_ONCE} at once, {WORKERS} serving processes and the worker"
    about = [machine(), how]
    if "factors" in wanted:
        lines += factors.measured(place / "factors", about, rounds=ROUNDS, at_once=AT_ONCE)
    if wanted - {"clone", "factors"}:
        with a_stage(place / "stage") as stage:
            world = asyncio.run(_furnished(stage, waiters="waiters" in wanted))
            if wanted & {"statements", "rates"}:
                lines += asyncio.run(_statements(stage, world))
            if "rates" in wanted:
                lines += _rates(stage, world, about)
            if "history" in wanted:
                lines += _history(stage)
            if "waiters" in wanted:
                lines += _waiters(stage, about)
    if "clone" in wanted:
        lines += _clone(place, about)
    print(keep(lines, about))


async def _furnished(stage: Stage, *, waiters: bool) -> World:
    await migrate.up(stage.settings.owner_url, keys_dir=stage.settings.keys_dir)
    town = Town(stage.settings)
    people = {
        "sign_in": who_sign_in(town, SIGNING_IN), "factor_check": who_check(town, CHECKING),
        "transfer": who_pay(town, PAYING, bank_code=ESTUAIRE, first=0),
    }  # fmt: skip
    if waiters:
        people["waiters"] = who_pay(town, WAITING, bank_code=ESTUAIRE, first=PAYING)
    await town.settle(stage.settings.owner_url)
    world = {name: {"host": HOSTS[name], "people": found} for name, found in people.items()}
    _keep(stage, world)
    return world


def _keep(stage: Stage, world: World) -> None:
    file = stage.place / "people.json"
    file.touch(mode=0o600)
    file.write_text(json.dumps(world))


async def _asked(stage: Stage, sql: str) -> Any:
    connection = await asyncpg.connect(stage.settings.owner_url)
    try:
        return await connection.fetchval(sql)
    finally:
        await connection.close()


async def _statements(stage: Stage, world: World) -> list[Line]:
    """How many statements each act costs, and the script of a transfer for pgbench beside."""
    await _asked(stage, STAY_SIGNED_IN)
    lines = []
    async with watching(stage.settings) as watch:
        for act, target in (("factor_check", 10), ("sign_in", 0), ("transfer", 0)):
            host, people = world[act]["host"], world[act]["people"]
            for person in people[-3:]:  # The driver asks about types when it first meets them.
                await watch.of(act, person, host=host)
            await _asked(stage, STAY_SIGNED_IN)
            spent = cost(await watch.of(act, people[-4], host=host))
            lines.append(
                Line(
                    f"statements_{act}", f"SQL statements of a {act.replace('_', ' ')}, all counted", spent.all, "",
                    f"≤ {target}" if target else "", not target or spent.all <= target,
                    f"{spent.recognising} know whose session calls, {spent.framing} begin and end transactions",
                )
            )
    return lines


async def _script(stage: Stage, world: World) -> replay.Script:
    people = world["transfer"]["people"][-ACTORS:]
    acts = []
    async with watching(stage.settings) as watch:
        for person in (*people, *people, people[0]):  # At first the payee is new, and the driver asks about types.
            await _asked(stage, STAY_SIGNED_IN)
            acts.append(await watch.of("transfer", person, host=HOSTS["transfer"]))
    again, acts = acts.pop(), acts[ACTORS:]
    return await replay.written(stage.settings.owner_url, again, acts)


def _rates(stage: Stage, world: World, about: list[str]) -> list[Line]:
    """What is counted a second, in turns with the limits and the peer."""
    script = asyncio.run(_script(stage, world))
    with ExitStack() as stack:
        try:
            port, people = stack.enter_context(peer.a_peer(stage))
            world = {**world, "peer_check": {"host": HOSTS["peer_check"], "people": people}}
            _keep(stage, world)
            about.append(f"privacyIDEA {peer.version()}, the same PostgreSQL, {WORKERS + 1} gunicorn processes")
        except peer.NoPeer as why:
            port = 0
            about.append(f"privacyIDEA could not run here ({why}): {PEER_RECORDED}/s is what it gave on other 2 cores")
        stage.start("serve", "work", workers=WORKERS)
        rates: dict[str, list[float]] = {}
        first = dict.fromkeys(HOSTS, 0)
        for turn in range(-1, ROUNDS):
            seconds = SECONDS if turn >= 0 else 2.0  # One short turn for all, uncounted: nothing is met cold.
            taken = {"argon2": _argon2("reference", seconds), "libsodium": _argon2("ours", seconds)}
            for act in ("sign_in", "factor_check", *(["peer_check"] if port else []), "transfer"):
                asyncio.run(_asked(stage, STAY_SIGNED_IN))
                measured = _load(stage, act, port or 0, seconds, first[act])
                first[act] += measured.used
                taken[act] = measured.rate
                if turn == ROUNDS - 1:
                    about.append(f"{act}: p50 {measured.p50_ms:.0f} ms, p99 {measured.p99_ms:.0f} ms")
            taken["pgbench"] = _pgbench(stage, script, seconds)
            if turn >= 0:
                for name, rate in taken.items():
                    rates.setdefault(name, []).append(rate)
        asyncio.run(_true(stage))
        stage.stop()
    rates.setdefault("peer_check", [PEER_RECORDED])
    return [
        _ratio("sign_in_vs_argon2", "sign-ins, beside the Argon2id verifications of the machine, by argon2-cffi", rates,
               0.85, "sign_in", "argon2"),
        _ratio("sign_in_vs_libsodium", "sign-ins, beside those of the machine by libsodium", rates, None,
               "sign_in", "libsodium"),
        _ratio("factor_check_vs_privacyidea", "factor checks, beside privacyIDEA's", rates, 50,
               "factor_check", "peer_check"),
        _ratio("transfer_vs_pgbench", "transfers, beside pgbench playing their statements", rates, 0.35,
               "transfer", "pgbench"),
    ]  # fmt: skip


def _ratio(
    name: str, what: str, rates: dict[str, list[float]], target: float | None, ours: str, theirs: str
) -> Line:
    value = median_of(rates[ours]) / median_of(rates[theirs])
    how = f"{runs(rates[ours], '/s')} beside {runs(rates[theirs], '/s')}"
    if target is None:
        return Line(name, what, value, "×", "", True, how)
    return Line(name, what, value, "×", f"≥ {target:g}", value >= target, how)


def _load(stage: Stage, act: str, port: int, seconds: float, first: int) -> Measured:
    """One turn of one act, in a process of its own."""
    measured = msgspec.json.decode(
        _output("bench.load", act, stage.place / "people.json", port if act == "peer_check" else stage.settings.port,
                AT_ONCE if act != "peer_check" else 8, seconds, first),
        type=Measured,
    )  # fmt: skip
    if measured.failed or not measured.done:
        raise Broken(f"{act}: {measured.done} done, {measured.failed} failed, the first with {measured.why}")
    return measured


def _argon2(library: str, seconds: float) -> float:
    return float(_output("bench.limits", seconds, library))


def _pgbench(stage: Stage, script: replay.Script, seconds: float) -> float:
    before = asyncio.run(_asked(stage, "select count(*) from transfer where state = 'executed'"))
    rate, turns = replay.played(stage.server, script, stage.place, connections=AT_ONCE, seconds=seconds)
    after = asyncio.run(_asked(stage, "select count(*) from transfer where state = 'executed'"))
    if after - before != turns:
        raise Broken(f"pgbench says {turns} transfers, and {after - before} were made")
    return rate


async def _true(stage: Stage) -> None:
    """The books after it all: nothing was counted that did not happen whole."""
    uneven = await _asked(
        stage, "select count(*) from (select 1 from entry group by posting_id having sum(amount) <> 0) as uneven"
    )
    drifted = await _asked(
        stage,
        """
        select count(*) from account where kind <> 'house'
        and balance <> (select coalesce(sum(amount), 0) from entry where account_id = account.id)
        """,
    )
    if uneven or drifted:
        raise Broken(f"{uneven} postings do not sum to zero, {drifted} balances are not the sum of their entries")


def _history(stage: Stage) -> list[Line]:
    reader = asyncio.run(history.furnish(stage, Town(stage.settings), bank_code=ESTUAIRE))
    stage.start("serve", workers=1)
    asyncio.run(_asked(stage, STAY_SIGNED_IN))
    asyncio.run(history.turned(stage, reader, times=10, host=HOSTS["transfer"]))
    found = [
        asyncio.run(history.turned(stage, reader, times=40, host=HOSTS["transfer"])) for _ in range(max(3, ROUNDS))
    ]
    stage.stop()
    ratio = median_of([one.ratio for one in found])
    long, short = runs([one.long_ms for one in found]), runs([one.short_ms for one in found])
    how = f"{long} beside {short} ms, the first page and one in the middle"
    what = "page of an account with 1,000,000 entries, beside one with 10,000"
    return [Line("history_1m_vs_10k", what, ratio, "×", "≤ 1.3", ratio <= 1.3, how)]


def _waiters(stage: Stage, about: list[str]) -> list[Line]:
    stage.start("serve", "work", workers=1)
    found = []
    for _ in range(3):
        asyncio.run(_asked(stage, STAY_SIGNED_IN))
        asyncio.run(_asked(stage, "update request set state = 'withdrawn', settled_at = now() where state = 'waiting'"))
        os.environ["BENCH_PID"] = str(stage.pids()[0])
        said = _output("bench.waiters", stage.place / "people.json", stage.settings.port, 200)
        found.append(msgspec.json.decode(said, type=Waited))
    stage.stop()
    median_wait = runs([one.p50_ms for one in found], "ms")
    about.append(f"{found[0].waiters} browsers wait on one process; half of the approvals arrive in {median_wait}")
    late, heavy = [w.p99_ms for w in found], [w.memory_kib for w in found]
    return [
        Line("waiters_wake_p99_ms", "from the phone's answer to the waiting page, 99 in 100", median_of(late), "ms", "",
             True, runs(late, "ms")),
        Line("waiters_memory_kib", "memory of one waiting page", heavy[0], "KiB", "", True, runs(heavy, "KiB")),
    ]  # fmt: skip


def _clone(place: Path, about: list[str]) -> list[Line]:
    place.mkdir(parents=True, exist_ok=True)
    found = clone.started(place / "clone")
    about.append(f"the clone was made with {found.cache}")
    memory = f"{found.program_mib:.0f} MiB for the program and its worker, {found.database_mib:.0f} MiB for PostgreSQL"
    return [
        Line("clone_to_first_page_seconds", "from a fresh clone to the first sign-in page", found.seconds, "s", "",
             True, found.cache),
        Line("demo_rest_memory_mib", "the demonstration at rest", found.memory_mib, "MiB", "", True, memory),
    ]  # fmt: skip


def _output(module: str, *arguments: object) -> str:
    done = subprocess.run(
        [sys.executable, "-m", module, *map(str, arguments)], capture_output=True, text=True, check=False, cwd=ROOT
    )
    if done.returncode != 0:
        raise Broken(f"{module}: {done.stderr[-2000:]}")
    return done.stdout


if __name__ == "__main__":
    main()
