"""The agents of the demonstration: an adviser, a supervisor and an auditor behind each institution, without a key yet.

Whoever tries them makes a passkey of their own, by an invitation's link, as a new agent would.
"""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

import msgspec

from parvis.agency import actions, tables
from parvis.agency.rules import Role
from parvis.agency.tables import Colleague
from parvis.db import Transaction

if TYPE_CHECKING:
    from parvis.here import Here
    from parvis.institution.rules import Institution

CONTROL = "direction du contrôle"
NAMESPACE = UUID("6d6f6e74-7265-7220-6167-656e74730000")


class Staff(msgspec.Struct, frozen=True):
    """Somebody who works at an agency, before there is a database."""

    name: str  # « Claire Delmas »: one word each
    role: Role
    branch: str


def _team(branch: str, adviser: str, supervisor: str, auditor: str, *, control: str = CONTROL) -> tuple[Staff, ...]:
    """One of each role; the auditor is of no branch."""
    return (
        Staff(adviser, "adviser", branch), Staff(supervisor, "supervisor", branch),
        Staff(auditor, "auditor", control),
    )  # fmt: skip


AGENTS: dict[str, tuple[Staff, ...]] = {
    "deuxrives": _team("agence de Valmer", "Claire Delmas", "Karim Benali", "Odile Prat"),
    "allocations": _team("accueil du port", "Mathilde Guerin", "Joël Ferrand", "Sonia Amrani"),
    "municipal": _team("agence de Valmer", "Paulin Verdier", "Hélène Castaing", "Bastien Roche", control="inspection"),
    "cooperative": _team("agence des entreprises", "Nadège Lecomte", "Thierry Vasseur", "Inès Morvan"),
    "epargne": _team("agence de l’Estuaire", "Louis Tessier", "Amel Haddad", "Florent Guyot"),
}


def person_of(institution: str, staff: Staff) -> UUID:
    """The id of a demo agent: the same in every database."""
    return uuid5(NAMESPACE, f"{institution}/{staff.role}")


async def furnish_agents(tx: Transaction, here: "Here", agency: "Institution", now: datetime) -> None:
    """The agents of one agency, each with an invitation. Those who are there already are left as they are."""
    for staff in AGENTS.get(agency.agency_of, ()):
        person_id = person_of(agency.agency_of, staff)
        if await tables.colleague_of(tx, agency.slug, person_id, now) is None:
            given_name, family_name = staff.name.split(" ")
            await actions.invite(
                tx, here, agency, given_name=given_name, family_name=family_name, role=staff.role,
                branch=staff.branch, by=None, now=now, person_id=person_id,
            )


async def agents_of(tx: Transaction, agency: "Institution", now: datetime) -> list[Colleague]:
    """The demo agents of an agency who still work there, in the order of their list."""
    order = [person_of(agency.agency_of, staff) for staff in AGENTS.get(agency.agency_of, ())]
    team = {one.id: one for one in await tables.team_of(tx, agency.slug, now) if one.left_at is None}
    return [team[person_id] for person_id in order if person_id in team]
