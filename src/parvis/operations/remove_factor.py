"""Removing a means of authentication for good: what it was verified with is destroyed (RTS article 27).

Never the last one that lets its owner in; and the last one that needs no smartphone only where they said so.
"""

from datetime import datetime, timedelta
from uuid import UUID

from parvis.db import Transaction
from parvis.errors import Refused
from parvis.gate.tables import Request
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.means import life
from parvis.means.life import MeansFacts
from parvis.means.rules import Removal
from parvis.means.tables import Means
from parvis.operations import Failed, Line, Performed, Say, Usual


class RemoveFacts(MeansFacts, frozen=True, forbid_unknown_fields=True):
    """And whether the client has said that a smartphone alone is enough."""

    smartphone_only: bool = False


class RemoveFactor(Usual):
    name = "remove_factor"
    facts = RemoveFacts
    lifetime = timedelta(minutes=15)
    before = "/security/means"
    takes_several = True

    def lines(self, facts: RemoveFacts, say: Say, institution: Institution) -> list[Line]:
        """What is removed, its name, and what that leaves where it is a smartphone alone."""
        lines = facts.lines("remove-line-what", say)
        if facts.smartphone_only:
            lines.append(Line(say("change-line-then"), say("remove-line-smartphone")))
        return lines

    async def weigh(
        self, tx: Transaction, here: Here, institution: Institution, client_id: UUID, facts: RemoveFacts, now: datetime
    ) -> dict[str, str | int] | Failed:
        """Nothing to weigh. Failed: `means_gone`, `means_secret`, `means_last`, `means_smartphone_only`."""
        found = await self._removable(tx, here, institution, client_id, facts, lock=False)
        return found if isinstance(found, Failed) else {}

    async def perform(
        self, tx: Transaction, here: Here, institution: Institution, request: Request, facts: RemoveFacts,
        now: datetime,
    ) -> Performed | Failed:
        """Look again under the lock, destroy it, and tell every address."""
        found = await self._removable(tx, here, institution, request.client_id, facts, lock=True)
        if isinstance(found, Failed):
            return found
        if not await life.remove(tx, here, institution, request, found, now):
            return Failed("means_gone")
        return Performed({"kind": facts.kind})

    @staticmethod
    async def _removable(
        tx: Transaction, here: Here, institution: Institution, client_id: UUID, facts: RemoveFacts, *, lock: bool
    ) -> Means | Failed:
        found = await life.what_is_left(tx, here, institution, client_id, facts.authenticator_id, lock=lock)
        if isinstance(found, Refused):
            return Failed(found.refusal.code)
        means, left = found
        if left == Removal.LAST:
            return Failed("means_last")
        if left == Removal.SMARTPHONE_ONLY and not facts.smartphone_only:
            return Failed("means_smartphone_only")
        return means
