"""What is tried at every door, by which one signs in without typing who one is. `test_every_factor.py` walks the table.

As in `attacks.py`, Anne holds the means and Bob holds another of the same kind. An answer takes the road of the pages:
the token of its form is spent, whatever follows, then the means is judged.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from parvis.errors import Refused
from parvis.factors import Asked, Door, Token
from parvis.gate.rules import Rule
from parvis.gate.tables import Request
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.sessions.tokens import new_token
from parvis.sign_in import actions as sign_in
from parvis.sign_in import doors
from tests.conftest import FakeClock
from tests.factors.attacks import GARBAGE, executed
from tests.hands import Knocks
from tests.hands.world import Answer, Holder, a_holder

FORM_OVER, NOBODY = "form_expired", "means_not_recognised"


@dataclass
class Porch:
    """Who stands before the door."""

    anne: Holder
    clock: FakeClock
    seed: int = 1  # Anne's; Bob's is the next one.

    @property
    def here(self) -> Here:
        return self.anne.here

    @property
    def institution(self) -> Institution:
        """Its doors are this one alone, and who comes in by it is in."""
        kind, theirs = self.anne.factor.kind, self.anne.institution
        way = Rule("sign-in", "sign_in", {}, (frozenset({kind}),))
        return msgspec.structs.replace(theirs, rules=(*theirs.rules, way))

    async def bob(self) -> Holder:
        return await a_holder(self.here, self.anne.factor.kind, seed=self.seed + 1)

    def form(self) -> Token:
        """The sign-in page, shown."""
        return doors.draw(self.here, self.institution, self.clock())

    def answer(self, token: Token, who: Holder | None = None) -> Answer:
        """The right answer of that hand, Anne's unless said, to that form."""
        hand = (who or self.anne).hand
        assert isinstance(hand, Knocks), f"{hand.kind} is a door: its hand knocks"
        asked = Asked(
            request_id="", canonical="", digest=token.challenge, match_number=0,
            origins=self.here.settings.origins(self.institution.hosts),
        )
        return hand.knocks(asked, self.anne.factor, self.clock())

    async def sends(self, token: Token, answer: Answer, *, handle: bytes = b"") -> Request | Refused:
        """Send this answer with the token of that form. `handle` is whose it claims to be, unless it says so itself."""
        challenge = await doors.spend(self.here, self.institution, token.text, self.clock())
        if isinstance(challenge, Refused):
            return challenge
        return await self.enters(challenge, answer, handle=handle)

    async def enters(
        self, challenge: bytes, answer: Answer, *, handle: bytes = b"", institution: Institution | None = None
    ) -> Request | Refused:
        """The same behind the token: what stands where two answers to one form have both come through."""
        factor, random = self.anne.factor, self.here.random
        assert isinstance(factor, Door)
        arrival = sign_in.Arrival(
            device_token=new_token(random), ticket=new_token(random), earlier_ticket="", network="192.0.2.0/24",
            browser="Firefox · Linux", language="fr",
        )
        return await sign_in.enter(
            self.here, institution or self.institution, factor.kind,
            handle or factor.named(answer) or self.anne.hand.handle, answer, challenge, arrival, self.clock(),
        )

    async def sessions(self, who: Holder | None = None) -> int:
        """How many sessions of this client were ever opened."""
        async with self.here.reading() as tx:
            return int(await tx.value("select count(*) from session where client_id = $1", (who or self.anne).id))


Told = Callable[[Porch], Awaitable[None]]
DOOR_ATTACKS: dict[str, Told] = {}


def attack(name: str) -> Callable[[Told], Told]:
    def listed(story: Told) -> Told:
        DOOR_ATTACKS[name] = story
        return story

    return listed


async def refuses(at: Porch, token: Token, answer: Answer, *codes: str, handle: bytes = b"") -> None:
    """Nobody comes in by this answer."""
    before = await at.sessions()
    told = await at.sends(token, answer, handle=handle)
    assert isinstance(told, Refused), f"it was taken: {told.state}"
    assert told.refusal.code in (codes or (NOBODY,)), f"refused as {told.refusal.code}"
    assert await at.sessions() == before


@attack("right answer opens once")
async def right(at: Porch) -> None:
    token = at.form()
    assert executed(await at.sends(token, at.answer(token)))
    assert await at.sessions() == 1


@attack("replay")
async def replay(at: Porch) -> None:
    """With its form, with a new one, and behind the token."""
    token = at.form()
    answer = at.answer(token)
    assert executed(await at.sends(token, answer))
    await refuses(at, token, answer, FORM_OVER)
    await refuses(at, at.form(), answer)
    told = await at.enters(token.challenge, answer)
    assert isinstance(told, Refused) and told.refusal.code in (NOBODY, "answer_spent"), told
    assert await at.sessions() == 1


@attack("parallel reuse")
async def parallel(at: Porch) -> None:
    token = at.form()
    answer = at.answer(token)
    told = await asyncio.gather(*(at.sends(token, answer) for _ in range(6)))
    assert sum(map(executed, told)) == 1, told
    assert await at.sessions() == 1


@attack("parallel reuse behind the token")
async def parallel_behind(at: Porch) -> None:
    """The form's token is one lock, the means is another: each holds by itself."""
    token = at.form()
    answer = at.answer(token)
    told = await asyncio.gather(*(at.enters(token.challenge, answer) for _ in range(6)))
    assert sum(map(executed, told)) == 1, told
    assert await at.sessions() == 1


@attack("form expired")
async def late(at: Porch) -> None:
    token = at.form()
    answer = at.answer(token)
    at.clock.now += doors.LIFETIME
    await refuses(at, token, answer, FORM_OVER)


@attack("another form's answer")
async def of_another(at: Porch) -> None:
    first, second = at.form(), at.form()
    await refuses(at, second, at.answer(first))
    assert executed(await at.sends(first, at.answer(first))), "the first form is still good"


@attack("another client's answer")
async def of_bob(at: Porch) -> None:
    """Bob's own means, said to be Anne's, is nobody's; said to be Bob's, it opens Bob's space and not hers."""
    bob, token = await at.bob(), at.form()
    await refuses(at, token, at.answer(token, bob), handle=at.anne.hand.handle)
    token = at.form()
    assert executed(await at.sends(token, at.answer(token, bob), handle=bob.hand.handle))
    assert (await at.sessions(), await at.sessions(bob)) == (0, 1)


@attack("another institution's form")
async def of_elsewhere(at: Porch) -> None:
    """A form of one institution serves no other, and a means of one is unknown to the others."""
    elsewhere = next(one for one in at.here.institutions.all if one.slug != at.institution.slug)
    foreign = doors.draw(at.here, elsewhere, at.clock())
    await refuses(at, foreign, at.answer(foreign), FORM_OVER)
    token = at.form()
    told = await at.enters(token.challenge, at.answer(token), institution=elsewhere)
    assert isinstance(told, Refused) and told.refusal.code == NOBODY, told


@attack("a request's answer")
async def of_a_request(at: Porch) -> None:
    """What approves a transfer opens no door, and what opens the door approves no transfer, whatever is shown."""
    request, token = await at.anne.asks(), at.form()
    await refuses(at, token, await at.anne.answer(request))
    told = await at.enters(request.digest, await at.anne.answer(request))
    assert await at.sessions() == 0 or executed(told)
    told = await at.anne.sends(request, at.answer(at.form()))
    assert isinstance(told, Refused) and await at.anne.paid() == [], told


@attack("nobody's means")
async def of_nobody(at: Porch) -> None:
    """A stranger is answered like a wrong answer of a client, and nothing is written against anybody."""
    bob = await at.bob()
    await bob.has("removed")
    token = at.form()
    await refuses(at, token, at.answer(token, bob), handle=bob.hand.handle)
    async with at.here.reading() as tx:
        named = await tx.value(
            "select count(*) from journal where event = 'sign_in:failed' and client_id in ($1, $2)", at.anne.id, bob.id
        )
    assert named == 0


def _unusable(state: str, *, usable_in: timedelta = timedelta(0)) -> Told:
    async def story(at: Porch) -> None:
        """The page was opened while it could be used. Nothing says why it opens nothing."""
        token = at.form()
        answer = at.answer(token)
        await at.anne.has(state, usable_in=usable_in)
        await refuses(at, token, answer)
        token = at.form()
        await refuses(at, token, at.answer(token))

    return story


for unusable in ("suspended", "removed", "pending", "blocked"):
    attack(f"{unusable} authenticator")(_unusable(unusable))
attack("not yet usable")(_unusable("active", usable_in=timedelta(seconds=1)))


async def _has_counted(
    at: Porch, *, failures: int = 0, holds: int = 0, held_until: datetime | None = None,
    blocked_at: datetime | None = None, version: int = 5,
) -> None:
    """Wrong answers were given with Anne's means elsewhere than at the door."""
    async with at.here.transaction() as tx:
        await tx.run(
            "insert into lock_counter (institution, subject, lane, failures, holds, held_until, blocked_at, version)"
            " values ($1, uuid_send($2), 'gate', $3, $4, $5, $6, $7)",
            at.institution.slug, at.anne.means_id, failures, holds, held_until, blocked_at, version,
        )  # fmt: skip


@attack("held authenticator")
async def held(at: Porch) -> None:
    """Its wrong answers, wherever they were given, hold it at the door as well (pitfall 5); then it opens again."""
    await _has_counted(at, holds=1, held_until=at.clock() + timedelta(minutes=5))
    token = at.form()
    await refuses(at, token, at.answer(token))
    at.clock.advance(minutes=5)
    token = at.form()
    assert executed(await at.sends(token, at.answer(token)))


@attack("closed until the agency opens it")
async def closed(at: Porch) -> None:
    await _has_counted(at, blocked_at=at.clock())
    at.clock.advance(days=30)
    token = at.form()
    await refuses(at, token, at.answer(token))


@attack("wrong answers forgotten by a right one")
async def forgotten(at: Porch) -> None:
    await _has_counted(at, failures=2, version=2)
    token = at.form()
    assert executed(await at.sends(token, at.answer(token)))
    assert await at.anne.failures() == 0


@attack("garbage")
async def garbage(at: Porch) -> None:
    """Every field in turn, then all of them: refused in so many words."""
    token = at.form()
    good = at.answer(token)
    names = sorted({*good, *at.anne.factor.fields, *at.anne.factor.carries})
    answers: list[Answer] = [{}, {"unheard": "of"}]
    for value in (one for one in GARBAGE if isinstance(one, str)):
        answers.append(dict.fromkeys(names, value))
        answers += [good | {name: value} for name in good]
    for answer in answers:
        told = await at.enters(token.challenge, answer)
        assert isinstance(told, Refused) and told.refusal.code == NOBODY, f"{answer!r:.200}: {told}"
    assert await at.sessions() == 0
