"""The queue of one institution. Every select starts from it; a page begins after the last line of the one before."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

import msgspec

from parvis.agency.rules import signature
from parvis.db import Transaction
from parvis.web.cursors import Key

FIRST = (datetime(1970, 1, 1, tzinfo=UTC), UUID(int=0))
LAST = (datetime(9999, 1, 1, tzinfo=UTC), UUID(int=2**128 - 1))


class Line(msgspec.Struct, frozen=True):
    """One case in the queue. No client is named here: whoever opens the case says so in the journal."""

    id: UUID
    kind: str
    state: str
    reference: str
    opened_at: datetime
    due_at: datetime
    closed_at: datetime | None
    claimed_by: UUID | None
    given_name: str
    family_name: str

    @property
    def holder(self) -> str:
        """Who has it in hand: « Claire D. », or ""."""
        return signature(self.given_name, self.family_name) if self.given_name else ""


class Counts(msgspec.Struct, frozen=True):
    """How many cases wait, by whose turn it is."""

    agency: int
    late: int
    mine: int
    confirm: int
    client: int
    version: str  # of the queue: another one where any case came, went, or moved


_LINE = """
    select client_case.id, kind, state, reference, opened_at, due_at, closed_at, claimed_by,
        coalesce(holder.given_name, '') as given_name, coalesce(holder.family_name, '') as family_name
    from client_case left join client holder on holder.id = client_case.claimed_by
"""


async def waiting(
    tx: Transaction, institution: str, *, states: Sequence[str], kind: str, mine: UUID | None, not_by: UUID | None,
    after: Key | None, at_most: int,
) -> list[Line]:
    """Cases in these states, what is due first before the rest.

    `kind`: "" for all; `mine`: claimed by this agent; `not_by`: accepted by somebody else than this agent.
    """
    due_at, case_id = after or FIRST
    return await tx.rows(
        Line,
        f"""
        {_LINE}
        where client_case.institution = $1 and state in ('open', 'claimed', 'more_asked', 'to_confirm')
            and state = any($2) and ($3 = '' or kind = $3) and ($4::uuid is null or claimed_by = $4)
            and ($5::uuid is null or decided_by <> $5) and (due_at, client_case.id) > ($6, $7)
        order by due_at, client_case.id limit $8
        """,
        institution, list(states), kind, mine, not_by, due_at, case_id, at_most,
    )


async def closed(
    tx: Transaction, institution: str, *, kind: str, after: Key | None, at_most: int
) -> list[Line]:
    """Cases that are over, the last one first."""
    closed_at, case_id = after or LAST
    return await tx.rows(
        Line,
        f"""
        {_LINE}
        where client_case.institution = $1 and closed_at is not null and ($2 = '' or kind = $2)
            and (closed_at, client_case.id) < ($3, $4)
        order by closed_at desc, client_case.id desc limit $5
        """,
        institution, kind, closed_at, case_id, at_most,
    )


async def counts(tx: Transaction, institution: str, agent_id: UUID, now: datetime) -> Counts:
    """What waits, in one look."""
    found = await tx.row(
        Counts,
        """
        select count(*) filter (where state <> 'more_asked') as agency,
            count(*) filter (where state <> 'more_asked' and due_at < $3) as late,
            count(*) filter (where claimed_by = $2 and state <> 'to_confirm') as mine,
            count(*) filter (where state = 'to_confirm' and decided_by <> $2) as confirm,
            count(*) filter (where state = 'more_asked') as client,
            coalesce(sum(hashtext(id::text || state || coalesce(claimed_by::text, ''))::bigint), 0)::text as version
        from client_case
        where institution = $1 and state in ('open', 'claimed', 'more_asked', 'to_confirm')
        """,
        institution, agent_id, now,
    )
    assert found is not None
    return found


async def by_reference(tx: Transaction, institution: str, reference: str) -> UUID | None:
    """The case that is called so on the telephone."""
    found: UUID | None = await tx.value(
        "select id from client_case where institution = $1 and reference = $2", institution, reference
    )
    return found
