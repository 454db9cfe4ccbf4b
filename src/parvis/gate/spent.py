"""Sealed form tokens serve once."""

from datetime import datetime
from uuid import UUID

from parvis.db import Transaction


async def spend(tx: Transaction, token_id: UUID, expires_at: datetime) -> bool:
    """Mark a token as served, until it would have expired anyway. Of two at once, one gets True."""
    return await tx.found(
        "insert into spent_token (id, expires_at) values ($1, $2) on conflict do nothing returning 1",
        token_id, expires_at,
    )
