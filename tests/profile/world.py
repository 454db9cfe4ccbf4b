"""Hélène signed in at Valmer, what was written to each of her addresses, and how she answers."""

import re
from uuid import UUID

import msgspec

from parvis.here import Here
from tests.conftest import FakeClock
from tests.gate.world import Person, a_person
from tests.means.world import PASSWORD, Browser

SUBSCRIBER, OTHER = "104827365910", "207159483621"
OLD, NEW = "+33639980112", "+33639980399"


async def helene_of(here: Here, identifier: str = SUBSCRIBER) -> Person:
    return await a_person(here, "municipal", identifier=identifier, secret=PASSWORD, kinds=("totp", "sms_code"))


async def signed_in(person: Person, clock: FakeClock) -> Browser:
    browser = Browser(person.here, "municipal")
    clock.advance(seconds=30)
    await browser.signs_in(person.identifier)
    await browser.sends(browser.action("/proofs/"), code=person.totp())
    assert browser.at == "/accounts", browser.text
    return browser


async def asks(browser: Browser, typed: str = "06 39 98 03 99", channel: str = "sms") -> str:
    """Type a new address. Returns the address of the change's page."""
    await browser.sends(f"/profile/contacts/{channel}", contact=typed)
    return browser.at


async def reads(here: Here, browser: Browser, page: str, to: str = NEW) -> None:
    """Type the code that was sent to the new address."""
    await browser.sends(f"{page}/verification", code=await code_sent(here, to))


async def proves(person: Person, clock: FakeClock, browser: Browser) -> None:
    """The password, then a code of the app."""
    clock.advance(seconds=30)
    await browser.sends(browser.action("/proofs/"), password=PASSWORD)
    await browser.sends(browser.action("/proofs/"), code=person.totp())


async def messages(here: Here) -> list[tuple[str, str]]:
    """Every message written: to which address, and its text; the oldest first."""
    async with here.reading() as tx:
        rows = await tx.rows(
            _Written,
            """
            select outbox.id, outbox.content, contact.id as contact_id, contact.address
            from outbox join contact on contact.id = outbox.contact_id order by outbox.written_at, outbox.id
            """,
        )
    return [
        (
            here.keys.unseal(row.address, purpose=f"contact:{row.contact_id}").decode() if row.address else "",
            msgspec.json.decode(here.keys.unseal(row.content, purpose=f"outbox:{row.id}"))["text"],
        )
        for row in rows
    ]


class _Written(msgspec.Struct):
    id: UUID
    content: bytes
    contact_id: UUID
    address: bytes


async def code_sent(here: Here, to: str) -> str:
    """The six digits of the last message to that address."""
    texts = [text for address, text in await messages(here) if address == to]
    found = re.search(r"\b(\d{6})\b", texts[-1])
    assert found is not None, texts
    return found.group(1)


async def in_use(here: Here, person: Person, channel: str = "sms") -> list[str]:
    """The addresses of that channel that count."""
    async with here.reading() as tx:
        rows = await tx.rows(
            _Address,
            "select id, address from contact where client_id = $1 and channel = $2 and state = 'current'",
            person.id, channel,
        )  # fmt: skip
    return [here.keys.unseal(row.address, purpose=f"contact:{row.id}").decode() for row in rows]


class _Address(msgspec.Struct):
    id: UUID
    address: bytes
