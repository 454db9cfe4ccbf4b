"""What the journal says of a client's connections."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from parvis.db import Transaction
from parvis.web.cursors import Key

EVENTS = ("session:opened", "sign_in:failed", "request:refused", "request:expired")


class Connection(msgspec.Struct, frozen=True):
    """One line of « Dernières connexions »."""

    id: UUID
    at: datetime
    event: str
    session_id: UUID | None
    device_id: UUID | None
    network: str
    detail: dict[str, Any]
    browser: str
    disavowed: bool


async def connections_of(
    tx: Transaction, institution: str, client_id: UUID, *, before: Key | None, at_most: int
) -> list[Connection]:
    """Sign-ins of this client, done, failed or refused, the latest first, before a line already shown."""
    return await tx.rows(
        Connection,
        """
        select journal.id, journal.at, journal.event, coalesce(journal.session_id, session.id) as session_id,
               coalesce(journal.device_id, session.device_id) as device_id,
               coalesce(nullif(journal.network, ''), request.network, '') as network, journal.detail,
               coalesce(session.browser, request.browser, journal.detail->>'browser', '') as browser,
               exists (select 1 from journal as later
                       where later.client_id = $2 and later.event = 'sign_in:disavowed'
                         and later.detail->>'line' = journal.id::text) as disavowed
        from journal
        left join session on session.id = journal.session_id and session.client_id = $2
        left join request on request.id = journal.request_id and request.client_id = $2
        where journal.institution = $1 and journal.client_id = $2 and journal.event = any($3)
          and (journal.event in ('session:opened', 'sign_in:failed') or journal.detail->>'operation' = 'sign_in')
          and ($4::timestamptz is null or (journal.at, journal.id) < ($4, $5))
        order by journal.at desc, journal.id desc limit $6
        """,
        institution, client_id, list(EVENTS), before[0] if before else None, before[1] if before else None, at_most,
    )


async def connection_of(
    tx: Transaction, institution: str, client_id: UUID, line_id: UUID
) -> Connection | None:
    """One line of this client's list."""
    return await tx.row(
        Connection,
        """
        select journal.id, journal.at, journal.event, journal.session_id,
               coalesce(journal.device_id, session.device_id) as device_id, journal.network, journal.detail,
               coalesce(session.browser, '') as browser,
               exists (select 1 from journal as later
                       where later.client_id = $2 and later.event = 'sign_in:disavowed'
                         and later.detail->>'line' = journal.id::text) as disavowed
        from journal left join session on session.id = journal.session_id and session.client_id = $2
        where journal.institution = $1 and journal.client_id = $2 and journal.id = $3 and journal.event = any($4)
        """,
        institution, client_id, line_id, list(EVENTS),
    )
