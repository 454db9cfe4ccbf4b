"""Pitfall 5: every way in × every blocked state. The table says in words what each may do; whatever it does not say
would be a way around a block, or a client kept out for a stranger's failures (X3).
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import httpx
import pytest

from parvis.authenticators import tables as authenticators
from parvis.errors import Refused
from parvis.gate import actions as gate
from parvis.gate import challenges
from parvis.gate.tables import Request
from parvis.here import Here
from parvis.sessions.tokens import hashed, new_token
from parvis.sign_in import actions as sign_in
from tests.gate.world import CODE, last_code
from tests.hands.passkey import ClientData, Device, a_device
from tests.means.world import Browser
from tests.phone.client import Refusal
from tests.phone.world import ORIGIN, Owner, an_owner, http_of
from tests.sign_in.test_doors import holds

OPENS, HELD, BLOCKED = "opens", "held", "access_blocked"
GONE, ASIDE, NOBODY = "means_blocked", "means_not_usable", "means_not_recognised"
NOTHING = "lists nothing"

STATES = (
    "held", "blocked", "own browser held", "own browser blocked", "means held", "means suspended", "means blocked",
)
# Strangers who type; the browser she uses; her means: the phone and the passkey, held: the passkey and the SMS.
TABLE = {
    #                                      held     blocked  own held own blocked means held suspended     blocked
    "the application opens on its phone": (OPENS,   OPENS,   OPENS,   OPENS,      OPENS,     ASIDE,        GONE),
    "the typed secret, strange browser":  (HELD,    BLOCKED, OPENS,   OPENS,      OPENS,     OPENS,        OPENS),
    "the typed secret, known browser":    (OPENS,   OPENS,   HELD,    BLOCKED,    OPENS,     OPENS,        OPENS),
    "the passkey at the door":            (OPENS,   OPENS,   OPENS,   OPENS,      NOBODY,    NOBODY,       NOBODY),
    "the phone approves what waited":     (OPENS,   OPENS,   OPENS,   OPENS,      OPENS,     NOTHING,      NOTHING),
    "the phone at the gate":              (OPENS,   OPENS,   OPENS,   OPENS,      OPENS,     ASIDE,        GONE),
    "a code by SMS for what waited":      (OPENS,   OPENS,   OPENS,   OPENS,      HELD,      OPENS,        OPENS),
    "the page of what waited":            ("shows", "shows", "shows", "shows",    "shows",   "shows",      "shows"),
    "the stream of what waited":          ("shows", "shows", "shows", "shows",    "shows",   "shows",      "shows"),
    "a session that was open":            (OPENS,   OPENS,   OPENS,   OPENS,      OPENS,     OPENS,        OPENS),
    "a secret forgotten":                 ("asks",  "asks",  "asks",  "asks",     "asks",    "asks",       "asks"),
    "a lost identifier":                  ("asks",  "asks",  "asks",  "asks",     "asks",    "asks",       "asks"),
    "unblocking":                         ("asks",  "asks",  "asks",  "asks",     "asks",    "asks",       "asks"),
}  # fmt: skip


@dataclass
class Anne:
    """One client with everything in hand: two browsers, a phone, a passkey, and a sign-in that waits."""

    here: Here
    owner: Owner
    key: Device
    signed_in: Browser
    signing_in: Browser
    waiting: Request

    async def lock(self, state: str) -> None:
        """Put her in that state."""
        here, person = self.here, self.owner.person
        async with here.transaction() as tx:
            until = here.clock() + timedelta(minutes=5) if state.endswith("held") else None
            device = await tx.value("select id from device where token_hash = $1", hashed(person.device))
            if state == "means held":
                await tx.run(
                    "insert into lock_counter (institution, subject, lane, held_until)"
                    " select 'epargne', uuid_send(id), 'gate', $2 from authenticator"
                    " where client_id = $1 and kind in ('sms_code', 'passkey')"
                    " on conflict (institution, subject, lane) do update set held_until = $2",
                    person.id, until,
                )
            elif not state.startswith("means"):
                await tx.run(
                    "insert into lock_counter (institution, subject, lane, held_until, blocked_at)"
                    " values ('epargne', $1, $2, $3, $4)"
                    " on conflict (institution, subject, lane) do update set held_until = $3, blocked_at = $4",
                    person.id.bytes, f"device:{device}" if "own" in state else "stranger", until,
                    None if until else here.clock(),
                )
            else:
                await tx.run(
                    "update authenticator set state = $2 where client_id = $1 and kind in ('phone', 'passkey')",
                    person.id, state.removeprefix("means "),
                )

    async def does(self, channel: str) -> str:
        """What that way in gives, in one word."""
        ways: dict[str, Callable[[], Awaitable[str]]] = {
            "the typed secret, strange browser": lambda: self.types(new_token(self.here.random)),
            "the typed secret, known browser": lambda: self.types(self.owner.person.device),
            "the passkey at the door": self.knocks,
            "the application opens on its phone": self.opens_the_application,
            "the phone approves what waited": self.approves,
            "the phone at the gate": lambda: self.proves(self.phone_id, {}),
            "a code by SMS for what waited": self.types_the_sms,
            "the page of what waited": self.reads_the_page,
            "the stream of what waited": self.listens,
            "a session that was open": self.reads_accounts,
            "a secret forgotten": lambda: self.asks("/recovery/secret"),
            "a lost identifier": lambda: self.asks("/recovery/identifier"),
            "unblocking": lambda: self.asks("/unblocking"),
        }
        return await ways[channel]()

    async def types(self, device: str) -> str:
        told = await self.owner.person.tries(CODE, device=device)
        # Three that wait are enough for the gate, which speaks only to whoever typed the right secret.
        opened = not isinstance(told, Refused) or told.refusal.code == "too_many_waiting"
        return OPENS if opened or not isinstance(told, Refused) else told.refusal.code

    async def knocks(self) -> str:
        here, person, challenge = self.here, self.owner.person, bytes(range(32))
        arrival = sign_in.Arrival(
            device_token=new_token(here.random), ticket=new_token(here.random), earlier_ticket="",
            network="192.0.2.0/24", browser="Firefox · Linux", language="fr",
        )
        site = here.settings.origins(person.institution.hosts)[0]
        answer = {"passkey": self.key.signs(challenge, ClientData(origin=site))}
        told = await sign_in.enter(
            here, person.institution, "passkey", self.key.credential, answer, challenge, arrival, here.clock()
        )
        return told.refusal.code if isinstance(told, Refused) else OPENS

    @property
    def phone_id(self) -> UUID:
        return UUID(self.owner.phone.authenticator_id)

    async def opens_the_application(self) -> str:
        try:
            await self.owner.phone.sign_in()
        except Refusal as refusal:
            return str(refusal.told["code"])
        return OPENS

    async def approves(self) -> str:
        try:
            listed = await self.owner.phone.waiting()
        except Refusal as refusal:
            return str(refusal.told["code"])
        return OPENS if str(self.waiting.id) in [one["request_id"] for one in listed["requests"]] else NOTHING

    async def proves(self, means: UUID, answer: dict[str, str]) -> str:
        here, person = self.here, self.owner.person
        told = await gate.prove(here, person.institution, self.waiting, means, answer, here.clock())
        code = told.refusal.code if isinstance(told, Refused) else OPENS
        return OPENS if code.startswith("answer_") else code  # It is heard: that is what a block would refuse.

    async def types_the_sms(self) -> str:
        here, person, sms = self.here, self.owner.person, self.owner.person.means["sms_code"]
        put = await challenges.challenge(here, person.institution, self.waiting, sms, here.clock())
        if isinstance(put, Refused):
            return put.refusal.code
        return await self.proves(sms, {"code": await last_code(here)})

    async def reads_the_page(self) -> str:
        await self.signing_in.opens(f"/requests/{self.waiting.id}")
        return "shows" if self.signing_in.status == 200 else str(self.signing_in.status)

    async def listens(self) -> str:
        """The stream stays open and says nothing of a secret; a stranger is not told it exists."""
        answer: httpx.Response | None = None
        with suppress(TimeoutError):
            async with asyncio.timeout(0.3):
                answer = await self.signing_in.http.get(f"/requests/{self.waiting.id}/state")
        return "shows" if answer is None or answer.status_code == 200 else str(answer.status_code)

    async def reads_accounts(self) -> str:
        await self.signed_in.opens("/accounts")
        return OPENS if self.signed_in.at == "/accounts" else self.signed_in.at

    async def asks(self, address: str) -> str:
        """The page that begins a way back asks everybody, whatever is blocked."""
        stranger = Browser(self.here, "epargne")
        await stranger.opens(address)
        return "asks" if stranger.status == 200 and stranger.at == address else f"{stranger.status} {stranger.at}"


@pytest.fixture
async def anne(here: Here) -> AsyncIterator[Anne]:
    async with http_of(here) as http:
        owner = await an_owner(here, http)
        await owner.enroll()
        here.clock.advance(hours=5)  # type: ignore[attr-defined]  # The phone's safety delay is over.
        person, key = owner.person, a_device()
        key.site = "epargne.localhost"
        await holds(person, key)
        async with here.transaction() as tx:
            await tx.run(
                "insert into device"
                " (id, institution, client_id, token_hash, name, network, first_seen_at, last_seen_at)"
                " values ($1, 'epargne', $2, $3, 'Firefox', '192.0.2.0/24', $4, $4)",
                here.new_id(), person.id, hashed(person.device), here.clock(),
            )
        signed_in, signing_in = Browser(here, "epargne"), Browser(here, "epargne")
        await signed_in.sends("/sign-in", client_id=person.identifier, code=CODE)
        await _by_sms(here, signed_in, owner)
        assert signed_in.at == "/accounts", signed_in.text
        await signing_in.sends("/sign-in", client_id=person.identifier, code=CODE)
        waiting = await person.request(UUID(signing_in.at.rsplit("/", 1)[-1]))
        yield Anne(here, owner, key, signed_in, signing_in, waiting)


async def _by_sms(here: Here, browser: Browser, owner: Owner) -> None:
    request = await owner.person.request(UUID(browser.at.rsplit("/", 1)[-1]))
    sms = owner.person.means["sms_code"]
    await browser.sends(f"/requests/{request.id}/challenges/{sms}")
    await browser.sends(f"/requests/{request.id}/proofs/{sms}", code=await last_code(here))


@pytest.mark.parametrize("state", STATES)
async def test_pitfall_5_every_channel_meets_the_block(anne: Anne, state: str) -> None:
    """RTS-4.3b, ASVS-6.1.1: what stays shut, what stays open, for each state, all ways in turn."""
    await anne.lock(state)
    column = STATES.index(state)
    found = {channel: await anne.does(channel) for channel in TABLE}
    assert found == {channel: row[column] for channel, row in TABLE.items()}


async def test_nothing_of_it_is_left_out(anne: Anne) -> None:
    """Without any block each of these ways is open: the table tests blocks, not broken ways."""
    found = {channel: await anne.does(channel) for channel in TABLE}
    assert set(found.values()) == {OPENS, "shows", "asks"}, found
    async with anne.here.reading() as tx:
        kinds = {one.kind for one in await authenticators.authenticators_of(tx, "epargne", anne.owner.person.id)}
    assert {"secret_code", "sms_code", "phone", "passkey"} <= kinds and ORIGIN
