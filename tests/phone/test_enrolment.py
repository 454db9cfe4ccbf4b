"""A phone is enrolled by its code, for its client alone, and serves once its owner has confirmed."""

import asyncio

import httpx
import pytest

from parvis.gate.rules import State
from parvis.here import Here
from tests.conftest import FakeClock
from tests.phone.client import PythonPhone, Refusal, b64
from tests.phone.world import ORIGIN, an_owner


async def test_a_phone_is_enrolled_by_its_code_and_serves_once_its_owner_has_confirmed(
    here: Here, http: httpx.AsyncClient
) -> None:
    anne = await an_owner(here, http)
    taken = await anne.phone.enroll(await anne.activation_code())
    assert taken["name"] == "Mon téléphone"
    assert taken["fingerprint"] == anne.phone.fingerprint == (await anne.enrolment()).fingerprint
    assert (await anne.phone.waiting())["phone"]["state"] == "pending"
    assert (await anne.confirm()).state == State.EXECUTED
    assert (await anne.phone.waiting())["phone"] == {
        "state": "active", "name": "Mon téléphone", "tries_left": 3, "usable_from": 0, "renewed": "",
        "biometrics": "",
    }


async def test_an_activation_code_serves_one_phone(here: Here, http: httpx.AsyncClient) -> None:
    anne = await an_owner(here, http)
    code = await anne.activation_code()
    phones = [PythonPhone(http, ORIGIN) for _ in range(5)]
    told = await asyncio.gather(*(phone.enroll(code) for phone in phones), return_exceptions=True)
    taken = [one for one in told if isinstance(one, dict)]
    assert len(taken) == 1
    assert {one.code for one in told if isinstance(one, Refusal)} == {"phone_code_wrong"}


async def test_an_activation_code_is_good_for_ten_minutes(
    here: Here, http: httpx.AsyncClient, clock: FakeClock
) -> None:
    anne = await an_owner(here, http)
    code = await anne.activation_code()
    clock.advance(minutes=10)
    with pytest.raises(Refusal) as refusal:
        await anne.phone.enroll(code)
    assert (refusal.value.status, refusal.value.code) == (422, "phone_code_wrong")


async def test_wrong_activation_codes_are_limited(here: Here, http: httpx.AsyncClient, clock: FakeClock) -> None:
    anne = await an_owner(here, http)
    code = await anne.activation_code()
    told = []
    for _ in range(21):
        with pytest.raises(Refusal) as refusal:
            await anne.phone.enroll("BBBBBBBBBB")
        told.append(refusal.value.code)
    assert told == ["phone_code_wrong"] * 20 + ["phone_code_held"]
    with pytest.raises(Refusal) as refusal:
        await anne.phone.enroll(code)
    assert refusal.value.status == 429


async def test_a_code_of_one_institution_opens_nothing_at_another(here: Here, http: httpx.AsyncClient) -> None:
    anne = await an_owner(here, http)
    phone = PythonPhone(http, "http://deuxrives.localhost")
    with pytest.raises(Refusal) as refusal:
        await phone.enroll(await anne.activation_code())
    assert refusal.value.code == "phone_code_wrong"


async def test_a_phone_that_its_own_key_did_not_sign_is_not_enrolled(here: Here, http: httpx.AsyncClient) -> None:
    anne = await an_owner(here, http)
    code = await anne.activation_code()
    thief = PythonPhone(http, ORIGIN)
    anne.phone.sign = thief.sign  # type: ignore[method-assign]
    with pytest.raises(Refusal) as refusal:
        await anne.phone.enroll(code)
    assert (refusal.value.status, refusal.value.code) == (400, "phone_unreadable")


async def test_a_pending_phone_approves_nothing(here: Here, http: httpx.AsyncClient) -> None:
    anne = await an_owner(here, http)
    await anne.phone.enroll(await anne.activation_code())
    request = await anne.signs_in()
    assert (await anne.phone.waiting())["requests"] == []
    one = {
        "request_id": str(request.id), "canonical": request.canonical, "digest": request.digest.hex(),
        "nonce": b64(bytes(16)),
    }  # fmt: skip
    assert (await anne.phone.approve(one, number=request.match_number))["outcome"] == "over"
    assert (await anne.person.request(request.id)).state == State.WAITING
