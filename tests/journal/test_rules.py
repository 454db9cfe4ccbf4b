"""The tree and the chain, on paper."""

import hashlib
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.journal.rules import Row, chained, intact, merkle_root, row_hash

ROW = Row(
    id=UUID(int=1),
    institution="deuxrives",
    at=datetime(2026, 11, 24, 13, 5, tzinfo=UTC),
    event="session:opened",
    client_id=UUID(int=2),
    session_id=None,
    request_id=None,
    device_id=None,
    network="192.0.2.0/24",
    detail={"means": "secret_code", "tries": 2},
)


def leaf(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def recursive(data: list[bytes]) -> bytes:
    """RFC 6962, section 2.1, word for word."""
    if not data:
        return hashlib.sha256(b"").digest()
    if len(data) == 1:
        return leaf(data[0])
    k = 1
    while k * 2 < len(data):
        k *= 2
    return node(recursive(data[:k]), recursive(data[k:]))


@pytest.mark.parametrize(
    ("leaves", "root"),
    [
        # The tree heads of the certificate-transparency project's own reference test, sizes 0, 1, 2, 3 and 8.
        (0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        (1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
        (2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
        (3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
        (8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"),
    ],
)
def test_roots_are_those_of_rfc_6962(leaves: int, root: str) -> None:
    data = [b"", b"\x00", b"\x10", b"\x20\x21", b"\x30\x31", b"\x40\x41\x42\x43"]
    data += [bytes(range(0x50, 0x58)), bytes(range(0x60, 0x70))]
    assert merkle_root(data[:leaves]).hex() == root


@given(st.lists(st.binary(max_size=40), max_size=70))
def test_level_by_level_gives_the_recursive_tree(data: list[bytes]) -> None:
    assert merkle_root(data) == recursive(data)


@pytest.mark.parametrize(
    "change",
    [
        {"institution": "epargne"},
        {"at": datetime(2026, 11, 24, 13, 6, tzinfo=UTC)},
        {"event": "session:ended"},
        {"client_id": None},
        {"session_id": UUID(int=2)},
        {"network": ""},
        {"detail": {"means": "secret_code", "tries": 3}},
        {"detail": None},
        {"detail": {"tries": 10**30}},
    ],
)
def test_every_column_counts_in_the_hash(change: dict[str, object]) -> None:
    from msgspec.structs import replace

    assert intact(ROW, row_hash(ROW))
    assert not intact(replace(ROW, **change), row_hash(ROW))


def test_the_order_of_keys_in_the_database_does_not_matter() -> None:
    from msgspec.structs import replace

    assert row_hash(replace(ROW, detail={"tries": 2, "means": "secret_code"})) == row_hash(ROW)


def test_each_figure_of_a_seal_counts_in_the_chain() -> None:
    now = datetime(2026, 11, 24, 13, 5, tzinfo=UTC)
    seal = {"number": 4, "sealed_at": now, "rows": 3, "root": b"r" * 32, "previous": b"p" * 32}
    changes = (
        {"number": 5}, {"sealed_at": now.replace(second=1)}, {"rows": 4}, {"root": b"s" * 32}, {"previous": b"q" * 32},
    )  # fmt: skip
    values = {chained(**{**seal, **change}) for change in ({}, *changes)}  # type: ignore[arg-type]
    assert len(values) == 6
