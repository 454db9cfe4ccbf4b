"""An agent handles a client's case: opens it, takes it, gives it back, asks for more, decides, confirms.

One operation for all acts: the agency's policy tells them apart (`act`), with the kind of case and who asks (`by`).
Nothing here holds or chooses a client's secret, and the agency's own requests name no client: the reference does.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from parvis.agency.rules import ROLES
from parvis.cases import decisions
from parvis.cases.decisions import Said
from parvis.cases.rules import KINDS, Act
from parvis.db import Transaction
from parvis.gate.tables import Request
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.operations import Failed, Line, Performed, Say, Usual


class CaseFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is done to which case. `seen`: how many steps it had when it was read: one more, and nothing is decided."""

    case_id: UUID
    reference: str
    kind: str
    act: Act
    seen: int
    reason: str = ""
    words: str = ""


class HandleCase(Usual):
    name = "handle_case"
    facts = CaseFacts
    lifetime = timedelta(minutes=15)
    conditions: Mapping[str, tuple[str, ...] | type[int]] = {
        "act": tuple(act.value for act in Act), "case": KINDS, "by": ROLES,
    }  # fmt: skip
    by_agents = True
    before = "/agency/queue"

    def after(self, result: Mapping[str, Any]) -> str:
        return f"/agency/cases/{result['case_id']}"

    def lines(self, facts: CaseFacts, say: Say, institution: Institution) -> list[Line]:
        """What is done, to which case; the reason and the words that the client will read."""
        lines = [
            Line(say("case-line-act"), say(f"case-act-{facts.act}")),
            Line(say("case-line-kind"), say(f"case-kind-{facts.kind}")),
            Line(say("case-line-reference"), facts.reference),
        ]
        if facts.reason:
            lines.append(Line(say("case-line-reason"), say(f"case-reason-{facts.reason}")))
        if facts.words:
            lines.append(Line(say("case-line-words"), facts.words))
        return lines

    async def weigh(
        self, tx: Transaction, here: Here, institution: Institution, client_id: UUID, facts: CaseFacts, now: datetime
    ) -> dict[str, str | int] | Failed:
        """The act, the kind as it is stored, and the role as it is now. Failed: see `decisions.ready`."""
        found = await decisions.ready(
            tx, here, institution, client_id, facts.act, case_id=facts.case_id, seen=facts.seen, now=now
        )
        if isinstance(found, Failed):
            return found
        return {"act": facts.act.value, "case": found.case.kind, "by": found.agent.role}

    async def perform(
        self, tx: Transaction, here: Here, institution: Institution, request: Request, facts: CaseFacts, now: datetime
    ) -> Performed | Failed:
        """Look again under the locks, and do it."""
        found = await decisions.ready(
            tx, here, institution, request.client_id, facts.act, case_id=facts.case_id, seen=facts.seen, now=now,
            lock=True,
        )
        if isinstance(found, Failed):
            return found
        failed = await decisions.do(tx, here, found, facts.act, Said(facts.reason, facts.words), request, now)
        return failed or Performed({"case_id": str(facts.case_id), "act": facts.act.value})
