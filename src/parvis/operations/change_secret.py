"""Changing the secret code or the password: the new one waits, and takes the place of the old one when approved.

The old secret is asked by the institution's policy, as a proof like any other.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from parvis.db import Transaction
from parvis.gate import afterwards
from parvis.gate.tables import Request
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.means import actions as means
from parvis.means import tables
from parvis.operations import Failed, Line, Performed, Say, Usual


class ChangeFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which secret. `binding` is the SHA-256 of the new one's salted hash: it says nothing of the secret."""

    authenticator_id: UUID  # the new one, pending
    kind: str
    binding: str


class ChangeSecret(Usual):
    name = "change_secret"
    facts = ChangeFacts
    lifetime = timedelta(minutes=10)
    conditions: Mapping[str, tuple[str, ...] | type[int]] = {"forced": ("yes", "no")}
    before = "/security/means"

    def lines(self, facts: ChangeFacts, say: Say, institution: Institution) -> list[Line]:
        """Which secret changes, and what follows."""
        return [
            Line(say("change-line-what"), say(f"factor-{facts.kind}")),
            Line(say("change-line-then"), say("change-line-then-value")),
        ]

    async def weigh(
        self,
        tx: Transaction,
        here: Here,
        institution: Institution,
        client_id: UUID,
        facts: ChangeFacts,
        now: datetime,
    ) -> dict[str, str | int] | Failed:
        """Whether the secret in use must be changed. Failed: `enrolment_over`."""
        if not await means.still_pending(tx, here, institution, client_id, facts, now):
            return Failed("enrolment_over")
        forced = await tables.must_change(tx, institution.slug, client_id, facts.kind)
        return {"forced": "yes" if forced else "no"}

    async def perform(
        self,
        tx: Transaction,
        here: Here,
        institution: Institution,
        request: Request,
        facts: ChangeFacts,
        now: datetime,
    ) -> Performed | Failed:
        """Replace the secret, end every other session, and tell the client by every address."""
        if not await means.still_pending(tx, here, institution, request.client_id, facts, now):
            return Failed("enrolment_over")
        ended = await means.replace_secret(tx, here, institution, request, facts, now)
        if request.parent_id is not None:  # A sign-in waited for it.
            await afterwards.go_on(tx, here, institution, request.parent_id, request.client_id, now)
        return Performed({"kind": facts.kind, "sessions_ended": ended})
