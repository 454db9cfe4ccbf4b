"""« Code oublié » (EP5): a new code under what a sign-in takes; the old one dies with it; safety delays (X4)."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import msgspec
import pytest

from parvis.errors import Refused
from parvis.gate import actions as gate
from parvis.gate import challenges
from parvis.gate.rules import State
from parvis.gate.tables import Request
from parvis.here import Here
from parvis.institution.rules import Institutions, Safety
from tests.conftest import FakeClock
from tests.gate.world import CODE, last_code
from tests.phone.client import Refusal
from tests.phone.world import Owner, an_owner

NEW_CODE = "6183"


async def proves(owner: Owner, request_id: str, *kinds: str) -> Request:
    """Answer on the waiting page with the secret code, and with a code by SMS."""
    here, person = owner.person.here, owner.person
    request = await person.request(UUID(request_id))
    for kind in kinds:
        if kind == "sms_code":
            put = await challenges.challenge(here, person.institution, request, person.means[kind], here.clock())
            assert not isinstance(put, Refused), put
        answer = {"code": CODE if kind == "secret_code" else await last_code(here)}
        proved = await gate.prove(here, person.institution, request, person.means[kind], answer, here.clock())
        assert isinstance(proved, Request), proved
        request = proved
    return request


async def blocks(owner: Owner) -> None:
    request = await owner.signs_in()
    (one,) = (await owner.phone.waiting())["requests"]
    for _ in range(3):
        await owner.phone.approve(one, code="9999", number=request.match_number)
    assert (await owner.phone.waiting())["phone"]["state"] == "blocked"


async def notices(here: Here) -> int:
    async with here.reading() as tx:
        return int(await tx.value("select count(*) from outbox where purpose = 'notice' and authenticator_id is null"))


async def test_ep5_a_new_code_serves_once_approved_and_the_old_one_dies_with_it(here: Here, anne: Owner) -> None:
    old = anne.phone.code
    asked = await anne.phone.renew(NEW_CODE)
    request = await anne.person.request(UUID(asked["request_id"]))
    assert request.operation == "renew_phone_code" and request.state == State.WAITING
    assert not anne.phone.renewed(await anne.phone.waiting()), "nothing changes before it is approved"
    before = await notices(here)
    done = await proves(anne, asked["request_id"], "secret_code", "sms_code")
    assert done.state == State.EXECUTED
    assert await notices(here) - before == 1, "the client is told"
    assert anne.phone.renewed(await anne.phone.waiting())
    request = await anne.signs_in()
    (one,) = (await anne.phone.waiting())["requests"]
    wrong = await anne.phone.approve(one, code=old, number=request.match_number)
    assert wrong["outcome"] == "wrong"
    done_ = await anne.phone.approve(one, number=request.match_number)
    assert done_["outcome"] == "accepted"


@pytest.mark.parametrize("kinds", [("secret_code",), ("sms_code",)])
async def test_pitfall_16_it_never_takes_less_than_a_sign_in(anne: Owner, kinds: tuple[str, ...]) -> None:
    asked = await anne.phone.renew(NEW_CODE)
    assert (await proves(anne, asked["request_id"], *kinds)).state == State.WAITING
    assert not anne.phone.renewed(await anne.phone.waiting())


async def test_a_blocked_phone_comes_back_with_its_failures_forgotten(anne: Owner) -> None:
    await blocks(anne)
    asked = await anne.phone.renew(NEW_CODE)
    assert (await proves(anne, asked["request_id"], "secret_code", "sms_code")).state == State.EXECUTED
    listed = await anne.phone.waiting()
    assert anne.phone.renewed(listed)
    assert (listed["phone"]["state"], listed["phone"]["tries_left"]) == ("active", 3)


async def test_asked_twice_only_the_newest_code_can_come_into_force(here: Here, anne: Owner) -> None:
    first = await anne.phone.renew("5820")
    second = await anne.phone.renew(NEW_CODE)
    over = await proves(anne, first["request_id"], "secret_code")
    assert over.state in (State.FAILED, State.WAITING)
    late = over if over.state == State.FAILED else await proves(anne, first["request_id"], "sms_code")
    assert (late.state, late.because) == (State.FAILED, "phone_change_over")
    assert (await proves(anne, second["request_id"], "secret_code", "sms_code")).state == State.EXECUTED
    assert anne.phone.renewed(await anne.phone.waiting())


@pytest.mark.parametrize("state", ["suspended", "removed"])
async def test_a_phone_that_is_paused_or_removed_renews_nothing(here: Here, anne: Owner, state: str) -> None:
    async with here.transaction() as tx:
        await tx.run("update authenticator set state = $2 where id = $1", anne.began, state)
    with pytest.raises(Refusal) as refused:
        await anne.phone.renew(NEW_CODE)
    assert refused.value.code in ("means_not_usable", "phone_unknown")


async def test_suspended_meanwhile_it_stays_suspended(here: Here, anne: Owner) -> None:
    asked = await anne.phone.renew(NEW_CODE)
    async with here.transaction() as tx:
        await tx.run("update authenticator set state = 'suspended' where id = $1", anne.began)
    done = await proves(anne, asked["request_id"], "secret_code")
    assert (done.state, done.because) == (State.FAILED, "phone_change_over")


@pytest.mark.parametrize("change", [{"k": "AAAA"}, {"v": 2}, {"type": "enrolment"}, {"x": "y"}])
async def test_a_message_that_is_not_one_is_refused(anne: Owner, change: dict[str, Any]) -> None:
    message = {"v": 1, "type": "renewal", "k": "A" * 43} | change
    with pytest.raises(Refusal) as refused:
        await anne.phone._post("/phone/api/renewals", anne.phone.envelope(message))
    assert refused.value.code == "phone_unreadable"


async def test_what_is_prepared_is_sealed_and_its_binding_tells_nothing_of_the_code(here: Here, anne: Owner) -> None:
    """Whoever holds the phone reads the request there: from its facts no code can be tried."""
    import hashlib

    asked = await anne.phone.renew(NEW_CODE)
    assert anne.phone.renewal is not None
    request = await anne.person.request(UUID(asked["request_id"]))
    salt, masked = anne.phone.renewal[2:]
    from tests.phone.client import stretch, xor

    knowledge = xor(masked, stretch(NEW_CODE, salt))
    assert hashlib.sha256(knowledge).hexdigest() not in request.canonical
    async with here.reading() as tx:
        stored = bytes(await tx.value("select change from phone_change"))
    assert knowledge not in stored


def with_delay(here: Here, hours: int) -> None:
    """Give Estuaire a safety delay, as its file would."""
    changed = tuple(
        msgspec.structs.replace(one, safety=Safety(hours, ("phone",))) if one.slug == "epargne" else one
        for one in here.institutions.all
    )
    object.__setattr__(here, "institutions", Institutions(changed))


async def test_psr_4h_x4_a_new_phone_serves_after_the_safety_delay_and_says_so(
    here: Here, clock: FakeClock, http: httpx.AsyncClient
) -> None:
    with_delay(here, 4)
    anne = await an_owner(here, http)
    anne.person.institution = here.institutions.by_slug("epargne")  # type: ignore[assignment]
    await anne.enroll()
    until = int((here.clock() + timedelta(hours=4)).timestamp())
    assert (await anne.phone.waiting())["phone"]["usable_from"] == until
    assert await notices(here) == 1, "told at once"
    request = await anne.signs_in()
    assert (await anne.phone.waiting())["requests"] == []
    early = await gate.prove(here, anne.person.institution, request, anne.began, {}, here.clock())
    assert isinstance(early, Refused) and early.refusal.code == "means_not_yet"
    with pytest.raises(Refusal) as refused:
        await anne.phone.sign_in()
    assert refused.value.code == "means_not_yet"
    clock.advance(hours=4)
    anne.phone.offset += 4 * 3600
    assert (await anne.phone.waiting())["phone"]["usable_from"] == 0
    request = await anne.signs_in()
    (one,) = (await anne.phone.waiting())["requests"]
    assert (await anne.phone.approve(one, number=request.match_number))["outcome"] == "accepted"


async def test_psr_4h_a_renewed_code_waits_too(here: Here, anne: Owner) -> None:
    with_delay(here, 4)
    anne.person.institution = here.institutions.by_slug("epargne")  # type: ignore[assignment]
    asked = await anne.phone.renew(NEW_CODE)
    assert (await proves(anne, asked["request_id"], "secret_code", "sms_code")).state == State.EXECUTED
    phone = (await anne.phone.waiting())["phone"]
    assert phone["state"] == "active" and phone["usable_from"] > here.clock().timestamp()


async def test_dr17_an_app_that_is_too_old_is_told_to_update(here: Here, anne: Owner) -> None:
    from parvis.institution.rules import AppRules

    changed = tuple(
        msgspec.structs.replace(one, app=AppRules(3)) if one.slug == "epargne" else one for one in here.institutions.all
    )
    object.__setattr__(here, "institutions", Institutions(changed))
    for version in ("2", "1", "", "x", "-5", "99999999"):
        anne.phone.version = version
        with pytest.raises(Refusal) as refused:
            await anne.phone.waiting()
        assert (refused.value.status, refused.value.code) == (409, "phone_too_old")
    anne.phone.version = "3"
    assert (await anne.phone.waiting())["phone"]["state"] == "active"
