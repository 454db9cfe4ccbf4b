"""What a stranger learns of who is a client, from a forgotten secret or identifier: nothing, however they ask."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from parvis import db
from parvis.here import Here
from tests.conftest import FakeClock
from tests.recovery.world import EXAMPLES, Owner, an_owner, texts
from tests.window import Window, a_window

VARIES = {"date", "set-cookie"}


class Watched(Window):
    """A browser that notes how each answer looks from outside, and what it cost."""

    def __init__(self, browser: httpx.AsyncClient) -> None:
        super().__init__(browser)
        self.seen: list[tuple[object, ...]] = []

    async def sends(self, path: str, **fields: str) -> str:
        asked: list[str] = []
        token = db.statements.set(asked)
        answer = await self.browser.post(path, data=fields, follow_redirects=False)
        db.statements.reset(token)
        headers = tuple(sorted((name, value) for name, value in answer.headers.items() if name not in VARIES))
        cookies = tuple(
            sorted((line.split("=")[0], len(line.split(";")[0])) for line in answer.headers.get_list("set-cookie"))
        )
        self.seen.append((answer.status_code, len(answer.content), headers, cookies, tuple(asked)))
        if answer.is_redirect:
            answer = await self.browser.get(answer.headers["location"])
            self.seen.append((answer.status_code, len(answer.content), answer.text))
        return self._read(answer)


@asynccontextmanager
async def watched(here: Here, slug: str) -> AsyncIterator[Watched]:
    async with a_window(here, slug) as window:
        yield Watched(window.browser)


async def _people(here: Here, slug: str) -> dict[str, Owner]:
    """A client; nobody; one whose secret is blocked; one who is held; one who has no such address."""
    owners = {who: await an_owner(here, slug) for who in ("known", "blocked", "held")}
    owners["unreachable"] = await an_owner(here, slug, kinds=())
    owners["unknown"] = await an_owner(here, slug)
    owners["unknown"].identifier = EXAMPLES[slug].format(999)
    async with here.transaction() as tx:
        await tx.run("update authenticator set state = 'blocked' where client_id = $1", owners["blocked"].id)
        await tx.run(
            "insert into lock_counter (institution, subject, lane, holds, held_until)"
            " values ($1, uuid_send($2), 'stranger', 1, $3)",
            slug, owners["held"].id, here.clock.advance(hours=1),  # type: ignore[attr-defined]
        )
    here.clock.advance(hours=-1)  # type: ignore[attr-defined]
    return owners


@pytest.mark.parametrize("slug", ["allocations", "cooperative", "deuxrives", "epargne", "municipal"])
async def test_pitfall_10_asvs_6_3_8_a_forgotten_secret_is_answered_alike(
    here: Here, clock: FakeClock, slug: str
) -> None:
    """Known, unknown, blocked, held, without that address: same status, size, headers, cookies and statements."""
    seen: dict[str, list[tuple[object, ...]]] = {}
    for who, owner in (await _people(here, slug)).items():
        async with watched(here, slug) as window:
            for kind in ("sms_code", "email_code"):
                await window.sends("/recovery/secret", **owner.typed(), channel=kind)
                for code in ("000001", "12", "000002", "000003"):
                    await window.sends("/recovery/secret/code", code=code)
                clock.advance(minutes=1)
            await window.sends("/recovery/secret", **owner.typed(), channel="sms_code")
            clock.advance(minutes=1)
            await window.sends("/recovery/secret/messages")
            clock.advance(minutes=1)
            await window.sends("/recovery/secret/messages")
            seen[who] = window.seen
        clock.advance(hours=2)
    for who, answers in seen.items():
        for number, (one, other) in enumerate(zip(answers, seen["known"], strict=True)):
            assert one == other, f"{who}, answer {number}"


async def test_pitfall_10_asvs_6_3_8_messages_leave_for_clients_alone(here: Here) -> None:
    """One message to the one who has that means; nothing to anybody else, whatever was typed."""
    for who, owner in (await _people(here, "deuxrives")).items():
        before = len(await texts(here))
        async with a_window(here) as window:
            await window.sends("/recovery/secret", **owner.typed(), channel="sms_code")
        assert len(await texts(here)) - before == (1 if who in ("known", "held") else 0), who


@pytest.mark.parametrize("slug", ["deuxrives", "cooperative", "municipal"])
async def test_asvs_6_3_8_a_forgotten_identifier_is_answered_alike(here: Here, clock: FakeClock, slug: str) -> None:
    """The name and the address of a client, of two who share one, half of them, or of nobody."""
    owner = await an_owner(here, slug, name=("Zoé", "Le Goff"))
    address = owner.hands["email_code"].address  # type: ignore[attr-defined]
    asked = {
        "known": ("LE GOFF", address.upper()), "another name": ("Legoffe", address),
        "another address": ("Le Goff", "x" + address[1:]), "nobody": ("Personne", "x" + address[1:]),
    }  # fmt: skip
    seen = {}
    for who, (name, where) in asked.items():
        async with watched(here, slug) as window:
            await window.sends("/recovery/identifier", family_name=name, address=where)
            assert owner.identifier not in window.page
            seen[who] = window.seen
        clock.advance(hours=2)
    assert all(answers == seen["known"] for answers in seen.values())
    assert [owner.identifier.replace("-", " · ") in one for one in await texts(here)] == [True]


async def test_dr5_the_identifier_goes_to_the_address_typed_and_not_too_often(here: Here, clock: FakeClock) -> None:
    """By SMS to a telephone number however it is written; two of one household in one message; four an hour."""
    owner = await an_owner(here, "deuxrives", name=("Zoé", "Le Goff"))
    number = owner.hands["sms_code"].address  # type: ignore[attr-defined]
    local = "0" + number.removeprefix("+33")
    async with a_window(here) as window:
        for written in (number, local, f"{local[:2]} {local[2:4]} {local[4:]}", f"00{number[1:]}", number):
            await window.sends("/recovery/identifier", family_name="le goff", address=written)
            clock.advance(minutes=1)
        assert window.status == 429
        for bad in ("", "12", "bonjour"):
            await window.sends("/recovery/identifier", family_name="le goff", address=bad)
            assert window.status == 422
    sent = await owner.messages("sms")
    assert len(sent) == 4 and all(owner.identifier in one for one in sent)


async def test_al1_a_number_of_the_states_is_never_sent(here: Here) -> None:
    """The social security number is printed on a card; it goes by no message."""
    owner = await an_owner(here, "allocations", name=("Zoé", "Le Goff"))
    async with a_window(here, "allocations") as window:
        page = await window.goes_to("/recovery/identifier")
        assert "carte Vitale" in page and "family_name" not in page
        address = owner.hands["email_code"].address  # type: ignore[attr-defined]
        await window.sends("/recovery/identifier", family_name="Le Goff", address=address)
    assert await texts(here) == []
