"""What is to be taken back from whoever acted in a client's name. Every statement starts from the institution."""

from datetime import datetime
from uuid import UUID

from parvis.db import Transaction


async def means_used(
    tx: Transaction, institution: str, client_id: UUID, *, request_id: UUID | None, session_id: UUID | None
) -> list[UUID]:
    """The means of this client that gave a proof for this request, for the sign-in it is part of, and for the sign-in
    that opened this session.
    """
    found: list[UUID] | None = await tx.value(
        """
        select array_agg(distinct proof.authenticator_id)
        from request join proof on proof.request_id = request.id
        where request.institution = $1 and request.client_id = $2
          and (request.id = $3 or request.id = (select parent_id from request where id = $3)
               or request.operation = 'sign_in' and request.result->>'session_id' = $4)
        """,
        institution, client_id, request_id, str(session_id or ""),
    )
    return found or []


async def withdraw_sign_ins(tx: Transaction, institution: str, client_id: UUID, now: datetime) -> list[UUID]:
    """Void the sign-ins of this client that wait for a proof, and what they enrol. Returns the ids."""
    found: list[UUID] = await tx.value(
        """
        with withdrawn as (
            update request set state = 'withdrawn', because = 'protection', settled_at = $3
            where institution = $1 and client_id = $2 and state = 'waiting'
              and (operation = 'sign_in' or parent_id is not null) returning id
        )
        select coalesce(array_agg(id), '{}') from withdrawn
        """,
        institution, client_id, now,
    )
    return found
