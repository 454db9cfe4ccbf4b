"""Biometrics in place of the code (DR3, EP1): the platform's key signs the digest of the very message that approves."""

import hashlib
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from parvis.gate.rules import State
from parvis.here import Here
from tests.hands.passkey import UP, ClientData, Device, a_device
from tests.phone.client import Refusal, b64, canonical
from tests.phone.world import Owner


@pytest.fixture
def page(here: Here, anne: Owner) -> ClientData:
    return ClientData(origin=here.settings.origins(anne.person.institution.hosts)[0])


@pytest.fixture
def finger(anne: Owner) -> Device:
    made = a_device(7, site="epargne.localhost")
    return replace(made, user=UUID(anne.phone.authenticator_id).bytes)


async def offers(owner: Owner, finger: Device | None, page: ClientData, **instead: Any) -> dict[str, Any]:
    """§9: the platform's key, made for this phone; None to do without."""
    nonce = bytes(range(32))
    phone_id = UUID(owner.phone.authenticator_id).bytes
    challenge = hashlib.sha256(b"parvis-phone-biometrics-1\n" + phone_id + nonce).digest()
    credential = "" if finger is None else finger.makes(instead.pop("challenge", challenge), page)
    message = {"v": 1, "type": "biometrics", "nonce": b64(nonce), "credential": credential} | instead
    return await owner.phone._post("/phone/api/biometrics", owner.phone.envelope(message))


async def switches_on(owner: Owner, finger: Device, page: ClientData) -> None:
    asked = await offers(owner, finger, page)
    (one,) = (await owner.phone.waiting())["requests"]
    assert (one["request_id"], one["number"]) == (asked["request_id"], False)
    assert (await owner.phone.approve(one))["outcome"] == "accepted"


async def touches(owner: Owner, one: dict[str, Any], finger: Device, page: ClientData, **more: Any) -> dict[str, Any]:
    """Approve with the finger in the place of the code."""
    message = owner.phone.approval(one, number=more.pop("number", None))
    challenge = hashlib.sha256(canonical(message).encode()).digest()
    envelope = owner.phone.envelope(message) | {"assertion": finger.signs(more.pop("challenge", challenge), page)}
    return await owner.phone._post(f"/phone/api/requests/{one['request_id']}/answer", envelope | more)


async def failures(owner: Owner) -> int:
    async with owner.person.here.reading() as tx:
        return int(await tx.value("select failures from authenticator where id = $1", owner.began))


async def test_dr3_switched_on_with_the_code_it_then_takes_its_place(
    anne: Owner, finger: Device, page: ClientData
) -> None:
    assert (await anne.phone.waiting())["phone"]["biometrics"] == ""
    await switches_on(anne, finger, page)
    assert (await anne.phone.waiting())["phone"]["biometrics"] == b64(finger.credential)
    for _ in range(2):
        request = await anne.signs_in()
        (one,) = (await anne.phone.waiting())["requests"]
        done = await touches(anne, one, finger, page, number=request.match_number)
        assert (done["outcome"], done["state"]) == ("accepted", "executed")
    request = await anne.signs_in()
    (one,) = (await anne.phone.waiting())["requests"]
    assert (await anne.phone.approve(one, number=request.match_number))["outcome"] == "accepted", "the code too"


async def test_it_is_not_on_before_the_code_has_approved_it(anne: Owner, finger: Device, page: ClientData) -> None:
    await offers(anne, finger, page)
    assert (await anne.phone.waiting())["phone"]["biometrics"] == ""
    (one,) = (await anne.phone.waiting())["requests"]
    assert (await touches(anne, one, finger, page))["outcome"] == "over", "it cannot approve itself"
    assert await failures(anne) == 0


async def test_the_device_key_is_still_asked_for(here: Here, anne: Owner, finger: Device, page: ClientData) -> None:
    """Whoever copied the platform's key alone has nothing: the message is signed by the phone's own key."""
    await switches_on(anne, finger, page)
    request = await anne.signs_in()
    (one,) = (await anne.phone.waiting())["requests"]
    wrong = await touches(anne, one, finger, page, number=request.match_number, signature="A" * 86)
    assert wrong["outcome"] == "over"
    assert (await anne.person.request(request.id)).state == State.WAITING


async def test_what_was_not_this_finger_for_this_message_approves_nothing(
    anne: Owner, finger: Device, page: ClientData
) -> None:
    await switches_on(anne, finger, page)
    request = await anne.signs_in()
    (one,) = (await anne.phone.waiting())["requests"]
    number = request.match_number
    other = replace(a_device(8, site="epargne.localhost"), user=finger.user)
    tried = [
        await touches(anne, one, other, page, number=number),
        await touches(anne, one, finger, page, number=number, challenge=hashlib.sha256(b"another").digest()),
        await touches(anne, one, finger, ClientData(origin="http://elsewhere.example"), number=number),
        await touches(anne, one, replace(finger, site="elsewhere.example"), page, number=number),
    ]
    assert {each["outcome"] for each in tried} == {"over"}
    assert await failures(anne) == 0, "none of them is a guess"
    assert (await anne.person.request(request.id)).state == State.WAITING


async def test_a_finger_that_the_phone_did_not_verify_and_a_wrong_number_are_counted(
    anne: Owner, finger: Device, page: ClientData
) -> None:
    await switches_on(anne, finger, page)
    request = await anne.signs_in()
    (one,) = (await anne.phone.waiting())["requests"]
    unverified = replace(finger, flags=UP, count=finger.count)
    assert (await touches(anne, one, unverified, page, number=request.match_number))["outcome"] == "wrong"
    finger.count = unverified.count
    assert (await touches(anne, one, finger, page, number=(request.match_number + 1) % 100))["outcome"] == "wrong"
    assert await failures(anne) == 2


async def test_a_copied_key_blocks_the_phone(anne: Owner, finger: Device, page: ClientData) -> None:
    await switches_on(anne, finger, page)
    copy = replace(finger)
    request = await anne.signs_in()
    (one,) = (await anne.phone.waiting())["requests"]
    assert (await touches(anne, one, finger, page, number=request.match_number))["outcome"] == "accepted"
    request = await anne.signs_in()
    (one,) = (await anne.phone.waiting())["requests"]
    assert (await touches(anne, one, copy, page, number=request.match_number))["outcome"] == "blocked"


async def test_it_is_switched_off_at_once_and_the_code_remains(anne: Owner, finger: Device, page: ClientData) -> None:
    await switches_on(anne, finger, page)
    assert await offers(anne, None, page) == {}
    assert (await anne.phone.waiting())["phone"]["biometrics"] == ""
    request = await anne.signs_in()
    (one,) = (await anne.phone.waiting())["requests"]
    assert (await touches(anne, one, finger, page, number=request.match_number))["outcome"] == "over"
    assert (await anne.phone.approve(one, number=request.match_number))["outcome"] == "accepted"


@pytest.mark.parametrize(
    "change", [{"credential": "{}"}, {"credential": "x"}, {"nonce": "AAAA"}, {"challenge": bytes(32)}]
)
async def test_a_key_that_is_not_for_this_phone_is_refused(
    anne: Owner, finger: Device, page: ClientData, change: dict[str, Any]
) -> None:
    with pytest.raises(Refusal) as refused:
        await offers(anne, finger, page, **change)
    assert (refused.value.status, refused.value.code) == (422, "phone_biometrics_unusable")


async def test_a_platform_that_does_not_verify_its_owner_is_refused(
    anne: Owner, finger: Device, page: ClientData
) -> None:
    with pytest.raises(Refusal) as refused:
        await offers(anne, replace(finger, flags=UP), page)
    assert refused.value.code == "phone_biometrics_unusable"
