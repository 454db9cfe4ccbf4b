"""A means that its owner has lost: out of service at once, and the agency decides what follows.

The same case comes back while it is open: what is lost next is added to it, and whoever decides reads it again.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from parvis.cases import actions as cases
from parvis.cases import tables as case_tables
from parvis.cases.tables import Case
from parvis.clients import notices
from parvis.db import Transaction
from parvis.errors import Refused, refused
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.means import life, rules
from parvis.means.actions import notice_values
from parvis.means.tables import Means
from parvis.ui import format as fmt

KIND = "means_lost"  # of case
RENEWAL = "means_renewal"
MEANS_AT_MOST = 20  # that one case is about


def lost_in(case: Case | None) -> list[dict[str, Any]]:
    """The means that a case is about: `id`, `kind`. None of them where its client has nothing left at all."""
    return [] if case is None else list(case.detail.get("means", ()))


async def waiting(tx: Transaction, institution: Institution, client_id: UUID) -> dict[str, dict[UUID, Case]]:
    """By kind of case, then by means: what this client has asked the agency about it, and it has not decided."""
    found: dict[str, dict[UUID, Case]] = {KIND: {}, RENEWAL: {}}
    for case in await case_tables.of_client(tx, institution.slug, client_id):
        if case.kind in found and case.closed_at is None:
            found[case.kind] |= {UUID(one["id"]): case for one in lost_in(case)}
    return found


async def declare(
    tx: Transaction, here: Here, institution: Institution, client_id: UUID, means: Means, *, language: str,
    now: datetime,
) -> Case | Refused:
    """Put it out of service, open the case, and tell every address. Said twice, it is done once.

    Refused: `means_secret` for a secret, which is changed; `page_not_found` where no such case is taken.
    """
    if not rules.can_rest(institution, means.kind):
        return refused("means_secret")
    if not institution.cases.takes(KIND):
        return refused("page_not_found")
    await life.put_out(tx, here, institution, client_id, means, now)
    case = await _about(tx, here, institution, client_id, KIND, means, now)
    if case is None:
        found = await case_tables.waiting_of(tx, institution.slug, client_id, KIND)
        assert found is not None, "it was found under its lock"
        return found
    values = {
        **notice_values(here, institution, means.kind, language, now), "reference": case.reference,
        "due": fmt.moment(case.due_at, language, institution.timezone),
    }
    await notices.tell(
        tx, here, institution, client_id, notice="means-notice-lost", language=language, now=now, values=values
    )
    return case


async def ask_renewal(
    tx: Transaction, here: Here, institution: Institution, client_id: UUID, means: Means, now: datetime
) -> Case | Refused:
    """Ask the agency for the next one of a means that it hands over itself. Asked twice, it is one case.

    Refused: `means_not_ending` where it does not end soon, or can be added alone; `page_not_found` where no such
    case is taken.
    """
    if not institution.cases.takes(RENEWAL):
        return refused("page_not_found")
    if not rules.ends_soon(means.expires_at, now) or here.factors[means.kind].own:
        return refused("means_not_ending")
    added = await _about(tx, here, institution, client_id, RENEWAL, means, now)
    found = added or await case_tables.waiting_of(tx, institution.slug, client_id, RENEWAL)
    assert found is not None, "it was found under its lock"
    return found


async def _about(
    tx: Transaction, here: Here, institution: Institution, client_id: UUID, kind: str, means: Means, now: datetime
) -> Case | None:
    """The client's open case of that kind, which is about this means from now on; None where it was already."""
    one = {"id": str(means.id), "kind": means.kind}
    case = await cases.open_case(tx, here, institution, client_id, kind, {"means": [one]}, now)
    if case.opened_at == now and lost_in(case) == [one]:
        return case
    known = lost_in(case)
    if one in known or len(known) >= MEANS_AT_MOST:
        return None
    return await cases.widen(tx, here, institution, case, {**case.detail, "means": [*known, one]}, now)
