"""The life of a means once it is there: renamed, suspended, resumed, removed.

Renaming and suspending are done at once: a name opens nothing, and a suspension only protects. Resuming and removing
are operations of the gate. Whatever is pending finds a means that is not active unusable, under its lock.
"""

from datetime import datetime
from uuid import UUID

import msgspec

from parvis.bell import ring
from parvis.clients import notices
from parvis.db import Transaction
from parvis.errors import Refused, refused
from parvis.events import Event
from parvis.gate.tables import Request
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.journal import actions as journal
from parvis.means import rules, tables
from parvis.means.actions import notice_values
from parvis.means.rules import Removal
from parvis.means.tables import Means
from parvis.operations import Line, Say


class MeansFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which means, and its name when it was asked."""

    authenticator_id: UUID
    kind: str
    name: str

    def lines(self, what: str, say: Say) -> list[Line]:
        """`what` names the label of what is done to it."""
        return [Line(say(what), say(f"factor-{self.kind}")), Line(say("enroll-line-name"), self.name)]


async def mine(tx: Transaction, institution: Institution, client_id: UUID, authenticator_id: UUID) -> Means | Refused:
    """One means of this client. Refused, alike for nobody's and somebody else's: `page_not_found`."""
    means = await tables.means_of(tx, institution.slug, client_id)
    found = next((one for one in means if one.id == authenticator_id), None)
    return refused("page_not_found") if found is None else found


async def rename(
    tx: Transaction, here: Here, institution: Institution, client_id: UUID, means: Means, name: str, now: datetime
) -> None:
    """Call it so, and say so in the journal. The name itself stays out of it."""
    if await tables.rename(tx, institution.slug, client_id, means.id, name):
        await journal.record(
            tx, here, Event.AUTHENTICATOR_RENAMED, now, institution=institution.slug, client_id=client_id,
            kind=means.kind,
        )
        await ring(tx, f"means:{means.id}")


async def suspend(
    tx: Transaction, here: Here, institution: Institution, client_id: UUID, means: Means, *, language: str,
    now: datetime,
) -> Refused | None:
    """Put it out of service at once, and tell every address. Said twice, it is done once.

    Refused: `means_secret`.
    """
    if not rules.can_rest(institution, means.kind):
        return refused("means_secret")
    if await put_out(tx, here, institution, client_id, means, now):
        await notices.tell(
            tx, here, institution, client_id, notice="means-notice-suspended", language=language, now=now,
            values=notice_values(here, institution, means.kind, language, now),
        )
    return None


async def put_out(
    tx: Transaction, here: Here, institution: Institution, client_id: UUID, means: Means, now: datetime
) -> bool:
    """Put it out of service, for whoever tells the client of it among the rest. False where it was out already."""
    if not await tables.suspend(tx, institution.slug, client_id, means.id):
        return False
    await journal.record(
        tx, here, Event.AUTHENTICATOR_SUSPENDED, now, institution=institution.slug, client_id=client_id, kind=means.kind
    )
    await ring(tx, f"means:{means.id}")
    return True


async def resume(
    tx: Transaction, here: Here, institution: Institution, request: Request, means: Means, now: datetime
) -> bool:
    """Put it back in service, as approved. False when it is not suspended any more."""
    if not await tables.resume(tx, institution.slug, request.client_id, means.id):
        return False
    await _told(tx, here, institution, request, means, Event.AUTHENTICATOR_RESUMED, "means-notice-resumed", now)
    return True


async def remove(
    tx: Transaction, here: Here, institution: Institution, request: Request, means: Means, now: datetime
) -> bool:
    """Destroy it, as approved. False when it is gone already."""
    if not await tables.remove(tx, institution.slug, request.client_id, means.id):
        return False
    await _told(tx, here, institution, request, means, Event.AUTHENTICATOR_REMOVED, "means-notice-removed", now)
    return True


async def what_is_left(
    tx: Transaction, here: Here, institution: Institution, client_id: UUID, authenticator_id: UUID, *,
    lock: bool = False,
) -> tuple[Means, Removal] | Refused:
    """The means, and what its removal would leave. `lock`: and nobody else removes one until the transaction ends.

    Refused: `means_gone`, `means_secret`.
    """
    of_client = tables.lock_means if lock else tables.means_of
    means = await of_client(tx, institution.slug, client_id)
    found = next((one for one in means if one.id == authenticator_id), None)
    if found is None:
        return refused("means_gone")
    if not rules.can_rest(institution, found.kind):
        return refused("means_secret")
    others = [one.kind for one in means if one.id != found.id and one.state == "active"]
    return found, rules.removal(institution, here.factors, found.kind, others)


async def _told(
    tx: Transaction, here: Here, institution: Institution, request: Request, means: Means, event: Event, notice: str,
    now: datetime,
) -> None:
    await journal.record(
        tx, here, event, now, institution=institution.slug, client_id=request.client_id,
        session_id=request.session_id, request_id=request.id, kind=means.kind,
    )
    await notices.tell(
        tx, here, institution, request.client_id, notice=notice, language=request.language, now=now,
        request_id=request.id, values=notice_values(here, institution, means.kind, request.language, now),
    )
    await ring(tx, f"means:{means.id}")
