"""The first step of a sign-in: who is told what, what is counted, and whom a stranger can lock out."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest

from parvis.app import make_here
from parvis.errors import Refused
from parvis.gate.rules import State
from parvis.gate.tables import Request
from parvis.here import Here
from parvis.sessions.tokens import new_token
from parvis.settings import Settings
from parvis.sign_in import actions
from tests.conftest import FakeClock
from tests.gate.test_gate import answers, sends_code, waiting_sign_in
from tests.gate.world import Person, a_person

UNKNOWN = "99988877766"


async def a_known_device(anne: Person) -> None:
    """Anne has signed in from her own browser before."""
    request = await waiting_sign_in(anne)
    done = await answers(anne, request, "sms_code", await sends_code(anne, request))
    assert isinstance(done, Request) and done.state == State.EXECUTED


def codes(outcomes: list[Request | Refused]) -> list[str]:
    return [one.refusal.code if isinstance(one, Refused) else one.state for one in outcomes]


def lifting(anne: Person, *, permanent_after: int | None = None) -> Person:
    """At a house whose holds lift by themselves; `permanent_after` so many of them, the next one does not."""
    rules = msgspec.structs.replace(anne.institution.lockout, permanent_after_holds=permanent_after)
    anne.institution = msgspec.structs.replace(anne.institution, lockout=rules)
    return anne


async def test_asvs_6_3_8_a_stranger_learns_nothing_from_what_is_told(here: Here) -> None:
    """Pitfalls 7 and 10: an identifier that nobody has is counted, warned and held like any other."""
    anne = await a_person(here)
    elsewhere = new_token(here.random)
    known = [await anne.tries("111222", device=elsewhere) for _ in range(4)]
    unknown = [await anne.tries("111222", device=elsewhere, identifier=UNKNOWN) for _ in range(4)]
    assert codes(known) == codes(unknown) == [
        "not_recognised", "last_try_before_block", "access_blocked", "access_blocked",
    ]


async def test_rts_4_3b_the_right_code_does_not_pass_while_the_access_is_held(here: Here, clock: FakeClock) -> None:
    anne = lifting(await a_person(here))
    elsewhere = new_token(here.random)
    for _ in range(3):
        await anne.tries("111222", device=elsewhere)
    assert codes([await anne.tries(device=elsewhere)]) == ["held"]
    clock.advance(minutes=anne.institution.lockout.hold_minutes[0])
    assert codes([await anne.tries(device=elsewhere)]) == ["waiting"]


async def test_holds_grow_and_the_last_one_repeats(here: Here, clock: FakeClock) -> None:
    anne = lifting(await a_person(here))
    elsewhere, minutes = new_token(here.random), anne.institution.lockout.hold_minutes
    for expected in (*minutes, minutes[-1]):
        told = [await anne.tries("111222", device=elsewhere) for _ in range(anne.institution.lockout.tries)][-1]
        assert isinstance(told, Refused) and told.refusal.code == "held"
        assert told.values["until"] - clock() == timedelta(minutes=expected)
        clock.advance(minutes=expected)


async def test_rts_4_4_a_block_that_no_time_lifts_is_announced_by_the_try_before(here: Here, clock: FakeClock) -> None:
    """DR6, RTS article 4(4): wrong, « dernier essai avant blocage », blocked; a year later still."""
    anne = await a_person(here)
    elsewhere = new_token(here.random)
    assert codes([await anne.tries("111222", device=elsewhere) for _ in range(3)]) == [
        "not_recognised", "last_try_before_block", "access_blocked",
    ]
    clock.advance(days=400)
    told = await anne.tries(device=elsewhere)
    assert isinstance(told, Refused) and told.refusal.code == "access_blocked"
    assert clock() - told.values["since"] == timedelta(days=400)


async def test_a_block_may_come_after_so_many_holds(here: Here, clock: FakeClock) -> None:
    """Holds that lift come first, each announced as such; the block is announced as what it is."""
    anne = lifting(await a_person(here), permanent_after=2)
    elsewhere, hold = new_token(here.random), anne.institution.lockout.hold_minutes
    for minutes in hold[:2]:
        assert codes([await anne.tries("111222", device=elsewhere) for _ in range(3)]) == [
            "not_recognised", "last_try", "held",
        ]
        clock.advance(minutes=minutes)
    assert codes([await anne.tries("111222", device=elsewhere) for _ in range(3)]) == [
        "not_recognised", "last_try_before_block", "access_blocked",
    ]


async def test_x3_a_stranger_cannot_lock_a_known_device_out(here: Here) -> None:
    """Pitfall 8, ASVS 6.1.1: the stranger holds strangers; Anne's own browser has a lane of its own."""
    anne = await a_person(here)
    await a_known_device(anne)
    for _ in range(6):
        await anne.tries("111222", device=new_token(here.random))
    assert codes([await anne.tries(device=new_token(here.random))]) == ["access_blocked"]
    own = await anne.tries()
    assert isinstance(own, Request)


async def test_a_known_device_is_held_by_its_own_failures(here: Here) -> None:
    anne = await a_person(here)
    await a_known_device(anne)
    assert codes([await anne.tries("111222") for _ in range(3)]) == [
        "not_recognised", "last_try_before_block", "access_blocked",
    ]


async def test_guesses_sent_together_give_no_more_tries_than_one_after_the_other(here: Here) -> None:
    """Pitfall 4: of forty parallel guesses, three are judged; the right code among them comes too late."""
    anne = await a_person(here)
    elsewhere = new_token(here.random)
    told = await asyncio.gather(*(anne.tries(f"{guess:06d}", device=elsewhere) for guess in range(300100, 300140)))
    assert codes(told).count("access_blocked") >= 38
    assert codes([await anne.tries(device=elsewhere)]) == ["access_blocked"]


async def test_pitfall_3_the_count_of_a_wrong_code_is_kept(here: Here) -> None:
    anne = await a_person(here)
    await anne.tries("111222")
    async with here.reading() as tx:
        counted = await tx.value("select failures from lock_counter where subject = $1", anne.id.bytes)
        told = await tx.value("select count(*) from journal where event = 'sign_in:failed' and client_id = $1", anne.id)
    assert (counted, told) == (1, 1)


async def test_what_a_stranger_typed_is_not_kept(here: Here) -> None:
    """People type their password in the first field: what matches nobody is counted under a keyed digest only."""
    anne = await a_person(here)
    await anne.tries("111222", identifier=UNKNOWN)
    async with here.reading() as tx:
        everything = await tx.value(
            """
            select string_agg(counter::text, ' ') || coalesce((select string_agg(journal::text, ' ') from journal), '')
            from lock_counter as counter
            """
        )
    assert UNKNOWN not in everything and UNKNOWN.encode().hex() not in everything


async def test_asvs_7_2_4_pitfall_18_only_the_browser_that_asked_claims_it(here: Here, clock: FakeClock) -> None:
    anne = await a_person(here)
    await a_known_device(anne)
    done = await anne.tries()
    assert isinstance(done, Request) and done.state == State.EXECUTED
    stolen = actions.claim(here, done, new_token(here.random), clock())
    assert stolen is None


async def test_the_same_ticket_gets_the_same_session_and_not_for_long(here: Here, clock: FakeClock) -> None:
    anne = await a_person(here)
    await a_known_device(anne)
    ticket = new_token(here.random)
    arrival = actions.Arrival(
        device_token=anne.device, ticket=ticket, earlier_ticket="", network="192.0.2.0/24", browser="Firefox · Linux",
        language="fr",
    )
    done = await actions.first_step(here, anne.institution, anne.identifier, {"code": "739204"}, arrival, clock())
    assert isinstance(done, Request)
    first = actions.claim(here, done, ticket, clock())
    again = actions.claim(here, done, ticket, clock())
    assert first is not None and first == again
    clock.advance(minutes=6)
    assert actions.claim(here, done, ticket, clock()) is None


@pytest.mark.parametrize("slug", ["deuxrives", "municipal"])
async def test_a_secret_is_hashed_anew_when_the_cost_has_grown(
    here: Here, settings: Settings, clock: FakeClock, slug: str
) -> None:
    """ASVS 11.4: at the next right answer, and once; a wrong one changes nothing."""
    secret = {"deuxrives": "739204", "municipal": "Lanterne!rouge41"}[slug]
    identifier = {"deuxrives": "10203040506", "municipal": "123456789012"}[slug]
    anne = await a_person(here, slug, identifier=identifier, secret=secret, kinds=())

    async def stored() -> bytes:
        async with here.reading() as tx:
            kept: bytes = await tx.value("select material from authenticator where client_id = $1", anne.id)
            return kept

    async with make_here(msgspec.structs.replace(settings, argon_time=2), clock=clock) as dearer:
        person, kept = replace(anne, here=dearer), [await stored()]
        for code in ("111222", secret, secret):
            await person.tries(code)
            kept.append(await stored())
    assert kept[0] == kept[1] != kept[2] == kept[3]
    assert isinstance(await anne.tries(secret), Request), "the other processes, not yet restarted, read it as well"
    assert await stored() == kept[3]
