"""Everything that is kept of one client, as rows; and what is past its time. Each select starts from institution."""

from datetime import datetime
from typing import Any
from uuid import UUID

from parvis.db import Transaction

ROWS_AT_MOST = 200_000  # of one kind, in one archive; the newest

# File → what is read for it. No secret, no key material, nothing about other people. $1 institution, $2 client.
READ: dict[str, str] = {
    "me": "select id, given_name, family_name, company, language, created_at, last_sca_at from client"
    " where institution = $1 and id = $2",
    "identifiers": "select value from identifier where institution = $1 and client_id = $2",
    "contacts": "select id, channel, address, state, since from contact where institution = $1 and client_id = $2"
    " order by since desc",
    "devices": "select id, name, network, first_seen_at, last_seen_at, distrusted_at from device"
    " where institution = $1 and client_id = $2 order by last_seen_at desc",
    "means": "select id, kind, name, state, created_at, usable_from, last_used_at, failures_ever from authenticator"
    " where institution = $1 and client_id = $2 order by created_at desc",
    "sessions": "select id, device_id, opened_at, last_activity_at, ended_at, ended_because, means, strong, network,"
    " browser from session where institution = $1 and client_id = $2 order by opened_at desc",
    "requests": "select id, operation, lines, state, because, rule, risk, network, browser, opened_at, settled_at"
    " from request where institution = $1 and client_id = $2 order by opened_at desc",
    "accounts": "select id, kind, label, iban, currency, balance, held, floor, opened_on from account"
    " where institution = $1 and client_id = $2 order by position",
    "operations": "select entry.id, entry.account_id, entry.amount, entry.label, entry.counterparty, entry.posted_at"
    " from entry join account on account.id = entry.account_id"
    " where account.institution = $1 and account.client_id = $2 order by entry.posted_at desc",
    "transfers": "select id, source_id, payee_name, amount, currency, label, execute_on, state, asked_at, settled_at"
    " from transfer where institution = $1 and client_id = $2 order by asked_at desc",
    "cases": "select id, kind, state, reference, opened_at, due_at, closed_at from client_case"
    " where institution = $1 and client_id = $2 order by opened_at desc",
    "documents": "select id, case_id, name, media_type, size, sent_at from document"
    " where institution = $1 and client_id = $2 order by sent_at desc",
    "calls": "select id, opened_at, ended_at, ended_because from bank_call"
    " where institution = $1 and client_id = $2 order by opened_at desc",
    "journal": "select id, at, event, session_id, request_id, device_id, network, detail from journal"
    " where institution = $1 and client_id = $2 order by at desc",
}


async def everything_of(tx: Transaction, institution: str, client_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """File → rows. `contacts` holds addresses as they are sealed."""
    return {
        name: await tx.value(
            f"select coalesce(jsonb_agg(to_jsonb(one)), '[]') from ({query} limit {ROWS_AT_MOST}) as one",
            institution, client_id,
        )
        for name, query in READ.items()
    }


async def forget_messages(tx: Transaction, institution: str, before: datetime, at_most: int) -> int:
    """Messages that were sent, or given up, before."""
    return await tx.run(
        """
        delete from outbox where institution = $1 and id in (
            select id from outbox where institution = $1 and state <> 'waiting' and written_at < $2
            order by written_at limit $3 for no key update skip locked
        )
        """,
        institution, before, at_most,
    )


async def forget_places(tx: Transaction, institution: str, before: datetime, at_most: int) -> int:
    """From where, and with what, sessions were open that began before. That there was one stays."""
    return await tx.run(
        """
        update session set network = '', browser = '', token_hash = null
        where institution = $1 and id in (
            select id from session where institution = $1 and expires_at < $2 and (network <> '' or browser <> '')
            order by expires_at limit $3 for no key update skip locked
        )
        """,
        institution, before, at_most,
    )


async def forget_devices(tx: Transaction, institution: str, before: datetime, at_most: int) -> int:
    """Browsers not seen since: known no longer, and where they were is gone."""
    return await tx.run(
        """
        update device set network = '', name = '', distrusted_at = coalesce(distrusted_at, last_seen_at)
        where institution = $1 and id in (
            select id from device where institution = $1 and last_seen_at < $2 and (network <> '' or name <> '')
            order by last_seen_at limit $3 for no key update skip locked
        )
        """,
        institution, before, at_most,
    )


async def forget_failures(tx: Transaction, institution: str, before: datetime, at_most: int) -> int:
    """Counters of failures that nothing has touched since."""
    return await tx.run(
        """
        delete from lock_counter where institution = $1 and ctid in (
            select ctid from lock_counter
            where institution = $1 and last_failure_at < $2 and coalesce(held_until, $2) <= $2
            limit $3 for no key update skip locked
        )
        """,
        institution, before, at_most,
    )


async def forget_documents(tx: Transaction, institution: str, before: datetime, at_most: int) -> int:
    """Documents that clients sent for cases closed before."""
    return await tx.run(
        """
        delete from document where institution = $1 and id in (
            select document.id from document join client_case on client_case.id = document.case_id
            where document.institution = $1 and client_case.closed_at < $2
            order by document.sent_at limit $3 for no key update of document skip locked
        )
        """,
        institution, before, at_most,
    )


async def forget_requests(tx: Transaction, institution: str, before: datetime, at_most: int) -> int:
    """Requests settled before, with their proofs and challenges. Those that others came from go after them."""
    return await tx.run(
        """
        delete from request where institution = $1 and id in (
            select id from request
            where institution = $1 and state <> 'waiting' and settled_at < $2
              and not exists (select 1 from request child where child.parent_id = request.id)
              and not exists (select 1 from contact_change where contact_change.request_id = request.id)
            order by settled_at limit $3 for no key update skip locked
        )
        """,
        institution, before, at_most,
    )
