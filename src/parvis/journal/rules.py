"""What makes the journal hard to rewrite: a hash for each row, a tree over the rows, a keyed chain over the
trees.

A row is hashed alone, so that writers never wait for one another. The worker takes the rows that have been
committed, makes them the leaves of a Merkle tree (RFC 6962, section 2.1) and chains its root to the one
before under a key that the database does not have. Whoever can write the tables can therefore not put a
changed row back under a good seal.
"""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec
import rfc8785

from parvis.canonical import dumps

ROW_DOMAIN = b"parvis journal row 1\0"
SEAL_DOMAIN = b"parvis journal seal 1\0"
LEAF, NODE = b"\x00", b"\x01"
FIRST_CHAIN = bytes(32)  # What the first seal is chained to.


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the journal, as it is stored, but for its hash."""

    id: UUID
    institution: str
    at: datetime
    event: str
    client_id: UUID | None
    session_id: UUID | None
    request_id: UUID | None
    device_id: UUID | None
    network: str
    detail: Any  # A JSON object, unless somebody rewrote it.


class Finding(msgspec.Struct, frozen=True):
    """Something the journal cannot have come to by itself. `about` is the id of a row or the number of a
    seal.
    """

    code: str
    about: str

    def __str__(self) -> str:
        return SENTENCES[self.code].format(about=self.about)


SENTENCES = {
    "row_changed": "row {about} was changed after it was written: its content does not give its hash",
    "row_removed": "row {about} was removed: a seal counts it, the journal no longer has it",
    "row_added": "row {about} was added from outside: no seal counts it and none was waiting for it",
    "row_sealed_twice": "row {about} is counted twice: a seal or the sealer's queue was rewritten",
    "seal_root": "seal {about} does not fit its rows: reordered, exchanged, or changed with their hash",
    "seal_chain": "seal {about} was rewritten: its chain value was not made with the journal's key",
    "seal_missing": "no seal {about}: the chain jumps over it",
}


def canonical(row: Row) -> bytes:
    """The row as RFC 8785 writes it: the same bytes whatever the order of keys in the database."""
    return dumps(
        {
            "id": str(row.id),
            "institution": row.institution,
            "at": row.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "event": row.event,
            "client": _text(row.client_id),
            "session": _text(row.session_id),
            "request": _text(row.request_id),
            "device": _text(row.device_id),
            "network": row.network,
            "detail": row.detail,
        }
    )


def row_hash(row: Row) -> bytes:
    """SHA-256 of the canonical row, under a prefix that no other hash of the program begins with."""
    return hashlib.sha256(ROW_DOMAIN + canonical(row)).digest()


def intact(row: Row, expected_hash: bytes) -> bool:
    """Whether the row still gives the hash it was written with. What cannot even be written canonically
    does not.
    """
    try:
        return row_hash(row) == expected_hash
    except (rfc8785.CanonicalizationError, ValueError):
        return False


def merkle_root(hashes: Sequence[bytes]) -> bytes:
    """The root over these row hashes, in this order (RFC 6962, section 2.1).

    Leaves and nodes are hashed under different prefixes, so that no node passes for a leaf. Level by level,
    an odd last node goes up as it is: that gives the same tree as the recursive definition, without its
    depth of calls.
    """
    level = [hashlib.sha256(LEAF + each).digest() for each in hashes]
    if not level:
        return hashlib.sha256(b"").digest()
    while len(level) > 1:
        pairs = [hashlib.sha256(NODE + level[i] + level[i + 1]).digest() for i in range(0, len(level) - 1, 2)]
        level = pairs + ([level[-1]] if len(level) % 2 else [])
    return level[0]


def chained(*, number: int, sealed_at: datetime, rows: int, root: bytes, previous: bytes) -> bytes:
    """What the keyed chain value of a seal covers. `sealed_at` is to the microsecond, `rows` how many
    leaves.
    """
    microseconds = round(sealed_at.timestamp() * 1_000_000)
    figures = b"".join(value.to_bytes(8, "big") for value in (number, microseconds, rows))
    return SEAL_DOMAIN + figures + root + previous


def _text(value: UUID | None) -> str | None:
    return None if value is None else str(value)
