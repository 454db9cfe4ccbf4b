"""Cases, without a database: who may do what in which state, when one is due, what it is called on the telephone."""

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

import msgspec

from parvis.factors import Random

KINDS = ("blocked_access", "means_lost", "contact_change", "address_change", "disavowed")

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
IN_HAND = (State.CLAIMED, State.MORE_ASKED)


class Act(StrEnum):
    """What an agent does to a case."""

    CLAIM = "claim"
    RELEASE = "release"
    ASK_MORE = "ask_more"
    REFUSE = "refuse"
    ACCEPT = "accept"
    CONFIRM = "confirm"
    SEND_BACK = "send_back"


class Agent(msgspec.Struct, frozen=True):
    """Who acts: a person of the agency."""

    id: UUID
    role: str  # adviser | supervisor | auditor
    serves: str  # the institution whose clients they look after
    name: str  # « Claire D. », as clients read it
    branch: str


def forbidden(act: Act, agent: Agent, *, state: str, claimed_by: UUID | None, decided_by: UUID | None) -> str:
    """The code of the refusal, or "" where this agent may do it to a case in that state.

    Auditors read and never act. A supervisor may release what somebody else has taken. Whoever accepted never confirms.
    """
    if agent.role not in ("adviser", "supervisor"):
        return "case_read_only"
    if state not in WAITING:
        return "case_closed"
    if act == Act.CLAIM:
        return "case_taken" if claimed_by is not None and claimed_by != agent.id else _unless(state != State.TO_CONFIRM)
    if act in (Act.CONFIRM, Act.SEND_BACK):
        if state != State.TO_CONFIRM:
            return "case_moved"
        return "case_own_decision" if decided_by == agent.id else ""
    if state not in IN_HAND or claimed_by is None:
        return "case_not_claimed" if claimed_by is None else "case_moved"
    if act == Act.RELEASE and agent.role == "supervisor":
        return ""
    return _unless(claimed_by == agent.id, "case_taken")


def _unless(fine: bool, code: str = "case_moved") -> str:
    return "" if fine else code


def due(opened_at: datetime, target_hours: int) -> datetime:
    """When a case should be decided at the latest."""
    return opened_at + timedelta(hours=target_hours)


def is_late(state: str, due_at: datetime, now: datetime) -> bool:
    """Past its target, and it is the agency's turn: a case that waits for its client is nobody's delay."""
    return state in FOR_AGENCY and due_at < now


def initials(short_name: str) -> str:
    """Two capitals of an institution's name: « Deux Rives » DR, « Estuaire » ES."""
    words = [word for word in short_name.upper().split() if word.isascii() and word.isalpha()] or ["PA"]
    return (words[0][0] + words[-1][0] if len(words) > 1 else words[0][:2]).ljust(2, "X")


def reference(short_name: str, random: Random) -> str:
    """What the client says on the telephone: « DR-4F7K-9C ». 85 million for each institution."""
    drawn = "".join(LETTERS[random.below(len(LETTERS))] for _ in range(6))
    return f"{initials(short_name)}-{drawn[:4]}-{drawn[4:]}"


def shown_name(given_name: str, family_name: str) -> str:
    """An agent, as clients read it: « Claire D. »"""
    return f"{given_name} {family_name[:1]}." if family_name else given_name


def document_name(name: str) -> str:
    """A file's name that is safe to show and to save: its last part, no control character, 80 characters at most."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(one for one in last if one.isprintable() and one not in '"<>|:*?;%').strip(" .")
    stem, dot, ending = kept.rpartition(".")
    return f"{stem[:70]}{dot}{ending[:9]}" if dot and stem else kept[:80] or "document"
