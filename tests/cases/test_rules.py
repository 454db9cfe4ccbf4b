"""Who may do what to a case in which state, when one is late, what it is called on the telephone."""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from parvis.cases import rules
from parvis.cases.rules import Act, State

NOW = datetime(2026, 11, 24, 13, 5, tzinfo=UTC)


@dataclass(frozen=True)
class Agent:
    id: UUID
    role: str


CLAIRE, HUGO = Agent(UUID(int=1), "adviser"), Agent(UUID(int=2), "adviser")
NADIA, PAUL = Agent(UUID(int=3), "supervisor"), Agent(UUID(int=4), "auditor")


@dataclass(frozen=True)
class Case:
    """A case as the rules look at it."""

    state: str = State.OPEN
    claimed_by: UUID | None = None
    decided_by: UUID | None = None
    confirmed_by: UUID | None = None
    closed_at: datetime | None = None
    kind: str = "blocked_access"
    id: UUID = field(default_factory=uuid4)


class Drawn:
    """Randomness with a seed."""

    def __init__(self, seed: int) -> None:
        self.drawn = random.Random(seed)

    def bytes(self, count: int) -> bytes:
        return self.drawn.randbytes(count)

    def below(self, limit: int) -> int:
        return self.drawn.randrange(limit)


@pytest.mark.parametrize(
    ("act", "agent", "state", "claimed_by", "decided_by", "expected"),
    [
        (Act.CLAIM, CLAIRE, State.OPEN, None, None, ""),
        (Act.CLAIM, CLAIRE, State.CLAIMED, HUGO, None, "case_taken"),
        (Act.CLAIM, CLAIRE, State.CLAIMED, CLAIRE, None, ""),
        (Act.CLAIM, CLAIRE, State.MORE_ASKED, None, None, ""),
        (Act.CLAIM, CLAIRE, State.TO_CONFIRM, CLAIRE, CLAIRE, "case_moved"),
        (Act.CLAIM, CLAIRE, State.REFUSED, None, None, "case_closed"),
        (Act.RELEASE, CLAIRE, State.CLAIMED, CLAIRE, None, ""),
        (Act.RELEASE, CLAIRE, State.CLAIMED, HUGO, None, "case_taken"),
        (Act.RELEASE, NADIA, State.CLAIMED, HUGO, None, ""),
        (Act.RELEASE, NADIA, State.OPEN, None, None, "case_not_claimed"),
        (Act.ASK, CLAIRE, State.OPEN, None, None, "case_not_claimed"),
        (Act.ASK, CLAIRE, State.CLAIMED, CLAIRE, None, ""),
        (Act.ASK, NADIA, State.CLAIMED, HUGO, None, "case_taken"),
        (Act.REFUSE, CLAIRE, State.MORE_ASKED, CLAIRE, None, ""),
        (Act.ACCEPT, CLAIRE, State.CLAIMED, CLAIRE, None, ""),
        (Act.ACCEPT, CLAIRE, State.WITHDRAWN, CLAIRE, None, "case_closed"),
        (Act.ACCEPT, CLAIRE, State.TO_CONFIRM, CLAIRE, CLAIRE, "case_moved"),
        (Act.CONFIRM, HUGO, State.TO_CONFIRM, CLAIRE, CLAIRE, ""),
        (Act.CONFIRM, NADIA, State.TO_CONFIRM, NADIA, NADIA, "case_own_decision"),
        (Act.RETURN, HUGO, State.TO_CONFIRM, CLAIRE, CLAIRE, ""),
        (Act.RETURN, CLAIRE, State.TO_CONFIRM, CLAIRE, CLAIRE, "case_own_decision"),
        (Act.CONFIRM, HUGO, State.CLAIMED, CLAIRE, None, "case_moved"),
    ],
)  # fmt: skip
def test_who_may_do_what(
    act: Act, agent: Agent, state: State, claimed_by: Agent | None, decided_by: Agent | None, expected: str
) -> None:
    case = Case(state, claimed_by and claimed_by.id, decided_by and decided_by.id)
    assert rules.forbidden(act, case, agent_id=agent.id, role=agent.role) == expected


@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize("state", State)
def test_an_auditor_reads_and_never_acts(act: Act, state: State) -> None:
    found = rules.forbidden(act, Case(state, PAUL.id), agent_id=PAUL.id, role=PAUL.role)
    assert found == ("" if act == Act.READ else "case_read_only")


@pytest.mark.parametrize("state", [State.ACCEPTED, State.REFUSED, State.WITHDRAWN])
@pytest.mark.parametrize("act", [act for act in Act if act is not Act.READ])
def test_nothing_moves_a_closed_case(act: Act, state: State) -> None:
    found = rules.forbidden(act, Case(state, CLAIRE.id), agent_id=CLAIRE.id, role=CLAIRE.role)
    assert found == "case_closed"


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (Case(State.ACCEPTED, decided_by=CLAIRE.id, closed_at=NOW - timedelta(days=29)), True),
        (Case(State.ACCEPTED, decided_by=CLAIRE.id, closed_at=NOW - timedelta(days=30)), False),
        (Case(State.ACCEPTED, decided_by=HUGO.id, confirmed_by=CLAIRE.id, closed_at=NOW), True),
        (Case(State.TO_CONFIRM, decided_by=CLAIRE.id), True),
        (Case(State.REFUSED, decided_by=CLAIRE.id, closed_at=NOW), False),
        (Case(State.ACCEPTED, decided_by=HUGO.id, closed_at=NOW), False),
        (Case(State.ACCEPTED, decided_by=CLAIRE.id, closed_at=NOW, kind="contact_change"), False),
        (Case(State.ACCEPTED, decided_by=CLAIRE.id, closed_at=NOW, kind="address_change"), False),
    ],
)
def test_pitfall_28_unblocking_and_changing_contacts_are_never_one_persons(other: Case, expected: bool) -> None:
    asked = Case(kind="contact_change")
    apart = ("blocked_access", "contact_change")
    found = rules.kept_apart(asked, [asked, other], agent_id=CLAIRE.id, apart=apart, days=30, now=NOW)
    assert found is expected


def test_a_case_that_waits_for_its_client_is_not_late() -> None:
    due = rules.due(NOW, 72)
    assert due == NOW + timedelta(days=3)
    assert not rules.is_late("open", due, due)
    assert rules.is_late("open", due, due + timedelta(seconds=1))
    assert not rules.is_late("more_asked", due, due + timedelta(days=9))
    assert not rules.is_late("accepted", due, due + timedelta(days=9))


def test_a_reference_can_be_said_on_the_telephone() -> None:
    found = {rules.reference("Deux Rives", Drawn(seed)) for seed in range(500)}
    assert len(found) == 500
    for reference in found:
        assert reference[:3] == "DR-" and len(reference) == 10 and reference[7] == "-"
        assert not set(reference[3:]) & set("AEIOUYBLSZ01258")


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Deux Rives", "DR"), ("Estuaire", "ES"), ("É", "EX"), ("99", "PA"), ("Crédit municipal", "CM")],
)
def test_its_first_letters_are_the_institutions(name: str, expected: str) -> None:
    assert rules.initials(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("carte.pdf", "carte.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\moi\\carte.jpg", "carte.jpg"),
        ('a"b\r\nSet-Cookie: x=1.pdf', "abSet-Cookie x=1.pdf"),
        ("\u202efdp.exe", "fdp.exe"),
        ("", "document"),
        ("...", "document"),
        ("x" * 200 + ".jpeg", "x" * 70 + ".jpeg"),
        ("pièce d’identité.png", "pièce d’identité.png"),
    ],
)
def test_pitfall_27_a_documents_name_is_safe(name: str, expected: str) -> None:
    assert rules.document_name(name) == expected
