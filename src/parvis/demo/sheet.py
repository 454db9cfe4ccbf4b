"""The printed card of a demo client: a sheet of paper that they have had for a while, the same on every machine."""

import hashlib
from uuid import UUID

from parvis.factors.code_card.card import ALPHABET, LENGTH, SQUARES


def sheet_of(client_id: UUID) -> str:
    """Its codes in a row, square after square. Everybody can compute them: this person is invented."""
    signs = hashlib.shake_256(b"demo card" + client_id.bytes).digest(LENGTH * len(SQUARES))
    return "".join(ALPHABET[one % len(ALPHABET)] for one in signs)
