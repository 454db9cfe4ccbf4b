"""What the journal says of a client's connections."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from parvis.db import Transaction
from parvis.security.rules import OUTCOMES, Filter
from parvis.web.cursors import Key

EVENTS = tuple(OUTCOMES.values())


class Connection(msgspec.Struct, frozen=True):
    """One line of « Connexions »."""

    id: UUID
    at: datetime
    event: str
    session_id: UUID | None
    device_id: UUID | None
    request_id: UUID | None
    network: str
    detail: dict[str, Any]
    browser: str
    device: str
    disavowed: bool

    @property
    def kinds(self) -> list[str]:
        """The kinds of factor that were proven, or tried."""
        return [kind for kind in str(self.detail.get("means") or self.detail.get("kind") or "").split("+") if kind]


# A line of the journal with what its session, its request and its device say. $1 is the institution, $2 the client.
_LINES = """
    select journal.id, journal.at, journal.event, coalesce(journal.session_id, session.id) as session_id,
           coalesce(journal.device_id, session.device_id) as device_id, journal.request_id,
           coalesce(nullif(journal.network, ''), request.network, '') as network, journal.detail,
           coalesce(session.browser, request.browser, journal.detail->>'browser', '') as browser,
           coalesce(device.name, '') as device,
           exists (select 1 from journal as later
                   where later.client_id = $2
                     and (later.event = 'sign_in:disavowed' and later.detail->>'line' = journal.id::text
                          or later.event = 'request:disavowed' and later.request_id = journal.request_id)) as disavowed
    from journal
    left join session on session.id = journal.session_id and session.client_id = $2
    left join request on request.id = journal.request_id and request.client_id = $2
    left join device on device.id = coalesce(journal.device_id, session.device_id) and device.client_id = $2
    where journal.institution = $1 and journal.client_id = $2
      and (journal.event in ('session:opened', 'sign_in:failed') or journal.detail->>'operation' = 'sign_in')
"""


async def connections_of(
    tx: Transaction, institution: str, client_id: UUID, wanted: Filter, *, before: Key | None, at_most: int
) -> list[Connection]:
    """Sign-ins of this client, done, failed or refused, the latest first, before a line already shown."""
    return await tx.rows(
        Connection,
        f"""
        {_LINES}
          and journal.event = any($3)
          and ($4::timestamptz is null or (journal.at, journal.id) < ($4, $5))
          and ($6::timestamptz is null or journal.at >= $6) and ($7::timestamptz is null or journal.at < $7)
          and ($8::uuid is null or device.id = $8) and (not $9::boolean or device.id is null)
          and ($10 = '' or $10 = any(string_to_array(
                  coalesce(journal.detail->>'means', journal.detail->>'kind', ''), '+')))
        order by journal.at desc, journal.id desc limit $11
        """,
        institution, client_id, list(wanted.events), before[0] if before else None, before[1] if before else None,
        wanted.since, wanted.until, wanted.device, wanted.unknown_device, wanted.means, at_most,
    )


async def connection_of(
    tx: Transaction, institution: str, client_id: UUID, line_id: UUID
) -> Connection | None:
    """One line of this client's list."""
    return await tx.row(
        Connection, f"{_LINES} and journal.event = any($3) and journal.id = $4",
        institution, client_id, list(EVENTS), line_id,
    )


async def disavowal_of(
    tx: Transaction, institution: str, client_id: UUID, line: Connection
) -> dict[str, Any] | None:
    """What was done when this client said « ce n'est pas moi » of this line, or of its request on the phone."""
    found: dict[str, Any] | None = await tx.value(
        """
        select detail from journal
        where institution = $1 and client_id = $2
          and (event = 'sign_in:disavowed' and detail->>'line' = $3 or event = 'request:disavowed' and request_id = $4)
        order by at limit 1
        """,
        institution, client_id, str(line.id), line.request_id,
    )
    return found
