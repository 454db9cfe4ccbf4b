"""How much one machine carries: server, database and load share its cores, so every figure is a floor.

Each measure runs a few seconds on a furnished demonstration, on a private PostgreSQL that really writes to the disk.
"""

import asyncio
import os
import platform
import random
import secrets
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from uuid import UUID

import httpx
import msgspec
import uvloop

from parvis import embedded, migrate
from parvis.app import create_app, make_here
from parvis.demo.furnish import furnish
from parvis.hashing import Argon
from parvis.here import Here
from parvis.ledger import actions as ledger
from parvis.settings import Settings

SECONDS = float(os.environ.get("BENCH_SECONDS", "5"))
INSTITUTION = "deuxrives"
HOST = "deuxrives.localhost:8000"


class _Account(msgspec.Struct, frozen=True):
    id: UUID


async def measured(act: Callable[[], Awaitable[object]], *, at_once: int) -> tuple[float, float]:
    """How many times `act` was done a second, by `at_once` callers, and the slowest of a hundred in milliseconds."""
    taken: list[float] = []
    until = time.perf_counter() + SECONDS

    async def caller() -> None:
        while (began := time.perf_counter()) < until:
            await act()
            taken.append(time.perf_counter() - began)

    began = time.perf_counter()
    await asyncio.gather(*(caller() for _ in range(at_once)))
    return len(taken) / (time.perf_counter() - began), sorted(taken)[int(len(taken) * 0.99)] * 1000


async def hashing(here: Here) -> tuple[float, float]:
    settings = here.settings
    argon = Argon(here.keys, settings.argon_memory_kib, settings.argon_time, settings.argon_lanes)
    stored = argon.hash("135790")
    return await measured(lambda: here.hasher.run(argon.verify, stored, "135790"), at_once=os.cpu_count() or 1)


async def moving(here: Here, accounts: list[UUID]) -> tuple[float, float]:
    async def act() -> None:
        source, target = random.sample(accounts, 2)
        async with here.transaction() as tx:
            done = await ledger.move(
                tx, here, INSTITUTION, source_id=source, target_id=target, amount=1,
                once=secrets.token_hex(8), now=here.clock(), label="bench",
            )  # fmt: skip
        assert isinstance(done, UUID), done

    return await measured(act, at_once=8)


async def page(here: Here, path: str) -> tuple[float, float]:
    transport = httpx.ASGITransport(create_app(here.settings, here))
    async with httpx.AsyncClient(transport=transport, base_url=f"http://{HOST}") as browser:

        async def act() -> None:
            assert (await browser.get(path)).status_code == 200

        return await measured(act, at_once=4)


async def run(settings: Settings) -> None:
    await migrate.up(settings.owner_url, keys_dir=settings.keys_dir)
    async with make_here(settings) as here:
        began = time.perf_counter()
        await furnish(here)
        furnished = time.perf_counter() - began
        async with here.reading() as tx:
            sql = "select id from account where institution = $1 and client_id is not null and balance > 100000"
            accounts = [row.id for row in await tx.rows(_Account, sql, INSTITUTION)]
        figures = {
            "Argon2id verifications (a sign-in needs one)": await hashing(here),
            "ledger: transfers between two accounts": await moving(here, accounts),
            "page: sign-in, in one process": await page(here, "/sign-in"),
        }
    say(
        f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}; "
        f"furnished in {furnished:.1f} s"
    )
    for name, (rate, slowest) in figures.items():
        say(f"{name:48}{rate:8.0f} a second{slowest:10.1f} ms for 99 in 100")


def say(line: str) -> None:
    print(line, flush=True)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="parvis-bench-") as directory:
        place = Path(directory)
        place.chmod(0o755)
        server = embedded.start(place, place=place / "pg")
        try:
            settings = Settings(
                mode="demo", mail="demo", sms="demo", var_dir=place, owner_url=server.url,
                database_url=migrate.program_url(server.url, place / "keys"),
            )  # fmt: skip
            uvloop.run(run(settings))
        finally:
            server.stop()


if __name__ == "__main__":
    main()
