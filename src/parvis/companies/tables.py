"""The users of a company: those who share its client number, found through one of them."""

from uuid import UUID

import msgspec

from parvis.db import Transaction


class User(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who acts for a company. `number` is what tells them from the others: the last part of what they type."""

    id: UUID
    given_name: str
    family_name: str
    role: str
    number: str
    hints: list[str]  # where they are written to, as it may be shown

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"


_USERS = """
    select them.id, them.given_name, them.family_name, them.company_role as role,
           split_part(theirs.value, '-', 2) as number,
           (select coalesce(array_agg(hint order by channel, since), '{}') from contact
            where client_id = them.id and state = 'current') as hints
    from client me
    join identifier mine on mine.client_id = me.id and mine.institution = me.institution
    join identifier theirs on theirs.institution = me.institution
        and split_part(theirs.value, '-', 1) = split_part(mine.value, '-', 1)
    join client them on them.id = theirs.client_id and them.company = me.company
    where me.institution = $1 and me.id = $2 and mine.value like '%-%'
"""


async def users_of(tx: Transaction, institution: str, client_id: UUID) -> list[User]:
    """Everybody who acts for the company of this client, themselves included, by their number."""
    return await tx.rows(User, f"{_USERS} order by theirs.value", institution, client_id)


async def colleague(tx: Transaction, institution: str, client_id: UUID, user_id: UUID) -> User | None:
    """One other user of the company of this client."""
    return await tx.row(User, f"{_USERS} and them.id = $3 and them.id <> $2", institution, client_id, user_id)
