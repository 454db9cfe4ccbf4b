"""Letters that wait to be printed. Every select starts from the institution."""

from datetime import datetime
from uuid import UUID

import msgspec

from parvis.db import Transaction


class Waiting(msgspec.Struct, frozen=True):
    """A letter, its PDF sealed, and by what the institution knows who it is for."""

    id: UUID
    identifier: str
    content: bytes


async def insert(
    tx: Transaction, institution: str, letter_id: UUID, client_id: UUID, content: bytes, now: datetime, until: datetime
) -> None:
    """A new letter, in the place of an earlier one that was not printed: what that one says is worth nothing now."""
    await tx.run(
        """
        with gone as (
            update letter set content = null, taken_at = $5
            where institution = $1 and client_id = $3 and taken_at is null
        )
        insert into letter (id, institution, client_id, content, made_at, useless_after)
        values ($2, $1, $3, $4, $5, $6)
        """,
        institution, letter_id, client_id, content, now, until,
    )  # fmt: skip


async def waiting(tx: Transaction, institution: str, now: datetime) -> list[Waiting]:
    """The letters that can still serve, the oldest first, locked."""
    return await tx.rows(
        Waiting,
        """
        select letter.id, identifier.value as identifier, letter.content
        from letter join identifier on identifier.client_id = letter.client_id
            and identifier.institution = letter.institution
        where letter.institution = $1 and taken_at is null and useless_after > $2
        order by made_at, letter.id limit 500 for no key update of letter
        """,
        institution, now,
    )


async def taken(tx: Transaction, institution: str, letter_id: UUID, now: datetime) -> None:
    """It is on paper, or about to be: nothing of it stays here."""
    await tx.run(
        "update letter set content = null, taken_at = $3 where institution = $1 and id = $2", institution, letter_id,
        now,
    )


async def forget(tx: Transaction, now: datetime) -> int:
    """Drop the letters, printed or not, whose secret serves no more, of every institution. Returns how many."""
    return await tx.run(
        """
        delete from letter where id in (
            select id from letter where useless_after < $1 limit 100 for no key update skip locked
        )
        """,
        now,
    )
