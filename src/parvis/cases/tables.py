"""Cases, their steps and documents. Each read starts from the institution, then from the client or for its agents."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from parvis.agency.rules import signature
from parvis.clients.tables import Client
from parvis.db import Transaction


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One case, as it stands."""

    id: UUID
    institution: str
    client_id: UUID
    kind: str
    state: str
    reference: str
    detail: dict[str, Any]
    opened_at: datetime
    due_at: datetime
    claimed_by: UUID | None
    claimed_at: datetime | None
    decided_by: UUID | None
    confirmed_by: UUID | None
    closed_at: datetime | None


class Step(msgspec.Struct, frozen=True):
    """What was done, when, and by which agent: None for the client and for the program."""

    id: UUID
    at: datetime
    what: str
    words: str
    agent_id: UUID | None
    given_name: str
    family_name: str
    branch: str

    @property
    def act(self) -> str:
        """What was done, without its reason."""
        return self.what.partition(":")[0]

    @property
    def reason(self) -> str:
        """Why it was refused: one of REASONS, or ""."""
        return self.what.partition(":")[2]

    @property
    def agent(self) -> str:
        """« Claire D. », or "" where it was no agent."""
        return signature(self.given_name, self.family_name) if self.given_name else ""


class Document(msgspec.Struct, frozen=True):
    """What a client has sent, without its content."""

    id: UUID
    case_id: UUID
    name: str
    media_type: str
    size: int
    sent_at: datetime


class Contained(msgspec.Struct, frozen=True):
    """A document with its content, sealed (« document:<id> »)."""

    id: UUID
    case_id: UUID
    client_id: UUID
    name: str
    media_type: str
    content: bytes


COLUMNS = ", ".join(f"client_case.{name}" for name in Case.__struct_fields__)
_DOCUMENT = "id, case_id, name, media_type, size, sent_at"


async def insert(tx: Transaction, case: Case) -> bool:
    """A new case. False where this client has one of that kind, or where the reference is somebody else's."""
    return await tx.found(
        """
        insert into client_case (id, institution, client_id, kind, reference, detail, opened_at, due_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        on conflict do nothing returning 1
        """,
        case.id, case.institution, case.client_id, case.kind, case.reference, case.detail, case.opened_at, case.due_at,
    )


async def waiting_of(tx: Transaction, institution: str, client_id: UUID, kind: str) -> Case | None:
    """This client's case of that kind that is not closed."""
    return await tx.row(
        Case,
        f"""
        select {COLUMNS} from client_case
        where institution = $1 and client_id = $2 and kind = $3
            and state in ('open', 'claimed', 'more_asked', 'to_confirm')
        """,
        institution, client_id, kind,
    )


async def of_client(tx: Transaction, institution: str, client_id: UUID, at_most: int = 50) -> list[Case]:
    """The cases of this client, the newest first."""
    return await tx.rows(
        Case,
        f"""
        select {COLUMNS} from client_case where institution = $1 and client_id = $2
        order by opened_at desc, id desc limit $3
        """,
        institution, client_id, at_most,
    )


async def one_of_client(
    tx: Transaction, institution: str, client_id: UUID, case_id: UUID, *, lock: bool = False
) -> Case | None:
    """One case of this client. `lock`: nobody else moves it until the transaction ends."""
    query = f"select {COLUMNS} from client_case where institution = $1 and client_id = $2 and id = $3"
    return await tx.row(Case, f"{query} {FOR_UPDATE}" if lock else query, institution, client_id, case_id)


FOR_UPDATE = "for no key update"


async def one(tx: Transaction, institution: str, case_id: UUID) -> Case | None:
    """One case, for the agents who serve this institution."""
    return await tx.row(
        Case, f"select {COLUMNS} from client_case where institution = $1 and id = $2", institution, case_id
    )


async def with_siblings(tx: Transaction, institution: str, case_id: UUID, *, lock: bool = False) -> list[Case]:
    """The case first, then the others of its client. `lock`: nobody else moves any of them in the meantime."""
    query = f"""
        select {COLUMNS} from client_case
        where institution = $1
            and client_id = (select client_id from client_case where institution = $1 and id = $2)
        order by id
    """
    found = await tx.rows(Case, f"{query} {FOR_UPDATE}" if lock else query, institution, case_id)
    return sorted(found, key=lambda case: case.id != case_id)


async def add_step(
    tx: Transaction, *, step_id: UUID, institution: str, case_id: UUID, what: str, now: datetime,
    agent_id: UUID | None = None, words: str = "",
) -> None:
    """Say that something was done."""
    await tx.run(
        """
        insert into case_step (id, institution, case_id, at, agent_id, what, words) values ($1, $2, $3, $4, $5, $6, $7)
        """,
        step_id, institution, case_id, now, agent_id, what, words,
    )


async def steps(tx: Transaction, institution: str, case_id: UUID) -> list[Step]:
    """What was done in this case, the oldest first. The case was found through its owner."""
    return await tx.rows(
        Step,
        """
        select case_step.id, at, what, words, agent_id, coalesce(given_name, '') as given_name,
            coalesce(family_name, '') as family_name, coalesce(branch, '') as branch
        from case_step
            left join agent on agent.person_id = case_step.agent_id
            left join client on client.id = case_step.agent_id
        where case_step.institution = $1 and case_id = $2
        order by at, case_step.id
        """,
        institution, case_id,
    )


async def has_read(tx: Transaction, institution: str, case_id: UUID, *, agent_id: UUID, since: datetime) -> bool:
    """Whether this agent has opened the case, or done anything in it, since then."""
    return await tx.found(
        "select 1 from case_step where institution = $1 and case_id = $2 and agent_id = $3 and at > $4 limit 1",
        institution, case_id, agent_id, since,
    )


async def moves(tx: Transaction, institution: str, case_id: UUID) -> int:
    """How many steps there are, looks aside: the case has moved since somebody read it when there are more."""
    found: int = await tx.value(
        "select count(*) from case_step where institution = $1 and case_id = $2 and what <> 'read'",
        institution, case_id,
    )
    return found


async def count_steps(tx: Transaction, institution: str, case_id: UUID, what: str) -> int:
    """How often that was done in this case."""
    found: int = await tx.value(
        "select count(*) from case_step where institution = $1 and case_id = $2 and what = $3",
        institution, case_id, what,
    )
    return found


async def answered(tx: Transaction, institution: str, case_id: UUID, now: datetime) -> bool:
    """The client has answered what more was asked: it is the agency's turn, and the target moves by the time waited."""
    return await tx.found(
        """
        update client_case set
            state = case when claimed_by is null then 'open' else 'claimed' end,
            due_at = due_at + ($3 - coalesce(
                (select max(at) from case_step
                 where case_step.institution = $1 and case_id = client_case.id and what = 'more_asked'), $3))
        where institution = $1 and id = $2 and state = 'more_asked'
        returning 1
        """,
        institution, case_id, now,
    )


async def widen(tx: Transaction, institution: str, case_id: UUID, detail: dict[str, Any]) -> None:
    """Other facts in a case that is locked and waits. What was accepted once is accepted no more."""
    await tx.run(
        """
        update client_case set detail = $3, decided_by = null,
            state = case when state <> 'to_confirm' then state when claimed_by is null then 'open' else 'claimed' end
        where institution = $1 and id = $2
        """,
        institution, case_id, detail,
    )


async def withdraw(tx: Transaction, institution: str, client_id: UUID, case_id: UUID, now: datetime) -> bool:
    """The client takes it back, unless it is closed already."""
    return await tx.found(
        """
        update client_case set state = 'withdrawn', closed_at = $4
        where institution = $1 and client_id = $2 and id = $3
            and state in ('open', 'claimed', 'more_asked', 'to_confirm')
        returning 1
        """,
        institution, client_id, case_id, now,
    )


async def move(tx: Transaction, case: Case, *, expected: str) -> bool:
    """Put a case where `case` says, if it is still in the state `expected`. Its row was locked by this transaction."""
    return await tx.found(
        """
        update client_case set state = $4, claimed_by = $5, claimed_at = $6, decided_by = $7, confirmed_by = $8,
            closed_at = $9
        where institution = $1 and id = $2 and state = $3
        returning 1
        """,
        case.institution, case.id, expected, case.state, case.claimed_by, case.claimed_at, case.decided_by,
        case.confirmed_by, case.closed_at,
    )


async def add_document(
    tx: Transaction, document: Document, institution: str, client_id: UUID, content: bytes, at_most: int
) -> bool:
    """Keep what a client has sent, `content` sealed. False where the case has `at_most` of them already."""
    return await tx.found(
        """
        insert into document (id, institution, client_id, case_id, name, media_type, size, content, sent_at)
        select $1, $2, $3, $4, $5, $6, $7, $8, $9
        where (select count(*) from document where institution = $2 and case_id = $4) < $10
        returning 1
        """,
        document.id, institution, client_id, document.case_id, document.name, document.media_type, document.size,
        content, document.sent_at, at_most,
    )


async def documents(tx: Transaction, institution: str, case_id: UUID) -> list[Document]:
    """What was sent for this case, the oldest first. The case was found through its owner."""
    return await tx.rows(
        Document,
        f"select {_DOCUMENT} from document where institution = $1 and case_id = $2 order by sent_at, id",
        institution, case_id,
    )


async def document(tx: Transaction, institution: str, *, case_id: UUID, document_id: UUID) -> Contained | None:
    """One document of this case, with its sealed content, for the agents who serve this institution."""
    return await tx.row(
        Contained,
        """
        select id, case_id, client_id, name, media_type, content from document
        where institution = $1 and case_id = $2 and id = $3
        """,
        institution, case_id, document_id,
    )


async def whom(tx: Transaction, institution: str, client_id: UUID) -> Client:
    """The client of a case, which was found before."""
    found = await tx.row(
        Client,
        """
        select id, given_name, family_name, language, company from client where institution = $1 and id = $2
        """,
        institution, client_id,
    )
    assert found is not None
    return found
