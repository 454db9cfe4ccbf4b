"""What is known by heart is hashed slowly, under a pepper, and a flood of tries is turned away, not queued."""

import asyncio
import itertools
import threading
import time
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from hypothesis import given
from hypothesis import strategies as st

from parvis.hashing import OTHER_CORES, Argon, Hasher, TooBusy
from parvis.seal import FILES, Keyring, rotate

_KEYS = Keyring({name: {"1": bytes(32)} for name in FILES})
_ARGON = Argon(_KEYS, 8, 1)


def test_the_right_secret_verifies_and_another_does_not() -> None:
    stored = _ARGON.hash("Été 2026 !")
    assert b"2026" not in stored
    assert _ARGON.verify(stored, "Été 2026 !")
    assert not _ARGON.verify(stored, "Ete 2026 !")
    assert not _ARGON.verify(stored, "")
    assert _ARGON.hash("Été 2026 !") != stored


def test_the_same_words_typed_on_another_keyboard_verify() -> None:
    assert _ARGON.verify(_ARGON.hash("\u00c9t\u00e9"), "E\u0301te\u0301")


@given(st.binary(max_size=120), st.text(max_size=20))
def test_verifying_never_raises(stored: bytes, secret: str) -> None:
    assert not _ARGON.verify(stored, secret)
    assert _ARGON.outdated(stored)


@pytest.mark.parametrize("lanes", [1, 4])
def test_what_the_reference_implementation_hashed_verifies(lanes: int) -> None:
    """Stored before the program changed library, or by another one: RFC 9106 is one function, in one notation."""
    _, peppered = _KEYS.pepper("Été 2026 !".encode())
    stored = b"1:" + PasswordHasher(2, 64, lanes).hash(peppered).encode()
    assert _ARGON.verify(stored, "Été 2026 !")
    assert not _ARGON.verify(stored, "Ete 2026 !")
    assert not _ARGON.outdated(stored)


def test_what_is_hashed_verifies_with_the_reference_implementation() -> None:
    key_id, _, encoded = _ARGON.hash("Été 2026 !").partition(b":")
    assert PasswordHasher().verify(encoded, _KEYS.pepper_with(key_id.decode(), "Été 2026 !".encode()))
    with pytest.raises(VerifyMismatchError):
        PasswordHasher().verify(encoded, _KEYS.pepper_with(key_id.decode(), b"Ete 2026 !"))


def test_half_a_surrogate_is_a_wrong_secret_like_another() -> None:
    assert not _ARGON.verify(_ARGON.hash("1234"), "\ud800")


def test_the_database_alone_verifies_nothing() -> None:
    stored = _ARGON.hash("1234")
    other = Argon(Keyring({name: {"1": b"\x01" * 32} for name in FILES}), 8, 1)
    assert not other.verify(stored, "1234")


def test_nobody_costs_as_much_as_somebody_and_is_never_right() -> None:
    assert _ARGON.dummy("1234") is False
    assert _ARGON.verify(b"", "1234") is False


def test_a_new_pepper_or_a_new_cost_makes_a_hash_outdated(tmp_path: Path) -> None:
    argon = Argon(Keyring.open(tmp_path), 16, 1)
    stored = argon.hash("1234")
    assert not argon.outdated(stored)

    rotate(tmp_path)
    rotated = Argon(Keyring.open(tmp_path), 16, 1)
    assert rotated.verify(stored, "1234")
    assert rotated.outdated(stored)
    assert not rotated.outdated(rotated.hash("1234"))
    dearer = Argon(Keyring.open(tmp_path), 24, 1)
    assert dearer.outdated(rotated.hash("1234"))
    assert not rotated.outdated(dearer.hash("1234")), "what cost more stays"


async def test_more_than_the_queue_holds_is_refused_at_once() -> None:
    hasher, open_gate = Hasher(queue=2, threads=1), threading.Event()
    try:
        waiting = [asyncio.create_task(hasher.run(open_gate.wait, 10)) for _ in range(3)]
        await asyncio.sleep(0)
        assert hasher.waiting == 2
        with pytest.raises(TooBusy):
            await hasher.run(open_gate.wait, 10)
        open_gate.set()
        assert await asyncio.gather(*waiting) == [True, True, True]
        assert await hasher.run(max, 1, 2) == 2
    finally:
        open_gate.set()
        hasher.close()


async def test_while_a_crowd_waits_a_thread_rests_after_each_verification() -> None:
    """One core's time is left to whoever is signed in; alone, nobody waits for that."""
    hasher, spans = Hasher(queue=4, threads=1), list[tuple[float, float, float]]()

    def verify() -> None:
        began, worked = time.monotonic(), time.thread_time()
        while time.thread_time() - worked < 0.01:
            pass
        spans.append((began, time.monotonic(), time.thread_time() - worked))

    try:
        await asyncio.gather(*(hasher.run(verify) for _ in range(5)))
        assert not hasher.crowded
    finally:
        hasher.close()
    rests = [after[0] - before[1] for before, after in itertools.pairwise(spans)]
    assert rests[0] >= spans[0][2] / OTHER_CORES
    assert rests[1] >= spans[1][2] / OTHER_CORES


async def test_whoever_leaves_gives_the_place_back() -> None:
    hasher, open_gate = Hasher(queue=1, threads=1), threading.Event()
    try:
        running = asyncio.create_task(hasher.run(open_gate.wait, 10))
        waiting = asyncio.create_task(hasher.run(open_gate.wait, 10))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.sleep(0.01)
        assert hasher.waiting == 0
        again = asyncio.create_task(hasher.run(max, 1, 2))
        open_gate.set()
        assert await again == 2
        assert await running
    finally:
        open_gate.set()
        hasher.close()


async def test_an_error_is_given_back_and_so_is_the_place() -> None:
    hasher = Hasher(queue=1, threads=1)
    try:
        for _ in range(5):
            with pytest.raises(ValueError, match="invalid literal"):
                await hasher.run(int, "x")
    finally:
        hasher.close()
