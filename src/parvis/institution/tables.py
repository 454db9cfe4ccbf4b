"""What support may read of one request: why it was decided as it was, and nothing of what it holds.

These two reads start from the request alone: they serve the operator's command line, never a page.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from parvis.db import Transaction


class Decided(msgspec.Struct, frozen=True):
    """One request and the policy that decided it, as it stood then."""

    id: UUID
    institution: str
    operation: str
    policy_hash: bytes
    policy_text: str
    rule: str
    ways: list[list[str]]
    risk: dict[str, Any]
    state: str
    because: str | None
    opened_at: datetime
    expires_at: datetime
    settled_at: datetime | None


class Proven(msgspec.Struct, frozen=True):
    """One proof that was accepted."""

    kind: str
    proven_at: datetime


async def decided(tx: Transaction, request_id: UUID) -> Decided | None:
    """The request of that number, with its policy; None if there is none."""
    return await tx.row(
        Decided,
        """
        select request.id, request.institution, operation, policy_hash, policy.text as policy_text,
            rule, ways, risk, state, because, opened_at, expires_at, settled_at
        from request join policy on policy.hash = request.policy_hash
        where request.id = $1
        """,
        request_id,
    )


async def proofs(tx: Transaction, institution: str, request_id: UUID) -> list[Proven]:
    """The proofs accepted for a request, oldest first."""
    return await tx.rows(
        Proven,
        "select kind, proven_at from proof where institution = $1 and request_id = $2 order by proven_at, id",
        institution,
        request_id,
    )
