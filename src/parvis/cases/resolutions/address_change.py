"""A new postal address, with the document that shows it."""

from collections.abc import Sequence
from datetime import datetime

from parvis.cases.tables import Case
from parvis.db import Transaction
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.operations import Failed, Line, Say
from parvis.profile import asked


class AddressChange:
    kind = asked.POSTAL

    def asked(self, here: Here, case: Case, say: Say) -> Sequence[Line]:
        """The address in full: it is what the document must show."""
        return [Line(say("profile-line-postal"), ", ".join(asked.wanted_of(here, case).lines))]

    async def accept(
        self, tx: Transaction, here: Here, institution: Institution, case: Case, now: datetime
    ) -> Failed | None:
        await asked.move(tx, here, institution, case, now)
        return None

    async def refuse(
        self, tx: Transaction, here: Here, institution: Institution, case: Case, now: datetime
    ) -> None:
        """Nothing was prepared: the address of before stays."""
