"""Secrets sown in a story are looked for wherever the program writes; keys rotate and backups run while it serves."""

import asyncio
import base64
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import asyncpg
import httpx
import msgspec
import pytest
from uuid_utils.compat import uuid7

from parvis import migrate
from parvis.here import Here
from parvis.postgres import choose_binaries
from parvis.seal import FILES
from parvis.settings import Settings, to_environment
from tests.conftest import Cluster
from tests.gate.world import KEY
from tests.journeys.bank import Bank, free_port
from tests.phone.client import PythonPhone, stretch, xor
from tests.proof.conftest import Note
from tests.proof.people import KNOWLEDGE, PASSWORD, Client, Loopback, Visitor, a_client, transfer_fields, with_email
from tests.proof.post import mail_server, sms_gateway
from tests.proof.running import a_bank, until
from tests.proof.wreck import PostOffice

SMS_TOKEN = "a-token-between-this-program-and-its-operator"
WRONG_PASSWORD = "Mauvaise-graine-42"
NEW_PASSWORD = "Coquelicot-sous-la-lune-8"
CODE = re.compile(r"(?<!\d)\d{6}(?!\d)")
SECONDS = 20.0
# Six digits stand in many a number: only alone, and not as the decimals of a time or a part of an identifier.
ALONE = r"(?<![0-9A-Za-z_.:+-]){}(?![0-9A-Za-z_-])"


@dataclass
class Story:
    """The running program, and every secret that was used with it, by what it is."""

    bank: Bank
    office: PostOffice
    people: dict[str, Client]
    sown: dict[str, set[bytes]] = field(default_factory=dict)
    pages: list[str] = field(default_factory=list)  # of errors and refusals

    def sow(self, what: str, *secrets: str | bytes) -> None:
        for secret in secrets:
            raw = secret.encode() if isinstance(secret, str) else secret
            self.sown.setdefault(what, set()).update(_writings(raw))

    def keep(self, visitor: Visitor) -> None:
        """This browser's cookies are secrets; the page it was refused with is one that must hold none."""
        for cookie in visitor.browser.cookies.jar:
            if cookie.name not in ("language", "check") and cookie.value:
                self.sow(f"cookie {cookie.name}", cookie.value)
        if visitor.status >= 400:
            self.pages.append(visitor.page)

    async def code_for(self, request: str) -> str:
        """The code that the operator was given for that request."""
        latest = time.monotonic() + SECONDS
        while time.monotonic() < latest:
            rows = await asyncio.to_thread(
                self.bank.rows, "select id, message_id from outbox where request_id = $1 order by id desc limit 1",
                UUID(request.rsplit("/", 1)[-1]),
            )
            for row in rows:
                text = self.office.text_of(str(row["id"])) or self.office.text_of(row["message_id"])
                found = CODE.search(text.replace("\u202f", "").replace("\u00a0", " ")) if text else None
                if found:
                    self.sow("code sent", found.group())
                    return found.group()
            await asyncio.sleep(0.05)
        raise AssertionError(f"no code arrived for {request}")


def _writings(raw: bytes) -> set[bytes]:
    """How a secret may be written: as it is, in hexadecimal, in base64 of either kind, in base32."""
    if len(raw) < 12:
        return {raw}
    encoded = {
        raw.hex().encode(), raw.hex().upper().encode(), base64.b64encode(raw).rstrip(b"="),
        base64.urlsafe_b64encode(raw).rstrip(b"="), base64.b32encode(raw).rstrip(b"="),
    }  # fmt: skip
    return encoded | {raw}


@pytest.fixture(scope="module")
def story(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    with a_story(cluster, "secrets", tmp_path_factory.mktemp("secrets")) as told:
        yield told


@contextmanager
def a_story(cluster: Cluster, name: str, place: Path) -> Iterator[Story]:
    async def furnish(here: Here) -> dict[str, Client]:
        origin = f"http://epargne.localhost:{here.settings.port}"
        return {
            "totp": await a_client(here, "municipal", 211, accounts={"Technique": 100_00, "Livret": 0}),
            "phone": await a_client(
                here, "epargne", 311, accounts={"Courant": 500_00, "Livret": 0}, phone=True, origin=origin
            ),
            "enrols": await a_client(here, "epargne", 312, accounts={"Courant": 0}),
            "mail": await with_email(here, 11),
        }

    office, token = PostOffice(), place / "sms.token"
    token.write_text(SMS_TOKEN)
    with mail_server(office) as (host, mail_port), sms_gateway(office) as sms_url:
        changed = {
            "mail": "smtp", "smtp_host": host, "smtp_port": mail_port, "smtp_tls": "none", "sms": "http",
            "sms_url": sms_url, "sms_token_file": token, "port": free_port(),
        }  # fmt: skip
        with a_bank(cluster, name, place, furnish, quiet=False, **changed) as (bank, people):
            yield Story(bank, office, people)


async def test_pitfall_25_no_secret_is_written_anywhere(story: Story, tmp_path: Path, figures: Note) -> None:
    await _live(story)
    bank = story.bank
    places = {
        "the dump of the database": _dump(bank.settings),
        "the backup": _backup(bank, tmp_path),
        "/metrics": (await _metrics(bank)).encode(),
        "the list of processes": _processes(),
        "pages of errors and refusals": "\n".join(story.pages).encode(),
        "what PostgreSQL logged": _server_log(bank),
    }
    for file in bank.settings.var_dir.rglob("*"):
        if file.is_file() and bank.settings.keys_dir not in file.parents and file.name != "sms.token":
            places[file.name] = file.read_bytes()
    assert len(places["serve.log"]) > 100 and b"broken" in places["serve.log"], "nothing went wrong: nothing was tried"
    assert len(places["the dump of the database"]) > 50_000
    assert len(story.sown) >= 14, sorted(story.sown)
    # What is no secret is found by the same means: the search itself works.
    assert _found(story.people["totp"].identifier.encode(), places["the dump of the database"])
    assert _found(b"Roy", places["the backup"]) and _found(b"broken", places["serve.log"])
    found = [
        f"{what} in {where}: …{found!r}…"
        for where, written in places.items()
        for what, secrets in story.sown.items()
        for secret in secrets
        if (found := _found(secret, written))
    ]
    assert found == [], "\n".join(found)
    figures("kinds of secrets sown", len(story.sown))
    figures("writings looked for", sum(map(len, story.sown.values())))
    figures("places looked into", ", ".join(sorted(places)))
    figures("bytes looked into", sum(map(len, places.values())))


def _found(secret: bytes, written: bytes) -> bytes | None:
    if len(secret) > 11 or not secret.isdigit():
        where = written.find(secret)
    else:
        match = re.search(ALONE.format(re.escape(secret.decode("latin-1"))).encode("latin-1"), written)
        where = -1 if match is None else match.start()
    return None if where < 0 else written[max(0, where - 60) : where + len(secret) + 20]


async def _live(story: Story) -> None:
    """Sign in each way, wrongly and rightly; pay; enrol a phone; change a secret; and let something break."""
    bank, people = story.bank, story.people
    story.sow("password", PASSWORD, WRONG_PASSWORD, NEW_PASSWORD)
    story.sow("key of an authenticator app", KEY)
    story.sow("knowledge key of a phone", KNOWLEDGE)
    story.sow("token of the SMS operator", SMS_TOKEN)
    for name in FILES:
        for line in (bank.settings.keys_dir / f"{name}.keys").read_text().splitlines():
            story.sow(f"{name} key", base64.b64decode(line.split()[1]))
    if (password := bank.settings.keys_dir / "program.password").exists():
        story.sow("database password", password.read_text().strip())

    visitor = Visitor(bank, "municipal")
    client = people["totp"]
    await visitor.sends("/sign-in", subscriber=client.identifier, password=WRONG_PASSWORD)
    story.keep(visitor)
    request = await visitor.begins(client)
    await visitor.sends(f"{request}/proofs/{client.means['totp']}", code="000000")
    story.keep(visitor)
    story.sow("code of an app", client.totp(bank))
    await visitor.sends(f"{request}/proofs/{client.means['totp']}", code=client.totp(bank))
    story.keep(visitor)
    assert visitor.path == "/accounts", visitor.page[-800:]
    await _changes_password(story, visitor)
    await _breaks(story, visitor)
    await visitor.leaves()

    mail, reader = people["mail"], Visitor(bank, "allocations")
    request = await reader.begins(mail)
    await reader.sends(f"{request}/challenges/{mail.means['email_code']}")
    code = await story.code_for(request)
    story.keep(reader)
    await reader.sends(f"{request}/proofs/{mail.means['email_code']}", code=f"{(int(code) + 1) % 10**6:06d}")
    story.keep(reader)
    await reader.sends(f"{request}/proofs/{mail.means['email_code']}", code=code)
    story.keep(reader)
    await reader.leaves()
    await _pays(story)
    await _enrols(story)


async def _changes_password(story: Story, visitor: Visitor) -> None:
    await visitor.goes_to("/security/secret")
    form = visitor.form("/security/secret")
    await visitor.sends("/security/secret", **(form | {"secret": NEW_PASSWORD, "secret_again": WRONG_PASSWORD}))
    story.keep(visitor)
    await visitor.goes_to("/security/secret")
    form = visitor.form("/security/secret")
    await visitor.sends("/security/secret", **(form | {"secret": NEW_PASSWORD, "secret_again": NEW_PASSWORD}))
    assert visitor.path.startswith("/requests/"), visitor.page[-800:]
    story.keep(visitor)


async def _breaks(story: Story, visitor: Visitor) -> None:
    """A table is missing for a moment: pages break while secrets are on their way."""
    await asyncio.to_thread(story.bank.rows, "alter table spent_token rename to gone")
    await asyncio.to_thread(story.bank.rows, "alter table journal rename to gone_too")
    try:
        await visitor.sends("/sign-in", subscriber=story.people["totp"].identifier, password=WRONG_PASSWORD)
        assert visitor.status == 500, (visitor.status, visitor.path)
        story.keep(visitor)
    finally:
        await asyncio.to_thread(story.bank.rows, "alter table gone_too rename to journal")
        await asyncio.to_thread(story.bank.rows, "alter table gone rename to spent_token")


async def _signs_in(story: Story, client: Client) -> Visitor:
    visitor = Visitor(story.bank, client.slug)
    request = await visitor.begins(client)
    if request.startswith("/requests/"):
        await visitor.sends(f"{request}/challenges/{client.means['sms_code']}")
        code = await story.code_for(request)
        story.keep(visitor)
        await visitor.sends(f"{request}/proofs/{client.means['sms_code']}", code=code)
    story.keep(visitor)
    assert visitor.path == "/accounts", (visitor.path, visitor.page[-800:])
    return visitor


async def _pays(story: Story) -> None:
    client = story.people["phone"]
    visitor, phone = await _signs_in(story, client), client.phone
    assert phone is not None
    fields = transfer_fields(
        client, key=uuid7(), amount="12,00", target="other", iban=story.people["enrols"].ibans["Courant"],
        name="Anne Roy", day=story.bank.now().date(),
    )
    await visitor.sends("/transfers", **fields)
    async with httpx.AsyncClient(transport=Loopback(), timeout=20) as http:
        phone.http, phone.offset = http, story.bank.now().timestamp() - time.time()
        (one,) = (await phone.waiting())["requests"]
        assert (await phone.approve(one, code="1357"))["outcome"] == "wrong"
        assert (await phone.approve(one))["outcome"] == "accepted"
    await visitor.leaves()


async def _enrols(story: Story) -> None:
    client = story.people["enrols"]
    visitor = await _signs_in(story, client)
    await visitor.sends("/security/means/new/phone", name="Téléphone")
    found = re.search(r"\b([2346789BCDFGHJKMPQRTVWXY]{5})-([2346789BCDFGHJKMPQRTVWXY]{5})\b", visitor.page)
    assert found is not None
    story.sow("activation code", "".join(found.groups()), "-".join(found.groups()))
    async with httpx.AsyncClient(transport=Loopback(), timeout=20) as http:
        phone = PythonPhone(http, visitor.origin)
        await phone.enroll("".join(found.groups()))
    story.sow("knowledge key of a phone", xor(phone.masked, stretch(phone.code, phone.salt)))
    await visitor.leaves()


def _dump(settings: Settings) -> bytes:
    """Every row of every table, as PostgreSQL writes it."""
    command = [choose_binaries()["pg_dump"], f"--dbname={settings.owner_url}", "--inserts", "--rows-per-insert=1"]
    return subprocess.run(command, capture_output=True, check=True).stdout


def _backup(bank: Bank, place: Path) -> bytes:
    """What `parvis backup` writes while everything runs, as it is and unpacked."""
    file = place / "story.dump"
    done = bank.command("backup", str(file))
    assert done.returncode == 0, done.stderr
    unpacked = subprocess.run(
        [choose_binaries()["pg_restore"], "--file=-", str(file)], capture_output=True, check=True
    ).stdout
    return file.read_bytes() + file.with_name(file.name + ".keys").read_bytes() + unpacked + done.stdout.encode()


async def _metrics(bank: Bank) -> str:
    async with httpx.AsyncClient(transport=Loopback()) as http:
        return (await http.get(bank.address(path="/metrics"))).text


def _processes() -> bytes:
    """What everyone on the machine may see of every process."""
    seen = b""
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            seen += file.read_bytes() + b"\n"
        except (FileNotFoundError, ProcessLookupError):
            continue
    return seen


def _server_log(bank: Bank) -> bytes:
    data = Path(bank.value("show data_directory"))
    return (data / "server.log").read_bytes() if (data / "server.log").exists() else b""


async def test_keys_rotate_while_clients_are_served(story: Story, figures: Note) -> None:
    """A new key for each purpose, then one process after the other; nobody is signed out, no message is lost."""
    bank, client = story.bank, story.people["phone"]
    before = await _signs_in(story, client)
    done = bank.command("keys", "rotate")
    assert done.returncode == 0 and done.stdout.count(" added") == 4, done.stdout + done.stderr
    bank.restart("serve")
    await asyncio.to_thread(until, bank._healthy)
    # The worker has not restarted: what the others seal under the new key is opened by it all the same.
    await before.goes_to("/accounts")
    assert (before.status, before.path) == (200, "/accounts")
    during = await _signs_in(story, client)
    bank.restart("work")
    fields = transfer_fields(client, key=uuid7(), amount="1,00", day=bank.now().date())
    await during.sends("/transfers", **fields)
    assert during.status == 200
    after = await _signs_in(story, client)
    verified = bank.command("journal", "verify")
    assert verified.returncode == 0, verified.stderr
    await asyncio.to_thread(until, lambda: bank.value("select count(distinct key_id) from journal_seal") == 2)
    assert bank.value("select count(*) from outbox where state = 'abandoned'") == 0
    figures("keys rotated while serving", 3)
    for visitor in (before, during, after):
        await visitor.leaves()


async def test_a_backup_made_while_it_works_is_restored_elsewhere_with_its_journal_whole(
    story: Story, cluster: Cluster, tmp_path: Path, figures: Note
) -> None:
    bank, client = story.bank, story.people["phone"]
    visitor = await _signs_in(story, client)
    stop = asyncio.Event()

    async def goes_on() -> int:
        done = 0
        while not stop.is_set():
            amount = f"0,{1 + done % 90:02d}"
            fields = transfer_fields(client, key=uuid7(), amount=amount, day=bank.now().date())
            await visitor.sends("/transfers", **fields)
            done += visitor.status == 200
        return done

    going = asyncio.create_task(goes_on())
    await asyncio.sleep(0.3)
    file = tmp_path / "working.dump"
    saved = await asyncio.to_thread(bank.command, "backup", str(file))
    stop.set()
    done = await going
    assert saved.returncode == 0, saved.stderr
    assert done > 0
    name = f"{cluster.template}_elsewhere"
    await asyncio.to_thread(cluster.run, f"create database {name}")
    try:
        elsewhere = _elsewhere(bank.settings, cluster, name, tmp_path)
        restored = await asyncio.to_thread(_command, elsewhere, "restore", str(file))
        assert restored.returncode == 0, restored.stderr
        assert "its journal is whole" in restored.stdout
        counts = "select (select count(*) from entry), (select sum(amount) from entry), (select count(*) from journal)"
        entries, total, lines = (await _ask(elsewhere.owner_url, counts))[0]
        assert total == 0 and entries > 0 and lines > 0
        verified = await asyncio.to_thread(_command, elsewhere, "journal", "verify")
        assert verified.returncode == 0, verified.stderr
        figures("transfers made during the backup", done)
        figures("rows of the journal restored and verified", lines)
    finally:
        await asyncio.to_thread(
            cluster.run, f"drop database {name} with (force)", f"drop role if exists {migrate.program_role(name)}"
        )
    await visitor.leaves()


def _elsewhere(settings: Settings, cluster: Cluster, name: str, place: Path) -> Settings:
    """Another machine: its own place, the keys brought to it, an empty database."""
    shutil.copytree(settings.keys_dir, place / "keys")
    return msgspec.structs.replace(
        settings, owner_url=cluster.url(name), database_url=migrate.program_url(cluster.url(name)), var_dir=place,
        keys_dir=place / "keys",
    )


def _command(settings: Settings, *arguments: str) -> "subprocess.CompletedProcess[str]":
    mine = {name: value for name, value in os.environ.items() if not name.startswith("PARVIS_")}
    return subprocess.run(
        [sys.executable, "-m", "parvis.cli", *arguments], env=mine | to_environment(settings), capture_output=True,
        text=True, check=False, timeout=60,
    )


async def _ask(url: str, query: str) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetch(query)
    finally:
        await connection.close()

