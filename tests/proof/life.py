"""The life of a request as hypothesis lives it on the real gate: what people do, and what must hold after each act."""

import asyncio
from collections import Counter
from collections.abc import Coroutine
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

import msgspec
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from uuid_utils.compat import uuid7

from parvis.errors import Refused
from parvis.gate import actions as gate
from parvis.gate import challenges, tables
from parvis.gate.rules import State
from parvis.gate.tables import Request
from parvis.here import Here
from parvis.ledger import tables as ledger
from parvis.operations.transfer import TransferFacts
from parvis.payments.rules import local_day
from parvis.phone import actions as phones
from parvis.phone import rules as phone_rules
from parvis.phone import tables as phone_tables
from parvis.settings import Settings
from tests.conftest import FakeClock
from tests.gate.world import CODE, last_code
from tests.phone.client import PythonPhone
from tests.proof.people import Client, a_client

T = TypeVar("T")
FINAL = {State.EXECUTED, State.REFUSED, State.EXPIRED, State.WITHDRAWN, State.FAILED}
ORIGIN = "http://deuxrives.localhost"


class World:
    """The real program in this process, on a clock that obeys, and a new client for each story."""

    def __init__(self, settings: Settings) -> None:
        from parvis.app import make_here

        self.clock, self.runner, self._numbers = FakeClock(), asyncio.Runner(), iter(range(3_000, 99_999))
        self._made = make_here(settings, clock=self.clock)
        self.here: Here = self.run(self._made.__aenter__())
        self.payee = self.run(a_client(self.here, "deuxrives", 2_999, accounts={"Courant": 0}))

    def run(self, act: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(act)

    def client(self) -> Client:
        number = next(self._numbers)
        accounts = {"Courant": 100_00}
        return self.run(a_client(self.here, "deuxrives", number, accounts=accounts, phone=True, origin=ORIGIN))

    def close(self) -> None:
        self.run(self._made.__aexit__(None, None, None))
        self.runner.close()


class Life(RuleBasedStateMachine):
    """The life of a few requests of one client, and the model that says what must come of each act."""

    world: World
    reached: Counter[State]

    def __init__(self) -> None:
        super().__init__()
        self.client = self.world.client()
        self.institution = self.world.here.institutions.by_slug("deuxrives")
        self.states: dict[UUID, State] = {}
        self.expires: dict[UUID, datetime] = {}
        self.proven: dict[UUID, set[str]] = {}
        self.amounts: dict[UUID, int] = {}
        self.keys: dict[UUID, UUID] = {}
        self.moved = 0

    # What people do

    @rule(cents=st.integers(1, 60_00), same_key=st.booleans())
    def asks(self, cents: int, same_key: bool) -> None:
        waiting = [one for one, state in self.states.items() if state == State.WAITING]
        replaced = waiting[-1] if same_key and waiting else None
        key = self.keys[replaced] if replaced else uuid7()
        facts = TransferFacts(
            source_id=self.client.accounts["Courant"], source_name="Courant",
            target_id=self.world.payee.accounts["Courant"], target_iban=self.world.payee.ibans["Courant"],
            payee_name="Anne Roy", amount=cents, currency="EUR", label="",
            execute_on=local_day(self.world.clock(), "Europe/Paris"),
        )
        asking = gate.Asking(client_id=self.client.id, operation="transfer", facts=facts, key=key)

        async def act() -> Request | Refused:
            async with self.world.here.transaction() as tx:
                return await gate.open(tx, self.world.here, self.institution, asking, self.world.clock())

        opened = self.world.run(act())
        self._expire_in_the_model(settled=False)
        if isinstance(opened, Refused):
            assert opened.refusal.code in {
                "too_many_waiting", "cooling_down", "funds_insufficient", "refused_by_policy", "key_reused",
            }, opened.refusal.code
            if replaced is not None and self.amounts[replaced] != cents:
                self.states[replaced] = self._stored(replaced)  # Voided, though what replaces it is refused.
            return
        if replaced is not None and opened.id != replaced:
            assert self.amounts[replaced] != cents
            self.states[replaced] = State.WITHDRAWN
        self.states[opened.id], self.expires[opened.id] = State(opened.state), opened.expires_at
        self.amounts[opened.id], self.keys[opened.id] = cents, key
        self.proven.setdefault(opened.id, set())

    @precondition(lambda self: self.states)
    @rule(which=st.integers(0, 9), right=st.booleans())
    def types_the_secret_code(self, which: int, right: bool) -> None:
        request = self._one(which)
        self._proves(request, "secret_code", {"code": CODE if right else "111119"}, right)

    @precondition(lambda self: self.states)
    @rule(which=st.integers(0, 9), right=st.booleans())
    def types_the_code_received(self, which: int, right: bool) -> None:
        request = self._one(which)
        self.world.clock.advance(seconds=31)
        put = self.world.run(
            challenges.challenge(
                self.world.here, self.institution, request, self.client.means["sms_code"], self.world.clock()
            )
        )
        if isinstance(put, Refused):
            return
        code = self.world.run(last_code(self.world.here))
        typed = code if right else f"{(int(code) + 1) % 1_000_000:06d}"
        self._proves(request, "sms_code", {"code": typed}, right)

    @precondition(lambda self: self.states)
    @rule(which=st.integers(0, 9))
    def gives_both_codes(self, which: int) -> None:
        self.types_the_secret_code(which=which, right=True)
        self.types_the_code_received(which=which, right=True)

    @precondition(lambda self: self.states)
    @rule(which=st.integers(0, 9), verdict=st.sampled_from(["approve", "refuse"]), right=st.booleans())
    def answers_on_the_phone(self, which: int, verdict: str, right: bool) -> None:
        request, phone = self._one(which), self.client.phone
        assert phone is not None
        one = self.world.run(self._waiting_for(phone, request.id))
        if one is None:
            return
        if verdict == "refuse":
            message = {
                "v": 1, "request_id": str(request.id), "digest": phone.digest(one), "nonce": one["nonce"],
                "verdict": "refuse", "because": "changed_mind",
            }  # fmt: skip
            answer = phone.envelope(message)
        else:
            answer = phone.envelope(phone.approval(one), code=phone.code if right else "9135")
        self._proves(request, "phone", answer, right or verdict == "refuse", declines=verdict == "refuse")

    @precondition(lambda self: self.states)
    @rule(which=st.integers(0, 9))
    def takes_it_back(self, which: int) -> None:
        request = self._one(which)

        async def act() -> Request | Refused:
            async with self.world.here.transaction() as tx:
                return await gate.withdraw(tx, self.world.here, self.institution, request, self.world.clock())

        outcome = self.world.run(act())
        late = self.expires[request.id] <= self.world.clock()
        if self.states[request.id] == State.WAITING and not late:
            assert isinstance(outcome, Request), outcome
            self.states[request.id] = State.WITHDRAWN
        else:
            assert isinstance(outcome, Refused), outcome

    @rule(minutes=st.sampled_from([1, 4, 14, 16, 40]))
    def time_passes(self, minutes: int) -> None:
        self.world.clock.advance(minutes=minutes)

    @rule()
    def the_worker_looks(self) -> None:
        self.world.run(gate.expire_due(self.world.here, self.world.clock()))
        self._expire_in_the_model(settled=True)

    # What must hold

    @invariant()
    def the_model_and_the_database_agree(self) -> None:
        for request_id, state in self.states.items():
            assert self._stored(request_id) == state, (state, self._stored(request_id))

    @invariant()
    def money_moved_for_what_was_executed_and_for_nothing_else(self) -> None:
        done = sum(self.amounts[one] for one, state in self.states.items() if state == State.EXECUTED)
        assert self.world.run(self._value("select 10000 - balance from account where id = $1",
                                     self.client.accounts["Courant"])) == done

    def teardown(self) -> None:
        """Each left `waiting` at most once, and the journal tells it once; the books are even."""
        finals = [f"request:{state.value}" for state in FINAL]
        self.reached.update(self.states.values())
        for request_id, state in self.states.items():
            told = self.world.run(self._value(
                "select count(*) from journal where request_id = $1 and event = any ($2)", request_id, finals
            ))
            assert told == (state in FINAL), (state, told)
        audit = self.world.run(_audit(self.world.here))
        assert audit == ledger.Audit(sum=0, uneven_postings=0, wrong_balances=0, wrong_holds=0, under_floor=0)

    # How it is done

    def _proves(
        self, request: Request, kind: str, answer: dict[str, str], right: bool, *, declines: bool = False
    ) -> None:
        before, late = self.states[request.id], self.expires[request.id] <= self.world.clock()
        outcome = self.world.run(
            gate.prove(self.world.here, self.institution, request, self.client.means[kind], answer, self.world.clock())
        )
        if isinstance(outcome, Refused):
            if not right and before == State.WAITING and not late:
                assert outcome.refusal.code in {
                    "answer_wrong", "answer_last_try", "held", "means_blocked", "answer_expired",
                }, outcome.refusal.code
            return
        assert right and before == State.WAITING and not late, (before, late, outcome.state)
        self.proven[request.id].add(kind)
        enough = kind == "phone" or {"secret_code", "sms_code"} <= self.proven[request.id]
        expected = {State.REFUSED} if declines else {State.EXECUTED, State.FAILED} if enough else {State.WAITING,
                                                                                                State.FAILED}
        assert outcome.state in expected, (outcome.state, expected)
        self.states[request.id] = State(outcome.state)

    def _one(self, which: int) -> Request:
        request_id = list(self.states)[which % len(self.states)]

        async def act() -> Request | None:
            async with self.world.here.reading() as tx:
                return await tables.of_client(tx, "deuxrives", self.client.id, request_id)

        found = self.world.run(act())
        assert found is not None
        return found

    async def _waiting_for(self, phone: PythonPhone, request_id: UUID) -> dict[str, Any] | None:
        say = self.world.here.words.sayer("fr", "deuxrives")
        async with self.world.here.reading() as tx:
            known = await phone_tables.phone(tx, "deuxrives", UUID(phone.authenticator_id))
        assert known is not None and self.institution is not None
        listed = await phones.list_waiting(
            self.world.here, self.institution, known, phone_rules.Waiting(), say=say, now=self.world.clock()
        )
        return next(
            (msgspec.to_builtins(one) for one in listed.requests if one.request_id == request_id), None
        )

    def _expire_in_the_model(self, *, settled: bool) -> None:
        for request_id, state in self.states.items():
            if settled and state == State.WAITING and self.expires[request_id] <= self.world.clock():
                self.states[request_id] = State.EXPIRED

    def _stored(self, request_id: UUID) -> State:
        return State(self.world.run(self._value("select state from request where id = $1", request_id)))

    async def _value(self, query: str, *values: object) -> Any:
        async with self.world.here.reading() as tx:
            return await tx.value(query, *values)


async def _audit(here: Here) -> ledger.Audit:
    async with here.reading() as tx:
        return await ledger.audit(tx)
