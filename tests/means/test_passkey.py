"""A passkey added from the client space, then used to approve: made once, for one client, whichever device answers."""

import asyncio
import json
import re
from uuid import UUID

import msgspec
import pytest

from parvis.db import Transaction
from parvis.factors.passkey.factor import Material
from parvis.factors.webauthn import from_base64url
from parvis.here import Here
from parvis.means import actions, tables
from parvis.means.rules import binding_of
from parvis.operations.enroll_factor import EnrollFacts
from tests.gate.world import CODE, Person, a_person, last_code
from tests.hands.passkey import Device, a_device
from tests.sign_in.test_doors import holds
from tests.window import Window, a_window, signs_in


@pytest.fixture
async def zoe(here: Here) -> Person:
    return await a_person(here)


def asked_of(window: Window) -> dict[str, object]:
    """What the page gives to its script."""
    found = re.search(r'data-options="(.*?)" data-cancelled', window.page)
    assert found is not None, window.page
    read: dict[str, object] = json.loads(found.group(1))
    return read


def challenge_of(window: Window) -> bytes:
    return from_base64url(str(asked_of(window)["challenge"]))


async def begins(window: Window, name: str = "Ordinateur") -> str:
    """Up to the page where the key is made; gives the address of its form."""
    await window.goes_to("/security/means/new/passkey")
    await window.sends("/security/means/new/passkey", name=name)
    return window.path


async def makes(window: Window, device: Device) -> None:
    """The device makes its key for what the page asks, which names the client by a handle of their own."""
    user = asked_of(window)["user"]
    assert isinstance(user, dict)
    device.user = from_base64url(user["id"])
    await window.sends(window.path, passkey=device.makes(challenge_of(window)))


async def approves_by_sms(window: Window, person: Person) -> None:
    """The code, then the text message, on the waiting page where one is."""
    request = window.path
    await window.sends(f"{request}/proofs/{person.means['secret_code']}", code=CODE)
    await window.sends(f"{request}/challenges/{person.means['sms_code']}")
    await window.sends(f"{request}/proofs/{person.means['sms_code']}", code=await last_code(person.here))


async def kept(here: Here, name: str) -> tuple[str, bytes]:
    async with here.reading() as tx:
        state = await tx.value("select state from authenticator where name = $1", name)
        handle = await tx.value("select handle from authenticator where name = $1", name)
    return state, handle


async def test_made_then_approved_then_used(here: Here, zoe: Person) -> None:
    """RTS-24.2b: it serves nothing before strong authentication, and the request is of that very key."""
    device = a_device()
    async with a_window(here) as window:
        await signs_in(window, zoe, client_id=zoe.identifier)
        await begins(window)
        await makes(window, device)
        assert window.path.startswith("/requests/") and "Ordinateur" in window.page
        assert await kept(here, "Ordinateur") == ("pending", device.credential)
        await approves_by_sms(window, zoe)
        assert "C'est fait" in window.page
        assert await kept(here, "Ordinateur") == ("active", device.credential)
        # A second one: what the browser must not make again is named, and the first one approves it.
        await begins(window, "Clé USB")
        known = asked_of(window)["excludeCredentials"]
        assert isinstance(known, list) and [from_base64url(one["id"]) for one in known] == [device.credential]
        other = a_device(2)
        await makes(window, other)
        assert other.user == device.user
        first = await _id(here, "Ordinateur")
        await window.sends(f"{window.path}/proofs/{first}", passkey=device.signs(challenge_of(window)))
        assert "C'est fait" in window.page
        # One form for both: it is sent where the first one answers, and the second one does.
        await begins(window, "Troisième")
        await makes(window, a_device(3))
        assert len(asked_of(window)["allowCredentials"]) == 2  # type: ignore[arg-type]
        assert window.page.count('name="passkey"') == 1
        await window.sends(f"{window.path}/proofs/{first}", passkey=other.signs(challenge_of(window)))
        assert "C'est fait" in window.page


async def test_sent_twice_it_is_one_enrolment(here: Here, zoe: Person) -> None:
    """A double click; then another key on the same page: what was said first stands."""
    device = a_device()
    async with a_window(here) as window:
        await signs_in(window, zoe, client_id=zoe.identifier)
        address = await begins(window)
        challenge = challenge_of(window)
        sent = device.makes(challenge)
        await window.sends(address, passkey=sent)
        request = window.path
        await window.sends(address, passkey=sent)
        assert window.path == request
        await window.sends(address, passkey=a_device(2).makes(challenge))
        assert window.path == request and await kept(here, "Ordinateur") == ("pending", device.credential)
        assert "Il reste à approuver son ajout" in await window.goes_to(address)


async def test_what_is_not_for_this_enrolment_adds_nothing(here: Here, zoe: Person) -> None:
    async with a_window(here) as window:
        await signs_in(window, zoe, client_id=zoe.identifier)
        first = await begins(window, "Une")
        challenge = challenge_of(window)
        second = await begins(window, "Deux")
        for sent in ("", "{}", a_device().makes(challenge), a_device().makes(bytes(32))):
            page = await window.sends(second, passkey=sent)
            assert window.status == 422 and "n'a pas créé de clé utilisable" in page, page
        await window.sends(first, passkey=a_device().makes(challenge))
        assert window.path.startswith("/requests/")


async def test_a_key_that_is_somebody_elses_is_not_added(here: Here, zoe: Person) -> None:
    bruno = await a_person(here, identifier="20304050607")
    device = a_device()
    await holds(bruno, device)
    async with a_window(here) as window:
        await signs_in(window, zoe, client_id=zoe.identifier)
        await begins(window)
        await makes(window, device)
        assert window.status == 409 and "déjà enregistré" in window.page


async def test_another_clients_key_approves_nothing(here: Here, zoe: Person) -> None:
    """Pitfall 14: the credential must be this client's; whose it is instead costs nobody a try."""
    bruno = await a_person(here, identifier="20304050607")
    theirs, mine = a_device(2), a_device(1)
    await holds(bruno, theirs)
    means_id = await holds(zoe, mine)
    async with a_window(here) as window:
        await signs_in(window, zoe, client_id=zoe.identifier)
        await begins(window, "Autre")
        await makes(window, a_device(3))
        waits = window.path
        page = await window.sends(f"{waits}/proofs/{means_id}", passkey=theirs.signs(challenge_of(window)))
        assert window.status == 422 and "n'a pas pu être vérifiée" in page
        await window.sends(f"{waits}/proofs/{means_id}", passkey=mine.signs(challenge_of(window)))
        assert "C'est fait" in window.page
    async with here.reading() as tx:
        assert await tx.value("select count(*) from lock_counter where failures > 0") == 0


async def _id(here: Here, name: str) -> UUID:
    async with here.reading() as tx:
        found: UUID = await tx.value("select id from authenticator where name = $1", name)
    return found


async def test_one_key_enrolled_twice_at_once_is_one_persons(here: Here, zoe: Person) -> None:
    """Whoever comes second waits for the first, then is refused in words: nothing breaks on the index."""
    device, marc = a_device(), await a_person(here, identifier="10203040507")
    pending = {one.id: await holds(one, device, state="pending") for one in (zoe, marc)}
    now, material = here.clock(), msgspec.json.encode(Material(user=device.user, key=device.key))

    async def asks(tx: Transaction, who: Person) -> bool:
        facts = EnrollFacts(
            authenticator_id=pending[who.id], kind="passkey", name="Clé", binding=binding_of(material), within="session"
        )
        return await actions.still_pending(tx, here, who.institution, who.id, facts, now)

    async def comes_second() -> bool:
        async with here.transaction() as tx:
            return await asks(tx, marc)

    async with here.transaction() as tx:
        assert await asks(tx, zoe)
        second = asyncio.create_task(comes_second())
        await asyncio.sleep(0.2)
        await tables.activate(tx, zoe.institution.slug, zoe.id, pending[zoe.id], now)
    assert not await second
