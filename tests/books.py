"""Account books for tests: stories of money in the words of accounting, told to the real ledger.

    open  Alice 100,00
    open  Bruno 0,00 floor -50,00
    move  30,00 Alice -> Bruno
    hold  80,00 Alice as rent            refused: funds_insufficient
    sees  Alice 70,00

`House` is the institution's own account, open from the start. A line is checked as it is told: without « refused »
the act must succeed, and with it the act must be refused for that reason.
"""

import re
from datetime import date, datetime
from uuid import UUID

from parvis.errors import Refused, refused
from parvis.here import Here
from parvis.ledger import actions, tables
from parvis.money import parse_amount

INSTITUTION = "deuxrives"
HOUSE = "House"
_AMOUNT = r"(-?[0-9 ]+,[0-9]{2})"
_LINE = re.compile(
    rf"(?P<act>open|move|hold|post|void|sees)\s+"
    rf"(?:(?P<amount>{_AMOUNT})\s+)?(?P<name>\w+)"
    rf"(?:\s+->\s+(?P<target>\w+))?"
    rf"(?:\s+as\s+(?P<hold>\w+))?"
    rf"(?:\s+(?P<balance>{_AMOUNT}))?"
    rf"(?:\s+held\s+(?P<held>{_AMOUNT}))?"
    rf"(?:\s+floor\s+(?P<floor>{_AMOUNT}))?"
    rf"(?:\s+refused:\s+(?P<refused>\w+))?"
)


def cents(text: str | None) -> int:
    """« 1 234,56 » → 123456, with a sign."""
    if text is None:
        return 0
    amount = parse_amount(text.removeprefix("-"), least_cents=0)
    assert isinstance(amount, int), text
    return -amount if text.startswith("-") else amount


class Books:
    """The accounts of a story, by the name of whoever holds them: one client each."""

    def __init__(self, here: Here, institution: str = INSTITUTION) -> None:
        self.here = here
        self.institution = institution
        self.accounts: dict[str, UUID] = {}
        self.clients: dict[str, UUID] = {}
        self.holds: dict[str, UUID] = {}

    @property
    def now(self) -> datetime:
        return self.here.clock()

    async def open_house(self) -> None:
        """The institution's own account, which has no balance of its own."""
        self.accounts[HOUSE] = self.here.new_id()
        async with self.here.transaction() as tx:
            await tx.run(
                "insert into account (id, institution, kind, label, currency, opened_on)"
                " values ($1, $2, 'house', 'House', 'EUR', $3)",
                self.accounts[HOUSE], self.institution, date(2020, 1, 1),
            )

    async def open(
        self, name: str, balance: int = 0, *, floor: int = 0, iban: str | None = None, kind: str = "current",
        holder: str | None = None, currency: str = "EUR", position: int = 0,
    ) -> UUID:
        """An account of `holder` (a client who has the account's name, unless said), with `balance` from the house."""
        if HOUSE not in self.accounts:
            await self.open_house()
        account_id = self.accounts[name] = self.here.new_id()
        client_id = await self.client(holder or name)
        async with self.here.transaction() as tx:
            await tx.run(
                "insert into account (id, institution, client_id, kind, label, iban, currency, balance, floor,"
                " opened_on, position) values ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9, $10)",
                account_id, self.institution, client_id, kind, name, iban, currency, floor, date(2020, 1, 1), position,
            )
            if balance:
                opened = await actions.move(
                    tx, self.here, self.institution, source_id=self.accounts[HOUSE], target_id=account_id,
                    amount=balance, once=None, now=self.now, kind="opening",
                )
                assert not isinstance(opened, Refused), opened
        return account_id

    async def client(self, name: str) -> UUID:
        """A client of that name, the same one each time."""
        if name not in self.clients:
            self.clients[name] = self.here.new_id()
            async with self.here.transaction() as tx:
                await tx.run(
                    "insert into client (id, institution, given_name, family_name, created_at)"
                    " values ($1, $2, $3, 'Test', $4)",
                    self.clients[name], self.institution, name, self.now,
                )
        return self.clients[name]

    async def tell(self, story: str) -> None:
        """Do every line of `story`, in order, and check what it expects."""
        for line in filter(None, map(str.strip, story.splitlines())):
            told = _LINE.fullmatch(line)
            assert told is not None, f"cannot read: {line}"
            await self._do(line, told.groupdict())

    async def balance(self, name: str) -> tuple[int, int]:
        """What an account has, and how much of it is promised."""
        async with self.here.reading() as tx:
            return (
                await tx.value("select balance from account where id = $1", self.accounts[name]),
                await tx.value("select held from account where id = $1", self.accounts[name]),
            )

    async def check(self) -> None:
        """Whatever happened, the books add up."""
        async with self.here.reading() as tx:
            found = await tables.audit(tx)
        assert found == tables.Audit(
            sum=0, uneven_postings=0, wrong_balances=0, wrong_holds=0, under_floor=0
        ), found

    async def _do(self, line: str, told: dict[str, str | None]) -> None:
        name = told["name"] or ""
        if told["act"] == "open":
            await self.open(name, cents(told["balance"]), floor=cents(told["floor"]))
            return
        if told["act"] == "sees":
            assert await self.balance(name) == (cents(told["balance"]), cents(told["held"])), line
            return
        outcome = await self._act(told["act"] or "", name, told)
        reason = outcome.refusal.code if isinstance(outcome, Refused) else None
        assert reason == told["refused"], f"{line}: {reason}"

    async def _act(self, act: str, name: str, told: dict[str, str | None]) -> UUID | Refused | bool:
        amount, target = cents(told["amount"]), self.accounts.get(told["target"] or "")
        async with self.here.transaction() as tx:
            if act == "move":
                assert target is not None
                return await actions.move(
                    tx, self.here, self.institution, source_id=self.accounts[name], target_id=target,
                    amount=amount, once=None, now=self.now,
                )
            if act == "hold":
                label = told["hold"] or ""
                held = await actions.hold(
                    tx, self.here, self.institution, self.accounts[name], amount, label, self.now
                )
                if isinstance(held, UUID):
                    self.holds[label] = held
                return held
            if act == "post":
                assert target is not None
                return await actions.post_hold(
                    tx, self.here, self.institution, self.holds[name], self.now, target_id=target
                )
            voided = await actions.void_hold(tx, self.institution, self.holds[name], self.now)
            return voided or refused("hold_settled")
