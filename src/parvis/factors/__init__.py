"""What a factor is: a way to prove. One folder each; the list of them is `factors/all.py`.

A factor is pure: it sees its own material, an answer, the digest of the request and the time. It reads no
database, sends nothing, and knows neither operations nor institutions. `gate` joins them.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import msgspec

from parvis.traits import Trait


class Element(StrEnum):
    """The three categories of Directive (EU) 2015/2366, article 4(30)."""

    KNOWLEDGE = "knowledge"
    POSSESSION = "possession"
    INHERENCE = "inherence"


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """The request as a factor sees it. `canonical` is exactly what `digest` hashes (RFC 8785, SHA-256)."""

    request_id: str
    canonical: str
    digest: bytes
    match_number: int
    origins: tuple[str, ...] = ()  # « https://host »: the addresses of the institution, the first one for clients
    client_id: str = ""  # "" while nobody has said who they are
    engages: bool = True  # False for what only says who somebody is: a sign-in
    told: Mapping[str, bytes] = {}  # What was answered to the factor's own questions, where it `Consults`
    on_device: bool = False  # Asked for on the very device that will answer: it is told by nobody else.


class Sending(msgspec.Struct, frozen=True, kw_only=True):
    """A message the challenge must send: the text is the message `words_key`, with these values."""

    channel: str  # "sms" | "email" | "push"
    contact_id: str  # "" for a push: it goes to the device of the authenticator itself, if it has asked for that
    words_key: str
    values: dict[str, Any]


class Challenge(msgspec.Struct, frozen=True, kw_only=True):
    """What a factor asks. `material` is kept sealed; `shown` may be printed on a page."""

    material: bytes = b""
    shown: dict[str, Any] = {}
    sending: Sending | None = None
    lifetime: timedelta = timedelta(minutes=5)
    moves: bytes | None = None  # Takes the place of the authenticator's material: who it was asked of is remembered.


class Notice(msgspec.Struct, frozen=True):
    """What the client is told on every address once the answer is accepted: the messages of `clients/notices.py`."""

    words_key: str
    values: dict[str, str]


class Evidence(msgspec.Struct, frozen=True):
    """The answer is right. `spends` names what it used up: it is refused twice for one authenticator. Where
    `grows`, an earlier value is refused too: of two codes in one window, the older cannot follow the newer. Such values
    have as many characters each, so that their order is the order of the text. `material` takes the place of what was
    sealed (a counter has moved), with the proof or not at all.
    """

    spends: str
    grows: bool = False
    material: bytes | None = None
    notice: Notice | None = None


def itself(request_id: object) -> str:
    """What an answer spends that names the request it is given to: it can have served no other."""
    return f"request:{request_id}"


class Mismatch(msgspec.Struct, frozen=True):
    """The answer is not right. `counts` is False where a stranger could have sent it, holding nothing. `because` is the
    code of a refusal that helps, where saying it gives nothing away: nothing was guessed.
    """

    counts: bool = True
    because: str = ""


class Copied(msgspec.Struct, frozen=True):
    """The answer is right and gives itself away: a counter has gone back, so the key is in two places. It is refused,
    the authenticator is blocked at once, and the client is told on every address.
    """


class Declined(msgspec.Struct, frozen=True):
    """The client answered no, and proved that it is they who did: the request is refused, for good."""

    spends: str
    because: str


Checked = Evidence | Mismatch | Copied | Declined


class Prepared(msgspec.Struct, frozen=True, kw_only=True):
    """An authenticator about to exist: `material` is kept sealed, `shown` is printed for its enrolment."""

    material: bytes
    shown: dict[str, Any]
    handle: bytes = b""  # By what it is found again when it signs in by itself: a credential id. "" where it does not.


class Registered(msgspec.Struct, frozen=True, kw_only=True):
    """What an authenticator has said of itself at its enrolment: `material` takes the place of what was prepared."""

    material: bytes
    handle: bytes = b""
    spends: str = ""


class Factor(Protocol):
    """One way to prove. Attributes are facts that the institution loader and the pages use."""

    kind: str  # "totp": the name in institution files, in the database, and of the message `factor-totp`
    proves: frozenset[Element]
    links: bool  # Does the proof cover the operation's own facts (RTS article 5)?
    slow: bool  # Is `check` costly enough to be queued on the hashing threads?
    asks: bool  # Does it need `challenge` before an answer is possible?
    by_browser: bool  # Does the answer come from the waiting page (a code), or from elsewhere (the phone)?
    blocks: bool  # Do `tries` failures block the authenticator? If not, the lock-out rules hold it a while.
    tries: int  # Consecutive failures that block one authenticator, where `blocks`. 0: nobody guesses, none counts.
    own: bool  # Can the client enrol it alone from the client space?
    first: bool  # May a sign-in begin with it? Then `check` takes b"", nobody's material, at the cost of a client's.
    fields: tuple[str, ...]  # What a person fills in, the plain field first: problems are shown beside that one.
    carries: tuple[str, ...]  # What its page fills in by itself: a sealed token.

    def prepare(self, given: Mapping[str, str], random: "Random", now: datetime) -> "Prepared | str":
        """Make the material of a new authenticator from what was given; a str is the code of a refusal."""
        ...

    def challenge(self, material: bytes, asked: Asked, random: "Random", now: datetime) -> Challenge:
        """What to ask for this request. Called only if `asks`."""
        ...

    def check(
        self, material: bytes, challenge: bytes, answer: Mapping[str, str], asked: Asked, now: datetime
    ) -> Checked:
        """Judge an answer. `challenge` is the material of the newest challenge, b"" if it does not ask.

        Never raises, whatever the answer holds.
        """
        ...


@runtime_checkable
class DrawsForm(Trait, Protocol):
    """A factor whose `prove.html` needs something new each time it is shown, beside `challenge.shown`: a keypad."""

    def form(self, random: "Random", now: datetime) -> dict[str, Any]: ...


@runtime_checkable
class Instructs(Trait, Protocol):
    """A factor whose `prove.html` says what to do with a device for this very request: figures to type on a reader."""

    def instructions(self, asked: Asked) -> dict[str, Any]:
        """What the page gets beside `challenge.shown`; nothing of it is stored, and nothing of it is secret."""
        ...


@runtime_checkable
class Reserves(Trait, Protocol):
    """A factor whose challenge keeps something of its authenticator for one request: a square of a card.

    It is put as soon as the request is there, so that its page shows it at once, and under the authenticator's lock:
    `Challenge.moves` then takes the place of its material.
    """

    reserves: bool


@runtime_checkable
class Single(Trait, Protocol):
    """A factor of which a client has one authenticator: a new one takes the place of the one before."""

    single: bool


@runtime_checkable
class WritesTo(Trait, Protocol):
    """A factor that writes to an address of the client: its authenticator is worth what that address is worth.

    `prepare` takes « contact_id », the address, already checked. On a page, nobody sees whether there is one: so it can
    be asked of somebody who has not said anything yet but a number.
    """

    channel: str  # "sms" | "email"


@runtime_checkable
class FoundAgain(Trait, Protocol):
    """A factor that may lose step with its device: what takes its material's place once its owner is known."""

    def found_again(self, material: bytes) -> bytes: ...


@runtime_checkable
class DrawsSecret(Trait, Protocol):
    """A secret that the program can make for its client, for a time: what it draws, `prepare` accepts."""

    def draw_secret(self, random: "Random") -> str: ...


@runtime_checkable
class RunsOut(Trait, Protocol):
    """A factor whose authenticator has so many answers and no more: the client sees how many are left."""

    few: int  # From here on, they are told to get another one.

    def left(self, material: bytes) -> int: ...


@runtime_checkable
class Ends(Trait, Protocol):
    """A factor whose authenticators may end by themselves on a day that is known: their client is told ahead."""

    def ends(self, material: bytes) -> datetime | None: ...


@runtime_checkable
class HasFingerprint(Trait, Protocol):
    """A factor whose device shows a few characters by which its owner knows that it is this one."""

    def fingerprint(self, material: bytes) -> str:
        """The characters to compare before the enrolment is approved; "" while there is no device yet."""
        ...


@runtime_checkable
class Registers(Trait, Protocol):
    """A factor whose authenticator makes its own key, and says it by the browser when it is enrolled."""

    def register(
        self, material: bytes, answer: Mapping[str, str], asked: Asked, now: datetime
    ) -> Registered | Mismatch:
        """Judge what the enrolment page sends: in the place of `check`, which serves from then on. Never raises.

        `material` is what `prepare` made; `asked` has the id of the enrolment, the client and the origins.
        """


@runtime_checkable
class Named(Trait, Protocol):
    """A factor whose answer says by itself which authenticator it comes from."""

    def named(self, answer: Mapping[str, str]) -> bytes:
        """The handle of the authenticator that answers; b"" if the answer has none or cannot be read. Never raises."""
        ...


@runtime_checkable
class Together(Named, Protocol):
    """A factor of which one form serves every authenticator of the client: the device picks, the answer names it."""

    def together(self, asked: Asked, handles: tuple[bytes, ...]) -> dict[str, Any]:  # beside `challenge.shown`
        ...


@runtime_checkable
class KeptByBrowser(Trait, Protocol):
    """A factor whose keys the browser keeps and offers by itself: the list of means says which ones still serve.

    Its folder has `accepted.html`, which is given `accepted`. So a key that was removed here is offered no more.
    """

    def accepted(self, client_id: str, origins: tuple[str, ...], handles: tuple[bytes, ...]) -> dict[str, Any]:
        """What the page tells the browser: the keys of this client that are not removed, and no others."""
        ...


class Token(msgspec.Struct, frozen=True):
    """What a door's form carries: `text`, sealed, which serves once, for ten minutes; `challenge` is inside it."""

    text: str
    challenge: bytes


@runtime_checkable
class Door(Named, Protocol):
    """A factor by which somebody signs in without typing who they are: its handle says it.

    Its folder has `door.html`, included on the sign-in page and given `door` (what `door` returns), `token` (the text
    of the hidden field `door_token`) and `knock` (where its form goes). A door is not `slow`: it is judged under a
    lock. Its `check` takes b"", nobody's material, at the cost of a client's.
    """

    def door(self, origins: tuple[str, ...], token: Token, random: "Random", now: datetime) -> dict[str, Any]:
        """What `door.html` gets. `autocomplete` in it is added to the first field of the identifier.

        Nothing at all where the door leads nowhere today: it is then not shown.
        """
        ...


@runtime_checkable
class Borrows(Trait, Protocol):
    """A factor without authenticators of its own: it reads those of the kind `borrows`, and shares their tries.

    So one device may answer in several ways that policies name apart, because they prove or link something else. It
    does not ask by `challenge`: the one place for that is the device's own.
    """

    borrows: str


def device_of(factor: Factor) -> str:
    """The kind of the authenticators that this factor answers with: mostly its own."""
    return factor.borrows if isinstance(factor, Borrows) else factor.kind


@runtime_checkable
class Presents(Trait, Protocol):
    """A factor whose `prove.html` shows something made of the request itself: a signed QR code."""

    def present(self, material: bytes, asked: Asked) -> dict[str, Any]:
        """What the page gets, each time it is shown; nothing of it is stored."""
        ...


@runtime_checkable
class ReadsFolder(Trait, Protocol):
    """A factor with a file of its own in the folder of each institution that offers it."""

    def problems(self, folder: Path) -> list[str]:
        """What is wrong with that file, each « file:line: sentence », as `parvis check` says it."""
        ...


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """Something that a factor must be told from outside before it judges: where to ask, and what to send there."""

    url: str
    body: bytes = b""  # b"": only read what is there
    content_type: str = ""
    longest: int  # bytes of an answer that is still read


Ask = Callable[[Question], Awaitable[bytes | None]]  # None: no answer


@runtime_checkable
class Consults(Trait, Protocol):
    """A factor whose judgement hangs on what others say: has this certificate been taken back? It opens no connection:
    it puts its questions to `ask`, and judges what came back in `check`, from `Asked.told`.
    """

    async def consult(
        self, material: bytes, answer: Mapping[str, str], asked: Asked, ask: Ask, now: datetime
    ) -> dict[str, bytes]:
        """What was answered, by names of the factor's own. Never raises. No row is held meanwhile."""
        ...


@runtime_checkable
class Vouched(Trait, Protocol):
    """A factor that is the word of an identity provider: what it proves follows from the level that is asked of it."""

    levels: Mapping[str, frozenset[Element]]


@runtime_checkable
class SignedInElsewhere(Trait, Protocol):
    """A factor that leaves its client signed in somewhere else: leaving here leads there too. So does a session that
    has ended by itself, in the browser that has the cookie `trace`.
    """

    signs_out: str  # The page, of ours, that leads there. It is told why the session ended: `because`, "" by its owner.
    trace: str


def elements_of(factor: Factor, level: str) -> frozenset[Element]:
    """What a proof by this factor proves, where an institution asks for `level` ("" where it asks nobody)."""
    return factor.levels.get(level, frozenset()) if isinstance(factor, Vouched) else factor.proves


def pages_of(factor: Factor) -> str:
    """Where the pages of a factor lie, under the package: one folder may hold two kinds (SMS and e-mail)."""
    return "factors/" + type(factor).__module__.split(".")[-2]


class Random(Protocol):
    """Randomness as an argument: the system's in the program, a seeded one in property tests."""

    def bytes(self, count: int) -> bytes: ...

    def below(self, limit: int) -> int: ...
