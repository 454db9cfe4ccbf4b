"""Clients, what they type to say who they are, and where they can be written to."""

from datetime import datetime
from uuid import UUID

import msgspec

from parvis.db import Transaction


class Client(msgspec.Struct, frozen=True):
    id: UUID
    given_name: str
    family_name: str
    language: str
    company: str | None = None

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"


class Contact(msgspec.Struct, frozen=True):
    """An address of the client: sealed, but for a hint that may be shown."""

    id: UUID
    channel: str
    hint: str
    since: datetime


async def client_of(tx: Transaction, institution: str, client_id: UUID) -> Client | None:
    """One client of that institution."""
    return await tx.row(
        Client,
        "select id, given_name, family_name, language, company from client where institution = $1 and id = $2",
        institution, client_id,
    )


async def contacts_of(tx: Transaction, institution: str, client_id: UUID) -> list[Contact]:
    """Where this client is written to, the oldest first."""
    return await tx.rows(
        Contact,
        """
        select id, channel, hint, since from contact
        where institution = $1 and client_id = $2 and state = 'current' order by since, id
        """,
        institution, client_id,
    )


async def civil_identity(tx: Transaction, institution: str, client_id: UUID) -> bytes:
    """Who this client is by their civil status, sealed (« identity:<client> »); b"" where that is not known."""
    found: bytes | None = await tx.value(
        "select civil_identity from client where institution = $1 and id = $2", institution, client_id
    )
    return found or b""


async def set_civil_identity(tx: Transaction, institution: str, client_id: UUID, sealed: bytes) -> None:
    """Keep who this client is by their civil status: sealed, and read for nothing but to compare."""
    await tx.run(
        "update client set civil_identity = $3 where institution = $1 and id = $2", institution, client_id, sealed
    )


async def language_of(tx: Transaction, institution: str, client_id: UUID) -> str:
    """The language (fr, en) in which this client is written to."""
    found: str = await tx.value(
        "select language from client where institution = $1 and id = $2", institution, client_id
    )
    return found


async def insert_client(
    tx: Transaction,
    institution: str,
    client_id: UUID,
    *,
    given_name: str,
    family_name: str,
    language: str,
    company: str | None,
    identifier: str,
    since: datetime,
    company_role: str = "",
) -> None:
    """A client and what they type to say who they are: one statement."""
    await tx.run(
        """
        with made as (
            insert into client
                (id, institution, given_name, family_name, language, company, created_at, company_role)
            values ($1, $2, $3, $4, $5, $6, $7, $9)
        )
        insert into identifier (institution, value, client_id) values ($2, $8, $1)
        """,
        client_id,
        institution,
        given_name,
        family_name,
        language,
        company,
        since,
        identifier,
        company_role,
    )


async def insert_contact(
    tx: Transaction,
    institution: str,
    contact_id: UUID,
    *,
    client_id: UUID,
    channel: str,
    address: bytes,
    hint: str,
    since: datetime,
) -> None:
    """An address of a client; `address` is sealed, `hint` may be shown."""
    await tx.run(
        """
        insert into contact (id, institution, client_id, channel, address, hint, state, since)
        values ($1, $2, $3, $4, $5, $6, 'current', $7)
        """,
        contact_id,
        institution,
        client_id,
        channel,
        address,
        hint,
        since,
    )
