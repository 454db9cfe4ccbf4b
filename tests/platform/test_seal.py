"""Secrets do not print, and what is sealed opens only for its purpose, under its key, unchanged."""

import copy
import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.seal import FILES, ROTATING, Keyring, KeysUnsafe, SealBroken, Secret, SystemRandom, rotate


@pytest.fixture
def keys(tmp_path: Path) -> Keyring:
    return Keyring.open(tmp_path / "keys")


@pytest.mark.parametrize("value", ["4711", b"4711"])
def test_a_secret_prints_as_dots_wherever_it_goes(value: str | bytes) -> None:
    secret = Secret(value)
    for shown in (repr(secret), str(secret), f"{secret}", f"{secret:>20}", f"{[secret]}", f"{secret!r}"):
        assert "4711" not in shown
        assert "•••" in shown
    assert secret.reveal() == value


def test_a_secret_can_be_neither_copied_out_nor_written_as_json() -> None:
    for way in (pickle.dumps, copy.deepcopy, msgspec.json.encode):
        with pytest.raises(TypeError):
            way(Secret("4711"))


def test_secrets_compare_by_what_they_hold() -> None:
    assert Secret("4711") == Secret("4711")
    assert Secret("4711") != Secret("4712")
    assert Secret("4711") != "4711"


def test_what_is_sealed_opens_again(keys: Keyring) -> None:
    sealed = keys.seal(b"12 rue des Lilas", purpose="contact:1")
    assert b"Lilas" not in sealed
    assert keys.unseal(sealed, purpose="contact:1") == b"12 rue des Lilas"
    assert keys.seal(b"12 rue des Lilas", purpose="contact:1") != sealed


def test_it_does_not_open_for_another_purpose(keys: Keyring) -> None:
    sealed = keys.seal(b"key of one", purpose="authenticator:1")
    with pytest.raises(SealBroken):
        keys.unseal(sealed, purpose="authenticator:2")


def test_a_single_changed_byte_breaks_it(keys: Keyring) -> None:
    sealed = keys.seal(b"x", purpose="demo")
    for place in range(len(sealed)):
        changed = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        with pytest.raises(SealBroken):
            keys.unseal(changed, purpose="demo")


_SHARED = Keyring({name: {"1": bytes(32)} for name in FILES})


@given(st.binary(max_size=80))
def test_anything_else_is_broken_and_nothing_worse(rubbish: bytes) -> None:
    with pytest.raises(SealBroken):
        _SHARED.unseal(rubbish, purpose="demo")


@given(st.lists(st.binary(max_size=4), max_size=4), st.lists(st.binary(max_size=4), max_size=4))
def test_two_lists_have_one_mac_only_if_they_are_one_list(left: list[bytes], right: list[bytes]) -> None:
    assert (_SHARED.mac("demo", *left) == _SHARED.mac("demo", *right)) == (left == right)
    assert _SHARED.mac("demo", *left) != _SHARED.mac("other", *left)


def test_after_a_rotation_the_new_key_seals_and_the_old_ones_open(tmp_path: Path) -> None:
    before = Keyring.open(tmp_path)
    sealed = before.seal(b"old", purpose="demo")
    old_pepper, peppered = before.pepper(b"secret")
    journal_id, mac = before.journal_mac(b"row")

    added = rotate(tmp_path)
    after = Keyring.open(tmp_path)

    assert [name.split(":")[0] for name in added] == list(ROTATING)
    assert set(after.ids()) == set(before.ids()) | {one for one in added if not one.startswith("push:")}
    assert after.unseal(sealed, purpose="demo") == b"old"
    assert after.pepper_with(old_pepper, b"secret") == peppered
    assert after.pepper(b"secret")[0] != old_pepper
    assert after.journal_check(journal_id, b"row", mac)
    assert after.journal_mac(b"row")[0] != journal_id
    assert after.mac("lookup", b"12345678901") == before.mac("lookup", b"12345678901")


def test_who_started_before_a_rotation_opens_what_is_sealed_after_it(tmp_path: Path) -> None:
    """Processes restart one after the other: a message that a new one has sealed is sent by an old one."""
    before = Keyring.open(tmp_path)
    rotate(tmp_path)
    after = Keyring.open(tmp_path)
    assert before.unseal(after.seal(b"new", purpose="demo"), purpose="demo") == b"new"
    assert before.pepper_with(*after.pepper(b"secret")[:1], b"secret") == after.pepper(b"secret")[1]
    assert after.unseal(before.seal(b"old", purpose="demo"), purpose="demo") == b"old"
    assert before.pepper(b"secret")[0] != after.pepper(b"secret")[0], "each goes on sealing with what it started with"


def test_without_the_file_a_key_made_elsewhere_opens_nothing(tmp_path: Path) -> None:
    mine, theirs = Keyring.open(tmp_path / "mine"), Keyring.open(tmp_path / "theirs")
    with pytest.raises(SealBroken, match="not here"):
        mine.unseal(theirs.seal(b"new", purpose="demo"), purpose="demo")


def test_a_journal_mac_is_checked_under_its_own_key(keys: Keyring) -> None:
    key_id, mac = keys.journal_mac(b"row")
    assert not keys.journal_check(key_id, b"another row", mac)
    assert not keys.journal_check("9-00000000", b"row", mac)


def test_the_files_are_closed_to_others(tmp_path: Path) -> None:
    Keyring.open(tmp_path / "keys")
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700
    files = sorted((tmp_path / "keys").iterdir())
    assert [file.name for file in files] == sorted(f"{name}.keys" for name in FILES)
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}


def test_a_file_that_others_may_read_is_refused(tmp_path: Path) -> None:
    Keyring.open(tmp_path)
    (tmp_path / "pepper.keys").chmod(0o644)
    with pytest.raises(KeysUnsafe, match=r"pepper\.keys may be read or changed by others"):
        Keyring.open(tmp_path)


@pytest.mark.parametrize("text", ["", "1 c2hvcnQ=\n", "no key at all\n", "1 " + "é" * 44 + "\n"])
def test_a_damaged_file_is_a_sentence_and_is_not_replaced(tmp_path: Path, text: str) -> None:
    Keyring.open(tmp_path)
    (tmp_path / "sealing.keys").write_text(text)
    with pytest.raises(KeysUnsafe, match="sealing"):
        Keyring.open(tmp_path)
    assert (tmp_path / "sealing.keys").read_text() == text


def test_processes_that_start_together_agree_on_the_keys(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: tuple(Keyring.open(tmp_path / "keys").ids()), range(16)))
    assert len(set(found)) == 1
    assert len(list((tmp_path / "keys").iterdir())) == len(FILES)


def test_the_keyring_does_not_print(keys: Keyring) -> None:
    assert repr(keys) == "Keyring(•••)"


def test_randomness_stays_below_its_limit() -> None:
    random = SystemRandom()
    assert {random.below(3) for _ in range(200)} == {0, 1, 2}
    assert len(random.bytes(16)) == 16
    assert random.bytes(16) != random.bytes(16)
