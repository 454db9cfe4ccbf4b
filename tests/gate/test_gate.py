"""The one path: a request waits, is proven, and is performed once."""

import asyncio
from datetime import timedelta

import pytest

from parvis.errors import Refused
from parvis.gate import actions, challenges
from parvis.gate.rules import State
from parvis.gate.tables import Request
from parvis.here import Here
from tests.conftest import FakeClock
from tests.gate.world import Person, a_person, last_code


async def waiting_sign_in(person: Person) -> Request:
    request = await person.tries()
    assert isinstance(request, Request), request
    assert request.state == State.WAITING
    return request


async def answers(person: Person, request: Request, kind: str, code: str) -> Request | Refused:
    return await actions.prove(
        person.here, person.institution, request, person.means[kind], {"code": code}, person.here.clock()
    )


async def sends_code(person: Person, request: Request) -> str:
    put = await challenges.challenge(
        person.here, person.institution, request, person.means["sms_code"], person.here.clock()
    )
    assert not isinstance(put, Refused), put
    return await last_code(person.here)


async def test_a_new_device_needs_a_second_proof_and_a_known_one_does_not(here: Here) -> None:
    anne = await a_person(here)
    request = await waiting_sign_in(anne)
    assert "new_device" in request.risk["reasons"]
    done = await answers(anne, request, "sms_code", await sends_code(anne, request))
    assert isinstance(done, Request) and done.state == State.EXECUTED
    again = await anne.tries()
    assert isinstance(again, Request) and again.state == State.EXECUTED


async def test_a_wrong_code_is_counted_the_last_try_is_announced_and_then_it_is_held(here: Here) -> None:
    anne = await a_person(here)
    request = await waiting_sign_in(anne)
    await sends_code(anne, request)
    told = [await answers(anne, request, "sms_code", "000000") for _ in range(4)]
    assert [one.refusal.code for one in told if isinstance(one, Refused)] == [
        "answer_wrong", "answer_last_try", "held", "held",
    ]


async def test_rts_4_1_one_code_sent_fifty_times_opens_one_session(here: Here) -> None:
    anne = await a_person(here)
    request = await waiting_sign_in(anne)
    code = await sends_code(anne, request)
    outcomes = await asyncio.gather(*(answers(anne, request, "sms_code", code) for _ in range(50)))
    executed = [one for one in outcomes if isinstance(one, Request)]
    assert len(executed) == 1
    assert {one.refusal.code for one in outcomes if isinstance(one, Refused)} <= {
        "answer_spent", "request_settled", "means_not_usable",
    }
    async with here.reading() as tx:
        assert await tx.value("select count(*) from session where client_id = $1", anne.id) == 1


async def test_guesses_sent_together_are_judged_one_after_the_other(here: Here) -> None:
    """Pitfall 4: the right code among fifty guesses does not pass once the tries are used up."""
    anne = await a_person(here)
    request = await waiting_sign_in(anne)
    code = await sends_code(anne, request)
    wrong = [f"{(int(code) + step) % 1_000_000:06d}" for step in range(1, 40)]
    await asyncio.gather(*(answers(anne, request, "sms_code", guess) for guess in wrong))
    late = await answers(anne, request, "sms_code", code)
    assert isinstance(late, Refused) and late.refusal.code == "held"


async def test_pitfall_2_a_totp_step_serves_once_and_an_older_one_never_after(here: Here, clock: FakeClock) -> None:
    anne = await a_person(
        here, "municipal", identifier="400100200300", secret="Corde-lune-7", kinds=("totp", "sms_code")
    )
    first = await anne.tries("Corde-lune-7")
    assert isinstance(first, Request) and first.state == State.WAITING
    older = anne.totp()
    clock.advance(seconds=30)
    code = anne.totp()
    done = await answers(anne, first, "totp", code)
    assert isinstance(done, Request) and done.state == State.EXECUTED
    second = await anne.tries("Corde-lune-7")
    assert isinstance(second, Request)
    for spent in (code, older):
        told = await answers(anne, second, "totp", spent)
        assert isinstance(told, Refused) and told.refusal.code == "answer_spent"


async def test_an_expired_request_says_so_and_stays_undone(here: Here, clock: FakeClock) -> None:
    anne = await a_person(here)
    request = await waiting_sign_in(anne)
    code = await sends_code(anne, request)
    clock.advance(minutes=16)
    told = await answers(anne, request, "sms_code", code)
    assert isinstance(told, Refused) and told.refusal.code == "request_expired"
    assert await actions.expire_due(here, clock()) == 1
    late = await anne.request(request.id)
    assert late.state == State.EXPIRED
    assert late.settled_at == late.expires_at  # Not when the worker came by.


async def test_a_withdrawn_request_cannot_be_approved(here: Here, clock: FakeClock) -> None:
    anne = await a_person(here)
    request = await waiting_sign_in(anne)
    code = await sends_code(anne, request)
    async with here.transaction() as tx:
        await actions.withdraw(tx, here, anne.institution, request, clock())
    told = await answers(anne, await anne.request(request.id), "sms_code", code)
    assert isinstance(told, Refused) and told.refusal.code == "request_settled"


async def test_pitfall_13_a_code_sent_for_one_request_is_wrong_for_another(here: Here) -> None:
    anne = await a_person(here)
    first, second = await waiting_sign_in(anne), await waiting_sign_in(anne)
    code = await sends_code(anne, first)
    await sends_code(anne, second)
    told = await answers(anne, second, "sms_code", code)
    assert isinstance(told, Refused) and told.refusal.code == "answer_wrong"


async def test_somebody_elses_means_proves_nothing(here: Here) -> None:
    anne = await a_person(here)
    bob = await a_person(here, identifier="10203040999")
    request = await waiting_sign_in(anne)
    anne.means["sms_code"] = bob.means["sms_code"]
    told = await answers(anne, request, "sms_code", "000000")
    assert isinstance(told, Refused) and told.refusal.code == "means_not_usable"


async def test_asvs_6_6_4_pitfall_11_no_more_than_three_wait_at_once(here: Here) -> None:
    anne = await a_person(here)
    for _ in range(anne.institution.waiting.at_most):
        await waiting_sign_in(anne)
    told = await anne.tries()
    assert isinstance(told, Refused) and told.refusal.code == "too_many_waiting"


async def test_asvs_6_6_4_after_so_many_unanswered_it_stays_quiet_a_while(here: Here, clock: FakeClock) -> None:
    """Nobody is worn down: what was left unanswered is followed by silence, then all is as before."""
    anne = await a_person(here)
    asked = [await waiting_sign_in(anne) for _ in range(anne.institution.waiting.at_most)]
    clock.now = asked[-1].expires_at
    assert await actions.expire_due(here, clock()) == len(asked)
    told = await anne.tries()
    assert isinstance(told, Refused) and told.refusal.code == "cooling_down"
    assert clock() < told.values["until"] <= clock() + timedelta(minutes=anne.institution.waiting.cool_down_minutes)
    clock.now = told.values["until"]
    assert isinstance(await anne.tries(), Request)


async def test_a_code_is_not_sent_twice_in_a_breath(here: Here, clock: FakeClock) -> None:
    anne = await a_person(here)
    request = await waiting_sign_in(anne)
    await sends_code(anne, request)
    told = await challenges.challenge(here, anne.institution, request, anne.means["sms_code"], clock())
    assert isinstance(told, Refused) and told.refusal.code == "sent_too_often"
    for _ in range(challenges.SENT_AT_MOST - 1):
        clock.advance(seconds=31)
        await sends_code(anne, request)
    clock.advance(seconds=31)
    told = await challenges.challenge(here, anne.institution, request, anne.means["sms_code"], clock())
    assert isinstance(told, Refused) and told.refusal.code == "sent_enough"


async def test_what_is_signed_is_what_is_shown(here: Here) -> None:
    """RTS 5.1: the digest covers the lines and the facts; a change of either is another digest."""
    import hashlib
    import json

    anne = await a_person(here)
    request = await waiting_sign_in(anne)
    assert hashlib.sha256(request.canonical.encode()).digest() == request.digest
    signed = json.loads(request.canonical)
    assert signed["lines"] == request.lines and signed["facts"] == request.facts
    assert signed["id"] == str(request.id) and signed["client"] == str(anne.id)


@pytest.mark.parametrize("changed", ["material", "name"])
async def test_a_means_moved_to_another_row_does_not_open(here: Here, changed: str) -> None:
    """What is sealed is bound to its row: a copy under another id is refused, never believed."""
    anne = await a_person(here)
    request = await waiting_sign_in(anne)
    await sends_code(anne, request)
    if changed == "material":
        async with here.transaction() as tx:
            await tx.run(
                "update authenticator set material = (select material from authenticator where id = $2) where id = $1",
                anne.means["sms_code"], anne.means["secret_code"],
            )
    told = await answers(anne, request, "sms_code", "000000")
    assert isinstance(told, Refused)
    assert told.refusal.code == ("means_not_usable" if changed == "material" else "answer_wrong")


async def test_the_history_of_a_request_is_in_the_journal(here: Here) -> None:
    anne = await a_person(here)
    request = await waiting_sign_in(anne)
    await answers(anne, request, "sms_code", await sends_code(anne, request))
    async with here.reading() as tx:
        told = await tx.value(
            "select array_agg(event order by at, id) from journal where request_id = $1", request.id
        )
    assert told == ["request:opened", "challenge:sent", "proof:accepted", "device:trusted", "request:executed"]
