"""People who go on whatever breaks: each sends again what was not answered, and remembers what they were told."""

import asyncio
import json
import re
import threading
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx
from uuid_utils.compat import uuid7

from tests.journeys.bank import Bank
from tests.phone.client import Refusal
from tests.proof.people import Client, Loopback, Visitor, transfer_fields
from tests.proof.running import Words, visible
from tests.proof.wreck import PostOffice

CODE = re.compile(r"(?<!\d)\d{6}(?!\d)")
PAUSE = 0.05
SIGNED_OUT = ("/sign-in", "/signed-out")  # The clock that a story advances ends sessions.
BROKEN = (httpx.TransportError, json.JSONDecodeError)


@dataclass
class Told:
    """What was promised: whatever breaks afterwards, it stays."""

    done: dict[UUID, str] = field(default_factory=dict)  # request → executed
    keys: set[UUID] = field(default_factory=set)  # forms that were sent, each of which may be one transfer
    signed_in: int = 0
    interrupted: int = 0
    odd: list[str] = field(default_factory=list)


class Load:
    """Several people in a thread of their own, until `stop`."""

    def __init__(self, bank: Bank, office: PostOffice, people: dict[str, list[Client]]) -> None:
        self.bank, self.office, self.people, self.told = bank, office, people, Told()
        self._visitors: list[Visitor] = []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), daemon=True)

    def __enter__(self) -> "Load":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(60)

    async def _run(self) -> None:
        try:
            async with asyncio.TaskGroup() as group:
                for client in self.people["payers"]:
                    group.create_task(self._goes_on(lambda one=client: self._pays(one)))
                for client in self.people["phones"]:
                    group.create_task(self._goes_on(lambda one=client: self._pays_by_phone(one)))
                for channel in ("sms", "email"):
                    group.create_task(self._goes_on(lambda one=channel: self._arrives(one)))
        finally:
            for visitor in self._visitors:
                await visitor.leaves()

    def _visitor(self, slug: str) -> Visitor:
        self._visitors.append(Visitor(self.bank, slug))
        return self._visitors[-1]

    async def _goes_on(self, act: Callable[[], Coroutine[Any, Any, None]]) -> None:
        while not self._stop.is_set():
            try:
                await act()
            except BROKEN:
                self.told.interrupted += 1
            await asyncio.sleep(PAUSE)

    async def _until_told(self, visitor: Visitor, send: Callable[[], Coroutine[Any, Any, str]]) -> str:
        """Send again until there is an answer that is not an interruption."""
        while not self._stop.is_set():
            try:
                page = await send()
                if visitor.status not in (500, 502, 503):
                    return page
                if visitor.status == 500:
                    self.told.odd.append(f"500 at {visitor.path}: {page[-600:]}")
            except BROKEN:
                pass
            self.told.interrupted += 1
            await asyncio.sleep(PAUSE)
        raise httpx.ConnectError("stopping")

    async def _pays(self, client: Client) -> None:
        """Between two own accounts, there and back: executed at once."""
        visitor = await self._signed_in(client)
        turn = 0
        while not self._stop.is_set():
            source, target = list(client.accounts)[:: 1 if turn % 2 else -1]
            turn += 1
            fields = transfer_fields(
                client, key=uuid7(), amount="1,00", source=client.accounts[source],
                target=client.accounts[target], day=self.bank.now().date(),
            )
            self.told.keys.add(UUID(fields["key"]))
            page = await self._until_told(visitor, lambda: visitor.sends("/transfers", **fields))  # noqa: B023
            if visitor.path in SIGNED_OUT or visitor.status == 401:
                return
            self._keep(client, visitor, page)
            await asyncio.sleep(PAUSE)

    async def _pays_by_phone(self, client: Client) -> None:
        """To somebody else, approved on the phone."""
        visitor, payee = await self._signed_in(client), self.people["payees"][0]
        phone = client.phone
        assert phone is not None
        words = Words(self.bank.settings, client.slug)
        async with httpx.AsyncClient(transport=Loopback(), timeout=10) as http:
            phone.http = http
            while not self._stop.is_set():
                phone.offset = self.bank.now().timestamp() - time.time()
                fields = transfer_fields(
                    client, key=uuid7(), amount="0,50", target="other", iban=payee.ibans["Courant"], name="Anne Roy",
                    day=self.bank.now().date(),
                )
                self.told.keys.add(UUID(fields["key"]))
                page = await self._until_told(visitor, lambda: visitor.sends("/transfers", **fields))  # noqa: B023
                if visitor.status in (401, 429) or "/requests/" not in visitor.path:
                    break
                address = visitor.path
                while not self._stop.is_set():
                    try:
                        listed = await phone.waiting()
                        for one in listed["requests"]:
                            await phone.approve(one)
                        if not listed["requests"]:
                            break
                    except (*BROKEN, Refusal):
                        self.told.interrupted += 1
                        await asyncio.sleep(PAUSE)
                page = await self._until_told(visitor, lambda: visitor.goes_to(address))  # noqa: B023
                if words.say(page, "gate-executed-title"):
                    self.told.done[UUID(address.rsplit("/", 1)[-1])] = "executed"
                await asyncio.sleep(PAUSE)

    async def _arrives(self, channel: str) -> None:
        """Somebody signs in on a browser never seen, with a code that is sent to them."""
        for client in self.people[channel]:
            await self._signs_in(self._visitor(client.slug), client)
            if self._stop.is_set():
                return

    async def _signed_in(self, client: Client) -> Visitor:
        visitor = self._visitor(client.slug)
        while not await self._signs_in(visitor, client):
            if self._stop.is_set():
                raise httpx.ConnectError("stopping")
            await asyncio.sleep(PAUSE)
        return visitor

    async def _signs_in(self, visitor: Visitor, client: Client) -> bool:
        """To the accounts, if nothing stands in the way for long."""
        await self._until_told(visitor, lambda: visitor.begins_page(client))
        if visitor.path == "/accounts":
            return True
        if not visitor.path.startswith("/requests/"):
            return False
        request = visitor.path
        kind = "email_code" if client.slug == "allocations" else "sms_code"
        await self._until_told(visitor, lambda: visitor.sends(f"{request}/challenges/{client.means[kind]}"))
        code = await self._code(request.rsplit("/", 1)[-1])
        if code is None:
            return False
        proofs = f"{request}/proofs/{client.means[kind]}"
        await self._until_told(visitor, lambda: visitor.sends(proofs, code=code))
        if visitor.path != "/accounts":
            return False
        self.told.signed_in += 1
        return True

    async def _code(self, request_id: str) -> str | None:
        """The code that has arrived for that request, waiting a while for it."""
        until = time.monotonic() + 8.0
        while time.monotonic() < until and not self._stop.is_set():
            try:
                rows = await asyncio.to_thread(
                    self.bank.rows, "select id, message_id from outbox where request_id = $1 order by id desc limit 1",
                    UUID(request_id),
                )
            except Exception:  # The database is away: whatever it says, it is asked again.
                rows = []
            for row in rows:
                text = self.office.text_of(row["message_id"]) or self.office.text_of(str(row["id"]))
                found = CODE.search(text.replace("\u202f", "").replace("\u00a0", " ")) if text else None
                if found:
                    return found.group()
            await asyncio.sleep(PAUSE)
        return None

    def _keep(self, client: Client, visitor: Visitor, page: str) -> None:
        words = Words(self.bank.settings, client.slug)
        if visitor.path.startswith("/requests/") and words.say(page, "gate-executed-title"):
            self.told.done[UUID(visitor.path.rsplit("/", 1)[-1])] = "executed"
        elif visitor.status != 429:
            self.told.odd.append(f"{visitor.status} {visitor.path}: {visible(page)[:600]}")
