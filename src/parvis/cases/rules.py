"""Cases, without a database: who may do what in which state, when one is due, what it is called on the telephone."""

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from parvis.factors import Random

KINDS = (
    "blocked_access", "means_lost", "means_renewal", "contact_change", "address_change", "disavowed", "reported_call",
)

# Why a case is refused: said to the client in words (`case-reason-<reason>`), beside what the agent wrote.
REASONS = ("unreadable", "incomplete", "mismatch", "unanswered", "not_sure", "not_needed", "not_possible")

# No vowel, so that no word is made; nothing that is read for something else (0 O, 1 I L, 2 Z, 5 S, 8 B).
LETTERS = "CDFGHJKMNPQRTVWX34679"

WORDS_LONGEST = 1000  # characters that an agent or a client writes in one step
ANSWERS_AT_MOST = 20  # of the client, in one case
DOCUMENTS_AT_MOST = 10  # in one case


class State(StrEnum):
    """Where a case stands. The last three are final."""

    OPEN = "open"
    CLAIMED = "claimed"
    MORE_ASKED = "more_asked"  # waits for the client; the agent keeps it
    TO_CONFIRM = "to_confirm"  # accepted by one agent, not yet by another
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


WAITING = (State.OPEN, State.CLAIMED, State.MORE_ASKED, State.TO_CONFIRM)
FOR_AGENCY = (State.OPEN, State.CLAIMED, State.TO_CONFIRM)


class Act(StrEnum):
    """What an agent does with a case."""

    READ = "read"
    CLAIM = "claim"
    RELEASE = "release"
    ASK = "ask"  # for more, of the client
    REFUSE = "refuse"
    ACCEPT = "accept"
    CONFIRM = "confirm"
    RETURN = "return"  # to whoever accepted it, instead of confirming


DECIDING = (Act.ASK, Act.REFUSE, Act.ACCEPT, Act.CONFIRM, Act.RETURN)  # on what was read, and on nothing newer
GIVING = (Act.ACCEPT, Act.CONFIRM)


class Standing(Protocol):
    """What the rules look at in a case."""

    @property
    def id(self) -> UUID: ...
    @property
    def kind(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def claimed_by(self) -> UUID | None: ...
    @property
    def decided_by(self) -> UUID | None: ...
    @property
    def confirmed_by(self) -> UUID | None: ...
    @property
    def closed_at(self) -> datetime | None: ...


def forbidden(act: Act, case: Standing, *, agent_id: UUID, role: str) -> str:
    """The code of the refusal, or "" where this agent may do it to that case as it stands.

    Auditors read and never act. A supervisor may release what somebody else has taken. Whoever accepted never confirms.
    """
    if act == Act.READ:
        return ""
    if role not in ("adviser", "supervisor"):
        return "case_read_only"
    if case.state not in WAITING:
        return "case_closed"
    if act in (Act.CONFIRM, Act.RETURN):
        if case.state != State.TO_CONFIRM:
            return "case_moved"
        return "case_own_decision" if case.decided_by == agent_id else ""
    if case.state == State.TO_CONFIRM:
        return "case_moved"
    if act == Act.CLAIM:
        return "" if case.claimed_by in (None, agent_id) else "case_taken"
    if case.claimed_by is None:
        return "case_not_claimed"
    if case.claimed_by != agent_id and not (act == Act.RELEASE and role == "supervisor"):
        return "case_taken"
    return ""


def kept_apart(
    case: Standing, others: Iterable[Standing], *, agent_id: UUID, apart: Sequence[str], days: int, now: datetime
) -> bool:
    """Whether this agent has given this client something that must not come from the same person as this case.

    `apart`: the kinds that one person never decides together within so many `days`; `others`: the client's cases.
    """
    since = now - timedelta(days=days)
    return case.kind in apart and any(
        other.kind in apart
        and other.kind != case.kind
        and other.state in (State.TO_CONFIRM, State.ACCEPTED)
        and agent_id in (other.decided_by, other.confirmed_by)
        and (other.closed_at is None or other.closed_at > since)
        for other in others
    )


def due(opened_at: datetime, target_hours: int) -> datetime:
    """When a case should be decided at the latest."""
    return opened_at + timedelta(hours=target_hours)


def is_late(state: str, due_at: datetime, now: datetime) -> bool:
    """Past its target, and it is the agency's turn: a case that waits for its client is nobody's delay."""
    return state in FOR_AGENCY and due_at < now


def initials(short_name: str) -> str:
    """Two capitals of an institution's name, without their accents: « Deux Rives » DR, « Estuaire » ES."""
    bare = unicodedata.normalize("NFD", short_name.upper()).encode("ascii", "ignore").decode()
    words = [word for word in bare.split() if word.isalpha()] or ["PA"]
    return (words[0][0] + words[-1][0] if len(words) > 1 else words[0][:2]).ljust(2, "X")


def reference(short_name: str, random: Random) -> str:
    """What the client says on the telephone: « DR-4F7K-9C ». 85 million for each institution."""
    drawn = "".join(LETTERS[random.below(len(LETTERS))] for _ in range(6))
    return f"{initials(short_name)}-{drawn[:4]}-{drawn[4:]}"


def example(short_name: str) -> str:
    """A reference as this institution writes them, for whoever wonders what to type."""
    return f"{initials(short_name)}-4F7K-9C"


def typed_reference(typed: str) -> str:
    """A reference as it is stored, from what somebody typed: « dr 4f7k 9c » is « DR-4F7K-9C »."""
    bare = "".join(one for one in typed.upper() if one.isascii() and one.isalnum())[:8]
    return f"{bare[:2]}-{bare[2:6]}-{bare[6:]}"


def document_name(name: str) -> str:
    """A file's name that is safe to show and to save: its last part, no control character, 80 characters at most."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(one for one in last if one.isprintable() and one not in '"<>|:*?;%').strip(" .")
    stem, dot, ending = kept.rpartition(".")
    return f"{stem[:70]}{dot}{ending[:9]}" if dot and stem else kept[:80] or "document"
