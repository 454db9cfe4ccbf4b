"""One example of every page, in each of its shapes: what a template is given by its page.

A new template has its module here: `TEMPLATES` says, for each, the contexts it can be in. Values that depend on the
language or on the institution are functions of the visit.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from parvis.agency.rules import Role
from parvis.agency.tables import Agent
from parvis.web.visit import Visit

NOW = datetime(2026, 11, 24, 13, 5, tzinfo=UTC)
SOON, BEFORE = NOW + timedelta(minutes=9), NOW - timedelta(days=3)
ONE, TWO, THREE = (UUID(f"01a1ffc4-a174-7186-b364-47a0e654ad3{digit}") for digit in (1, 2, 3))
FRENCH_IBAN = "FR7699911000010000000000143"

# What a client or a stranger may have typed: every page must show it as text.
HOSTILE = "O'Brien & fils <script>alert(1)</script> \"é\""

Context = Mapping[str, Any] | Callable[[Visit], Mapping[str, Any]]


@dataclass(frozen=True)
class Sample:
    """One shape of a page."""

    it: str  # « a code is wrong »
    context: Context = field(default_factory=dict)
    signed_in: bool = True
    institutions: tuple[str, ...] = ("deuxrives",)
    role: Role = "supervisor"  # at an agency: of the agent who looks

    def given(self, visit: Visit) -> dict[str, Any]:
        return dict(self.context(visit) if callable(self.context) else self.context)


AGENCY = ("deuxrives-agence",)


def agent(role: Role) -> Agent:
    """Who looks at an agency's pages."""
    return Agent(TWO, "deuxrives", role, "agence de Valmer", BEFORE, "Claire <b>", "Durand")


EVERYWHERE = ("allocations", "cooperative", "deuxrives", "epargne", "municipal")
