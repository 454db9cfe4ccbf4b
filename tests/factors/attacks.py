"""What is tried on every factor, through the gate and a real database. `test_every_factor.py` walks the table.

Each attack is a story told to one `Table`: Anne holds the means, Bob holds another of the same kind. Where a story
cannot be told of a factor, `unless` says why, by what the factor says of itself.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from parvis.errors import Refused
from parvis.factors import Element, Factor, Presents, device_of
from parvis.gate import challenges
from parvis.gate.rules import State
from parvis.gate.tables import Request
from parvis.known import known
from tests.conftest import FakeClock
from tests.hands.all import HANDS
from tests.hands.world import AMOUNT, BAKER, CLERK, Answer, Holder, a_holder

ONCE = [(CLERK, AMOUNT)]
FACTORS = known()[0]


@dataclass
class Table:
    """Who sits at it."""

    anne: Holder
    clock: FakeClock
    seed: int = 1  # Anne's; Bob's is the next one.

    async def bob(self) -> Holder:
        return await a_holder(self.anne.here, self.anne.factor.kind, seed=self.seed + 1)


Story = Callable[[Table], Awaitable[None]]
Unless = Callable[[Factor], str]


@dataclass(frozen=True)
class Attack:
    """`unless` gives the reason why this attack says nothing of a factor, "" where it does."""

    story: Story
    unless: Unless


ATTACKS: dict[str, Attack] = {}


def always(factor: Factor) -> str:
    return ""


def unless_it_asks(factor: Factor) -> str:
    return "" if factor.asks else "it does not ask: there is no challenge to expire"


def unless_bound(factor: Factor) -> str:
    """What nobody types has come from a machine, which was told of the request."""
    bound = factor.asks or factor.links or not factor.fields
    return "" if bound else "it neither asks nor links, and is typed: an answer is not about one request"


def unless_linked(factor: Factor) -> str:
    return "" if factor.links else "it links nothing: amount and payee are for another factor of the way to cover"


def unless_known(factor: Factor) -> str:
    by_heart = factor.proves == {Element.KNOWLEDGE} and factor.fields and not (factor.asks or factor.links)
    return "it proves what is known, by heart: the same answer is right for every request" if by_heart else ""


def unless_guessed(factor: Factor) -> str:
    return "" if factor.tries else "it allows no try: a wrong answer costs its owner nothing, as nobody can guess"


def sisters_of(factor: Factor) -> list[Factor]:
    """The other factors that answer with the same device."""
    return [one for one in FACTORS.values() if one.kind != factor.kind and device_of(one) == device_of(factor)]


def unless_alone(factor: Factor) -> str:
    return "" if sisters_of(factor) else "no other factor answers with its device"


def attack(name: str, unless: Unless = always) -> Callable[[Story], Story]:
    def listed(story: Story) -> Story:
        ATTACKS[name] = Attack(story, unless)
        return story

    return listed


def executed(outcome: Request | Refused) -> bool:
    return isinstance(outcome, Request) and outcome.state == State.EXECUTED


async def refuses(holder: Holder, request: Request, answer: Answer, *codes: str) -> None:
    """Nothing is performed for this answer, and where `codes` are said, it is for one of them."""
    before = await holder.paid()
    told = await holder.sends(request, answer)
    assert isinstance(told, Refused), f"it was taken: {told.state}"
    assert not codes or told.refusal.code in codes, f"refused as {told.refusal.code}, not {' or '.join(codes)}"
    assert await holder.paid() == before


@attack("right answer performs once")
async def right(at: Table) -> None:
    request = await at.anne.asks()
    told = await at.anne.sends(request, await at.anne.answer(request))
    assert executed(told), told
    assert await at.anne.paid() == ONCE


@attack("replay on the same request")
async def replay(at: Table) -> None:
    request = await at.anne.asks()
    answer = await at.anne.answer(request)
    assert executed(await at.anne.sends(request, answer))
    await refuses(at.anne, request, answer, "request_settled")
    assert await at.anne.paid() == ONCE


@attack("replay on another request", unless_known)
async def replay_elsewhere(at: Table) -> None:
    first = await at.anne.asks()
    answer = await at.anne.answer(first)
    assert executed(await at.anne.sends(first, answer))
    second = await at.anne.asks()
    await at.anne.shown(second)
    await refuses(at.anne, second, answer)


@attack("parallel reuse on one request")
async def parallel(at: Table) -> None:
    request = await at.anne.asks()
    answer = await at.anne.answer(request)
    told = await asyncio.gather(*(at.anne.sends(request, answer) for _ in range(6)))
    assert sum(map(executed, told)) == 1, told
    assert await at.anne.paid() == ONCE


@attack("parallel reuse on two requests", unless_known)
async def parallel_elsewhere(at: Table) -> None:
    first, second = await at.anne.asks(), await at.anne.asks()
    await at.anne.shown(second)
    answer = await at.anne.answer(first)
    # Two of the other request's: a third wrong one, come first, would rightly close the lane before any right one.
    told = await asyncio.gather(*(at.anne.sends(one, answer) for one in (first, second, first, second, first, first)))
    assert sum(map(executed, told)) == 1, told
    assert await at.anne.paid() == ONCE


@attack("request expired")
async def late(at: Table) -> None:
    request = await at.anne.asks()
    answer = await at.anne.answer(request)
    at.clock.now = request.expires_at
    await refuses(at.anne, request, answer, "request_expired")


@attack("challenge expired", unless_it_asks)
async def late_challenge(at: Table) -> None:
    request = await at.anne.asks()
    answer = await at.anne.answer(request)
    async with at.anne.here.transaction() as tx:
        ends = await tx.value("select max(expires_at) from challenge where request_id = $1", request.id)
    at.clock.now = min(ends, request.expires_at)
    await refuses(at.anne, request, answer, "answer_expired", "request_expired")


@attack("another client's answer")
async def of_bob(at: Table) -> None:
    """Bob sees all that Anne's page shows, answers with his own device, and then names it as well."""
    bob, request = await at.bob(), await at.anne.asks()
    his = await bob.asks()
    seen = await at.anne.shown(request) | {
        name: value for name, value in (await bob.shown(his)).items() if name == "message"
    }
    asked = at.anne.asked(request)
    answer = dict(bob.hand.answer(asked, seen, at.clock()))
    # Where nothing can be guessed, a factor may say what is wrong.
    await refuses(at.anne, request, answer, *(("answer_wrong", "answer_last_try") if at.anne.factor.tries else ()))
    told = await at.anne.sends(request, await bob.answer(his), means_id=bob.means_id)
    assert isinstance(told, Refused) and told.refusal.code == "means_not_usable", told
    assert await at.anne.paid() == await bob.paid() == []


@attack("another request's answer", unless_bound)
async def of_another(at: Table) -> None:
    first, second = await at.anne.asks(), await at.anne.asks()
    await at.anne.shown(second)
    await refuses(at.anne, second, await at.anne.answer(first))


@attack("another factor's answer", unless_alone)
async def of_a_sister(at: Table) -> None:
    """The same device says something else beside, which proves less or another thing: it is not taken for this."""
    request, here = await at.anne.asks(), at.anne.here
    asked, seen = at.anne.asked(request), await at.anne.shown(request)
    for sister in sisters_of(at.anne.factor):
        hand = HANDS[sister.kind](at.seed)
        if isinstance(sister, Presents):
            seen = seen | sister.present(hand.material, asked)
        if sister.asks and not at.anne.factor.asks:
            continue  # Its question was never put.
        await refuses(at.anne, request, dict(hand.answer(asked, seen, here.clock())))


@attack("changed amount", unless_linked)
async def amount(at: Table) -> None:
    await _changed(at, amount=AMOUNT * 9)


@attack("changed payee", unless_linked)
async def payee(at: Table) -> None:
    await _changed(at, payee=BAKER)


async def _changed(at: Table, **change: Any) -> None:
    """The browser asks for something else under the same key once the client has answered."""
    key = uuid4()
    meant = await at.anne.asks(key=key)
    answer = await at.anne.answer(meant)
    changed = await at.anne.asks(key=key, **change)
    assert changed.id != meant.id and changed.digest != meant.digest
    await at.anne.shown(changed)
    await refuses(at.anne, changed, answer)
    await refuses(at.anne, meant, answer, "request_settled")


@attack("blocked client", unless_guessed)
async def blocked(at: Table) -> None:
    """As many wrong answers as are allowed: after the last one, the right one is refused as well."""
    request = await at.anne.asks()
    right, wrong = await at.anne.answer(request), await at.anne.wrong(request)
    factor = at.anne.factor
    tries = factor.tries if factor.blocks else at.anne.institution.lockout.tries
    codes = []
    for _ in range(tries):
        told = await at.anne.sends(request, wrong)
        assert isinstance(told, Refused), "a wrong answer was taken"
        codes.append(told.refusal.code)
    ends = "means_blocked" if factor.blocks else "held"
    assert codes == [*["answer_wrong"] * (tries - 2), "answer_last_try", ends], codes
    await refuses(at.anne, request, right, ends)


def _unusable(state: str, code: str, *, usable_in: timedelta = timedelta(0)) -> Story:
    async def story(at: Table) -> None:
        """It was asked while it could be used; the answer comes when it cannot, and nothing can be asked of it."""
        request = await at.anne.asks()
        answer = await at.anne.answer(request)
        await at.anne.has(state, usable_in=usable_in)
        await refuses(at.anne, request, answer, code)
        at.clock.advance(seconds=0.5)
        told = await challenges.challenge(at.anne.here, at.anne.institution, request, at.anne.means_id, at.clock())
        assert isinstance(told, Refused) and told.refusal.code in (code, "means_not_usable"), told
        assert await at.anne.state_of(request) == State.WAITING

    return story


for unusable in ("suspended", "removed", "pending"):
    attack(f"{unusable} authenticator")(_unusable(unusable, "means_not_usable"))
attack("blocked authenticator")(_unusable("blocked", "means_blocked"))
attack("not yet usable")(_unusable("active", "means_not_yet", usable_in=timedelta(seconds=1)))


@attack("wrong answer counted", unless_guessed)
async def counted(at: Table) -> None:
    """The count is committed; a right answer afterwards is taken, and forgets it."""
    request = await at.anne.asks()
    right, wrong = await at.anne.answer(request), await at.anne.wrong(request)
    await refuses(at.anne, request, wrong, "answer_wrong")
    assert await at.anne.failures() == 1
    assert executed(await at.anne.sends(request, right))
    assert await at.anne.failures() == 0


GARBAGE: tuple[Any, ...] = (
    "", " ", "\x00", "\r\n", "\x1b[2J\x07", "\ud800", "é" * 40, "😀" * 50, "½٣", "0" * 100_000, "A" * 1_000_000, "-1",
    "1e9", "NaN", "{}", "[]", "null", '{"v":1}', "[" * 5_000, "../../etc/passwd", "%00", "=" * 7, "'; drop table proof",
    None, 0, -1, 1.5, True, b"\xff", [], ["1"], {}, {"$ne": ""},
)  # fmt: skip


@attack("garbage")
async def garbage(at: Table) -> None:
    """Every field in turn, then all of them: refused in so many words, and the request goes on waiting."""
    request = await at.anne.asks()
    right = await at.anne.answer(request)
    names = sorted({*right, *at.anne.factor.fields, *at.anne.factor.carries})
    answers: list[Any] = [{}, {"unheard": "of"}, dict.fromkeys(names, "")]
    for value in GARBAGE:
        answers.append(dict.fromkeys(names, value))
        answers += [right | {name: value} for name in names if name in right]
    for number, answer in enumerate(answers):
        told = await at.anne.sends(request, answer)
        assert isinstance(told, Refused), f"taken: {answer!r:.200}"
        if number % 3 == 0:
            await at.anne.has("active")  # Else a lock-out would answer in the factor's place.
    assert await at.anne.paid() == []
    assert await at.anne.state_of(request) == State.WAITING
