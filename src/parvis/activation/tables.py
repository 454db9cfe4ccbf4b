"""Activations, and the newcomers they are for. Every select starts from the institution."""

from datetime import datetime
from uuid import UUID

import msgspec

from parvis.db import Transaction


class Newcomer(msgspec.Struct, frozen=True, kw_only=True):
    """A client as an activation sees them. `own_secret`: they have chosen one already, then or long ago."""

    id: UUID
    given_name: str
    family_name: str
    language: str
    identifier: str
    own_secret: bool


_NEWCOMER = """
    select client.id, client.given_name, client.family_name, client.language, identifier.value as identifier,
           exists (select 1 from authenticator where client_id = client.id and kind = $3
                   and state <> 'pending' and not must_change) as own_secret
    from identifier join client on client.id = identifier.client_id
"""


async def by_identifier(tx: Transaction, institution: str, identifier: str, secret: str) -> Newcomer | None:
    """Who has this identifier; `secret` is the kind of secret that the institution asks first."""
    return await tx.row(
        Newcomer, f"{_NEWCOMER} where identifier.institution = $1 and identifier.value = $2",
        institution, identifier, secret,
    )  # fmt: skip


async def by_id(tx: Transaction, institution: str, client_id: UUID, secret: str) -> Newcomer | None:
    """The same, by the client."""
    return await tx.row(
        Newcomer, f"{_NEWCOMER} where identifier.institution = $1 and client.id = $2 limit 1",
        institution, client_id, secret,
    )  # fmt: skip


async def alone(tx: Transaction, institution: str, client_id: UUID) -> None:
    """Nobody else activates this client until the transaction ends."""
    await tx.run("select 1 from client where institution = $1 and id = $2 for no key update", institution, client_id)


async def waits(tx: Transaction, institution: str, client_id: UUID, secret: str) -> bool:
    """Whether the secret in use is the one that an activation made, expired or not."""
    return await tx.found(
        """
        select 1 from activation
        join authenticator on authenticator.id = activation.authenticator_id
        where activation.institution = $1 and activation.client_id = $2 and authenticator.kind = $3
          and authenticator.state = 'active' and authenticator.must_change
        """,
        institution, client_id, secret,
    )  # fmt: skip


async def last_since(tx: Transaction, institution: str, client_id: UUID, since: datetime) -> list[datetime]:
    """When activations of this client were sent since then, the newest first."""
    found: list[datetime] = await tx.value(
        """
        select coalesce(array_agg(sent_at order by sent_at desc), '{}') from activation
        where institution = $1 and client_id = $2 and sent_at > $3
        """,
        institution, client_id, since,
    )  # fmt: skip
    return found


async def insert(
    tx: Transaction, institution: str, activation_id: UUID, client_id: UUID, authenticator_id: UUID, sent_by: str,
    now: datetime,
) -> None:
    """An activation that has just been sent; `sent_by` is « sms » or « letter »."""
    await tx.run(
        """
        insert into activation (id, institution, client_id, authenticator_id, sent_by, sent_at)
        values ($1, $2, $3, $4, $5, $6)
        """,
        activation_id, institution, client_id, authenticator_id, sent_by, now,
    )  # fmt: skip


class Asked(msgspec.Struct, frozen=True):
    """That somebody wants it sent once more. `client_id` is None for nobody's identifier."""

    institution: str
    client_id: UUID | None


async def ask(tx: Transaction, institution: str, asked_id: UUID, identifier: str, now: datetime) -> None:
    """Write it down, for the client of this identifier or for nobody."""
    await tx.run(
        """
        insert into activation_asked (id, institution, client_id, asked_at)
        select $1, $2, (select client_id from identifier where institution = $2 and value = $3), $4
        """,
        asked_id, institution, identifier, now,
    )  # fmt: skip


async def take(tx: Transaction) -> Asked | None:
    """The oldest one, of whatever institution, which is then asked no more; skipped while another worker has it."""
    return await tx.row(
        Asked,
        """
        delete from activation_asked where id = (
            select id from activation_asked order by asked_at limit 1 for no key update skip locked
        )
        returning institution, client_id
        """,
    )
