"""Biometrics on a phone: a key of its own platform, which verifies its owner, takes the place of the 4-digit code."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from parvis.db import Transaction
from parvis.gate.tables import Request
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.operations import Failed, Line, Performed, Say
from parvis.phone import changes


class BiometricsFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which phone. `binding` is a keyed digest of the key that its platform has made."""

    authenticator_id: UUID
    name: str
    binding: str


class UseBiometrics:
    name = "use_biometrics"
    facts = BiometricsFacts
    lifetime = timedelta(minutes=10)
    conditions: Mapping[str, tuple[str, ...] | type[int]] = {"state": ("active", "blocked")}
    pays = False
    about = changes.KIND
    before = "/phone/"
    rewrite = ""

    def after(self, result: Mapping[str, Any]) -> str:
        return "/phone/"

    def lines(self, facts: BiometricsFacts, say: Say, institution: Institution) -> list[Line]:
        """What is switched on, and on which phone."""
        return [
            Line(say("biometrics-line-what"), say("biometrics-line-what-value")),
            Line(say("renew-line-phone"), facts.name),
        ]

    async def weigh(
        self, tx: Transaction, here: Here, institution: Institution, client_id: UUID, facts: BiometricsFacts,
        now: datetime,
    ) -> dict[str, str | int] | Failed:
        """How the phone stands. Failed: `phone_change_over` if it wants something else since, or was removed."""
        state = await changes.standing(tx, here, institution, client_id, facts.authenticator_id, facts.binding)
        return Failed("phone_change_over") if state is None else {"state": state}

    async def perform(
        self, tx: Transaction, here: Here, institution: Institution, request: Request, facts: BiometricsFacts,
        now: datetime,
    ) -> Performed | Failed:
        """From now on the phone's owner may approve with a finger or their face; every address is told."""
        done = await changes.take_place(
            tx, here, institution, request, facts.authenticator_id, facts.binding, notice="phone-notice-biometrics",
            held_notice="phone-notice-biometrics", now=now,
        )
        return Performed({"authenticator_id": str(facts.authenticator_id)}) if done else Failed("phone_change_over")
