"""« Code oublié »: whoever proves who they are by other ways than the forgotten secret may choose a new one.

Performed, it keeps a place for the new secret: the browser that asked chooses it next, once, within a few minutes.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

import msgspec

from parvis.db import Transaction
from parvis.gate.tables import Request
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.operations import Failed, Line, Performed, Say, Usual
from parvis.recovery import choice
from parvis.ui import format


class RecoverFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which secret, from which browser, when; and whether somebody is signed in already."""

    kind: str
    within: Literal["door", "session"]
    browser: str
    network: str
    at: datetime
    language: str


class RecoverSecret(Usual):
    name = "recover_secret"
    facts = RecoverFacts
    lifetime = timedelta(minutes=15)
    conditions: Mapping[str, tuple[str, ...] | type[int]] = {"within": ("door", "session")}
    recovers = True
    goes_on = True
    before = "/recovery/secret"

    def after(self, result: Mapping[str, Any]) -> str:
        return f"/recovery/{result['request_id']}/secret"

    def lines(self, facts: RecoverFacts, say: Say, institution: Institution) -> list[Line]:
        """What will be replaced, from which browser, when."""
        return [
            Line(say("recovery-line-what"), say("recovery-line-what-value", kind=say(f"factor-{facts.kind}"))),
            Line(say("recovery-line-browser"), facts.browser or say("sign-in-browser-unknown")),
            Line(say("recovery-line-when"), format.moment(facts.at, facts.language, institution.timezone), "date"),
        ]

    async def weigh(
        self, tx: Transaction, here: Here, institution: Institution, client_id: UUID, facts: RecoverFacts, now: datetime
    ) -> dict[str, str | int] | Failed:
        """Whether somebody is signed in already."""
        return {"within": facts.within}

    async def perform(
        self, tx: Transaction, here: Here, institution: Institution, request: Request, facts: RecoverFacts,
        now: datetime,
    ) -> Performed | Failed:
        """Keep a place for the new secret. Nothing else changes before it is chosen."""
        kept = await choice.keep_a_place(tx, here, institution, request, facts.kind, now)
        return Performed({"request_id": str(request.id), **kept})
