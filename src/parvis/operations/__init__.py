"""What an operation is: something a client asks for that matters. One module each; the list is `operations/all.py`.

The operation says what it is. The institution says what it takes. Neither knows a factor.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable
from uuid import UUID

import msgspec

from parvis.traits import Trait

if TYPE_CHECKING:
    from parvis.db import Transaction
    from parvis.gate.tables import Request
    from parvis.here import Here
    from parvis.institution.rules import Institution


class Say(Protocol):
    """say("line-amount", amount=…): a sentence in the client's language. `ui.words.Say` is the one that speaks."""

    language: str

    def __call__(self, key: str, /, **values: Any) -> str: ...

    def has(self, key: str) -> bool: ...


class Line(msgspec.Struct, frozen=True):
    """One line of what the client approves, in words. `kind` tells the page how to set it, never what to say."""

    label: str
    value: str
    kind: str = "text"  # amount | payee | iban | account | date | text


class Performed(msgspec.Struct, frozen=True):
    """Done. `result` is kept with the request: identifiers and codes, no secret."""

    result: dict[str, Any] = {}


class Failed(msgspec.Struct, frozen=True):
    """Could not be done, for a reason of the trade (funds, a closed account). Nothing was changed by it.

    `code` is in the catalogue of refusals. An operation must return it before its first write.
    """

    code: str


@runtime_checkable
class OnlyIdentifies(Trait, Protocol):
    """An operation that says who somebody is and engages nothing: what proves it must never prove anything else."""

    only_identifies: bool


class Operation(Protocol):
    """One kind of request."""

    name: str  # "transfer": in institution files, in the database, and of the message `operation-transfer`
    lifetime: timedelta
    pays: bool  # A payment must be approved by a way that links amount and payee (RTS article 5).
    before: str  # The page to go back to when it was not done.
    rewrite: str  # Where it is written differently, before its request's id; "" where it cannot be.

    @property
    def facts(self) -> type[msgspec.Struct]:
        """Their type: frozen, forbid_unknown_fields; money in integer cents, times in UTC."""
        ...

    @property
    def conditions(self) -> Mapping[str, tuple[str, ...] | type[int]]:
        """What `when` may test: closed values, or int (cents)."""
        ...

    def after(self, result: Mapping[str, Any]) -> str:
        """The page to go on to when it was done, from what `perform` gave."""
        ...

    def lines(self, facts: Any, say: Say, institution: "Institution") -> list[Line]:
        """What the client reads and signs, most important first."""
        ...

    async def weigh(
        self, tx: "Transaction", here: "Here", institution: "Institution", client_id: UUID, facts: Any, now: datetime
    ) -> dict[str, str | int] | Failed:
        """The facts the policy looks at, fresh from the database. `Failed` where it is impossible already.

        Called when the request opens and again just before it is performed.
        """
        ...

    async def perform(
        self, tx: "Transaction", here: "Here", institution: "Institution", request: "Request", facts: Any, now: datetime
    ) -> Performed | Failed:
        """Do it, inside the transaction that has just settled the request. Called once."""
        ...


class Usual:
    """What most operations say: nothing to test, nothing paid, written nowhere else, back to where one was."""

    before: str
    conditions: Mapping[str, tuple[str, ...] | type[int]] = {}
    pays = False
    rewrite = ""

    def after(self, result: Mapping[str, Any]) -> str:
        return self.before


@runtime_checkable
class TakesSeveral(Trait, Protocol):
    """An operation that no single means may approve: it could be the very one that is spoken of."""

    takes_several: bool


@runtime_checkable
class Waits(Operation, Trait, Protocol):
    """An operation that may be allowed and still wait for something that the client must do first."""

    first: str  # The page where it is done, after the address of the request.

    async def waits(
        self, tx: "Transaction", here: "Here", institution: "Institution", client_id: UUID, facts: Any
    ) -> bool:
        """Whether it waits still. Whoever does what it waits for calls `gate.afterwards.go_on`, in one transaction."""
        ...


@runtime_checkable
class ByAgents(Trait, Protocol):
    """An operation that an agent asks for: it is of the agencies, and no institution with clients has a rule for it."""

    by_agents: bool


@runtime_checkable
class AboutMeans(Trait, Protocol):
    """An operation about one kind of means: institutions that do not offer it need no rule for it."""

    about: str  # the kind of factor


@runtime_checkable
class OfFeature(Trait, Protocol):
    """An operation of one feature: institutions that do not have it need no rule for it."""

    feature: str


@runtime_checkable
class ChangesChannel(Trait, Protocol):
    """An operation about an address of the client, which its condition « channel » names: what is written to that very
    address may never approve it alone.
    """

    changes_channel: bool


@runtime_checkable
class Recovers(Trait, Protocol):
    """An operation that puts a new secret in the place of a forgotten one: never by a way weaker than a sign-in."""

    recovers: bool


@runtime_checkable
class GoesOn(Trait, Protocol):
    """An operation after which whoever asked goes on at once, signed in or not: no outcome is shown in between."""

    goes_on: bool

    def after(self, result: Mapping[str, Any]) -> str: ...
