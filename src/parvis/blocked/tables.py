"""Unblocking: what is stored, and how it is asked. Nothing here tells a client's from nobody's but `client_id`."""

from datetime import datetime
from uuid import UUID

import msgspec

from parvis.db import Transaction


class Unblocking(msgspec.Struct, frozen=True, kw_only=True):
    """One request to be let in again, and the state of its case if it has one."""

    id: UUID
    institution: str
    client_id: UUID | None
    reference: str
    wanted: list[str]
    account: bytes
    language: str
    begun_at: datetime
    sent_at: datetime | None
    due_at: datetime | None
    closes_at: datetime | None
    taken_up_at: datetime | None
    case_id: UUID | None
    case_state: str | None


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """What was sent with it. `content` is sealed, None once it was moved or emptied."""

    id: UUID
    name: str
    media_type: str
    size: int
    sent_at: datetime
    content: bytes | None = None


_COLUMNS = """
    unblocking.id, unblocking.institution, unblocking.client_id, unblocking.reference, wanted, account, language,
    begun_at, sent_at, unblocking.due_at, closes_at, taken_up_at, case_id, client_case.state as case_state
"""
_FROM = "unblocking left join client_case on client_case.id = unblocking.case_id"


async def begin(
    tx: Transaction, asked: Unblocking, *, identifier: str, typed: bytes, token_hash: bytes, network: str,
    since: datetime, of_one_identifier: int, of_one_network: int,
) -> bool:
    """Write it down, for the client of this identifier or for nobody. Said twice, it is one.

    False where this identifier, anybody's, or this network has asked too often since then.
    """
    return await tx.found(
        """
        with known as (select client_id from identifier where institution = $2 and value = $11),
        put as (
            insert into unblocking (id, institution, client_id, typed, token_hash, reference, wanted, account, network,
                                    language, begun_at)
            select $1, $2, (select client_id from known), $3, $4, $5, $6, $7, $8, $9, $10
            where (select count(*) from unblocking where institution = $2 and typed = $3 and begun_at > $12) < $13
              and (select count(*) from unblocking where institution = $2 and network = $8 and begun_at > $12) < $14
            on conflict do nothing returning 1
        )
        select 1 from put union all select 1 from unblocking where id = $1 and token_hash = $4 and typed = $3
        """,
        asked.id, asked.institution, typed, token_hash, asked.reference, asked.wanted, asked.account, network,
        asked.language, asked.begun_at, identifier, since, of_one_identifier, of_one_network,
    )


async def of_browser(tx: Transaction, institution: str, token_hash: bytes) -> Unblocking | None:
    """What this browser asked."""
    return await tx.row(
        Unblocking,
        f"select {_COLUMNS} from {_FROM} where unblocking.institution = $1 and token_hash = $2",
        institution, token_hash,
    )


async def of_reference(tx: Transaction, institution: str, reference: str) -> Unblocking | None:
    """The one of that reference, written without hyphens. Whoever asks has still to give its code."""
    return await tx.row(
        Unblocking,
        f"""
        select {_COLUMNS} from {_FROM}
        where unblocking.institution = $1 and replace(unblocking.reference, '-', '') = $2
        """,
        institution, reference,
    )


async def documents_of(tx: Transaction, institution: str, unblocking_id: UUID) -> list[Document]:
    """What was sent with it, without the contents, the oldest first."""
    return await tx.rows(
        Document,
        """
        select id, name, media_type, size, sent_at, null::bytea as content from unblocking_document
        where institution = $1 and unblocking_id = $2 order by sent_at, id
        """,
        institution, unblocking_id,
    )


async def lock(tx: Transaction, institution: str, unblocking_id: UUID) -> bool:
    """Nobody else adds to it until the transaction ends."""
    return await tx.found(
        "select 1 from unblocking where institution = $1 and id = $2 for no key update", institution, unblocking_id
    )


async def add_document(
    tx: Transaction, institution: str, unblocking_id: UUID, document: Document, *, at_most: int
) -> bool:
    """Keep it, sealed. False where there are enough. The request is locked."""
    return await tx.found(
        """
        insert into unblocking_document (id, institution, unblocking_id, name, media_type, size, content, sent_at)
        select $1, $2, $3, $4, $5, $6, $7, $8
        where (select count(*) from unblocking_document where unblocking_id = $3) < $9 returning 1
        """,
        document.id, institution, unblocking_id, document.name, document.media_type, document.size, document.content,
        document.sent_at, at_most,
    )


async def send(
    tx: Transaction, institution: str, unblocking_id: UUID, *, now: datetime, due_at: datetime, closes_at: datetime
) -> bool:
    """All is there. Said twice, it was sent the first time."""
    return await tx.found(
        """
        update unblocking set sent_at = $3, due_at = $4, closes_at = $5
        where institution = $1 and id = $2 and sent_at is null
          and exists (select 1 from unblocking_document where unblocking_id = $2) returning 1
        """,
        institution, unblocking_id, now, due_at, closes_at,
    )


async def lock_sent(tx: Transaction) -> Unblocking | None:
    """One that was sent and is nobody's work yet, or to which documents were added; skipped while somebody has it."""
    return await tx.row(
        Unblocking,
        f"""
        select {_COLUMNS} from {_FROM}
        where sent_at is not null and (taken_up_at is null or exists (
            select 1 from unblocking_document where unblocking_id = unblocking.id and content is not null
        ))
        order by sent_at limit 1 for no key update of unblocking skip locked
        """,
    )


async def contents_of(tx: Transaction, institution: str, unblocking_id: UUID) -> list[Document]:
    """The documents that wait to be moved, with their sealed contents."""
    return await tx.rows(
        Document,
        """
        select id, name, media_type, size, sent_at, content from unblocking_document
        where institution = $1 and unblocking_id = $2 and content is not null order by sent_at, id
        """,
        institution, unblocking_id,
    )


async def take_up(tx: Transaction, institution: str, unblocking_id: UUID, case_id: UUID | None, now: datetime) -> None:
    """It has its case, or none; what was sealed with it is kept there or nowhere."""
    await tx.run(
        """
        with emptied as (
            update unblocking_document set content = null where institution = $1 and unblocking_id = $2
        )
        update unblocking set taken_up_at = coalesce(taken_up_at, $4), case_id = $3, account = ''
        where institution = $1 and id = $2
        """,
        institution, unblocking_id, case_id, now,
    )


async def told_since(tx: Transaction, institution: str, client_id: UUID, since: datetime) -> bool:
    """Whether another request of this client became no case since then: they have been told once."""
    return await tx.found(
        """
        select 1 from unblocking
        where institution = $1 and client_id = $2 and taken_up_at > $3 and case_id is null
        """,
        institution, client_id, since,
    )


async def shut_kinds(tx: Transaction, institution: str, client_id: UUID, now: datetime) -> list[str]:
    """The kinds of factor of which this client has a means that is blocked, or held for now."""
    found: list[str] = await tx.value(
        """
        select coalesce(array_agg(distinct kind), '{}') from authenticator
        where institution = $1 and client_id = $2 and (state = 'blocked' or exists (
            select 1 from lock_counter
            where institution = $1 and subject = uuid_send(authenticator.id) and held_until > $3
        ))
        """,
        institution, client_id, now,
    )
    return found


async def accounts_of(tx: Transaction, institution: str, client_id: UUID) -> list[str]:
    """The account numbers of this client."""
    found: list[str] = await tx.value(
        """
        select coalesce(array_agg(iban), '{}') from account
        where institution = $1 and client_id = $2 and iban is not null
        """,
        institution, client_id,
    )
    return found


async def forget(tx: Transaction, *, unsent_before: datetime, begun_before: datetime) -> int:
    """Drop what was never sent, and what is over since long, with what was sent along. Returns how many."""
    return await tx.run(
        """
        delete from unblocking where id in (
            select id from unblocking where begun_at < $1 and sent_at is null
            union all select id from unblocking where begun_at < $2 limit 100
        )
        """,
        unsent_before, begun_before,
    )
