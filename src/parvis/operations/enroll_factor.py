"""Adding a means of authentication: it was made and confirmed, and serves once the client has approved it.

RTS article 24(2)(b): an element is attached to a client, from a distance, only under strong authentication.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

import msgspec

from parvis.db import Transaction
from parvis.factors.all import ENROLLABLE
from parvis.gate import afterwards
from parvis.gate.tables import Proven, Request
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.means import actions as means
from parvis.means import tables
from parvis.means.rules import WITHIN_SESSION, WITHIN_SIGN_IN
from parvis.operations import Failed, Line, Performed, Say, Usual


class EnrollFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is added. `binding` is the SHA-256 of its material: another key is another enrolment."""

    authenticator_id: UUID
    kind: str
    name: str
    binding: str
    within: Literal["session", "sign_in"]
    spent: str = ""  # what its first code used up; "" where the device has spoken for itself
    fingerprint: str = ""  # what the client can compare with the device in hand


class EnrollFactor(Usual):
    name = "enroll_factor"
    facts = EnrollFacts
    lifetime = timedelta(minutes=15)
    conditions: Mapping[str, tuple[str, ...] | type[int]] = {
        "kind": ENROLLABLE,
        "within": (WITHIN_SESSION, WITHIN_SIGN_IN),
    }
    before = "/security/means"

    def lines(self, facts: EnrollFacts, say: Say, institution: Institution) -> list[Line]:
        """What is added, its name, and what to compare it by."""
        lines = [
            Line(say("enroll-line-what"), say(f"factor-{facts.kind}")),
            Line(say("enroll-line-name"), facts.name),
        ]
        if facts.fingerprint:
            lines.append(Line(say("enroll-line-fingerprint"), facts.fingerprint))
        return lines

    async def weigh(
        self,
        tx: Transaction,
        here: Here,
        institution: Institution,
        client_id: UUID,
        facts: EnrollFacts,
        now: datetime,
    ) -> dict[str, str | int] | Failed:
        """The kind, and whether it is asked in the middle of a sign-in: there, only the first that sign-ins may add.

        Failed: `enrolment_over`, `enrolment_not_here`.
        """
        if not await means.still_pending(tx, here, institution, client_id, facts, now):
            return Failed("enrolment_over")
        first = facts.within == WITHIN_SESSION or not await tables.has_any(
            tx, institution.slug, client_id, institution.sign_in.enrols
        )
        return {"kind": facts.kind, "within": facts.within} if first else Failed("enrolment_not_here")

    async def perform(
        self,
        tx: Transaction,
        here: Here,
        institution: Institution,
        request: Request,
        facts: EnrollFacts,
        now: datetime,
    ) -> Performed | Failed:
        """Activate it, tell the client by every address, and let its first code serve the sign-in around it."""
        if not await means.still_pending(tx, here, institution, request.client_id, facts, now):
            return Failed("enrolment_over")
        await means.activate(tx, here, institution, request, facts, now)
        if facts.spent:
            first = Proven(authenticator_id=facts.authenticator_id, kind=facts.kind, spends=facts.spent)
            # Spent for the enrolment, or for the sign-in: either way the same code never serves again.
            if request.parent_id is None:
                await means.spend(tx, here, institution, request, first, now)
            else:
                await afterwards.credit(tx, here, institution, request.parent_id, request.client_id, first, now)
        return Performed({"authenticator_id": str(facts.authenticator_id), "kind": facts.kind})
