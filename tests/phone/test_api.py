"""The phone's calls, against the program and a real database, by a phone written from the protocol page alone."""

import asyncio
import json
import os
from typing import Any

import httpx
import pytest

from parvis.gate import actions as gate
from parvis.gate import challenges
from parvis.gate.rules import State
from parvis.here import Here
from parvis.security.rules import Filter
from parvis.security.tables import connections_of, disavowal_of
from tests.agency.world import an_agent
from tests.conftest import FakeClock
from tests.phone.client import PythonPhone, Refusal, b64
from tests.phone.world import ORIGIN, Owner, an_owner


async def failures(owner: Owner) -> tuple[str, int]:
    async with owner.person.here.reading() as tx:
        state = await tx.value("select state from authenticator where id = $1", owner.began)
        return state, await tx.value("select failures from authenticator where id = $1", owner.began)


async def test_ep3_a_sign_in_is_read_and_approved_with_its_number(anne: Owner) -> None:
    request = await anne.signs_in()
    (one,) = (await anne.phone.waiting())["requests"]
    assert one["request_id"] == str(request.id)
    assert one["canonical"] == request.canonical
    assert one["number"] is True
    done = await anne.phone.approve(one, number=request.match_number)
    assert (done["outcome"], done["state"]) == ("accepted", "executed")
    assert (await anne.person.request(request.id)).state == State.EXECUTED
    assert (await anne.phone.waiting())["requests"] == []


async def test_pitfall_11_the_number_shown_in_the_browser_is_never_told_to_the_phone(anne: Owner) -> None:
    request = await anne.signs_in()
    (one,) = (await anne.phone.waiting())["requests"]
    assert "match_number" not in json.dumps(one)
    assert set(one) == {"request_id", "title", "canonical", "digest", "nonce", "number", "expires_at"}
    assert str(request.match_number) not in one["title"]


async def test_ep3_a_refusal_needs_no_code_and_is_final(anne: Owner) -> None:
    request = await anne.signs_in()
    (one,) = (await anne.phone.waiting())["requests"]
    refused = await anne.phone.refuse(one)
    assert (refused["outcome"], refused["state"]) == ("declined", "refused")
    late = await anne.phone.approve(one, number=request.match_number)
    assert late["outcome"] == "over"
    found = await anne.person.request(request.id)
    assert (found.state, found.because) == (State.REFUSED, "not_me")


async def test_pitfall_11_this_is_not_me_ends_the_session_that_asked_and_tells_the_client(
    anne: Owner, here: Here
) -> None:
    """Somebody is signed in as Anne, and tries to add a phone of their own."""
    sign_in = await anne.signs_in()
    (one,) = (await anne.phone.waiting())["requests"]
    await anne.phone.approve(one, number=sign_in.match_number)
    async with here.reading() as tx:
        session_id = await tx.value("select id from session where client_id = $1", anne.person.id)
    thief = Owner(anne.person, PythonPhone(anne.phone.http, ORIGIN))
    await thief.phone.enroll(await thief.activation_code())
    request = await thief.asks_to_add(session_id=session_id)
    (one,) = (await anne.phone.waiting())["requests"]
    assert one["request_id"] == str(request.id)
    assert thief.phone.fingerprint in one["canonical"]
    said = await anne.phone.refuse(one)
    async with here.reading() as tx:
        assert await tx.value("select ended_because from session where id = $1", session_id) == "protection"
        told = await tx.value(
            "select count(*) from outbox where request_id = $1 and purpose = 'notice'", request.id
        )
    assert told == 1
    case, detail = await the_case(here, anne)
    assert case in said["message"], "the adviser is told, and the phone says so"
    assert (detail["operation"], detail["sessions_ended"]) == ("enroll_factor", 1)
    assert (await failures(anne))[0] == "active", "the phone that says it stays"


async def test_dr8_this_is_not_me_protects_from_a_sign_in_as_it_does_in_the_space(anne: Owner, here: Here) -> None:
    """Every session ends, the device is a stranger, the agency has a case, « Connexions » says it is reported."""
    mine = await anne.signs_in()
    (one,) = (await anne.phone.waiting())["requests"]
    await anne.phone.approve(one, number=mine.match_number)
    await anne.signs_in()
    (one,) = (await anne.phone.waiting())["requests"]
    await anne.phone.refuse(one)
    async with here.reading() as tx:
        assert await tx.value("select count(*) from session where ended_at is null") == 0
        lines = await connections_of(tx, "epargne", anne.person.id, Filter(), before=None, at_most=1)
        done = await disavowal_of(tx, "epargne", anne.person.id, lines[0])
    reference, _ = await the_case(here, anne)
    assert lines[0].event == "request:refused" and lines[0].disavowed
    assert done is not None and done["reference"] == reference and done["kept"] == ["secret_code"]
    async with an_agent(here, "epargne") as claire, here.reading() as tx:
        case_id = await tx.value("select id from client_case where reference = $1", reference)
        await claire.window.goes_to(f"/agency/cases/{case_id}")
        page = await claire.window.submits(f"/agency/cases/{case_id}/look")
    assert "Sessions fermées aussitôt" in page and "Moyens qui ont servi et restent" in page


async def the_case(here: Here, anne: Owner) -> tuple[str, dict[str, Any]]:
    async with here.reading() as tx:
        found = await tx.value(
            "select jsonb_build_array(reference, detail) from client_case where kind = 'disavowed' and client_id = $1",
            anne.person.id,
        )
    return found[0], found[1]


async def test_changing_one_s_mind_ends_nothing(anne: Owner, here: Here) -> None:
    request = await anne.signs_in()
    (one,) = (await anne.phone.waiting())["requests"]
    assert (await anne.phone.refuse(one, because="changed_mind"))["title"] == "C’est refusé"
    async with here.reading() as tx:
        assert not await tx.value("select count(*) from outbox where request_id = $1", request.id)


async def test_cnil_pin_three_wrong_codes_block_the_phone_after_a_warning(anne: Owner) -> None:
    request = await anne.signs_in()
    (one,) = (await anne.phone.waiting())["requests"]
    told = [await anne.phone.approve(one, code="0000", number=request.match_number) for _ in range(3)]
    assert [(one["outcome"], one["tries_left"]) for one in told] == [("wrong", 2), ("wrong", 1), ("blocked", 0)]
    assert told[1]["title"] == "Attention, dernier essai"
    right = await anne.phone.approve(one, number=request.match_number)
    assert right["outcome"] == "blocked"
    assert await failures(anne) == ("blocked", 3)
    listed = await anne.phone.waiting()
    assert (listed["phone"]["state"], listed["requests"]) == ("blocked", [])


async def test_guesses_sent_together_do_not_get_more_than_three_tries(anne: Owner) -> None:
    request = await anne.signs_in()
    (one,) = (await anne.phone.waiting())["requests"]
    guesses = [anne.phone.approve(one, code=f"{code:04d}", number=request.match_number) for code in range(12)]
    await asyncio.gather(*guesses)
    assert await failures(anne) == ("blocked", 3)


async def test_a_right_code_forgets_the_failures_before_it_but_a_refusal_does_not(anne: Owner) -> None:
    """Otherwise whoever holds a stolen phone would guess twice, refuse, and guess again for ever."""
    request = await anne.signs_in()
    (one,) = (await anne.phone.waiting())["requests"]
    await anne.phone.approve(one, code="0000", number=request.match_number)
    await anne.phone.approve(one, code="0001", number=request.match_number)
    await anne.phone.refuse(one)
    assert await failures(anne) == ("active", 2)
    other = await anne.signs_in()
    (two,) = (await anne.phone.waiting())["requests"]
    assert (await anne.phone.approve(two, number=other.match_number))["outcome"] == "accepted"
    assert await failures(anne) == ("active", 0)


async def test_rts_4_3a_a_wrong_number_and_a_wrong_code_are_told_alike(anne: Owner) -> None:
    request = await anne.signs_in()
    (one,) = (await anne.phone.waiting())["requests"]
    wrong_number = await anne.phone.approve(one, number=10 + (request.match_number + 1) % 90)
    async with anne.person.here.transaction() as tx:
        await tx.run("update authenticator set failures = 0 where id = $1", anne.began)
    assert wrong_number == await anne.phone.approve(one, code="0000", number=request.match_number)


async def test_a_forged_signature_costs_the_owner_no_try(anne: Owner, http: httpx.AsyncClient) -> None:
    """A stranger may know the request and even own a phone: without this phone's key nothing is counted."""
    request = await anne.signs_in()
    (one,) = (await anne.phone.waiting())["requests"]
    thief = PythonPhone(http, ORIGIN)
    message = anne.phone.approval(one, number=request.match_number)
    forged = thief.envelope(message)
    given = {**forged, "mac": b64(os.urandom(32))}
    for _ in range(5):
        proved = await gate.prove(
            anne.person.here, anne.person.institution, request, anne.began, given, anne.person.here.clock()
        )
        assert proved.refusal.code == "answer_wrong"  # type: ignore[union-attr]
    assert await failures(anne) == ("active", 0)
    thief.authenticator_id, thief.offset = anne.phone.authenticator_id, anne.phone.offset
    with pytest.raises(Refusal) as refusal:
        await thief.waiting()
    assert (refusal.value.status, refusal.value.code) == (401, "phone_unknown")


@pytest.mark.parametrize("changed", ["digest", "nonce", "request_id"])
async def test_an_answer_about_something_else_approves_nothing_and_is_not_counted(anne: Owner, changed: str) -> None:
    request = await anne.signs_in()
    (one,) = (await anne.phone.waiting())["requests"]
    message = anne.phone.approval(one, number=request.match_number)
    message[changed] = message[changed][::-1]
    told = await anne.phone.answer(one, message, code=anne.phone.code)
    assert told["outcome"] == "over"
    assert await failures(anne) == ("active", 0)
    assert (await anne.person.request(request.id)).state == State.WAITING


async def test_rts_4_1_an_answer_that_is_sent_again_performs_nothing_twice(anne: Owner) -> None:
    request = await anne.signs_in()
    (one,) = (await anne.phone.waiting())["requests"]
    message = anne.phone.approval(one, number=request.match_number)
    told = await asyncio.gather(*(anne.phone.answer(one, message, code=anne.phone.code) for _ in range(10)))
    assert sorted(one["outcome"] for one in told) == ["accepted"] + ["over"] * 9
    async with anne.person.here.reading() as tx:
        assert await tx.value("select count(*) from session where client_id = $1", anne.person.id) == 1


async def test_a_new_alert_makes_the_answer_to_the_one_before_void(anne: Owner, clock: FakeClock) -> None:
    request = await anne.signs_in()
    (before,) = (await anne.phone.waiting())["requests"]
    clock.advance(seconds=40)
    here, person = anne.person.here, anne.person
    await challenges.challenge(here, person.institution, request, anne.began, here.clock())
    assert (await anne.phone.approve(before, number=request.match_number))["outcome"] == "over"
    (after,) = (await anne.phone.waiting())["requests"]
    assert after["nonce"] != before["nonce"]
    assert (await anne.phone.approve(after, number=request.match_number))["outcome"] == "accepted"


async def test_too_late_is_told_as_such(anne: Owner, clock: FakeClock) -> None:
    request = await anne.signs_in()
    (one,) = (await anne.phone.waiting())["requests"]
    clock.now = request.expires_at
    assert (await anne.phone.waiting())["requests"] == []
    assert (await anne.phone.approve(one, number=request.match_number))["outcome"] == "over"
    assert (await anne.person.request(request.id)).state != State.EXECUTED


async def test_asvs_8_2_2_a_phone_sees_and_answers_nothing_of_another_client(
    anne: Owner, here: Here, http: httpx.AsyncClient
) -> None:
    bruno = await an_owner(here, http, identifier="5566778800")
    await bruno.enroll()
    request = await anne.signs_in()
    (one,) = (await anne.phone.waiting())["requests"]
    assert (await bruno.phone.waiting())["requests"] == []
    with pytest.raises(Refusal) as refusal:
        await bruno.phone.approve(one, number=request.match_number)
    assert (refusal.value.status, refusal.value.code) == (404, "phone_nothing_waits")
    assert (await anne.person.request(request.id)).state == State.WAITING
    assert await failures(anne) == ("active", 0)


async def test_a_phone_of_one_institution_is_a_stranger_at_another(anne: Owner, http: httpx.AsyncClient) -> None:
    elsewhere = PythonPhone(http, "http://deuxrives.localhost", key=anne.phone.key)
    elsewhere.authenticator_id, elsewhere.offset = anne.phone.authenticator_id, anne.phone.offset
    with pytest.raises(Refusal) as refusal:
        await elsewhere.waiting()
    assert refusal.value.code == "phone_unknown"


async def test_the_list_comes_as_soon_as_something_waits(anne: Owner) -> None:
    known = await anne.phone.waiting()
    asking = asyncio.create_task(anne.phone.waiting(known=known["mark"], wait=20))
    await asyncio.sleep(0.3)
    assert not asking.done()
    request = await anne.signs_in()
    listed = await asyncio.wait_for(asking, 5)
    assert [one["request_id"] for one in listed["requests"]] == [str(request.id)]


async def test_a_request_that_is_withdrawn_leaves_the_phone_by_itself(anne: Owner) -> None:
    request = await anne.signs_in()
    known = await anne.phone.waiting()

    async def something_new() -> dict[str, Any]:
        """As the app does: a ring that changed nothing is followed by another call."""
        while (listed := await anne.phone.waiting(known=known["mark"], wait=20))["mark"] == known["mark"]:
            pass
        return listed

    asking = asyncio.create_task(something_new())
    await asyncio.sleep(0.3)
    here = anne.person.here
    async with here.transaction() as tx:
        await gate.withdraw(tx, here, anne.person.institution, request, here.clock())
    assert (await asyncio.wait_for(asking, 5))["requests"] == []


async def test_nothing_new_ends_the_wait_with_the_same_list(anne: Owner) -> None:
    known = await anne.phone.waiting()
    assert (await anne.phone.waiting(known=known["mark"], wait=1))["mark"] == known["mark"]


async def post(phone: PythonPhone, path: str, body: bytes, authorization: str) -> httpx.Response:
    assert isinstance(phone.http, httpx.AsyncClient)
    headers = {"Authorization": authorization, "Content-Type": "application/json"}
    return await phone.http.post(ORIGIN + path, content=body, headers=headers)


async def test_a_call_serves_once_and_only_for_what_it_signs(anne: Owner, clock: FakeClock) -> None:
    path, body = "/phone/api/requests", b'{"known":"","wait":0}'
    now = clock.now.timestamp()
    header = anne.phone.authorization(path, body, at=now)
    assert (await post(anne.phone, path, body, header)).status_code == 200
    again = await post(anne.phone, path, body, header)
    assert (again.status_code, again.json()["code"]) == (401, "phone_unknown")
    other_body = anne.phone.authorization(path, body, at=now)
    assert (await post(anne.phone, path, b'{"known":"","wait":1}', other_body)).status_code == 401
    other_path = anne.phone.authorization("/phone/api/elsewhere", body, at=now)
    assert (await post(anne.phone, path, body, other_path)).status_code == 401
    assert (await post(anne.phone, path, body, "")).status_code == 401


@pytest.mark.parametrize("seconds", [-121, 121])
async def test_a_call_of_another_time_is_refused_and_told_ours(anne: Owner, clock: FakeClock, seconds: int) -> None:
    path, body = "/phone/api/requests", b"{}"
    header = anne.phone.authorization(path, body, at=clock.now.timestamp() + seconds)
    answered = await post(anne.phone, path, body, header)
    assert answered.status_code == 401
    assert answered.json()["code"] == "phone_clock"
    assert answered.json()["now"] == int(clock.now.timestamp())


async def test_ep4_no_answer_ever_holds_the_keys_nor_anything_made_of_the_code(
    here: Here, http: httpx.AsyncClient
) -> None:
    """Every byte that the server sends during a whole life of a phone is searched for what must not be there."""
    heard: list[bytes] = []

    async def listen(response: httpx.Response) -> None:
        heard.append(await response.aread())
        heard.append(repr(response.headers).encode())

    http.event_hooks["response"].append(listen)
    anne = await an_owner(here, http)
    sent: dict[str, str] = {}
    envelope = anne.phone.envelope

    def spying(message: dict[str, str], *, code: str | None = None) -> dict[str, str]:
        sent.update({name: value for name, value in message.items() if name in ("k", "d")})
        return envelope(message, code=code)

    anne.phone.envelope = spying  # type: ignore[method-assign]
    await anne.enroll()
    request = await anne.signs_in()
    (one,) = (await anne.phone.waiting())["requests"]
    await anne.phone.approve(one, code="0000", number=request.match_number)
    await anne.phone.approve(one, number=request.match_number)
    everything = b"".join(heard)
    assert len(heard) > 8
    assert sent.keys() == {"k", "d"}
    for secret in sent.values():
        assert secret.encode() not in everything
    async with here.reading() as tx:
        stored = await tx.value("select material from authenticator where id = $1", anne.began)
        texts = await tx.value("select string_agg(journal::text, ' ') from journal")
    for secret in sent.values():
        assert secret.encode() not in stored
        assert secret not in texts


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"message":1,"signature":""}', b'{"message":"\\ud800","signature":""}', b"\xff", b"{}"]
)
async def test_what_is_no_message_is_refused_in_words(here: Here, http: httpx.AsyncClient, body: bytes) -> None:
    answered = await http.post(ORIGIN + "/phone/api/enrolments", content=body)
    assert answered.status_code == 400
    assert answered.json()["code"] == "phone_unreadable"
    assert answered.json()["message"]
