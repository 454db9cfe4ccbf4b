"""The worker: what must happen without anyone asking. Any number of them may run at once, on any machines.

Each duty goes at its own pace, so that a mail server which does not answer delays no expiry. A duty that
fails is logged, waits a little longer each time, and stops none of the others.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import structlog

from parvis.activation import actions as activation
from parvis.bank_calls import actions as bank_calls
from parvis.blocked import actions as blocked
from parvis.gate import actions as gate
from parvis.journal import actions as journal
from parvis.letters import actions as letters
from parvis.means import ending
from parvis.outbox import actions as outbox
from parvis.outbox.senders import Sender, SmsGateway, Smtp
from parvis.outbox.web_push import WebPush
from parvis.own_data import actions as own_data
from parvis.payments import actions as payments
from parvis.profile import actions as profile
from parvis.recovery import actions as recovery

if TYPE_CHECKING:
    from parvis.here import Here

log = structlog.get_logger()

LONGEST_PAUSE_SECONDS = 30.0
TOKENS_AT_ONCE = 1000


class Duty(msgspec.Struct, frozen=True):
    """Something to do again and again. `act` returns how much it did: more than nothing, and it goes on at
    once.
    """

    name: str
    act: Callable[[datetime], Awaitable[int]]
    pause_seconds: float
    woken: bool = False  # Does the bell's topic "work" end the pause?


async def work(here: "Here", stop: asyncio.Event) -> None:
    """Do every duty until `stop` is set; what has been begun is finished first."""
    senders = senders_of(here)
    log.info("worker_ready", channels=sorted(senders))
    async with asyncio.TaskGroup() as group:
        for duty in duties(here, senders):
            group.create_task(_repeat(here, duty, stop))
    log.info("worker_stopped")


def duties(here: "Here", senders: Mapping[str, Sender]) -> tuple[Duty, ...]:
    """The list of what a worker does."""

    async def send(now: datetime) -> int:
        return await outbox.send_due(here, senders, now)

    async def seal(now: datetime) -> int:
        return await journal.seal_committed(here, now)

    async def expire(now: datetime) -> int:
        return await gate.expire_due(here, now)

    async def execute(now: datetime) -> int:
        return await payments.execute_due(here, now)

    async def readdress(now: datetime) -> int:
        return await profile.apply_due(here, now)

    async def hang_up(now: datetime) -> int:
        async with here.transaction() as tx:
            return await bank_calls.end_due(tx, here, now)

    async def remind(now: datetime) -> int:
        return await ending.remind_due(here, now)

    async def forget(now: datetime) -> int:
        forgotten = await forget_spent_tokens(here, now) + await recovery.forget_counts(here, now)
        return forgotten + await blocked.forget_old(here, now) + await letters.forget_old(here, now)

    async def index(now: datetime) -> int:
        return await recovery.index_contacts(here, now)

    async def retain(now: datetime) -> int:
        return await own_data.forget_due(here, now)

    return (
        Duty("send", send, 1.0, woken=True),
        Duty("seal", seal, 1.0),
        Duty("expire", expire, 1.0),
        Duty("execute", execute, 1.0, woken=True),
        Duty("readdress", readdress, 5.0),
        Duty("hang up", hang_up, 5.0),
        Duty("remind", remind, 30.0),
        Duty("unblockings", partial(blocked.take_up_sent, here), 2.0, woken=True),
        Duty("activations", partial(activation.take_up_asked, here), 2.0, woken=True),
        Duty("forget", forget, 60.0),
        Duty("retain", retain, 3600.0),
        Duty("index", index, 10.0),
    )


async def forget_spent_tokens(here: "Here", now: datetime) -> int:
    """Drop the form tokens that have expired: an expired one is refused without looking whether it has
    served.
    """
    async with here.transaction() as tx:
        return await tx.run(
            """
            delete from spent_token where id in (
                select id from spent_token where expires_at < $1
                order by expires_at limit $2 for no key update skip locked
            )
            """,
            now,
            TOKENS_AT_ONCE,
        )


def senders_of(here: "Here") -> dict[str, Sender]:
    """The way out for each channel, as the settings choose. The demo inbox is one way out like another."""
    settings = here.settings
    senders: dict[str, Sender] = {}
    if settings.mail == "smtp":
        senders["email"] = Smtp(
            host=settings.smtp_host, port=settings.smtp_port, tls=settings.smtp_tls,
            user=settings.smtp_user, password=_held_in(settings.smtp_password_file),
        )  # fmt: skip
    if settings.sms == "http":
        senders["sms"] = SmsGateway(url=settings.sms_url, token=_held_in(settings.sms_token_file))
    if "demo" in (settings.mail, settings.sms):
        from parvis.demo.senders import DemoInbox  # Never loaded where messages really leave.

        inbox = DemoInbox(here)
        senders = {"email": inbox, "sms": inbox} | senders
    senders["push"] = WebPush(here.keys, strict=settings.mode == "production")
    return senders


def _held_in(file: Path | None) -> str:
    return "" if file is None else file.read_text("utf-8").strip()


async def _repeat(here: "Here", duty: Duty, stop: asyncio.Event) -> None:
    """One duty, until `stop`. The bell is listened to before the duty looks: what comes meanwhile is not
    missed.
    """
    failures = 0
    while not stop.is_set():
        async with here.bell.listen_for("work") as bell:
            try:
                did = await duty.act(here.clock())
                failures = 0
            except Exception:
                did, failures = 0, failures + 1
                log.exception("duty_failed", duty=duty.name, in_a_row=failures)
            if did == 0:
                pause = min(duty.pause_seconds * 2 ** min(failures, 10), LONGEST_PAUSE_SECONDS)
                pause = max(pause, duty.pause_seconds)
                rung = bell.wait(pause) if duty.woken and not failures else asyncio.sleep(pause)
                await _unless(stop, rung)


async def _unless(stop: asyncio.Event, pause: Awaitable[object]) -> None:
    """Wait for `pause`, or until `stop` is set."""
    waits = [asyncio.ensure_future(pause), asyncio.ensure_future(stop.wait())]
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for each in waits:
            each.cancel()
        await asyncio.gather(*waits, return_exceptions=True)
