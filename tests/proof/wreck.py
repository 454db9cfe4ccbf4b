"""Breaking things on purpose: a step is held in the database by a trigger, and the process is killed just there.

Nothing of the program knows of it. A trigger of ours on the step's table waits for a lock that the test holds; when
somebody waits for it, the program stands exactly at that step, its transaction open.
"""

import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg

from parvis import embedded
from tests.journeys.bank import Bank

LOCK = 0x70726F6F66  # « proof »
SECONDS = 30.0

# The named steps of a request and of the worker: table, when the trigger fires.
STEPS = {
    "after request": ("request", "after insert on request for each row"),
    "after proof": ("proof", "after insert on proof for each row"),
    "after settle": ("request", "after update on request for each row when (new.state = 'executed')"),
    "after posting": ("posting", "after insert on posting for each row"),
    "before commit": ("journal", "after insert on journal deferrable initially deferred for each row"),
    "before send": ("outbox", "after update on outbox for each row when (new.tries > old.tries)"),
    "before sent": ("outbox", "after update on outbox for each row when (new.state = 'sent')"),
    "while sealing": ("journal_seal", "after insert on journal_seal for each row"),
}
OF_THE_WORKER = ("before send", "before sent", "while sealing")


@dataclass
class Wreck:
    """The running program, and how to end its parts without a word of warning."""

    server: embedded.Embedded
    place: Path
    bank: Bank = field(init=False)

    def kill(self, victim: str) -> None:
        """SIGKILL « serve » with its processes, « work », or « postgres » with all its own."""
        if victim == "postgres":
            pids = _family(embedded._pid(self.server.data))
        else:
            process = self.bank._processes.pop(victim)
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            return
        for pid in pids:
            with_pid(pid)
        until = time.monotonic() + SECONDS
        while any(embedded.exists(pid) for pid in pids) and time.monotonic() < until:
            time.sleep(0.01)

    def mend(self, victim: str) -> None:
        """Start it again, as a service manager would, and wait until pages are served."""
        if victim == "postgres":
            again = embedded.start(self.place, place=self.place)
            self.server.stop()  # The newcomer has joined: this leaves, and stops nothing.
            self.server = again
        else:
            self.bank.restart(victim)
        until = time.monotonic() + SECONDS
        while not self.bank._healthy():
            assert time.monotonic() < until, self.bank.log("serve")[-3000:]
            self.look_after()
            time.sleep(0.05)
        self.look_after()

    def look_after(self) -> None:
        """What ended by itself (it was starting while the database was away) is started again, as services are."""
        for name, process in list(self.bank._processes.items()):
            if process.poll() is not None:
                self.bank.restart(name)

    async def kill_at(self, step: str, victim: str) -> None:
        """Wait until the program stands at that step, then kill the victim there."""
        table, fires = STEPS[step]
        holder = await asyncpg.connect(self.bank.settings.owner_url)
        watcher = await asyncpg.connect(self.bank.settings.owner_url)
        try:
            await holder.execute(f"select pg_advisory_lock({LOCK})")
            await watcher.execute(
                f"""
                create or replace function proof_waits() returns trigger language plpgsql as
                $$ begin perform pg_advisory_xact_lock_shared({LOCK}); return null; end $$
                """
            )
            kind = "constraint trigger" if "deferrable" in fires else "trigger"
            await watcher.execute(f"create {kind} proof_holds {fires} execute function proof_waits()")
            held = await self._somebody_waits(watcher, step)
            self.kill(victim)
            if victim != "postgres":
                # As when the machine goes down: the transaction of the dead process does not go on by itself.
                await watcher.execute("select pg_terminate_backend(pid) from unnest($1::int[]) as pid", held)
        finally:
            for connection in (holder, watcher):
                if victim == "postgres":
                    connection.terminate()
                else:
                    await connection.close()
        if victim == "postgres":
            self.mend(victim)
        await self._forget(table)
        if victim != "postgres":
            self.mend(victim)

    async def _somebody_waits(self, watcher: Any, step: str) -> list[int]:
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            found: list[int] = await watcher.fetchval(
                "select array_agg(pid) from pg_locks where locktype = 'advisory' and not granted"
                " and ((classid::bigint << 32) | objid::bigint) = $1",
                LOCK,
            )
            if found:
                return found
            time.sleep(0.002)  # noqa: ASYNC251 - nothing else runs in this loop
        raise AssertionError(f"nothing came to the step « {step} »")

    async def _forget(self, table: str) -> None:
        connection = await asyncpg.connect(self.bank.settings.owner_url)
        try:
            await connection.execute(f"drop trigger if exists proof_holds on {table}")
        finally:
            await connection.close()


def with_pid(pid: int) -> None:
    """SIGKILL, wherever that process already is."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _family(postmaster: int | None) -> list[int]:
    """The server and its children: they die together, as when the machine stops."""
    assert postmaster is not None
    children = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
        if parent == postmaster:
            children.append(int(stat.parent.name))
    return [postmaster, *children]


@dataclass(frozen=True)
class Delivery:
    """One message as its receiver got it."""

    message_id: str
    channel: str
    text: str


class PostOffice:
    """Where messages arrive. It can be told to do something once, before or after it has taken one over."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.deliveries: list[Delivery] = []
        self.before: Callable[[], None] | None = None
        self.after: Callable[[], None] | None = None

    def takes(self, delivery: Delivery) -> bool:
        """Take a message over, unless what was to be done before has been done: then it is lost on the way."""
        with self._lock:
            before, self.before = self.before, None
        if before is not None:
            before()
            return False
        with self._lock:
            self.deliveries.append(delivery)
            after, self.after = self.after, None
        if after is not None:
            after()
            return False
        return True

    def text_of(self, message_id: str) -> str | None:
        with self._lock:
            return next((one.text for one in self.deliveries if one.message_id == message_id), None)
