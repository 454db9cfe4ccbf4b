"""Somebody with one means in hand, money to send, and an institution that takes that means alone for what they ask."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec

from parvis.authenticators import tables as authenticators
from parvis.errors import Refused
from parvis.factors import Asked, DrawsForm, Factor, Instructs, Presents, device_of
from parvis.gate import actions, answers, challenges, tables
from parvis.gate.actions import Asking
from parvis.gate.rules import Rule, State
from parvis.gate.tables import Request
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.operations.transfer import TransferFacts
from parvis.payments.iban import french_iban
from parvis.payments.rules import local_day
from tests.books import INSTITUTION, Books
from tests.factors.world import Seeded
from tests.hands import Hand, Receives, Relayed, material_of
from tests.hands.all import HANDS

Answer = dict[str, Any]
AMOUNT = 100_00
CLERK, BAKER = "Bruno Test", "Chloe Test"


def only(here: Here, kind: str) -> Institution:
    """An institution whose policy asks for exactly this kind: the law would have much to say, the gate obeys."""
    found = here.institutions.by_slug(INSTITUTION)
    assert found is not None
    rules = tuple(Rule(f"{name}-{kind}", name, {}, (frozenset({kind}),)) for name in ("transfer", "end_session"))
    return msgspec.structs.replace(found, means=(kind,), rules=rules)


@dataclass
class Holder:
    """A client, the device in their hand, and what they do with it through the gate."""

    here: Here
    institution: Institution
    factor: Factor
    hand: Hand
    books: Books
    id: UUID
    means_id: UUID
    payees: dict[str, tuple[UUID, str]] = field(default_factory=dict)  # account and IBAN, by name

    async def asks(self, *, amount: int = AMOUNT, payee: str = CLERK, key: UUID | None = None) -> Request:
        """Ask for a transfer, which then waits for this means."""
        here, (target_id, iban) = self.here, self.payees[payee]
        facts = TransferFacts(
            source_id=self.books.accounts["Anne"], source_name="Compte courant", target_id=target_id, target_iban=iban,
            payee_name=payee, amount=amount, currency="EUR", label="",
            execute_on=local_day(here.clock(), self.institution.timezone),
        )  # fmt: skip
        asking = Asking(client_id=self.id, operation="transfer", facts=facts, key=key or here.new_id())
        async with here.transaction() as tx:
            request = await actions.open(tx, here, self.institution, asking, here.clock())
        assert isinstance(request, Request), request
        assert request.state == State.WAITING
        return request

    async def shown(self, request: Request) -> dict[str, Any]:
        """What this client sees when the means is asked: the challenge is put first where there must be one."""
        here, seen = self.here, dict[str, Any]()
        if self.factor.asks:
            challenge = await self._challenge(request)
            seen |= challenge.shown
            if not self.factor.by_browser:
                opened = here.keys.unseal(challenge.material, purpose=f"challenge:{challenge.id}")
                seen["challenge"] = opened.decode("utf-8", "surrogateescape")
        if isinstance(self.factor, DrawsForm):
            seen |= self.factor.form(here.random, here.clock())
        if isinstance(self.factor, Instructs):
            seen |= self.factor.instructions(self.asked(request))
        if isinstance(self.factor, Presents):
            seen |= self.factor.present(self.hand.material, self.asked(request))
        if isinstance(self.hand, Relayed):
            seen["relay"] = self.factor.voucher  # type: ignore[attr-defined]
        return seen | await self._message(request)

    def asked(self, request: Request) -> Asked:
        """The request as the device sees it."""
        return answers.asked_of(self.here, self.institution, request)

    async def answer(self, request: Request) -> Answer:
        """The right answer of this client's own means, as of now."""
        return dict(self.hand.answer(self.asked(request), await self.shown(request), self.here.clock()))

    async def wrong(self, request: Request) -> Answer:
        """A wrong one, of the kind that is counted."""
        return dict(self.hand.wrong(self.asked(request), await self.shown(request), self.here.clock()))

    async def sends(self, request: Request, answer: Answer, *, means_id: UUID | None = None) -> Request | Refused:
        """Answer a request, with this client's means unless said."""
        return await actions.prove(
            self.here, self.institution, request, means_id or self.means_id, answer, self.here.clock(),
            self.factor.kind,
        )

    async def has(self, state: str, *, usable_in: timedelta = timedelta(0)) -> None:
        """Put the means in that state, as the client, an agent or the safety delay would."""
        async with self.here.transaction() as tx:
            await tx.run(
                "update authenticator set state = $2, usable_from = $3, failures = 0 where id = $1",
                self.means_id, state, self.here.clock() + usable_in,
            )
            await tx.run(
                "update lock_counter set failures = 0, holds = 0, held_until = null where subject = uuid_send($1)",
                self.means_id,
            )

    async def failures(self) -> int:
        """How many wrong answers are counted, seen from another transaction."""
        async with self.here.reading() as tx:
            counted = await tx.value(
                """
                select greatest(a.failures, (select sum(c.failures) from lock_counter c
                                             where c.subject = uuid_send(a.id)))
                from authenticator a where a.id = $1
                """,
                self.means_id,
            )
        return int(counted)

    async def paid(self) -> list[tuple[str, int]]:
        """Every transfer that was made: to whom, how much."""
        async with self.here.reading() as tx:
            made = await tx.value(
                "select coalesce(json_agg(json_build_array(payee_name, amount) order by asked_at), '[]')"
                " from transfer where client_id = $1",
                self.id,
            )
        await self.books.check()
        found = msgspec.json.decode(made) if isinstance(made, str) else made
        return [(payee, amount) for payee, amount in found]

    async def state_of(self, request: Request) -> State:
        async with self.here.reading() as tx:
            found = await tables.of_client(tx, self.institution.slug, self.id, request.id)
        assert found is not None
        return found.state

    async def _challenge(self, request: Request) -> authenticators.Challenge:
        here = self.here
        async with here.reading() as tx:
            found = await authenticators.answering(
                tx, self.institution.slug, self.id, request_id=request.id, authenticator_id=self.means_id
            )
        assert found is not None
        if found.challenge is not None:
            return found.challenge
        put = await challenges.challenge(here, self.institution, request, self.means_id, here.clock())
        assert not isinstance(put, Refused), put
        return put

    async def _message(self, request: Request) -> dict[str, Any]:
        """The last text that came to this client about that request, whoever reads it."""
        if not isinstance(self.hand, Receives):
            return {}
        async with self.here.reading() as tx:
            row_id = await tx.value(
                "select id from outbox where contact_id = $1 and request_id = $2 order by written_at desc, id desc",
                self.hand.contact_id, request.id,
            )
            content = await tx.value("select content from outbox where id = $1", row_id)
        opened = self.here.keys.unseal(content, purpose=f"outbox:{row_id}")
        return {"message": msgspec.json.decode(opened)["text"]}


async def a_holder(here: Here, kind: str, *, seed: int = 1) -> Holder:
    """A client who holds this kind of means and 5 000,00 €, and two people whom one can pay."""
    here = replace(here, random=Seeded(seed))  # The same codes each time: a guess is never right by chance.
    books, hand = Books(here), HANDS[kind](seed)
    await books.open("Anne", 5_000_00, iban=_iban(seed, 1))
    client_id, now = books.clients["Anne"], here.clock()
    holder = Holder(here, only(here, kind), here.factors[kind], hand, books, client_id, here.new_id())
    for number, payee in enumerate((CLERK, BAKER), 2):
        iban = _iban(seed, number)
        holder.payees[payee] = (await books.open(payee.split()[0], iban=iban), iban)
    async with here.transaction() as tx:
        if isinstance(hand, Receives):
            await tx.run(
                "insert into contact (id, institution, client_id, channel, address, hint, state, since)"
                " values ($1, $2, $3, $4, $5, '••• 12', 'current', $6)",
                hand.contact_id, INSTITUTION, client_id, hand.channel,
                here.keys.seal(hand.address.encode(), purpose=f"contact:{hand.contact_id}"), now,
            )
        material = material_of(hand, holder.factor, here.random, now)
        await tx.run(
            "insert into authenticator"
            " (id, institution, client_id, kind, name, state, material, handle, created_at, usable_from)"
            " values ($1, $2, $3, $4, $4, 'active', $5, $6, $7, $7)",
            holder.means_id, INSTITUTION, client_id, device_of(holder.factor),
            here.keys.seal(material, purpose=f"authenticator:{holder.means_id}"), hand.handle, now,
        )
    return holder


def _iban(seed: int, number: int) -> str:
    return french_iban(bank_code="99911", branch_code="00001", account_number=f"{seed:05d}{number:06d}")
