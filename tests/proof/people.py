"""People for the proofs: clients with accounts and means, and browsers without scripts that reach real processes."""

import asyncio
import base64
import re
import time
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import httpx

from parvis.errors import Refused
from parvis.factors.phone.wire import Enrolled, pack
from parvis.here import Here
from parvis.ledger import actions as ledger
from parvis.payments.iban import french_iban
from tests.gate.world import CODE, KEY, a_person
from tests.journeys.bank import Bank
from tests.phone.client import PythonPhone, stretch, xor
from tests.window import Window

PASSWORD = "Corde-lune-7"
PHONE_CODE = "2749"
SALT = bytes(range(16))
KNOWLEDGE = bytes(range(32))
PARTS = {"deuxrives": "client_id", "epargne": "client_id", "municipal": "subscriber", "allocations": "nir"}
LENGTHS = {"deuxrives": 11, "epargne": 10, "municipal": 12}
WITH_PASSWORD = ("municipal", "allocations")
SECONDS = 30.0


@dataclass
class Client:
    """Someone who can sign in: what they type, their means, their accounts by label, their IBANs."""

    slug: str
    id: UUID
    identifier: str
    means: dict[str, UUID]
    accounts: dict[str, UUID] = field(default_factory=dict)
    ibans: dict[str, str] = field(default_factory=dict)
    phone: PythonPhone | None = None

    @property
    def secret(self) -> str:
        return PASSWORD if self.slug in WITH_PASSWORD else CODE

    def totp(self, bank: Bank) -> str:
        """What the person's authenticator app shows now."""
        import pyotp

        return pyotp.TOTP(base64.b32encode(KEY).decode()).at(bank.now())


async def a_client(
    here: Here, slug: str, number: int, *, accounts: dict[str, int] | None = None, floor: int = 0, phone: bool = False,
    origin: str = "",
) -> Client:
    """A client of that institution with so many cents on each account, and with a phone already enrolled if wanted."""
    kinds = ("sms_code", "totp") if slug == "municipal" else ("sms_code",)
    secret = PASSWORD if slug == "municipal" else CODE
    identifier = f"{number:0{LENGTHS[slug]}d}"
    person = await a_person(here, slug, identifier=identifier, secret=secret, kinds=kinds)
    client = Client(slug, person.id, identifier, dict(person.means))
    for position, (label, cents) in enumerate((accounts or {}).items()):
        await _open_account(here, client, label, cents, floor, position, number)
    if phone:
        await _give_phone(here, client, origin)
    return client


async def with_email(here: Here, number: int) -> Client:
    """A client of the Caisse, who receives codes by e-mail."""
    identifier = f"284013599{number:04d}"
    person = await a_person(here, "allocations", identifier=identifier, secret=PASSWORD, kinds=("email_code",))
    async with here.transaction() as tx:
        contact = await tx.value("select id from contact where client_id = $1", person.id)
        address = here.keys.seal(f"client{number}@courriel.example".encode(), purpose=f"contact:{contact}")
        await tx.run("update contact set channel = 'email', address = $2 where id = $1", contact, address)
    return Client("allocations", person.id, identifier, dict(person.means))


async def _open_account(
    here: Here, client: Client, label: str, cents: int, floor: int, position: int, number: int
) -> None:
    account_id, now = here.new_id(), here.clock()
    iban = french_iban(bank_code="10107", branch_code="00001", account_number=f"{number * 10 + position:011d}"[-11:])
    async with here.transaction() as tx:
        house = await tx.value(
            "select id from account where institution = $1 and kind = 'house' limit 1", client.slug
        )
        if house is None:
            house = here.new_id()
            await tx.run(
                "insert into account (id, institution, kind, label, currency, opened_on)"
                " values ($1, $2, 'house', 'House', 'EUR', $3)",
                house, client.slug, date(2020, 1, 1),
            )  # fmt: skip
        await tx.run(
            "insert into account (id, institution, client_id, kind, label, iban, currency, balance, floor, opened_on,"
            " position) values ($1, $2, $3, 'current', $4, $5, 'EUR', 0, $6, $7, $8)",
            account_id, client.slug, client.id, label, iban, floor, date(2020, 1, 1), position,
        )  # fmt: skip
        if cents:
            moved = await ledger.move(
                tx, here, client.slug, source_id=house, target_id=account_id, amount=cents, once=None, now=now,
                kind="opening",
            )
            assert not isinstance(moved, Refused), moved
    client.accounts[label], client.ibans[label] = account_id, iban


async def _give_phone(here: Here, client: Client, origin: str) -> None:
    """A phone as it is after its enrolment, which has stories of its own."""
    phone = PythonPhone(httpx.AsyncClient(), origin, code=PHONE_CODE)
    phone.salt, phone.masked = SALT, xor(KNOWLEDGE, stretch(PHONE_CODE, SALT))
    authenticator_id, now = here.new_id(), here.clock()
    material = pack(Enrolled(phone.public_key, KNOWLEDGE, bytes(32)))
    async with here.transaction() as tx:
        await tx.run(
            """
            insert into authenticator (id, institution, client_id, kind, name, state, material, created_at, usable_from)
            values ($1, $2, $3, 'phone', 'Téléphone', 'active', $4, $5, $5)
            """,
            authenticator_id, client.slug, client.id,
            here.keys.seal(material, purpose=f"authenticator:{authenticator_id}"), now,
        )  # fmt: skip
    client.means["phone"], client.phone = authenticator_id, phone
    phone.authenticator_id = str(authenticator_id)


class Loopback(httpx.AsyncHTTPTransport):
    """Every *.localhost name leads to this machine, whatever its resolver says."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        here = httpx.Request(
            request.method, request.url.copy_with(host="127.0.0.1"), headers=request.headers, stream=request.stream,
            extensions=request.extensions,
        )
        return await super().handle_async_request(here)


class Visitor(Window):
    """One browser, through real sockets; what it would send can also be taken as bytes, to be fired with others."""

    def __init__(self, bank: Bank, slug: str) -> None:
        self.bank, self.slug = bank, slug
        self.host = f"{slug}.localhost:{bank.settings.port}"
        self.origin = f"http://{self.host}"
        browser = httpx.AsyncClient(
            transport=Loopback(), base_url=self.origin, follow_redirects=True, timeout=SECONDS,
            headers={"Origin": self.origin, "Accept-Language": "fr", "Accept": "text/html"},
        )
        super().__init__(browser)

    async def leaves(self) -> None:
        await self.browser.aclose()

    def shot(self, path: str, **fields: str) -> bytes:
        """The bytes of this form as this browser sends it, cookies and all."""
        body = urlencode(fields).encode()
        cookies = "; ".join(f"{one.name}={one.value}" for one in self.browser.cookies.jar)
        return self.raw("POST", path, body, {"Cookie": cookies} if cookies else {})

    def raw(self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None) -> bytes:
        """The bytes of one request, as it is."""
        given = {
            "Host": self.host, "Origin": self.origin, "Accept": "text/html", "Accept-Language": "fr",
            "Connection": "close", "Content-Type": "application/x-www-form-urlencoded",
            "Content-Length": str(len(body)),
        } | (headers or {})  # fmt: skip
        head = "".join(f"{name}: {value}\r\n" for name, value in given.items())
        return f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode("latin-1") + body

    async def begins(self, client: Client) -> str:
        """Type the identifier and the secret; the path it leads to."""
        field_name = "password" if client.slug in WITH_PASSWORD else "code"
        await self.sends("/sign-in", **{PARTS[client.slug]: client.identifier, field_name: client.secret})
        return self.path

    async def begins_page(self, client: Client) -> str:
        """The same, giving the page."""
        await self.begins(client)
        return self.page

    async def receives(self, client: Client, *, request: str = "") -> str:
        """Ask for the code by SMS of the request that this page shows, and read it when it has arrived."""
        asked = request or self.path
        await self.sends(f"{asked}/challenges/{client.means['sms_code']}")
        assert self.status == 200, (self.status, self.page[-1500:])
        return await code_for(self.bank, asked.rsplit("/", 1)[-1])

    async def signs_in(self, client: Client) -> None:
        """All the way to the accounts."""
        waits = await self.begins(client)
        if waits.startswith("/requests/"):
            if client.slug == "municipal":
                kind, code = "totp", client.totp(self.bank)
            else:
                kind, code = "sms_code", await self.receives(client)
            await self.sends(f"{waits}/proofs/{client.means[kind]}", code=code)
        assert self.path == "/accounts", (self.path, self.status, self.page[-1500:])


async def code_for(bank: Bank, request_id: str) -> str:
    """The code of the newest SMS about that request, once the worker has sent it."""
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        found = await asyncio.to_thread(
            bank.rows,
            "select text from demo_message join outbox using (id) where request_id = $1 order by id desc limit 1",
            UUID(request_id),
        )
        if found:
            code = re.search(r"(?<!\d)\d{6}(?!\d)", found[0]["text"].replace("\u202f", "").replace("\u00a0", " "))
            assert code is not None, found[0]["text"]
            return code.group()
        await asyncio.sleep(0.05)
    raise AssertionError(f"no code was sent for {request_id}")


def transfer_fields(client: Client, *, key: UUID, amount: str, **changed: Any) -> dict[str, str]:
    """The form of a transfer from the first account to the second, as a browser sends it."""
    source, *_, target = (*client.accounts.values(), *client.accounts.values())
    fields = {"key": key, "source": source, "target": target, "amount": amount, "label": "preuve", "day": ""}
    return {name: str(value) for name, value in (fields | changed).items()}
