"""Signing in without typing who one is: a door, its token, and all that does not open it."""

import json
import re
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import msgspec
import pytest

from parvis.factors.passkey.factor import Material
from parvis.factors.webauthn import from_base64url
from parvis.here import Here
from tests.conftest import FakeClock
from tests.gate.world import CODE, Person, a_person
from tests.hands.passkey import UP, ClientData, Device, a_device
from tests.window import Window, a_window

NOT_RECOGNISED = "Nous ne vous avons pas reconnu"


async def holds(person: Person, device: Device, *, name: str = "Clé de Zoé", state: str = "active") -> UUID:
    """Give the person a passkey, as its enrolment would."""
    here, means_id = person.here, person.here.new_id()
    material = msgspec.json.encode(Material(user=device.user, key=device.key))
    async with here.transaction() as tx:
        await tx.run(
            "insert into authenticator"
            " (id, institution, client_id, kind, name, state, material, handle, created_at, usable_from)"
            " values ($1, $2, $3, 'passkey', $4, $5, $6, $7, $8, $8)",
            means_id, person.institution.slug, person.id, name, state,
            here.keys.seal(material, purpose=f"authenticator:{means_id}"), device.credential, here.clock(),
        )
    return means_id


@dataclass
class Door:
    """The sign-in page, as the script of its door reads it."""

    challenge: bytes
    token: str


def door_of(window: Window) -> Door:
    options = re.search(r'data-passkey="enter" data-options="(.*?)" data-cancelled', window.page)
    token = re.search(r'name="door_token" value="([^"]*)"', window.page)
    assert options is not None and token is not None, window.page
    asked = json.loads(options.group(1))
    return Door(from_base64url(asked["challenge"]), token.group(1))


def words_of(page: str) -> str:
    """What can be read on a page, but for the figures of its scrambled keys."""
    return " ".join(re.sub(r"<[^>]*>|\d", " ", page).split())


async def knocks(window: Window, device: Device, client: ClientData | None = None, **instead: str) -> str:
    door = door_of(window)
    return await window.sends(
        "/sign-in/passkey", door_token=door.token, passkey=device.signs(door.challenge, client, **instead)
    )


async def state_of(here: Here, means_id: UUID) -> str:
    async with here.reading() as tx:
        return str(await tx.value("select state from authenticator where id = $1", means_id))


@pytest.fixture
async def zoe(here: Here) -> Person:
    return await a_person(here)


async def test_a_passkey_opens_the_door(here: Here, zoe: Person) -> None:
    """DR3, X2: no identifier, no code; the session says with what it was opened, and the key's counter has moved."""
    device = a_device()
    means_id = await holds(zoe, device)
    async with a_window(here) as window:
        page = await window.goes_to("/sign-in")
        assert 'autocomplete="username webauthn"' in page
        await knocks(window, device)
        assert window.path == "/accounts", window.page
        assert "Clé d'accès" in await window.goes_to("/security")
    async with here.reading() as tx:
        kept = await tx.value("select material from authenticator where id = $1", means_id)
        used = await tx.value("select last_used_at from authenticator where id = $1", means_id)
    key = msgspec.json.decode(here.keys.unseal(kept, purpose=f"authenticator:{means_id}"), type=Material).key
    assert key is not None and key.count == 1 and used == here.clock()


async def test_whoever_fails_with_the_identifier_does_not_stop_the_key(here: Here, zoe: Person) -> None:
    device = a_device()
    await holds(zoe, device)
    for _ in range(4):
        await zoe.tries("000000", device="")
    async with a_window(here) as window:
        await window.goes_to("/sign-in")
        assert "bloqué" in await window.sends("/sign-in", code=CODE, client_id=zoe.identifier)
        await window.goes_to("/sign-in")
        await knocks(window, device)
        assert window.path == "/accounts", window.page


async def test_the_same_answer_for_a_stranger_and_for_a_wrong_one(here: Here, zoe: Person) -> None:
    mine, suspended, blocked, forged = a_device(1), a_device(2), a_device(3), a_device(4)
    await holds(zoe, mine)
    await holds(zoe, suspended, state="suspended")
    await holds(zoe, blocked, state="blocked")
    forged.credential, forged.user = mine.credential, mine.user
    unverified = Device(mine.private, mine.credential, mine.user, flags=UP)
    elsewhere = ClientData(origin="https://deuxrives.example")
    pages = set()
    async with a_window(here) as window:
        for device, client in (
            (a_device(9), None), (suspended, None), (blocked, None), (forged, None), (unverified, None),
            (mine, elsewhere), (mine, ClientData(cross_origin=True)),
        ):  # fmt: skip
            await window.goes_to("/sign-in")
            page = await knocks(window, device, client)
            assert window.status == 422 and NOT_RECOGNISED in page, page
            pages.add(words_of(page))
        await window.goes_to("/sign-in")
        page = await window.sends("/sign-in/passkey", door_token=door_of(window).token, passkey="{}")
        pages.add(words_of(page))
        assert len(pages) == 1, "one answer for all of them"
        assert "Se déconnecter" not in page


async def test_a_token_serves_once_and_not_for_long(here: Here, zoe: Person, clock: FakeClock) -> None:
    """Pitfall 14: the challenge is spent before anything is judged."""
    device = a_device()
    await holds(zoe, device)
    async with a_window(here) as window:
        await window.goes_to("/sign-in")
        door = door_of(window)
        answer = device.signs(door.challenge)
        await window.sends("/sign-in/passkey", door_token=door.token, passkey=answer)
        assert window.path == "/accounts"
    async with a_window(here) as other:
        page = await other.sends("/sign-in/passkey", door_token=door.token, passkey=answer)
        assert other.status == 409 and "a déjà servi" in page
        page = await other.goes_to("/sign-in")
        door = door_of(other)
        await other.sends("/sign-in/passkey", door_token=door.token, passkey=a_device(9).signs(door.challenge))
        page = await other.sends("/sign-in/passkey", door_token=door.token, passkey=device.signs(door.challenge))
        assert other.status == 409, "a wrong answer spends it too"
        await other.goes_to("/sign-in")
        door = door_of(other)
        clock.advance(minutes=10)
        await other.sends("/sign-in/passkey", door_token=door.token, passkey=device.signs(door.challenge))
        assert other.status == 409
        await other.goes_to("/sign-in")
        await knocks(other, device)
        assert other.path == "/accounts"


async def test_a_token_of_one_institution_opens_no_other(here: Here, zoe: Person) -> None:
    device = a_device()
    await holds(zoe, device)
    async with a_window(here, "epargne") as elsewhere, a_window(here) as window:
        await elsewhere.goes_to("/sign-in")
        door = door_of(elsewhere)
        await window.sends("/sign-in/passkey", door_token=door.token, passkey=device.signs(door.challenge))
        assert window.status == 409
        for token in ("", "é", "AAAA", door.token[:-4]):
            await window.sends("/sign-in/passkey", door_token=token, passkey=device.signs(door.challenge))
            assert window.status == 409


async def test_a_key_of_one_institution_opens_no_other(here: Here, zoe: Person) -> None:
    device = a_device()
    await holds(zoe, device)
    async with a_window(here, "epargne") as elsewhere:
        await elsewhere.goes_to("/sign-in")
        page = await knocks(elsewhere, device)
        assert elsewhere.status == 422 and NOT_RECOGNISED in page
        device.site = "epargne.localhost"
        await elsewhere.goes_to("/sign-in")
        page = await knocks(elsewhere, device, ClientData(origin="http://epargne.localhost:8000"))
        assert elsewhere.status == 422 and NOT_RECOGNISED in page


async def test_a_copied_key_is_blocked_and_its_owner_told(here: Here, zoe: Person) -> None:
    device, copy = a_device(), a_device()
    means_id = await holds(zoe, device)
    async with a_window(here) as window:
        await window.goes_to("/sign-in")
        await knocks(window, device)
        assert window.path == "/accounts"
    async with a_window(here) as thief:
        await thief.goes_to("/sign-in")
        page = await knocks(thief, copy)
        assert thief.status == 422 and NOT_RECOGNISED in page
        assert await state_of(here, means_id) == "blocked"
        await thief.goes_to("/sign-in")
        await knocks(thief, device)
        assert thief.status == 422, "the key itself opens nothing any more"
    async with here.reading() as tx:
        row_id = await tx.value("select id from outbox order by written_at desc, id desc limit 1")
        content = await tx.value("select content from outbox where id = $1", row_id)
        told = await tx.value("select count(*) from journal where event = 'authenticator:blocked'")
    text = msgspec.json.decode(here.keys.unseal(content, purpose=f"outbox:{row_id}"))["text"]
    assert "Clé de Zoé" in text and "copie" in text and told == 1


async def test_a_key_that_signs_for_anybody_is_held(here: Here, zoe: Person) -> None:
    """Each signature for somebody it did not verify counts on the key, and no stranger's does."""
    device = a_device()
    means_id = await holds(zoe, device)
    unverified = Device(device.private, device.credential, device.user, flags=UP)
    forged = a_device(4)
    forged.credential, forged.user = device.credential, device.user
    async with a_window(here) as window:
        for one in (forged, forged, forged, unverified):
            await window.goes_to("/sign-in")
            await knocks(window, one)
    async with here.reading() as tx:
        counted = await tx.value("select failures from lock_counter where subject = uuid_send($1)", means_id)
        blamed = await tx.value(
            "select count(*) from journal where event = 'sign_in:failed' and client_id = $1", zoe.id
        )
    assert counted == blamed == 1


async def test_only_what_is_a_door_here_is_one(here: Here) -> None:
    async with a_window(here) as window:
        for kind in ("totp", "sms_code", "secret_code", "nothing"):
            await window.sends(f"/sign-in/{kind}", door_token="", code="123456")
            assert window.status == 404


async def test_a_new_key_waits_its_safety_delay(here: Here, zoe: Person, clock: FakeClock) -> None:
    device = a_device()
    means_id = await holds(zoe, device)
    async with here.transaction() as tx:
        later = here.clock() + timedelta(hours=1)
        await tx.run("update authenticator set usable_from = $2 where id = $1", means_id, later)
    async with a_window(here) as window:
        await window.goes_to("/sign-in")
        await knocks(window, device)
        assert window.status == 422
        clock.advance(hours=1)
        await window.goes_to("/sign-in")
        await knocks(window, device)
        assert window.path == "/accounts"
