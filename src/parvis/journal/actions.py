"""Writing what happened, sealing it, and proving that nobody touched it since."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec

from parvis.db import Transaction
from parvis.events import Event
from parvis.journal import tables
from parvis.journal.rules import FIRST_CHAIN, Finding, Row, chained, intact, merkle_root, row_hash
from parvis.seal import Keyring

if TYPE_CHECKING:
    from parvis.here import Here

ROWS_A_SEAL = 500  # Few enough that a seal which no longer fits points near the row.
SEALS_A_READING = 50


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened. `detail` holds codes, kinds and counts: never a secret, an address or a
    name.
    """

    event: Event
    at: datetime
    institution: str
    client_id: UUID | None = None
    session_id: UUID | None = None
    request_id: UUID | None = None
    device_id: UUID | None = None
    network: str = ""
    detail: dict[str, Any] = {}


async def record(
    tx: Transaction,
    here: "Here",
    event: Event,
    now: datetime,
    *,
    institution: str,
    client_id: UUID | None = None,
    session_id: UUID | None = None,
    request_id: UUID | None = None,
    device_id: UUID | None = None,
    network: str = "",
    **detail: Any,
) -> None:
    """Tell one event in the transaction of what it tells: both are kept, or neither."""
    entry = Entry(
        event=event, at=now, institution=institution, client_id=client_id, session_id=session_id,
        request_id=request_id, device_id=device_id, network=network, detail=detail,
    )  # fmt: skip
    await record_all(tx, here, [entry])


def line(here: "Here", entry: Entry) -> tuple[object, ...]:
    """The values of one line, for the statement that does what it tells (`tables.line_after`)."""
    row = _row(here.new_id(), entry)
    return tables.values_of(row, row_hash(row))


async def record_all(tx: Transaction, here: "Here", entries: list[Entry]) -> None:
    """Write several events, in this order."""
    tx.told.extend(_row(here.new_id(), entry) for entry in entries)


async def write_down(tx: Transaction) -> None:
    """Write what `tx` told, ring what it rang, do what it left for its end, in one statement: its last one."""
    if tx.told or tx.rung or tx.last:
        await tables.insert(tx, [(row, row_hash(row)) for row in tx.told], tx.rung)


def _row(row_id: UUID, entry: Entry) -> Row:
    return Row(
        id=row_id,
        institution=entry.institution,
        at=entry.at,
        event=str(entry.event),
        client_id=entry.client_id,
        session_id=entry.session_id,
        request_id=entry.request_id,
        device_id=entry.device_id,
        network=entry.network,
        # As the database will give it back: identifiers and times are text in JSON.
        detail=msgspec.to_builtins(entry.detail),
    )


async def seal_committed(here: "Here", now: datetime) -> int:
    """Put the oldest committed rows under one more seal, at most `ROWS_A_SEAL`. Returns how many rows that
    was.

    Zero when nothing waits or when another worker is sealing. A row whose transaction is still open is not
    seen, and comes under a later seal: no writer waits for the sealer, nor the sealer for a writer.
    """
    async with here.transaction() as tx:
        if not await tables.sealing_turn(tx):
            return 0
        leaves = await tables.unsealed(tx, ROWS_A_SEAL)
        if not leaves:
            return 0
        last = await tables.last_seal(tx)
        number, previous = (last.number + 1, last.chain) if last else (1, FIRST_CHAIN)
        root = merkle_root([leaf.hash for leaf in leaves])
        key_id, chain = here.keys.journal_mac(
            chained(number=number, sealed_at=now, rows=len(leaves), root=root, previous=previous)
        )
        rows = [leaf.id for leaf in leaves]
        await tables.insert_seal(
            tx, tables.Seal(number=number, sealed_at=now, rows=rows, root=root, key_id=key_id, chain=chain)
        )
    return len(rows)


async def verify(tx: Transaction, keys: Keyring) -> list[Finding]:
    """Prove the whole journal, row by row and seal by seal. An empty list means that nothing was touched.

    One thing it cannot see alone: the last seals and all their rows removed together. Print `head` now and
    then, or send it elsewhere; a head that the chain no longer has tells.
    """
    findings: list[Finding] = []
    previous: tables.Seal | None = None
    while seals := await tables.seals_after(tx, previous.number if previous else 0, limit=SEALS_A_READING):
        stored = await tables.rows_of(tx, [row for seal in seals for row in seal.rows])
        for seal in seals:
            findings += _seal_findings(seal, previous, stored, keys)
            previous = seal
    findings += await _waiting_findings(tx)
    findings += [
        Finding("row_sealed_twice" if odd.seals else "row_added", str(odd.id))
        for odd in await tables.oddly_sealed(tx)
    ]
    return findings


async def head(tx: Transaction) -> tuple[int, str]:
    """The number of the last seal and its chain value in hexadecimal: what to keep outside. (0, "") before
    any.
    """
    last = await tables.last_seal(tx)
    return (last.number, last.chain.hex()) if last else (0, "")


def _seal_findings(
    seal: tables.Seal, previous: tables.Seal | None, stored: dict[UUID, tables.Stored], keys: Keyring
) -> Iterator[Finding]:
    """What is wrong with one seal and its rows. After a gap its own chain value cannot be judged: the gap
    is told.
    """
    last = previous.number if previous else 0
    if seal.number > last + 1:
        gap = f"{last + 1}" if seal.number == last + 2 else f"{last + 1} to {seal.number - 1}"
        yield Finding("seal_missing", gap)
    if seal.number == last + 1:
        covered = chained(
            number=seal.number, sealed_at=seal.sealed_at, rows=len(seal.rows), root=seal.root,
            previous=previous.chain if previous else FIRST_CHAIN,
        )  # fmt: skip
        if not keys.journal_check(seal.key_id, covered, seal.chain):
            yield Finding("seal_chain", str(seal.number))
    removed = [row_id for row_id in seal.rows if row_id not in stored]
    for row_id in seal.rows:
        if row_id in stored and not intact(stored[row_id], stored[row_id].hash):
            yield Finding("row_changed", str(row_id))
    for row_id in removed:
        yield Finding("row_removed", str(row_id))
    # Without all its leaves a root cannot be computed, and the rows already named say enough.
    if not removed and merkle_root([stored[row_id].hash for row_id in seal.rows]) != seal.root:
        yield Finding("seal_root", str(seal.number))


async def _waiting_findings(tx: Transaction) -> list[Finding]:
    """Rows that no seal protects yet are at least held to their own hash."""
    findings: list[Finding] = []
    after = UUID(int=0)
    while rows := await tables.waiting_rows(tx, after, 1000):
        findings += [Finding("row_changed", str(row.id)) for row in rows if not intact(row, row.hash)]
        after = rows[-1].id
    return findings
