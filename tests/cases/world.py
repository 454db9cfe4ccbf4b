"""Cases to tell stories with: a client who opened one, and the agents who look after it."""

import json
import re
from collections.abc import Sequence
from datetime import datetime
from html import unescape
from uuid import UUID

from parvis.cases import actions, tables
from parvis.cases.resolutions import Answered
from parvis.cases.tables import Case, Document, Step
from parvis.db import Transaction
from parvis.errors import Refused
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.operations import Failed, Line, Say
from parvis.profile import asked
from tests.agency.world import AgentAtWork
from tests.gate.world import Person

PDF = b"%PDF-1.7 a piece of paper"


class Told(Answered):
    """A resolution that notes what it was told to do, as those of other parts do their work."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.done: list[str] = []

    def asked(self, here: Here, case: Case, say: Say) -> Sequence[Line]:
        return [Line("Nouveau numéro", "06 •• •• •• 40")]

    async def accept(
        self, tx: Transaction, here: Here, institution: Institution, case: Case, now: datetime
    ) -> Failed | None:
        self.done.append(f"accepted {case.reference}")
        return None

    async def refuse(
        self, tx: Transaction, here: Here, institution: Institution, case: Case, now: datetime
    ) -> None:
        self.done.append(f"refused {case.reference}")


async def opened(here: Here, person: Person, kind: str = "blocked_access") -> Case:
    """A case of that kind, as the client's pages open it."""
    if kind == asked.POSTAL:
        home = asked.Postal("12 rue du Port", "", "75012", "Valmer")
        async with here.transaction() as tx:
            return await asked.ask_postal(
                tx, here, person.institution, person.id, home, language="fr", now=here.clock()
            )
    detail = {"wanted": ["access"]} if kind == "blocked_access" else {}
    async with here.transaction() as tx:
        return await actions.open_case(tx, here, person.institution, person.id, kind, detail, here.clock())


async def documented(here: Here, person: Person, case: Case, name: str = "carte.pdf") -> Document | Refused:
    """A document sent for it, cleaned already."""
    async with here.transaction() as tx:
        return await actions.add_document(
            tx, here, person.institution, person.id, case.id, name=name, media_type="application/pdf", content=PDF,
            now=here.clock(),
        )


async def followed(here: Here, person: Person, case: Case) -> actions.Progress:
    """What the client reads of it."""
    async with here.reading() as tx:
        found = await actions.progress(tx, person.institution, person.id, case.id)
    assert not isinstance(found, Refused)
    return found


async def steps(here: Here, person: Person, case: Case) -> list[Step]:
    return (await followed(here, person, case)).steps


async def as_it_is(here: Here, case: Case) -> Case:
    async with here.reading() as tx:
        found = await tables.one(tx, case.institution, case.id)
    assert found is not None
    return found


async def messages(here: Here) -> list[str]:
    """The texts that wait in the outbox, the oldest first."""

    async with here.reading() as tx:
        ids: list[UUID] = await tx.value("select coalesce(array_agg(id order by written_at, id), '{}') from outbox")
        sealed: list[bytes] = await tx.value(
            "select coalesce(array_agg(content order by written_at, id), '{}') from outbox"
        )
    return [
        json.loads(here.keys.unseal(content, purpose=f"outbox:{row_id}"))["text"]
        for row_id, content in zip(ids, sealed, strict=True)
    ]


class AtTheDesk:
    """An agent and one case on their screen."""

    def __init__(self, agent: AgentAtWork, case: Case) -> None:
        self.agent, self.case = agent, case
        self.at = f"/agency/cases/{case.id}"

    @property
    def page(self) -> str:
        return self.agent.window.page

    @property
    def status(self) -> int:
        return self.agent.window.status

    async def looks(self) -> str:
        """Open it, saying so to the client."""
        await self.agent.window.goes_to(self.at)
        await self.agent.window.sends(f"{self.at}/look", key=self.agent.key())
        return self.page

    async def does(self, act: str, *, seen: int | None = None, **fields: str) -> str:
        """Send the form of an act, on the case as the page shows it."""
        if seen is None:
            await self.agent.window.goes_to(self.at)
            found = re.search(r'name="seen" value="(\d+)"', unescape(self.page))
            seen = int(found[1]) if found else 0
        await self.agent.window.sends(
            f"{self.at}/acts", act=act, seen=str(seen), key=self.agent.key(), **{"reason": "", "words": "", **fields}
        )
        return self.page

    async def decides(self, act: str, **fields: str) -> str:
        """An act that the policy wants signed with the agent's passkey."""
        await self.does(act, **fields)
        assert self.agent.window.path.startswith("/requests/"), (self.status, self.page[-3000:])
        await self.agent.approves()
        return self.page
