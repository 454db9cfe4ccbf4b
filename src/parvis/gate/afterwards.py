"""What a request waited for beside its proofs has been done, or proves something for it as well."""

from datetime import datetime
from uuid import UUID

from parvis.db import Transaction
from parvis.events import Event
from parvis.gate import actions, answers, tables
from parvis.gate.rules import State
from parvis.gate.tables import Proven
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.journal import actions as journal


async def go_on(
    tx: Transaction, here: Here, institution: Institution, request_id: UUID, client_id: UUID, now: datetime
) -> None:
    """Perform it now, if its proofs are all there. Nothing where it is settled already, or too late."""
    request = await tables.lock(tx, institution.slug, client_id, request_id)
    if request is not None and request.state == State.WAITING and request.expires_at > now:
        proven = await tables.kinds_proven(tx, institution.slug, request.id, request.parent_id)
        await actions.advance(tx, here, institution, request, proven, now)


async def credit(
    tx: Transaction, here: Here, institution: Institution, request_id: UUID, client_id: UUID, proven: Proven,
    now: datetime,
) -> None:
    """Count for one request a proof that was made for another one in the same transaction.

    So the first code of an authenticator enrolled in the middle of a sign-in serves that sign-in as well.
    """
    request = await tables.lock(tx, institution.slug, client_id, request_id)
    if request is None or request.state != State.WAITING or request.expires_at <= now:
        return
    accepted = await tables.accept(
        tx, institution.slug, request.id, proven, parent_id=request.parent_id, proof_id=here.new_id(),
        lane=answers.LANE, now=now,
    )
    if accepted.spent:
        await journal.record(
            tx, here, Event.PROOF_ACCEPTED, now, institution=institution.slug, client_id=client_id,
            request_id=request.id, kind=proven.kind,
        )
        await actions.advance(tx, here, institution, request, frozenset(accepted.kinds), now)
