"""What a request waited for beside its proofs has been done."""

from datetime import datetime
from uuid import UUID

from parvis.db import Transaction
from parvis.gate import actions, tables
from parvis.gate.rules import State
from parvis.here import Here
from parvis.institution.rules import Institution


async def go_on(
    tx: Transaction, here: Here, institution: Institution, request_id: UUID, client_id: UUID, now: datetime
) -> None:
    """Perform it now, if its proofs are all there. Nothing where it is settled already, or too late."""
    request = await tables.lock(tx, institution.slug, client_id, request_id)
    if request is not None and request.state == State.WAITING and request.expires_at > now:
        proven = await tables.kinds_proven(tx, institution.slug, request.id, request.parent_id)
        await actions.advance(tx, here, institution, request, proven, now)
