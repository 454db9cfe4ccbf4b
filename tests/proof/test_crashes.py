"""Crashes: server, worker and PostgreSQL killed without warning, at each named step and at random, under load."""

import asyncio
import random
import shutil
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest

from parvis import embedded, migrate
from parvis.here import Here
from parvis.journal import actions as journal
from parvis.ledger import tables as ledger
from parvis.settings import Settings
from tests.journeys.bank import Bank, free_port
from tests.proof.conftest import Note
from tests.proof.load import Load
from tests.proof.people import Client, a_client, with_email
from tests.proof.post import mail_server, sms_gateway
from tests.proof.running import LONG, times, with_here
from tests.proof.wreck import OF_THE_WORKER, STEPS, PostOffice, Wreck

SMS_TOKEN = "a token between this program and its operator"
ON_THE_WAY = ("lost on the way", "after send")  # The message is, or is not yet, with its receiver.
SETTLE_SECONDS = 30.0

# (step, victim). In short: each kind of victim, before and after each kind of promise.
SHORT = (
    ("after request", "serve"), ("after settle", "postgres"), ("before commit", "serve"),
    ("before send", "work"), ("after send", "work"), ("at random", "postgres"),
)  # fmt: skip


@dataclass
class Scene:
    wreck: Wreck
    office: PostOffice
    people: dict[str, list[Client]]


@pytest.fixture
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """A PostgreSQL of its own that writes for good, the program on it, and where its messages arrive."""
    place, home = tmp_path_factory.mktemp("crashes"), Path(tempfile.mkdtemp(prefix="parvis-proof-"))
    wreck, office = Wreck(embedded.start(home, place=home), home), PostOffice()
    server = wreck.server
    token = place / "sms.token"
    token.write_text(SMS_TOKEN)
    try:
        asyncio.run(migrate.up(server.url))
        with mail_server(office) as (mail_host, mail_port), sms_gateway(office) as sms_url:
            settings = Settings(
                mode="test", database_url=migrate.program_url(server.url, place), owner_url=server.url, var_dir=place,
                port=free_port(), clock_file=place / "clock", argon_memory_kib=64, argon_time=1, pool=8, workers=2,
                mail="smtp", smtp_host=mail_host, smtp_port=mail_port, smtp_tls="none", sms="http", sms_url=sms_url,
                sms_token_file=token,
            )
            wreck.bank = bank = Bank(settings)
            people = with_here(settings, _furnish)
            try:
                bank.start()
                yield Scene(wreck, office, people)
            finally:
                bank.stop()
    finally:
        wreck.server.stop()
        shutil.rmtree(home, ignore_errors=True)


def test_whatever_is_killed_nothing_is_half_done(scene: Scene, figures: Note) -> None:
    plan, done = _plan(), Counter[str]()
    with Load(scene.wreck.bank, scene.office, scene.people) as load:
        for number, (step, victim) in enumerate(plan):
            _crash(scene, step, victim)
            done[f"{victim} {step}"] += 1
            _nothing_half_done(scene, load)
            if LONG and number % 25 == 24:
                scene.wreck.bank.advance(minutes=20)  # What was left waiting expires.
    assert load.told.odd == [], "\n".join([*load.told.odd[:5], *_broken(scene.wreck.bank.log("serve"))])
    _all_is_sent(scene)
    _nothing_half_done(scene, load)
    assert load.told.done, "nobody was served between two crashes"
    deliveries = Counter(one.message_id for one in scene.office.deliveries)
    figures("kills", sum(done.values()))
    figures("kills by place", ", ".join(f"{name}: {count}" for name, count in sorted(done.items())))
    figures("transfers told done", len(load.told.done))
    figures("sign-ins completed", load.told.signed_in)
    figures("answers lost and asked again", load.told.interrupted)
    figures("messages received", len(deliveries))
    figures("received twice, under the same id", sum(count > 1 for count in deliveries.values()))


def _broken(log: str) -> list[str]:
    """The first trace of a log."""
    lines = log.splitlines()
    start = next((number for number, line in enumerate(lines) if " broken " in line), len(lines))
    return lines[start : start + 60]


def _plan() -> list[tuple[str, str]]:
    if not LONG:
        return list(SHORT)
    every = [
        (step, victim)
        for step in (*STEPS, *ON_THE_WAY, "at random")
        for victim in ("serve", "work", "postgres")
        if victim == "postgres" or step == "at random" or (victim == "work") == (step in (*OF_THE_WORKER, *ON_THE_WAY))
    ]  # fmt: skip
    chance = random.Random(200)
    return [every[number % len(every)] for number in range(times(6, 200) - 20)] + [
        ("at random", chance.choice(("serve", "work", "postgres"))) for _ in range(20)
    ]


def _crash(scene: Scene, step: str, victim: str) -> None:
    wreck = scene.wreck
    if step == "at random":
        time.sleep(random.uniform(0.05, 0.6))
        wreck.kill(victim)
        wreck.mend(victim)
    elif step in ON_THE_WAY:
        _crash_on_the_way(scene, step, victim)
    else:
        asyncio.run(wreck.kill_at(step, victim))


def _crash_on_the_way(scene: Scene, step: str, victim: str) -> None:
    """The receiver itself pulls the plug, when a message has reached it or is about to."""
    gone = threading.Event()

    def pull() -> None:
        scene.wreck.kill(victim)
        gone.set()

    if step == "after send":
        scene.office.after = pull
    else:
        scene.office.before = pull
    assert gone.wait(SETTLE_SECONDS), f"nothing came to the step « {step} »"
    scene.wreck.mend(victim)
    # The dead worker had the message to itself for a while: that while passes.
    scene.wreck.bank.advance(minutes=2, seconds=1)


HALF_DONE = {
    "executed without its transfer": """
        select request.id from request left join transfer using (id)
        where operation = 'transfer' and request.state = 'executed' and transfer.id is null
    """,
    "a transfer nobody approved": """
        select transfer.id from transfer left join request using (id)
        where request.id is null or request.state <> 'executed'
    """,
    "money that did not move": """
        select transfer.id from transfer left join posting on posting.id = posting_id
        where transfer.state = 'executed' and posting.id is null
    """,
    "money that moved for nothing": """
        select posting.id from posting left join transfer on transfer.posting_id = posting.id
        where posting.kind = 'transfer' and transfer.id is null
    """,
    "a posting of less than two entries": """
        select posting.id from posting left join entry on entry.posting_id = posting.id
        group by posting.id having count(entry.id) < 2 or sum(amount) <> 0
    """,
    "a key that served twice": """
        select key from request where state <> 'withdrawn' group by client_id, key having count(*) > 1
    """,
    "executed, and the journal does not know": """
        select request.id from request
        where state = 'executed' and not exists (
            select 1 from journal where request_id = request.id and event = 'request:executed')
    """,
    "the journal knows what was not": """
        select journal.id from journal join request on request.id = request_id
        where event = 'request:executed' and state <> 'executed'
    """,
    "a journal of something that was rolled back": """
        select journal.id from journal left join request on request.id = request_id
        where request_id is not null and request.id is null
    """,
    "signed in without a session": """
        select request.id from request
        where operation = 'sign_in' and state = 'executed'
          and not exists (select 1 from session where session.id = (result ->> 'session_id')::uuid)
    """,
    "proven enough and still waiting": """
        select request.id from request
        where state = 'waiting' and ways::text like '%"phone"%' and operation = 'transfer'
          and exists (select 1 from proof where request_id = request.id and kind = 'phone')
    """,
    "sent, and said to be waiting with nothing to send": """
        select id from outbox where state = 'waiting' and content is null
    """,
}


def _nothing_half_done(scene: Scene, load: Load) -> None:
    """What a look into the database must never show, at any instant; and what was promised is there."""
    bank = scene.wreck.bank
    # Taken before the look: what is told after it may not be seen by it.
    promised, delivered = dict(load.told.done), list(scene.office.deliveries)
    found = {name: bank.rows(query) for name, query in HALF_DONE.items()}
    assert {name: rows for name, rows in found.items() if rows} == {}
    kept = {row["id"]: row["state"] for row in bank.rows("select id, state from transfer")}
    assert {request for request in promised if kept.get(request) != "executed"} == set()
    asked = {row["key"] for row in bank.rows("select key from request where operation = 'transfer'")}
    assert asked <= load.told.keys
    written = {row["message_id"] for row in bank.rows("select message_id from outbox")}
    written |= {str(row["id"]) for row in bank.rows("select id from outbox")}
    assert {one.message_id for one in delivered} <= written, "sent, though it had been rolled back"
    texts: dict[str, set[str]] = {}
    for one in delivered:
        texts.setdefault(one.message_id, set()).add(one.text)
    assert all(len(each) == 1 for each in texts.values()), "one id for two messages"
    audit, findings = with_here(_alone(bank.settings), _proofs)
    assert audit == ledger.Audit(sum=0, uneven_postings=0, wrong_balances=0, wrong_holds=0, under_floor=0), audit
    assert findings == [], findings


def _all_is_sent(scene: Scene) -> None:
    """Once everything runs again, everything leaves, and what is marked as sent has arrived."""
    bank = scene.wreck.bank
    bank.advance(minutes=3)
    until = time.monotonic() + SETTLE_SECONDS
    while bank.value("select count(*) from outbox where state = 'waiting'") and time.monotonic() < until:
        scene.wreck.look_after()
        time.sleep(0.1)
    left = bank.rows("select channel, tries, due_at, last_error from outbox where state = 'waiting'")
    assert left == [], f"{left} {bank.now()} {bank.log('work')[-2000:]}"
    arrived = {one.message_id for one in scene.office.deliveries}
    sent = bank.rows("select id, message_id from outbox where state = 'sent'")
    assert [row for row in sent if not {str(row["id"]), row["message_id"]} & arrived] == []
    while bank.value("select count(*) from journal_unsealed") and time.monotonic() < until:
        time.sleep(0.1)
    verified = bank.command("journal", "verify")
    assert verified.returncode == 0, verified.stderr


def _alone(settings: Settings) -> Settings:
    return msgspec.structs.replace(settings, pool=2)


async def _proofs(here: Here) -> tuple[ledger.Audit, list[object]]:
    async with here.transaction() as tx:
        await tx.run("set transaction isolation level repeatable read")
        return await ledger.audit(tx), list(await journal.verify(tx, here.keys))


async def _furnish(here: Here) -> dict[str, list[Client]]:
    origin = f"http://epargne.localhost:{here.settings.port}"
    return {
        "payers": [
            await a_client(here, "deuxrives", 20 + n, accounts={"Courant": 900_00, "Livret": 900_00}) for n in range(2)
        ],
        "phones": [
            await a_client(here, "epargne", 40 + n, accounts={"Courant": 900_00}, phone=True, origin=origin)
            for n in range(2)
        ],
        "payees": [await a_client(here, "epargne", 50, accounts={"Courant": 0})],
        "sms": [await a_client(here, "deuxrives", 60 + n) for n in range(times(6, 60))],
        "email": [await with_email(here, n) for n in range(times(6, 60))],
    }
