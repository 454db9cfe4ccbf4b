"""Calls that an agent makes to a client. Every select starts from the client's institution."""

from datetime import datetime
from uuid import UUID

import msgspec

from parvis.agency.rules import signature
from parvis.db import Transaction


class BankCall(msgspec.Struct, frozen=True, kw_only=True):
    """One call, as the client sees it."""

    id: UUID
    agent_id: UUID
    given_name: str
    family_name: str
    branch: str
    opened_at: datetime
    expires_at: datetime
    ended_at: datetime | None
    ended_because: str | None

    @property
    def agent(self) -> str:
        """« Claire D. »"""
        return signature(self.given_name, self.family_name)


class AgentsCall(msgspec.Struct, frozen=True, kw_only=True):
    """The call that an agent has open, and whom it is for."""

    id: UUID
    client_id: UUID
    given_name: str
    family_name: str
    opened_at: datetime
    expires_at: datetime


class Ended(msgspec.Struct, frozen=True):
    """A call that has just ended, and whose it was."""

    id: UUID
    institution: str
    client_id: UUID
    agent_id: UUID


_CALL = """
    select bank_call.id, bank_call.agent_id, person.given_name, person.family_name, agent.branch, bank_call.opened_at,
           bank_call.expires_at, bank_call.ended_at, bank_call.ended_because
    from bank_call
    join agent on agent.person_id = bank_call.agent_id
    join client person on person.id = bank_call.agent_id
"""
_ENDED = "returning id, institution, client_id, agent_id"


async def open_of(tx: Transaction, institution: str, client_id: UUID, now: datetime) -> BankCall | None:
    """The call that is made to this client now. One whose time is over is none, though nobody may have said so yet."""
    return await tx.row(
        BankCall,
        f"""
        {_CALL} where bank_call.institution = $1 and bank_call.client_id = $2 and bank_call.ended_at is null
          and bank_call.expires_at > $3
        """,
        institution, client_id, now,
    )


async def past_of(tx: Transaction, institution: str, client_id: UUID, now: datetime, at_most: int) -> list[BankCall]:
    """The calls that were made to this client, the latest first."""
    return await tx.rows(
        BankCall,
        f"""
        {_CALL} where bank_call.institution = $1 and bank_call.client_id = $2
          and (bank_call.ended_at is not null or bank_call.expires_at <= $3)
        order by bank_call.opened_at desc limit $4
        """,
        institution, client_id, now, at_most,
    )


async def of_agent(tx: Transaction, institution: str, agent_id: UUID, now: datetime) -> AgentsCall | None:
    """The call that this agent makes now to a client of that institution."""
    return await tx.row(
        AgentsCall,
        """
        select bank_call.id, bank_call.client_id, client.given_name, client.family_name, bank_call.opened_at,
               bank_call.expires_at
        from bank_call join client on client.id = bank_call.client_id
        where bank_call.institution = $1 and bank_call.agent_id = $2 and bank_call.ended_at is null
          and bank_call.expires_at > $3
        """,
        institution, agent_id, now,
    )


async def insert(
    tx: Transaction, institution: str, call_id: UUID, *, client_id: UUID, agent_id: UUID, now: datetime,
    expires_at: datetime,
) -> bool:
    """A new call. False where this client, or this agent, has one."""
    return await tx.found(
        """
        insert into bank_call (id, institution, client_id, agent_id, opened_at, expires_at)
        values ($2, $1, $3, $4, $5, $6) on conflict do nothing returning 1
        """,
        institution, call_id, client_id, agent_id, now, expires_at,
    )


async def end(tx: Transaction, institution: str, call_id: UUID, because: str, now: datetime) -> Ended | None:
    """End a call. Of two who end it, exactly one gets it."""
    return await tx.row(
        Ended,
        f"""
        update bank_call set ended_at = $4, ended_because = $3
        where institution = $1 and id = $2 and ended_at is null {_ENDED}
        """,
        institution, call_id, because, now,
    )


async def end_due(tx: Transaction, now: datetime, at_most: int) -> list[Ended]:
    """End the calls whose time is over, at the instant it was, skipping those that another worker ends."""
    return await tx.rows(
        Ended,
        f"""
        update bank_call set ended_at = expires_at, ended_because = 'expired'
        where id in (
            select id from bank_call where ended_at is null and expires_at <= $1
            order by expires_at limit $2 for no key update skip locked
        ) {_ENDED}
        """,
        now, at_most,
    )


async def means_of(tx: Transaction, institution: str, client_id: UUID, now: datetime) -> list[UUID]:
    """The means of this client that serve: those that are phones wait for a ring."""
    found: list[UUID] = await tx.value(
        """
        select coalesce(array_agg(id), '{}') from authenticator
        where institution = $1 and client_id = $2 and state = 'active' and usable_from <= $3
        """,
        institution, client_id, now,
    )
    return found
