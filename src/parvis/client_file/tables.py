"""Clients as an agent finds and reads them. Every select starts from the institution that the agent serves."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from parvis.accounts.rules import ACCENTED, FOLDED
from parvis.clients.tables import Client
from parvis.db import Transaction
from parvis.web.cursors import Key


class Found(msgspec.Struct, frozen=True):
    """A client among those a search has found: enough to tell two of one name apart."""

    id: UUID
    given_name: str
    family_name: str
    company: str | None
    since: datetime
    ending: str  # of their identifier

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"


class Lookups(msgspec.Struct, frozen=True):
    """What one agent has lately looked up, and whether supervisors were told that it was too much."""

    count: int
    told: bool


class Standing(msgspec.Struct, frozen=True):
    """Where a client's access stands."""

    ending: str
    since: datetime
    last_seen_at: datetime | None  # the last session opened
    running: int  # sessions open now
    devices: int
    held_until: datetime | None
    blocked_at: datetime | None


class Waits(msgspec.Struct, frozen=True):
    """A request of the client that waits for a proof: what, never how much nor to whom."""

    id: UUID
    operation: str
    opened_at: datetime
    expires_at: datetime


class Told(msgspec.Struct, frozen=True):
    """One line of the journal, with the agent who acted, if it was one."""

    id: UUID
    at: datetime
    event: str
    detail: dict[str, Any]
    browser: str
    given_name: str | None
    family_name: str | None
    role: str | None  # as it was then
    branch: str | None


async def client_of(tx: Transaction, institution: str, client_id: UUID) -> Client | None:
    """One client of that institution."""
    return await tx.row(
        Client,
        "select id, given_name, family_name, language, company from client where institution = $1 and id = $2",
        institution, client_id,
    )


_FOUND = """
    select client.id, given_name, family_name, company, created_at as since,
           coalesce((select right(value, 3) from identifier where client_id = client.id limit 1), '') as ending
    from client
"""


async def by_identifier(tx: Transaction, institution: str, identifier: str) -> list[Found]:
    """Whoever signs in with exactly this identifier."""
    return await tx.rows(
        Found,
        f"""{_FOUND} where client.institution = $1
            and client.id = (select client_id from identifier where institution = $1 and value = $2)""",
        institution, identifier,
    )


async def by_first_part(tx: Transaction, institution: str, number: str, *, at_most: int) -> list[Found]:
    """Everybody whose identifier begins with this whole part: the users of one company, by its number."""
    return await tx.rows(
        Found,
        f"""{_FOUND} where client.institution = $1
            and client.id in (select client_id from identifier where institution = $1 and value like $2 || '-%')
            order by family_name, given_name, client.id limit $3""",
        institution, number, at_most,
    )


async def by_case(tx: Transaction, institution: str, reference: str) -> list[Found]:
    """The client of the case of that reference."""
    return await tx.rows(
        Found,
        f"""{_FOUND} where client.institution = $1
            and client.id = (select client_id from client_case where institution = $1 and reference = $2)""",
        institution, reference,
    )


_FAMILY = f"lower(translate(family_name, '{ACCENTED}', '{FOLDED}'))"
_GIVEN = f"lower(translate(given_name, '{ACCENTED}', '{FOLDED}'))"
_COMPANY = f"lower(translate(company, '{ACCENTED}', '{FOLDED}'))"


async def by_name(tx: Transaction, institution: str, *, first: str, second: str, at_most: int) -> list[Found]:
    """Whose family name, or company, begins so; with a second word, the given name too, in either order."""
    return await tx.rows(
        Found,
        f"""
        select * from (
            {_FOUND} where client.institution = $1 and {_FAMILY} like $2 and {_GIVEN} like $3
            union
            {_FOUND} where client.institution = $1 and {_FAMILY} like $3 and {_GIVEN} like $2 and $3 <> '%'
            union
            {_FOUND} where client.institution = $1 and {_COMPANY} like $2 || case when $3 = '%' then '' else $3 end
        ) as found order by family_name, given_name, id limit $4
        """,
        institution, first, second, at_most,
    )


async def standing_of(tx: Transaction, institution: str, client_id: UUID, now: datetime) -> Standing:
    """Where this client's access stands, in one statement."""
    found = await tx.row(
        Standing,
        """
        select coalesce(
                   (select right(value, 3) from identifier where institution = $1 and client_id = client.id limit 1), ''
               ) as ending,
               created_at as since, seen.last_seen_at, seen.running, known.devices, held.held_until, held.blocked_at
        from client
        cross join lateral (
            select max(opened_at) as last_seen_at,
                   count(*) filter (where ended_at is null and expires_at > $3) as running
            from session where client_id = client.id
        ) as seen
        cross join lateral (
            select count(*) as devices from device where client_id = client.id and distrusted_at is null
        ) as known
        cross join lateral (
            select max(held_until) filter (where held_until > $3) as held_until, max(blocked_at) as blocked_at
            from lock_counter where institution = $1 and subject = uuid_send(client.id)
        ) as held
        where client.institution = $1 and client.id = $2
        """,
        institution, client_id, now,
    )
    assert found is not None, "the client was found before"
    return found


async def waiting_of(tx: Transaction, institution: str, client_id: UUID, now: datetime) -> list[Waits]:
    """What this client has asked for and has not approved yet."""
    return await tx.rows(
        Waits,
        """
        select id, operation, opened_at, expires_at from request
        where institution = $1 and client_id = $2 and state = 'waiting' and expires_at > $3 order by opened_at
        """,
        institution, client_id, now,
    )


_TOLD = """
    select journal.id, journal.at, journal.event, journal.detail,
           coalesce(session.browser, request.browser, journal.detail->>'browser', '') as browser,
           person.given_name, person.family_name, coalesce(journal.detail->>'role', agent.role) as role, agent.branch
    from journal
    left join session on session.id = journal.session_id and session.client_id = $2
    left join request on request.id = journal.request_id and request.client_id = $2
    left join agent on agent.person_id = nullif(journal.detail->>'agent', '')::uuid and agent.serves = $1
    left join client as person on person.id = agent.person_id
    where journal.institution = $1 and journal.client_id = $2
      and ($3::timestamptz is null or (journal.at, journal.id) < ($3, $4))
"""


async def journal_of(
    tx: Transaction, institution: str, client_id: UUID, *, before: Key | None, at_most: int
) -> list[Told]:
    """What happened to this client, the latest first, before a line already shown."""
    return await tx.rows(
        Told, f"{_TOLD} order by journal.at desc, journal.id desc limit $5",
        institution, client_id, before[0] if before else None, before[1] if before else None, at_most,
    )


async def acts_of(
    tx: Transaction, institution: str, client_id: UUID, *, before: Key | None, at_most: int
) -> list[Told]:
    """What agents have done about this client, the latest first."""
    return await tx.rows(
        Told, f"{_TOLD} and journal.detail ? 'agent' order by journal.at desc, journal.id desc limit $5",
        institution, client_id, before[0] if before else None, before[1] if before else None, at_most,
    )


async def lookups_of(tx: Transaction, agency: str, person_id: UUID, since: datetime) -> Lookups:
    """How many searches this agent has made, and files opened, since then."""
    found = await tx.row(
        Lookups,
        """
        select count(*) filter (where event = 'clients:searched') + (
                   select count(*) from request
                   where institution = $1 and client_id = $2 and operation = 'open_client_file' and state = 'executed'
                     and settled_at > $3
               ) as count,
               coalesce(bool_or(event = 'agent:slowed'), false) as told
        from journal
        where institution = $1 and client_id = $2 and at > $3 and event in ('clients:searched', 'agent:slowed')
        """,
        agency, person_id, since,
    )
    assert found is not None, "an aggregate has a row"
    return found


async def is_open(
    tx: Transaction, agency: str, person_id: UUID, *, operation: str, session_id: UUID, client_id: UUID, since: datetime
) -> bool:
    """Whether this agent, in this very session, has opened that client's file after `since`, and said why."""
    return await tx.found(
        """
        select 1 from request
        where institution = $1 and client_id = $2 and session_id = $3 and operation = $4 and state = 'executed'
          and opened_at > $6 and facts->>'client_id' = $5::text limit 1
        """,
        agency, person_id, session_id, operation, str(client_id), since,
    )
