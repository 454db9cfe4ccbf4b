"""DR3: the app opens the client space in its own browser: one strong act, no identifier typed."""

from uuid import UUID

import httpx
import pytest

from parvis.gate.rules import State
from parvis.here import Here
from tests.phone.client import PythonPhone, Refusal
from tests.phone.world import ORIGIN, Owner, http_of


async def test_dr3_the_phone_signs_in_with_its_own_code_and_the_session_is_this_browsers(
    here: Here, http: httpx.AsyncClient, anne: Owner
) -> None:
    asked = await anne.phone.sign_in()
    assert set(asked) == {"request_id", "state"} and asked["state"] == "waiting"
    (one,) = (await anne.phone.waiting())["requests"]
    assert (one["request_id"], one["number"]) == (asked["request_id"], False), "there is nothing to match it with"
    done = await anne.phone.approve(one)
    assert (done["outcome"], done["state"]) == ("accepted", "executed")
    claimed = await http.get(f"{ORIGIN}/requests/{asked['request_id']}")
    assert (claimed.status_code, claimed.headers["location"]) == (303, "/accounts")
    assert (await http.get(f"{ORIGIN}/accounts")).status_code == 200
    async with here.reading() as tx:
        assert await tx.value("select strong from session") is True
        assert await tx.value("select means from session") == "phone"


async def test_another_browser_cannot_claim_it(here: Here, anne: Owner) -> None:
    asked = await anne.phone.sign_in()
    (one,) = (await anne.phone.waiting())["requests"]
    await anne.phone.approve(one)
    async with http_of(here) as other:
        assert (await other.get(f"{ORIGIN}/requests/{asked['request_id']}")).status_code in (303, 401)
        assert "session" not in other.cookies


async def test_a_wrong_code_is_counted_and_opens_nothing(anne: Owner) -> None:
    asked = await anne.phone.sign_in()
    (one,) = (await anne.phone.waiting())["requests"]
    for expected in ("wrong", "wrong", "blocked"):
        assert (await anne.phone.approve(one, code="9999"))["outcome"] == expected
    assert (await anne.person.request(UUID(asked["request_id"]))).state == State.WAITING


async def test_only_the_phone_that_asks_is_alerted(here: Here, http: httpx.AsyncClient, anne: Owner) -> None:
    second = Owner(anne.person, PythonPhone(http, ORIGIN))
    await second.enroll()
    await anne.phone.sign_in()
    assert len((await anne.phone.waiting())["requests"]) == 1
    assert (await second.phone.waiting())["requests"] == []


async def test_asking_again_takes_back_what_this_browser_asked_before(anne: Owner) -> None:
    first = await anne.phone.sign_in()
    second = await anne.phone.sign_in()
    (one,) = (await anne.phone.waiting())["requests"]
    assert one["request_id"] == second["request_id"]
    assert (await anne.person.request(UUID(first["request_id"]))).state == State.WITHDRAWN


async def test_a_stranger_asks_for_nothing(http: httpx.AsyncClient, anne: Owner) -> None:
    stranger = PythonPhone(http, ORIGIN)
    stranger.authenticator_id = anne.phone.authenticator_id
    with pytest.raises(Refusal) as refused:
        await stranger.sign_in()
    assert refused.value.code == "phone_unknown"


async def test_a_paused_phone_opens_nothing(here: Here, anne: Owner) -> None:
    async with here.transaction() as tx:
        await tx.run("update authenticator set state = 'suspended' where id = $1", anne.began)
    with pytest.raises(Refusal) as refused:
        await anne.phone.sign_in()
    assert refused.value.code == "means_not_usable"
