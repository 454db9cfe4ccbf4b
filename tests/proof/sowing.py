"""A story in which every kind of secret is used, and is noted as what must be found nowhere."""

import asyncio
import base64
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import httpx
from uuid_utils.compat import uuid7

from parvis.here import Here
from parvis.seal import FILES
from tests.conftest import Cluster
from tests.gate.world import KEY
from tests.journeys.bank import Bank, free_port
from tests.phone.client import PythonPhone, stretch, xor
from tests.proof.people import KNOWLEDGE, PASSWORD, Client, Loopback, Visitor, a_client, transfer_fields, with_email
from tests.proof.post import mail_server, sms_gateway
from tests.proof.running import a_bank
from tests.proof.wreck import PostOffice

SMS_TOKEN = "a-token-between-this-program-and-its-operator"
WRONG_PASSWORD = "Mauvaise-graine-42"
NEW_PASSWORD = "Coquelicot-sous-la-lune-8"
CODE = re.compile(r"(?<!\d)\d{6}(?!\d)")
SECONDS = 20.0


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


async def live(story: Story) -> None:
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


async def signs_in(story: Story, client: Client) -> Visitor:
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
    visitor, phone = await signs_in(story, client), client.phone
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
    visitor = await signs_in(story, client)
    await visitor.sends("/security/means/new/phone", name="Téléphone")
    found = re.search(r"\b([2346789BCDFGHJKMPQRTVWXY]{5})-([2346789BCDFGHJKMPQRTVWXY]{5})\b", visitor.page)
    assert found is not None
    story.sow("activation code", "".join(found.groups()), "-".join(found.groups()))
    async with httpx.AsyncClient(transport=Loopback(), timeout=20) as http:
        phone = PythonPhone(http, visitor.origin)
        await phone.enroll("".join(found.groups()))
    story.sow("knowledge key of a phone", xor(phone.masked, stretch(phone.code, phone.salt)))
    await visitor.leaves()
