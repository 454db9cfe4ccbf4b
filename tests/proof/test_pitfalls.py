"""What went wrong elsewhere: each number is carried by a test, and those that stand nowhere else are here."""

import re
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from structlog.testing import capture_logs

from parvis.errors import Refused
from parvis.gate import actions as gate
from parvis.gate import challenges
from parvis.gate.rules import State
from parvis.gate.tables import Request
from parvis.here import Here
from parvis.sessions.tokens import new_token
from parvis.settings import ROOT
from parvis.sign_in import actions as sign_in
from tests.conftest import FakeClock
from tests.gate.world import CODE, Person, a_person, last_code
from tests.payments.conftest import BRUNO_IBAN, NOBODY_IBAN, Space, space
from tests.proof.people import PHONE_CODE, a_client

__all__ = ["space"]  # a fixture

# What each number says. A test carries one when its name has it: `grep -rn "pitfall_15_" tests`.
PITFALLS = {
    1: "a one-time code accepted twice in parallel",
    2: "a time-based code replayed inside its window",
    3: "the count of a failure lost with the request that rolled back",
    4: "a success that clears a failure counted meanwhile",
    5: "a second path that ignores the block",
    6: "two names for one client, twice the tries",
    7: "unknown identifiers that nobody counts",
    8: "the lock-out as a weapon",
    9: "wrong second factors never counted",
    10: "who is a client told by a status, a text, a time",
    11: "the client worn down by questions; a refusal taken for silence",
    12: "a refused approval that looks valid to the page that waits",
    13: "an approval bound neither to the request nor to what was shown",
    14: "somebody else's means taken as second factor",
    15: "the header of a client certificate forged behind a proxy",
    16: "a recovery weaker than the sign-in",
    17: "telephone numbers that change hands; messages sent at somebody's cost",
    18: "a session not renewed at the second proof, or kept alive by what a page asks",
    19: "somebody else's account read by its number; a filter silently ignored",
    20: "a transfer made twice",
    21: "an account overdrawn by a race",
    22: "money as a float; a signature over a rounded time",
    23: "days that are no working days; clocks that change",
    24: "an account number that tells a name",
    25: "secrets in logs, exports and traces",
    26: "somebody told before the commit",
    27: "a document that attacks",
    28: "one agent who is enough",
}


def test_every_pitfall_is_carried_by_a_test() -> None:
    carried: set[int] = set()
    for path in (ROOT / "tests").rglob("test_*.py"):
        for name in re.findall(r"^(?:async )?def (test_\w+)\(", path.read_text(encoding="utf-8"), re.MULTILINE):
            carried |= {int(number) for number in re.findall(r"pitfall_(\d+)_", name)}
    assert carried == set(PITFALLS)


# 5. A second path ignores the block.


async def test_pitfall_5_no_path_leads_around_a_block(here: Here, clock: FakeClock) -> None:
    """A blocked phone and a held means answer nothing, by whichever door: gate, page's challenge, phone's call."""
    client = await a_client(here, "epargne", 77, phone=True, accounts={"Courant": 0}, origin="http://epargne.localhost")
    institution = here.institutions.by_slug("epargne")
    assert institution is not None
    person = Person(here, institution, client.id, client.identifier, new_token(here.random), client.means)
    request = await person.tries()
    assert isinstance(request, Request)
    async with here.transaction() as tx:
        await tx.run("update authenticator set state = 'blocked' where id = $1", client.means["phone"])
    assert client.phone is not None and client.phone.code == PHONE_CODE
    told = {"blocked": "means_blocked", "suspended": "means_not_usable", "removed": "means_not_usable"}
    for state, code in told.items():
        async with here.transaction() as tx:
            await tx.run("update authenticator set state = $2 where id = $1", client.means["phone"], state)
        proved = await gate.prove(here, institution, request, client.means["phone"], {"code": CODE}, clock())
        assert isinstance(proved, Refused) and proved.refusal.code == code
        asked = await challenges.challenge(here, institution, request, client.means["phone"], clock())
        assert isinstance(asked, Refused) and asked.refusal.code == "means_not_usable"
        assert await _listed(here, client.means["phone"]) == []
    # A means that is held for its failures: the right code comes too late, by the gate as by the first step.
    put = await challenges.challenge(here, institution, request, client.means["sms_code"], clock())
    assert not isinstance(put, Refused)
    code = await last_code(here)
    for _ in range(institution.lockout.tries):
        await gate.prove(here, institution, request, client.means["sms_code"], {"code": "000000"}, clock())
    late = await gate.prove(here, institution, request, client.means["sms_code"], {"code": code}, clock())
    assert isinstance(late, Refused) and late.refusal.code == "held"


async def _listed(here: Here, phone_id: UUID) -> list[Any]:
    from parvis.phone import actions as phones
    from parvis.phone import rules, tables

    async with here.reading() as tx:
        phone = await tables.phone(tx, "epargne", phone_id)
    institution = here.institutions.by_slug("epargne")
    assert phone is not None and institution is not None
    say = here.words.sayer("fr", "epargne")
    return (await phones.list_waiting(here, institution, phone, rules.Waiting(), say=say, now=here.clock())).requests


# 6. Two names for one client.


async def test_pitfall_6_two_names_do_not_give_twice_the_tries(here: Here) -> None:
    anne = await a_person(here, identifier="10203040506")
    async with here.transaction() as tx:
        await tx.run("insert into identifier values ('deuxrives', '60504030201', $1)", anne.id)
    told = [
        await anne.tries("111119", device=new_token(here.random), identifier=identifier)
        for identifier in ("10203040506", "60504030201", "10203040506")
    ]
    assert [one.refusal.code for one in told if isinstance(one, Refused)] == [
        "not_recognised", "last_try_before_block", "access_blocked",
    ]
    other_name = await anne.tries(CODE, device=new_token(here.random), identifier="60504030201")
    assert isinstance(other_name, Refused) and other_name.refusal.code == "access_blocked"


# 9. Wrong second factors never counted.

# The means that a client of these stories has. Every factor, these included, meets « a wrong answer is counted » in
# factors/test_every_factor.py.
THEIRS = ("email_code", "password", "phone", "secret_code", "sms_code", "totp")


@pytest.mark.parametrize("kind", THEIRS)
async def test_pitfall_9_every_factor_reports_its_failures(here: Here, clock: FakeClock, kind: str) -> None:
    """Whichever it is: a few wrong answers, and it answers no more; the journal knows each of them."""
    slug = {"totp": "municipal", "password": "municipal", "email_code": "allocations"}.get(kind, "epargne")
    client, institution = await _holder(here, slug, kind), here.institutions.by_slug(slug)
    assert institution is not None
    request = await _waiting(here, client, kind)
    factor, told = here.factors[kind], []
    for _ in range(max(factor.tries, institution.lockout.tries) + 1):
        answer = await _wrong_answer(here, client, request, kind)
        outcome = await gate.prove(here, institution, request, client.means[kind], answer, clock())
        assert isinstance(outcome, Refused), outcome
        told.append(outcome.refusal.code)
    assert told[-1] in ("held", "means_blocked"), told
    assert "answer_last_try" in told, "the last try is announced"
    async with here.reading() as tx:
        counted = await tx.value(
            "select count(*) from journal where request_id = $1 and event = 'proof:wrong'", request.id
        )
    assert counted >= min(factor.tries, institution.lockout.tries)


async def _holder(here: Here, slug: str, kind: str) -> Any:
    from tests.proof.people import with_email

    if kind == "email_code":
        return await with_email(here, 5)
    return await a_client(
        here, slug, 78, accounts={"Courant": 0}, phone=kind == "phone", origin=f"http://{slug}.localhost"
    )


async def _waiting(here: Here, client: Any, kind: str) -> Request:
    """A request of this client that any of its means may answer, whatever the policy wants."""
    institution = here.institutions.by_slug(client.slug)
    assert institution is not None
    person = Person(here, institution, client.id, client.identifier, new_token(here.random), client.means)
    request = await person.tries(client.secret)
    assert isinstance(request, Request) and request.state == State.WAITING, request
    async with here.transaction() as tx:
        await tx.run("update request set ways = $2 where id = $1", request.id, [[kind]])
        await tx.run("delete from proof where request_id = $1", request.id)
    if here.factors[kind].asks and here.factors[kind].by_browser:
        put = await challenges.challenge(
            here, institution, await person.request(request.id), client.means[kind], here.clock()
        )
        assert not isinstance(put, Refused), put
    return await person.request(request.id)


async def _wrong_answer(here: Here, client: Any, request: Request, kind: str) -> dict[str, str]:
    if kind != "phone":
        return {"code": "000001", "password": "Mauvaise-graine-42"}
    (one,) = [one for one in await _listed_of(here, client) if one.request_id == request.id] or [None]
    if one is None:
        return {"message": "{}", "signature": "A" * 86}
    shown = {"request_id": str(request.id), "canonical": one.canonical, "digest": one.digest, "nonce": one.nonce}
    signed: dict[str, str] = client.phone.envelope(
        client.phone.approval(shown, number=request.match_number if one.number else None), code="9135"
    )
    return signed


async def _listed_of(here: Here, client: Any) -> list[Any]:
    return await _listed(here, client.means["phone"])


# 12. A refused approval looked valid to the poller.


@pytest.mark.parametrize("state", [one for one in State if one != State.EXECUTED])
async def test_pitfall_12_only_what_was_executed_opens_anything(here: Here, state: State) -> None:
    """Whoever waits on the page is given a session for `executed`, and for nothing that looks like an end."""
    anne = await a_person(here)
    ticket = new_token(here.random)
    arrival = sign_in.Arrival(
        device_token=new_token(here.random), ticket=ticket, earlier_ticket="", network="", browser="", language="fr"
    )
    answer = {"code": CODE}
    request = await sign_in.first_step(here, anne.institution, anne.identifier, answer, arrival, here.clock())
    assert isinstance(request, Request)
    # Even with a result lying there, as if it had been executed before.
    async with here.transaction() as tx:
        await tx.run(
            "update request set state = $2, result = $3, settled_at = $4 where id = $1", request.id, state,
            {"session_id": str(here.new_id())}, here.clock(),
        )
    assert sign_in.claim(here, await anne.request(request.id), ticket, here.clock()) is None


# 14. A means of another user taken as second factor.


async def test_pitfall_14_somebody_elses_means_is_no_second_factor(here: Here, clock: FakeClock) -> None:
    """Bob's right code, for Bob's own request, on Anne's: found by client and id, so not found."""
    anne, bob = await a_person(here), await a_person(here, identifier="10203040999")
    requests = []
    for person in (anne, bob):
        request = await person.tries()
        assert isinstance(request, Request)
        put = await challenges.challenge(here, person.institution, request, person.means["sms_code"], clock())
        assert not isinstance(put, Refused)
        requests.append(request)
    of_bob = await last_code(here)
    told = await gate.prove(here, anne.institution, requests[0], bob.means["sms_code"], {"code": of_bob}, clock())
    assert isinstance(told, Refused) and told.refusal.code == "means_not_usable"
    asked = await challenges.challenge(here, anne.institution, requests[0], bob.means["sms_code"], clock())
    assert isinstance(asked, Refused) and asked.refusal.code == "means_not_usable"
    done = await gate.prove(here, bob.institution, requests[1], bob.means["sms_code"], {"code": of_bob}, clock())
    assert isinstance(done, Request) and done.state == State.EXECUTED


# 16. Recovery weaker than sign-in (tests/recovery); a change of secret is no weaker.


async def test_pitfall_16_a_new_secret_ends_the_other_sessions_and_is_told_everywhere(space: Space) -> None:
    """It asks for two proofs with the old secret, ends what was open elsewhere, and writes to every address."""
    here, anne = space.here, space.anne
    async with here.transaction() as tx:
        other = here.new_id()
        await tx.run(
            """
            insert into session (id, institution, client_id, opened_at, last_activity_at, expires_at, means, strong,
                                 network, browser, token_hash)
            values ($1, 'deuxrives', $2, $3, $3, $3::timestamptz + interval '1 hour', 'secret_code', true, '', '', $4)
            """,
            other, anne.id, here.clock(), here.random.bytes(32),
        )  # fmt: skip
        before = await tx.value("select count(*) from outbox where purpose = 'notice'")
    await space.window.goes_to("/security/secret")
    form = space.window.form("/security/secret")
    await space.window.sends("/security/secret", **(form | {"secret": "648203", "secret_again": "648203"}))
    address = space.window.path
    assert address.startswith("/requests/"), space.window.page[-500:]
    await space.window.sends(f"{address}/proofs/{anne.means['secret_code']}", code=CODE)
    async with here.reading() as tx:
        assert await tx.value("select ended_at is null from session where id = $1", other), "one proof was enough"
    await space.window.sends(f"{address}/challenges/{anne.means['sms_code']}")
    await space.window.sends(f"{address}/proofs/{anne.means['sms_code']}", code=await last_code(here))
    async with here.reading() as tx:
        assert await tx.value("select ended_because from session where id = $1", other) == "protection"
        contacts = await tx.value("select count(*) from contact where client_id = $1", anne.id)
        assert await tx.value("select count(*) from outbox where purpose = 'notice'") == before + contacts


# 18. Polling keeps the session alive.


async def test_pitfall_18_asking_how_long_is_left_keeps_no_session_alive(space: Space, clock: FakeClock) -> None:
    request_id = await space.asks(target="other", iban=BRUNO_IBAN, name="Bruno Test", amount="25,00")
    for _ in range(10):
        clock.advance(seconds=29)
        answer = await space.window.browser.get("/session/remaining")
        assert answer.status_code == 200
        await space.window.goes_to(f"/requests/{request_id}")  # what a waiting page without scripts reloads
        assert space.window.status == 200
    assert answer.json()["seconds"] <= 10
    clock.advance(seconds=11)
    await space.window.goes_to("/accounts")
    assert space.window.path == "/signed-out"


# 19. A filter silently ignored returned all rows.


@pytest.mark.parametrize(
    "address",
    ["/accounts/{account}?client=1", "/transfers/history?of=all", "/security?before=&all=1", "/transfers/new?to=x"],
)
async def test_pitfall_19_a_parameter_that_is_not_known_is_refused(space: Space, address: str) -> None:
    await space.window.goes_to(address.format(account=space.account("Courant")))
    assert space.window.status == 400


# 24. Verification of the payee does not exist yet: until it does, nothing is told of the holder of an account.


async def test_pitfall_24_an_account_number_never_tells_a_name(space: Space) -> None:
    """A known number with a wrong name, and a number that nobody has: neither page names the holder."""
    async with space.here.transaction() as tx:
        await tx.run("update client set family_name = 'Tressailli' where id = $1", space.books.clients["Bruno"])
    page = await space.fills(target="other", iban=BRUNO_IBAN, name="Quelqu’un d’autre", amount="5,00")
    assert space.window.status == 200 and "Quelqu" in page and "Tressailli" not in page
    page = await space.fills(target="other", iban=NOBODY_IBAN, name="Quelqu’un d’autre", amount="5,00")
    assert space.window.status == 422 and "Tressailli" not in page


# 26. The answer is sent before the transaction commits.


async def test_pitfall_26_nobody_is_told_before_the_commit(space: Space, owner_url: str) -> None:
    """The commit itself fails, after every statement has gone well: no receipt, no session, nothing kept."""
    connection = await asyncpg.connect(owner_url)
    try:
        await connection.execute(
            """
            create function fails() returns trigger language plpgsql as $$ begin raise 'no'; end $$;
            create constraint trigger fails after insert on transfer deferrable initially deferred
                for each row execute function fails();
            create constraint trigger fails after insert on session deferrable initially deferred
                for each row execute function fails();
            """
        )
        await space.fills(target=str(space.account("Livret")), amount="10,00")
        with capture_logs() as logged:
            page = await space.window.submits("/transfers")
        assert [line["event"] for line in logged] == ["broken"]
        assert (space.window.status, space.window.path) == (500, "/transfers")
        assert "C'est fait" not in page.replace("’", "'")
        assert await connection.fetchval("select count(*) from transfer") == 0
        assert await connection.fetchval("select count(*) from request where operation = 'transfer'") == 0
        cookies = dict(space.window.browser.cookies)
        await space.window.sends("/sign-out")
        await space.window.goes_to("/sign-in")
        with capture_logs():
            await space.window.sends("/sign-in", code=CODE, client_id=space.anne.identifier)
        assert space.window.status == 500
        assert "session" not in dict(space.window.browser.cookies) and "session" in cookies
    finally:
        await connection.execute("drop trigger fails on transfer; drop trigger fails on session; drop function fails")
        await connection.close()
