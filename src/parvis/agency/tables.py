"""Agents and their invitations. Every select starts from the agency."""

from datetime import datetime
from uuid import UUID

import msgspec

from parvis.agency.rules import Role, signature
from parvis.db import Transaction


class Agent(msgspec.Struct, frozen=True):
    """Somebody of the staff, as a page sees them. A person who has left is no agent."""

    id: UUID
    serves: str  # the institution whose clients they look after
    role: Role
    branch: str
    since: datetime
    given_name: str
    family_name: str

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"

    @property
    def signature(self) -> str:
        """How clients read it: « Claire D. »"""
        return signature(self.given_name, self.family_name)


class Colleague(msgspec.Struct, frozen=True):
    """One line of the team."""

    id: UUID
    role: Role
    branch: str
    since: datetime
    left_at: datetime | None
    given_name: str
    family_name: str
    keys: int  # passkeys that serve
    last_used_at: datetime | None
    invitation_id: UUID | None  # the one that is open
    invited_until: datetime | None


class Slowed(msgspec.Struct, frozen=True):
    """An agent who looked up too many clients in an hour, and had to wait."""

    id: UUID
    given_name: str
    family_name: str
    at: datetime
    count: int


class Invitation(msgspec.Struct, frozen=True):
    """An invitation and whom it is for."""

    id: UUID
    person_id: UUID
    token_hash: bytes
    invited_by: UUID | None
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None
    void_at: datetime | None
    given_name: str
    family_name: str
    role: Role
    branch: str

    def open(self, now: datetime) -> bool:
        return self.used_at is None and self.void_at is None and now < self.expires_at


async def agent_of(tx: Transaction, agency: str, person_id: UUID) -> Agent | None:
    """The agent that this person is at that agency; None for whoever has left or never was."""
    return await tx.row(
        Agent,
        """
        select agent.person_id as id, agent.serves, agent.role, agent.branch, agent.since,
               client.given_name, client.family_name
        from agent join client on client.id = agent.person_id
        where agent.institution = $1 and agent.person_id = $2 and agent.left_at is null
        """,
        agency, person_id,
    )


async def insert_agent(
    tx: Transaction, agency: str, person_id: UUID, *, serves: str, given_name: str, family_name: str, role: Role,
    branch: str, language: str, now: datetime,
) -> None:
    """A new person of the staff, who has no key yet."""
    await tx.run(
        """
        with person as (
            insert into client (id, institution, given_name, family_name, language, created_at)
            values ($2, $1, $4, $5, $8, $9) returning id
        )
        insert into agent (person_id, institution, serves, role, branch, since)
        select id, $1, $3, $6, $7, $9 from person
        """,
        agency, person_id, serves, given_name, family_name, role, branch, language, now,
    )


_INVITATION = """
    select one.id, one.person_id, one.token_hash, one.invited_by, one.made_at, one.expires_at, one.used_at, one.void_at,
           client.given_name, client.family_name, agent.role, agent.branch
    from agent_invitation one
    join agent on agent.person_id = one.person_id and agent.left_at is null
    join client on client.id = one.person_id
"""


async def insert_invitation(
    tx: Transaction, agency: str, invitation_id: UUID, *, person_id: UUID, token_hash: bytes, invited_by: UUID | None,
    now: datetime, expires_at: datetime,
) -> None:
    """A new invitation. Those that this person had before serve no more."""
    await void_invitations(tx, agency, person_id, now)
    await tx.run(
        """
        insert into agent_invitation (id, institution, person_id, token_hash, invited_by, made_at, expires_at)
        values ($2, $1, $3, $4, $5, $6, $7)
        """,
        agency, invitation_id, person_id, token_hash, invited_by, now, expires_at,
    )


async def void_invitations(tx: Transaction, agency: str, person_id: UUID, now: datetime) -> int:
    """The open invitations of this person serve no more."""
    return await tx.run(
        """
        update agent_invitation set void_at = $3
        where institution = $1 and person_id = $2 and used_at is null and void_at is null
        """,
        agency, person_id, now,
    )


async def invitation_of_token(tx: Transaction, agency: str, token_hash: bytes) -> Invitation | None:
    """The invitation of that link, open or not; None for nobody's, and for somebody who has left."""
    return await tx.row(
        Invitation, f"{_INVITATION} where one.institution = $1 and one.token_hash = $2", agency, token_hash
    )


async def invitation_of(tx: Transaction, agency: str, invitation_id: UUID) -> Invitation | None:
    """One invitation of the agency, open or not."""
    return await tx.row(
        Invitation, f"{_INVITATION} where one.institution = $1 and one.id = $2", agency, invitation_id
    )


async def use_invitation(tx: Transaction, agency: str, invitation_id: UUID, *, person_id: UUID, now: datetime) -> bool:
    """Use an invitation up. Of two that arrive together, exactly one gets True."""
    return await tx.found(
        """
        update agent_invitation set used_at = $4
        where institution = $1 and id = $2 and person_id = $3 and used_at is null and void_at is null
          and expires_at > $4
        returning 1
        """,
        agency, invitation_id, person_id, now,
    )


async def forget_keys(tx: Transaction, agency: str, person_id: UUID, *, but: UUID | None, now: datetime) -> int:
    """Destroy every key of this person but one, and end every session. Returns how many keys that was."""
    return int(await tx.value(
        """
        with forgotten as (
            update authenticator set state = 'removed', material = '', shown = null, handle = ''
            where institution = $1 and client_id = $2 and id is distinct from $3 and state <> 'removed' returning 1
        ), ended as (
            update session set ended_at = $4, ended_because = 'protection'
            where institution = $1 and client_id = $2 and ended_at is null
        ), withdrawn as (
            update request set state = 'withdrawn', because = 'session_ended', settled_at = $4
            where institution = $1 and client_id = $2 and state = 'waiting' and ($3::uuid is null)
        )
        select count(*) from forgotten
        """,
        agency, person_id, but, now,
    ))  # fmt: skip


async def team_of(tx: Transaction, agency: str, now: datetime) -> list[Colleague]:
    """Everybody who works or has worked here: those who do first, by name."""
    return await tx.rows(
        Colleague, f"{_COLLEAGUE} order by agent.left_at is not null, family_name, given_name", agency, now
    )


async def colleague_of(tx: Transaction, agency: str, person_id: UUID, now: datetime) -> Colleague | None:
    """One person of the agency, there or gone."""
    return await tx.row(Colleague, f"{_COLLEAGUE} and agent.person_id = $3", agency, now, person_id)


_COLLEAGUE = """
    select agent.person_id as id, agent.role, agent.branch, agent.since, agent.left_at, client.given_name,
           client.family_name, keys.held as keys, keys.last_used_at, one.id as invitation_id,
           one.expires_at as invited_until
    from agent join client on client.id = agent.person_id
    cross join lateral (
        select count(*) as held, max(last_used_at) as last_used_at from authenticator
        where client_id = agent.person_id and state = 'active'
    ) as keys
    left join lateral (
        select id, expires_at from agent_invitation
        where person_id = agent.person_id and used_at is null and void_at is null and expires_at > $2
        order by made_at desc limit 1
    ) as one on true
    where agent.institution = $1
"""


async def slowed_of(tx: Transaction, agency: str, since: datetime) -> list[Slowed]:
    """The agents who looked up too many clients since then, the latest first."""
    return await tx.rows(
        Slowed,
        """
        select agent.person_id as id, given_name, family_name, journal.at, (detail->>'count')::integer as count
        from agent
        join client on client.id = agent.person_id
        join journal on journal.client_id = agent.person_id
            and journal.institution = $1 and journal.event = 'agent:slowed' and journal.at > $2
        where agent.institution = $1 and agent.left_at is null
        order by journal.at desc
        """,
        agency, since,
    )


async def lock_role(tx: Transaction, agency: str, person_id: UUID) -> Role | None:
    """The role of somebody who works here, whom nobody else changes until the transaction ends."""
    found: Role | None = await tx.value(
        "select role from agent where institution = $1 and person_id = $2 and left_at is null for no key update",
        agency, person_id,
    )
    return found


async def set_role(tx: Transaction, agency: str, person_id: UUID, role: Role) -> bool:
    """Another role, for somebody who works here."""
    return await tx.found(
        "update agent set role = $3 where institution = $1 and person_id = $2 and left_at is null returning 1",
        agency, person_id, role,
    )


async def leave(tx: Transaction, agency: str, person_id: UUID, now: datetime) -> bool:
    """No agent any more. False for whoever had left already."""
    return await tx.found(
        "update agent set left_at = $3 where institution = $1 and person_id = $2 and left_at is null returning 1",
        agency, person_id, now,
    )
