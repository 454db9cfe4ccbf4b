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

NAMESPACE = UUID("6d6f6e74-7265-7220-6167-656e74730000")


class Staff(msgspec.Struct, frozen=True):
    """Somebody who works at an agency, before there is a database."""

    given_name: str
    family_name: str
    role: Role
    branch: str


AGENTS: dict[str, tuple[Staff, ...]] = {
    "deuxrives": (
        Staff("Claire", "Delmas", "adviser", "agence de Valmer"),
        Staff("Karim", "Benali", "supervisor", "agence de Valmer"),
        Staff("Odile", "Prat", "auditor", "direction du contrôle"),
    ),
    "allocations": (
        Staff("Mathilde", "Guerin", "adviser", "accueil du port"),
        Staff("Joël", "Ferrand", "supervisor", "accueil du port"),
        Staff("Sonia", "Amrani", "auditor", "direction du contrôle"),
    ),
    "municipal": (
        Staff("Paulin", "Verdier", "adviser", "agence de Valmer"),
        Staff("Hélène", "Castaing", "supervisor", "agence de Valmer"),
        Staff("Bastien", "Roche", "auditor", "inspection"),
    ),
    "cooperative": (
        Staff("Nadège", "Lecomte", "adviser", "agence des entreprises"),
        Staff("Thierry", "Vasseur", "supervisor", "agence des entreprises"),
        Staff("Inès", "Morvan", "auditor", "direction du contrôle"),
    ),
    "epargne": (
        Staff("Louis", "Tessier", "adviser", "agence de l’Estuaire"),
        Staff("Amel", "Haddad", "supervisor", "agence de l’Estuaire"),
        Staff("Florent", "Guyot", "auditor", "direction du contrôle"),
    ),
}


def person_of(institution: str, staff: Staff) -> UUID:
    """The id of a demo agent: the same in every database."""
    return uuid5(NAMESPACE, f"{institution}/{staff.role}")


async def furnish_agents(tx: Transaction, here: "Here", agency: "Institution", now: datetime) -> None:
    """The agents of one agency, each with an invitation. Those who are there already are left as they are."""
    for staff in AGENTS.get(agency.agency_of, ()):
        person_id = person_of(agency.agency_of, staff)
        if await tables.colleague_of(tx, agency.slug, person_id, now) is None:
            await actions.invite(
                tx, here, agency, given_name=staff.given_name, family_name=staff.family_name, role=staff.role,
                branch=staff.branch, by=None, now=now, person_id=person_id,
            )


async def agents_of(tx: Transaction, agency: "Institution", now: datetime) -> list[Colleague]:
    """The demo agents of an agency who still work there, in the order of their list."""
    order = [person_of(agency.agency_of, staff) for staff in AGENTS.get(agency.agency_of, ())]
    team = {one.id: one for one in await tables.team_of(tx, agency.slug, now) if one.left_at is None}
    return [team[person_id] for person_id in order if person_id in team]
