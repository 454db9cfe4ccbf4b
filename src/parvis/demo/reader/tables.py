"""The demo's cards: their chips, sealed, and what changes in them."""

from uuid import UUID

import msgspec

from parvis.db import Transaction


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A card in its drawer."""

    client_id: UUID
    institution: str
    label: str
    chip: bytes
    counter: int
    wrong_pins: int


async def insert_card(tx: Transaction, institution: str, client_id: UUID, *, label: str, chip: bytes) -> bool:
    """A new card. False for a client who has one already, and keeps it, and for one who is not there."""
    return await tx.found(
        """
        insert into demo_card (client_id, institution, label, chip)
        select id, institution, $3, $4 from client where id = $1 and institution = $2
        on conflict (client_id) do nothing returning 1
        """,
        client_id, institution, label, chip,
    )  # fmt: skip


async def cards(tx: Transaction, institutions: list[str]) -> list[Kept]:
    """Every card of these institutions."""
    return await tx.rows(
        Kept,
        """
        select client_id, institution, label, chip, counter, wrong_pins from demo_card
        where institution = any($1) order by institution, label
        """,
        institutions,
    )


async def lock_card(tx: Transaction, institution: str, client_id: UUID) -> Kept | None:
    """The card, for whoever has it in a reader: nobody else does at the same moment."""
    found = await tx.rows(
        Kept,
        """
        select client_id, institution, label, chip, counter, wrong_pins from demo_card
        where institution = $1 and client_id = $2 for no key update
        """,
        institution, client_id,
    )  # fmt: skip
    return found[0] if found else None


async def change(tx: Transaction, institution: str, client_id: UUID, *, counter: int, wrong_pins: int) -> None:
    """What a card remembers once it is taken out."""
    await tx.run(
        "update demo_card set counter = $3, wrong_pins = $4 where institution = $1 and client_id = $2",
        institution, client_id, counter, wrong_pins,
    )  # fmt: skip
