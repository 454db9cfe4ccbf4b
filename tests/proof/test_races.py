"""Races, from several real processes against two serving ones: exactly one wins, nothing is lost, losers are told."""

import asyncio
import base64
import json
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import httpx
import pytest
from uuid_utils.compat import uuid7

from parvis.here import Here
from tests.conftest import Cluster
from tests.journeys.bank import Bank
from tests.phone.client import PythonPhone
from tests.proof.conftest import Note
from tests.proof.people import Client, Loopback, Visitor, a_client, transfer_fields
from tests.proof.running import Words, a_bank, times
from tests.proof.volley import Answer, fire


@dataclass
class Stage:
    """The running program and its people: one for each race, so that none leaves traces to the next."""

    bank: Bank
    people: dict[str, Client]

    def fire(self, shots: list[bytes]) -> list[Answer]:
        answers = fire(self.bank.settings.port, shots)
        assert all(0 < answer.status < 500 for answer in answers), Counter(answer.status for answer in answers)
        return answers


@pytest.fixture(scope="module")
def stage(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    async def furnish(here: Here) -> dict[str, Client]:
        port = here.settings.port
        people = {
            "coded": await a_client(here, "deuxrives", 101),
            "clicks": await a_client(here, "deuxrives", 102, accounts={"Courant": 500_00, "Livret": 0}),
            "empties": await a_client(here, "deuxrives", 103, accounts={"Courant": 1_000_00, "Livret": 0}),
            "leaves": await a_client(here, "deuxrives", 104, accounts={"Courant": 500_00, "Livret": 0}),
            "totp": await a_client(here, "municipal", 201),
            "enrols": await a_client(here, "epargne", 301),
            "payee": await a_client(here, "epargne", 302, accounts={"Courant": 0}),
        }
        origin = f"http://epargne.localhost:{port}"
        for number in range(times(4, 40)):
            people[f"phone{number}"] = await a_client(
                here, "epargne", 310 + number, accounts={"Courant": 1_000_00, "Livret": 0}, phone=True, origin=origin
            )
        for number in range(times(6, 60)):
            people[f"counts{number}"] = await a_client(here, "deuxrives", 1_100 + number)
        return people

    with a_bank(cluster, "races", tmp_path_factory.mktemp("races"), furnish) as (bank, people):
        yield Stage(bank, people)


async def test_rts_4_1_pitfall_1_one_code_sent_fifty_times_opens_one_session(stage: Stage, figures: Note) -> None:
    """From the browser that asked. Whichever answer it keeps, it is signed in, and it is one session."""
    client, visitor = stage.people["coded"], Visitor(stage.bank, "deuxrives")
    request = await visitor.begins(client)
    code = await visitor.receives(client, request=request)
    shot = visitor.shot(f"{request}/proofs/{client.means['sms_code']}", code=code)
    answers = stage.fire([shot] * 50)
    assert {(answer.status, answer.location) for answer in answers} == {(303, "/accounts")}
    (session,) = {answer.cookie("session") for answer in answers}
    assert session
    assert stage.bank.value("select count(*) from session where client_id = $1", client.id) == 1
    assert stage.bank.value(
        "select count(*) from proof where authenticator_id = $1", client.means["sms_code"]
    ) == 1
    figures("one code, submissions at once", 50)
    await visitor.leaves()


async def test_rts_4_1_pitfall_2_one_totp_code_in_three_browsers_signs_one_in(stage: Stage) -> None:
    """Whoever looked over the shoulder has the same code at the same second: one comes in, the others are told."""
    client = stage.people["totp"]
    visitors = [Visitor(stage.bank, "municipal") for _ in range(3)]
    requests = [await visitor.begins(client) for visitor in visitors]
    code = client.totp(stage.bank)
    shots = [
        visitor.shot(f"{request}/proofs/{client.means['totp']}", code=code)
        for visitor, request in zip(visitors, requests, strict=True)
    ] * 17
    answers = stage.fire(shots)
    came_in = {place % 3 for place, answer in enumerate(answers) if answer.location == "/accounts"}
    assert len(came_in) == 1
    words = Words(stage.bank.settings, "municipal")
    losers = [answer for place, answer in enumerate(answers) if place % 3 not in came_in]
    assert len(losers) == 34
    assert {answer.status for answer in losers} == {409}
    assert all(words.tell(answer.body, "answer_spent") for answer in losers)
    assert stage.bank.value("select count(*) from session where client_id = $1", client.id) == 1
    for visitor in visitors:
        await visitor.leaves()


async def test_a_yes_and_a_no_together_are_one_answer(stage: Stage, figures: Note) -> None:
    """Two windows of the phone's app, one finger on each button."""
    words, won = Words(stage.bank.settings, "epargne"), Counter[str]()
    for number in range(times(4, 40)):
        client = stage.people[f"phone{number}"]
        request_id, phone, one = await _asks(stage, client, "40,00")
        yes = phone.envelope(phone.approval(one), code=phone.code)
        no = phone.envelope(
            {
                "v": 1, "request_id": one["request_id"], "digest": phone.digest(one), "nonce": one["nonce"],
                "verdict": "refuse", "because": "changed_mind",
            }
        )  # fmt: skip
        pair = [yes, no] if number % 2 else [no, yes]
        answers = stage.fire([_call(stage, phone, request_id, said) for said in pair * 2])
        told = [json.loads(answer.body) for answer in answers]
        state = stage.bank.value("select state from request where id = $1", request_id)
        assert state in ("executed", "refused")
        won[state] += 1
        outcomes = Counter(one["outcome"] for one in told)
        assert outcomes == {"accepted" if state == "executed" else "declined": 1, "over": 3}, outcomes
        over = next(one for one in told if one["outcome"] == "over")
        assert words.say(over["title"], f"phone-over-{state}-title")
        assert words.say(over["message"], f"phone-over-{state}-text")
        moved = stage.bank.value("select balance from account where id = $1", client.accounts["Courant"])
        assert moved == (960_00 if state == "executed" else 1_000_00)
    figures("yes and no together", f"{won['executed']} yes, {won['refused']} no")


async def test_pitfall_20_fifty_double_clicks_are_one_transfer(stage: Stage, figures: Note) -> None:
    client, visitor = stage.people["clicks"], Visitor(stage.bank, "deuxrives")
    await visitor.signs_in(client)
    fields = transfer_fields(client, key=uuid7(), amount="25,00", day=stage.bank.now().date())
    first = stage.fire([visitor.shot("/transfers", **fields)] * 50)
    again = stage.fire([visitor.shot("/transfers", **fields)] * 10)  # retries, after a cut
    assert len({(answer.status, answer.location) for answer in first + again}) == 1
    assert first[0].status == 303
    assert stage.bank.value("select count(*) from transfer where client_id = $1", client.id) == 1
    assert stage.bank.value("select balance from account where id = $1", client.accounts["Courant"]) == 475_00
    await visitor.goes_to(first[0].location)
    assert visitor.status == 200
    figures("clicks and retries of one transfer", 60)
    await visitor.leaves()


async def test_pitfall_20_one_form_with_two_amounts_does_one_of_them(stage: Stage) -> None:
    client, visitor = stage.people["clicks"], Visitor(stage.bank, "deuxrives")
    await visitor.signs_in(client)
    before = stage.bank.value("select balance from account where id = $1", client.accounts["Courant"])
    key, today = uuid7(), stage.bank.now().date()
    shots = [
        visitor.shot("/transfers", **transfer_fields(client, key=key, amount=amount, day=today))
        for amount in ("10,00", "20,00") * 15
    ]
    answers = stage.fire(shots)
    done = {place % 2 for place, answer in enumerate(answers) if answer.status == 303}
    assert len(done) == 1
    words = Words(stage.bank.settings, "deuxrives")
    losers = [answer for place, answer in enumerate(answers) if place % 2 not in done]
    assert {answer.status for answer in losers} == {409}
    assert all(words.tell(answer.body, "key_reused") for answer in losers)
    after = stage.bank.value("select balance from account where id = $1", client.accounts["Courant"])
    assert before - after == (10_00 if 0 in done else 20_00)
    await visitor.leaves()


async def test_pitfall_21_two_windows_empty_one_account_and_stop_at_its_floor(stage: Stage, figures: Note) -> None:
    client = stage.people["empties"]
    visitors = [Visitor(stage.bank, "deuxrives") for _ in range(2)]
    for visitor in visitors:
        await visitor.signs_in(client)
    today = stage.bank.now().date()
    shots = [
        visitor.shot("/transfers", **transfer_fields(client, key=uuid7(), amount="100,00", day=today))
        for _ in range(20)
        for visitor in visitors
    ]
    answers = stage.fire(shots)
    outcomes = []
    words = Words(stage.bank.settings, "deuxrives")
    for place, answer in enumerate(answers):
        page = answer.body
        if answer.status == 303:
            page = await visitors[place % 2].goes_to(answer.location)
        refused = words.tell(page, "funds_insufficient")
        executed = words.say(page, "gate-executed-title") or visitors[place % 2].path.startswith("/transfers/")
        outcomes.append("refused" if refused else "executed" if executed and answer.status == 303 else page[-800:])
    assert Counter(outcomes) == {"executed": 10, "refused": 30}
    assert stage.bank.value("select balance from account where id = $1", client.accounts["Courant"]) == 0
    figures("orders on one account from two windows", "10 executed, 30 told that it is empty")
    for visitor in visitors:
        await visitor.leaves()


async def test_pitfall_21_three_approvals_at_once_of_what_only_one_can_have(stage: Stage) -> None:
    client = stage.people["phone0"]
    balance = stage.bank.value("select balance from account where id = $1", client.accounts["Courant"])
    amount = f"{(balance // 100) - 100},00"
    asked = [await _asks(stage, client, amount) for _ in range(3)]
    shots = [
        _call(stage, phone, request_id, phone.envelope(phone.approval(one), code=phone.code))
        for request_id, phone, one in asked
    ]
    told = [json.loads(answer.body) for answer in stage.fire(shots)]
    words = Words(stage.bank.settings, "epargne")
    assert sorted(one["state"] for one in told) == ["executed", "failed", "failed"]
    for one in told:
        assert words.say(one["message"], f"phone-accepted-{one['state']}-text")
    kept = stage.bank.value("select balance from account where id = $1", client.accounts["Courant"])
    assert kept == balance - (balance // 100 - 100) * 100


async def test_pitfall_4_a_success_never_clears_the_failure_that_comes_with_it(stage: Stage, figures: Note) -> None:
    """Two failures stand; then a right code and a wrong one at one instant. Either order is a story; no other is."""
    words, stories = Words(stage.bank.settings, "deuxrives"), Counter[str]()
    for number in range(times(6, 60)):
        client, visitor = stage.people[f"counts{number}"], Visitor(stage.bank, "deuxrives")
        for _ in range(2):
            await visitor.sends("/sign-in", client_id=client.identifier, code="111119")
        right = visitor.shot("/sign-in", client_id=client.identifier, code=client.secret)
        wrong = visitor.shot("/sign-in", client_id=client.identifier, code="111119")
        shots = [right, wrong] if number % 2 else [wrong, right]
        answers = dict(zip("rw" if number % 2 else "wr", stage.fire(shots), strict=True))
        counter = stage.bank.rows(
            "select failures, blocked_at from lock_counter where subject = uuid_send($1)", client.id
        )[0]
        if answers["r"].status == 303:  # The right one was first: the wrong one is counted from nothing.
            assert words.tell(answers["w"].body, "not_recognised")
            assert (counter["failures"], counter["blocked_at"]) == (1, None)
            stories["right, then one failure"] += 1
        else:
            assert answers["r"].status == answers["w"].status == 423
            assert words.tell(answers["r"].body, "access_blocked")
            assert words.tell(answers["w"].body, "access_blocked")
            assert counter["failures"] == 0 and counter["blocked_at"] is not None
            stories["blocked, then told so"] += 1
        await visitor.leaves()
    figures("success against failure", ", ".join(f"{count} × {story}" for story, count in stories.items()))


async def test_two_phones_with_one_activation_code_are_one_phone(stage: Stage, figures: Note) -> None:
    client, visitor = stage.people["enrols"], Visitor(stage.bank, "epargne")
    await visitor.signs_in(client)
    await visitor.sends("/security/means/new/phone", name="Téléphone")
    found = re.search(r"\b([2346789BCDFGHJKMPQRTVWXY]{5})-([2346789BCDFGHJKMPQRTVWXY]{5})\b", visitor.page)
    assert found is not None, visitor.page[-2000:]
    code = "".join(found.groups())
    phones = [PythonPhone(visitor.browser, visitor.origin) for _ in range(8)]
    shots = []
    for phone in phones:
        message = {
            "v": 1, "type": "enrolment", "code": code, "k": "A" * 43, "d": "A" * 43,
            "public_key": _b64(phone.public_key),
        }  # fmt: skip
        body = json.dumps(phone.envelope(message)).encode()
        shots.append(visitor.raw("POST", "/phone/api/enrolments", body, {"Content-Type": "application/json"}))
    answers = stage.fire(shots)
    assert Counter(answer.status for answer in answers) == {201: 1, 422: 7}
    words = Words(stage.bank.settings, "epargne")
    losers = [json.loads(answer.body) for answer in answers if answer.status == 422]
    assert all(one["code"] == "phone_code_wrong" and words.tell(one["message"], "phone_code_wrong") for one in losers)
    won = next(place for place, answer in enumerate(answers) if answer.status == 201)
    assert json.loads(answers[won].body)["fingerprint"] == phones[won].fingerprint
    assert stage.bank.value(
        "select count(*) from authenticator where client_id = $1 and kind = 'phone'", client.id
    ) == 1
    figures("phones with one activation code", 8)
    await visitor.leaves()


async def test_pitfall_18_a_session_that_is_ended_while_it_pays(stage: Stage, figures: Note) -> None:
    """What was answered as done is done, what was not is not, and the payer is told to sign in again."""
    client = stage.people["leaves"]
    paying, ending = Visitor(stage.bank, "deuxrives"), Visitor(stage.bank, "deuxrives")
    await ending.signs_in(client)
    stories = Counter[str]()
    words = Words(stage.bank.settings, "deuxrives")
    for _ in range(times(4, 40)):
        await paying.signs_in(client)
        session = stage.bank.value(
            "select id from session where client_id = $1 order by opened_at desc, id desc limit 1", client.id
        )
        today = stage.bank.now().date()
        pays = [
            paying.shot("/transfers", **transfer_fields(client, key=uuid7(), amount="1,00", day=today))
            for _ in range(6)
        ]
        ends = ending.shot(f"/security/sessions/{session}/end")
        *paid, ended = stage.fire([*pays, ends])
        assert (ended.status, ended.location) == (303, "/security?done=ended")
        for answer in paid:
            assert answer.status in (303, 401), answer.status
            assert answer.status == 303 or words.tell(answer.body, "sign_in_needed")
        executed = stage.bank.value("select count(*) from request where session_id = $1 and state = 'executed' "
                                    "and operation = 'transfer'", session)
        assert executed == sum(answer.status == 303 for answer in paid)
        stories[f"{executed} of 6 paid before"] += 1
        await paying.goes_to("/accounts")
        assert paying.path == "/signed-out"
    figures("session ended while it pays", ", ".join(f"{count} × {story}" for story, count in stories.items()))
    await asyncio.gather(paying.leaves(), ending.leaves())


async def test_pitfall_18_what_waits_from_a_session_goes_with_it_when_it_is_ended_elsewhere(stage: Stage) -> None:
    """Whoever ends a session because it is not theirs must not find its transfer on their phone a minute later."""
    client, payee = stage.people["leaves"], stage.people["clicks"]
    thief, owner = Visitor(stage.bank, "deuxrives"), Visitor(stage.bank, "deuxrives")
    await owner.signs_in(client)
    await thief.signs_in(client)
    session = stage.bank.value(
        "select id from session where client_id = $1 order by opened_at desc, id desc limit 1", client.id
    )
    fields = transfer_fields(
        client, key=uuid7(), amount="30,00", target="other", iban=payee.ibans["Courant"], name="Anne Roy",
        day=stage.bank.now().date(),
    )
    await thief.sends("/transfers", **fields)
    request_id = UUID(thief.path.rsplit("/", 1)[-1])
    await owner.sends(f"/security/sessions/{session}/end")
    assert stage.bank.value("select state from request where id = $1", request_id) == "withdrawn"
    assert stage.bank.value(
        "select count(*) from journal where request_id = $1 and event = 'request:withdrawn'", request_id
    ) == 1
    page = await owner.goes_to(f"/requests/{request_id}")
    assert Words(stage.bank.settings, "deuxrives").say(page, "gate-withdrawn-title")
    await asyncio.gather(thief.leaves(), owner.leaves())


def _b64(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


async def _asks(stage: Stage, client: Client, amount: str) -> tuple[UUID, PythonPhone, dict[str, object]]:
    """A transfer to somebody else, asked in the browser; the phone it waits for, and what the phone was asked."""
    visitor, payee = Visitor(stage.bank, "epargne"), stage.people["payee"]
    await visitor.signs_in(client)
    fields = transfer_fields(
        client, key=uuid7(), amount=amount, target="other", iban=payee.ibans["Courant"], name="Anne Roy",
        day=stage.bank.now().date(),
    )
    await visitor.sends("/transfers", **fields)
    assert visitor.path.startswith("/requests/"), (visitor.path, visitor.page[-1500:])
    request_id = UUID(visitor.path.rsplit("/", 1)[-1])
    await visitor.leaves()
    phone = client.phone
    assert phone is not None
    phone.offset = stage.bank.now().timestamp() - time.time()
    async with httpx.AsyncClient(transport=Loopback(), timeout=30) as http:
        phone.http = http
        listed = await phone.waiting()
    one = next(one for one in listed["requests"] if one["request_id"] == str(request_id))
    return request_id, phone, one


def _call(stage: Stage, phone: PythonPhone, request_id: UUID, said: dict[str, str]) -> bytes:
    """The bytes of one signed call of the phone."""
    path, body = f"/phone/api/requests/{request_id}/answer", json.dumps(said).encode()
    return Visitor(stage.bank, "epargne").raw(
        "POST", path, body, {"Content-Type": "application/json", "Authorization": phone.authorization(path, body)}
    )
