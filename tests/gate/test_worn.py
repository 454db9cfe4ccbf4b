"""NIST-63B: what fails a hundred times in its life is blocked, whatever succeeded in between, and is enrolled anew."""

from datetime import timedelta

from parvis.errors import Refused
from parvis.gate import actions as gate
from parvis.gate import answers, challenges
from parvis.gate.tables import Request
from parvis.here import Here
from parvis.sessions.tokens import new_token
from tests.conftest import FakeClock
from tests.gate.world import Person, a_person, last_code


async def wears(person: Person, kind: str, failures: int) -> None:
    """So many wrong answers in its life, the last one long ago."""
    async with person.here.transaction() as tx:
        await tx.run("update authenticator set failures_ever = $2 where id = $1", person.means[kind], failures)


async def state(person: Person, kind: str) -> tuple[str, int]:
    async with person.here.reading() as tx:
        sql = "select {} from authenticator where id = $1"
        means = person.means[kind]
        return await tx.value(sql.format("state"), means), await tx.value(sql.format("failures_ever"), means)


async def asked(person: Person, clock: FakeClock) -> Request:
    """A sign-in from a browser never seen, with its code by SMS sent."""
    clock.advance(hours=25)
    request = await person.tries(device=new_token(person.here.random))
    assert isinstance(request, Request), request
    put = await challenges.challenge(person.here, person.institution, request, person.means["sms_code"], clock())
    assert not isinstance(put, Refused), put
    return request


async def answers_with(person: Person, request: Request, code: str) -> Request | Refused:
    now = person.here.clock()
    return await gate.prove(person.here, person.institution, request, person.means["sms_code"], {"code": code}, now)


async def test_nist_63b_right_answers_in_between_forgive_nothing(here: Here, clock: FakeClock) -> None:
    anne = await a_person(here)
    await wears(anne, "sms_code", answers.FAILURES_EVER - 2)
    request = await asked(anne, clock)
    await answers_with(anne, request, "000000")
    done = await answers_with(anne, request, await last_code(here))
    assert isinstance(done, Request) and done.state == "executed"
    assert await state(anne, "sms_code") == ("active", answers.FAILURES_EVER - 1)
    request = await asked(anne, clock)
    code = await last_code(here)
    told = await answers_with(anne, request, "000000")
    assert isinstance(told, Refused) and told.refusal.code == "means_blocked"
    told = await answers_with(anne, request, code)
    assert isinstance(told, Refused) and told.refusal.code == "means_blocked", "the right code comes too late"
    assert await state(anne, "sms_code") == ("blocked", answers.FAILURES_EVER)
    async with here.reading() as tx:
        assert await tx.value("select count(*) from outbox where purpose = 'notice'") == 1, "the client is told, once"
        assert await tx.value("select detail->>'because' from journal where event = 'authenticator:blocked'")


async def test_nist_63b_the_secret_wears_out_on_the_clients_own_browser_alone(here: Here, clock: FakeClock) -> None:
    """ASVS 6.1.1: whoever knows the identifier fails as long as they like, and wears nothing out."""
    anne = await a_person(here)
    request = await anne.tries()
    assert isinstance(request, Request)
    await challenges.challenge(here, anne.institution, request, anne.means["sms_code"], clock())
    await answers_with(anne, request, await last_code(here))  # Her browser is known from now on.
    await wears(anne, "secret_code", answers.FAILURES_EVER - 1)
    await anne.tries("111119", device=new_token(here.random))
    assert await state(anne, "secret_code") == ("active", answers.FAILURES_EVER - 1)
    await anne.tries("111119")
    assert await state(anne, "secret_code") == ("blocked", answers.FAILURES_EVER)
    clock.advance(hours=1)
    told = await anne.tries()
    assert isinstance(told, Refused), "the right code opens nothing any more"


async def test_the_page_says_how_long_the_code_is_good(here: Here, clock: FakeClock) -> None:
    """Five minutes for a text message, even where the request itself waits longer."""
    from tests.window import a_window

    anne = await a_person(here)
    async with a_window(here) as window:
        await window.goes_to("/sign-in")
        await window.sends("/sign-in", client_id=anne.identifier, code="739204")
        assert "Il reste 15 minutes" in window.page
        await window.sends(f"{window.path}/challenges/{anne.means['sms_code']}")
        assert "valable 5 minutes" in window.page and "Il reste 5 minutes" in window.page
        clock.now += timedelta(minutes=5)
        await window.goes_to(window.path)
        assert "Envoyer le code" in window.page and "Il reste 10 minutes" in window.page
