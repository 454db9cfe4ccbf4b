"""What agents are made by: invitations; and what every act of theirs begins with."""

from datetime import datetime
from typing import Any
from uuid import UUID

from parvis.agency import rules, tables
from parvis.agency.rules import Role
from parvis.agency.tables import Agent, Invitation
from parvis.db import Transaction
from parvis.events import Event
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.journal import actions as journal
from parvis.operations import Failed
from parvis.sessions.tokens import hashed, token_of


def token_for(here: Here, invitation_id: UUID) -> str:
    """The token of an invitation's link. It can be made again by the program alone; only its hash is stored."""
    return token_of(here.keys.mac("agent invitation", invitation_id.bytes))


def address_of(here: Here, agency: Institution, invitation_id: UUID) -> str:
    """The link of an invitation, as an agent opens it."""
    return here.settings.origins(agency.hosts)[0] + path_of(here, invitation_id)


def path_of(here: Here, invitation_id: UUID) -> str:
    """The same, at the agency's own host."""
    return f"/invitation/{token_for(here, invitation_id)}"


async def invite(
    tx: Transaction, here: Here, agency: Institution, *, given_name: str, family_name: str, role: Role, branch: str,
    by: UUID | None, now: datetime, person_id: UUID | None = None,
) -> UUID:
    """Make a person of the staff and the invitation that lets them make their first key. Returns the invitation's id.

    `by`: the supervisor; None for whoever runs the program.
    """
    person = person_id or here.new_id()
    await tables.insert_agent(
        tx, agency.slug, person, serves=agency.agency_of, given_name=given_name, family_name=family_name, role=role,
        branch=branch, language=agency.locale[:2], now=now,
    )
    return await invite_again(tx, here, agency, person, by=by, now=now)


async def invite_again(
    tx: Transaction, here: Here, agency: Institution, person_id: UUID, *, by: UUID | None, now: datetime
) -> UUID:
    """A fresh invitation for somebody who is an agent: the ones before serve no more. Keys go when it is used."""
    invitation_id = here.new_id()
    await tables.insert_invitation(
        tx, agency.slug, invitation_id, person_id=person_id, token_hash=hashed(token_for(here, invitation_id)),
        invited_by=by, now=now, expires_at=now + rules.INVITATION_LIFETIME,
    )
    await journal.record(
        tx, here, Event.AGENT_INVITED, now, institution=agency.slug, client_id=person_id,
        by="program" if by is None else str(by),
    )
    return invitation_id


async def invitation_of(tx: Transaction, agency: Institution, token: str) -> Invitation | None:
    """The invitation of that link."""
    return await tables.invitation_of_token(tx, agency.slug, hashed(token))


async def asked_by(tx: Transaction, agency: Institution, person_id: UUID) -> Agent | Failed:
    """The agent who asks, as they are now. Every operation of the agency weighs this, as it opens and again.

    Failed: `agent_gone` for whoever has left, or is no agent of this agency.
    """
    found = await tables.agent_of(tx, agency.slug, person_id)
    return Failed("agent_gone") if found is None else found


async def tell_client(
    tx: Transaction, here: Here, event: Event, agent: Agent, client_id: UUID, now: datetime, *,
    request_id: UUID | None = None, **detail: Any,
) -> None:
    """Write into the client's own journal what an agent has done: the client reads it, with who and when."""
    await journal.record(
        tx, here, event, now, institution=agent.serves, client_id=client_id, request_id=request_id,
        agent=str(agent.id), role=agent.role, **detail,
    )
