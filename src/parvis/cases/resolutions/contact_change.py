"""A new e-mail address or number, for whoever cannot approve it by themselves. It waits for the same delay as any."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from parvis.cases.tables import Case
from parvis.clients import tables as clients
from parvis.db import Transaction
from parvis.errors import Refused
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.operations import Failed, Line, Say
from parvis.profile import actions, asked, tables


class ContactChange:
    kind = asked.CONTACT

    def asked(self, here: Here, case: Case, say: Say) -> Sequence[Line]:
        return [Line(say(f"contact-line-{case.detail['channel']}"), case.detail["hint"])]

    async def accept(
        self, tx: Transaction, here: Here, institution: Institution, case: Case, now: datetime
    ) -> Failed | None:
        """Hold it for the institution's delay, and tell the address that goes. Failed: `contact_change_over`,
        `contact_change_waits`.
        """
        await tables.alone(tx, institution.slug, case.client_id)
        change = await tables.change_of(tx, institution.slug, case.client_id, UUID(case.detail["change"]))
        if change is None or change.state != "with_agency":
            return Failed("contact_change_over")
        held = await tables.held_of(tx, institution.slug, case.client_id)
        if any(one.channel == change.channel for one in held):
            return Failed("contact_change_waits")
        language = await clients.language_of(tx, institution.slug, case.client_id)
        done = await actions.approve(
            tx, here, institution, change, request_id=None, language=language, now=now
        )
        return Failed(done.refusal.code) if isinstance(done, Refused) else None

    async def refuse(
        self, tx: Transaction, here: Here, institution: Institution, case: Case, now: datetime
    ) -> None:
        """Forget the new address."""
        await tables.drop(tx, institution.slug, case.client_id, UUID(case.detail["change"]), now)
