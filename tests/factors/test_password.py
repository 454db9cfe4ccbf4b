"""Passwords: CNIL's length and classes, known ones refused, the same one on every keyboard."""

import unicodedata
from pathlib import Path

import pytest

from parvis.factors import Evidence, Mismatch
from parvis.factors.password.factor import Password
from parvis.factors.password.rules import known_passwords, normalised, weakness
from tests.factors.world import NOW, Seeded, asked, cheap_argon, keyring

ABOUT = "Zoé\nMartin-Lefèvre\nCrédit municipal"


@pytest.mark.parametrize(
    ("password", "refusal"),
    [
        ("Ab3$", "password_too_short"),
        ("Xk7$wpq", "password_too_short"),
        ("xkwpqrtz", "password_too_plain"),
        ("xkwpqrt7", "password_too_plain"),
        ("Xkwpqrt7", None),
        ("xkwpqrtzbnma", None),
        ("correct cheval pile agrafe", None),
        ("Password1!", "password_known"),
        ("P@ssw0rd2024", "password_known"),
        ("Azerty123", "password_known"),
        ("12345678901234", "password_known"),
        ("aaaaaaaaaaaaaaaa", "password_known"),
        ("Martin-Lefèvre7", "password_about_you"),
        ("😀😁😂😃😄Xk7", None),
        ("a" * 129, "password_too_long"),
        ("xkwpqrt\x00bnmaB7", "password_too_long"),
        ("\ud800xkwpqrtBNM7", "password_too_long"),
        ("Azertyuiop12", "password_known"),
        ("Abcdefgh9876", "password_known"),
    ],
)
def test_what_is_refused(password: str, refusal: str | None) -> None:
    assert weakness(normalised(password), ABOUT) == refusal


def test_an_empty_one_is_too_short(password: Password) -> None:
    assert password.prepare({}, Seeded(), NOW) == "password_too_short"


def test_the_list_of_known_passwords_is_long_enough() -> None:
    """CNIL-PWD: at least a thousand."""
    assert len(known_passwords()) >= 3000
    assert {"azerty", "password", "marseille", "123456789"} <= known_passwords()


@pytest.fixture(scope="module")
def password(tmp_path_factory: pytest.TempPathFactory) -> Password:
    place: Path = tmp_path_factory.mktemp("password")
    return Password(cheap_argon(keyring(place)))


def test_an_accent_typed_in_two_keys_is_the_same(password: Password) -> None:
    prepared = password.prepare({"secret": unicodedata.normalize("NFC", "éléphant-rosé-42")}, Seeded(), NOW)
    assert not isinstance(prepared, str)
    typed = {"password": unicodedata.normalize("NFD", "éléphant-rosé-42")}
    assert isinstance(password.check(prepared.material, b"", typed, asked(), NOW), Evidence)
    assert "rosé" not in repr(prepared.material)


def test_a_long_one_counts_to_its_last_character(password: Password) -> None:
    secret = "correct cheval pile agrafe " * 4 + "fin"
    prepared = password.prepare({"secret": secret}, Seeded(), NOW)
    assert not isinstance(prepared, str)
    assert isinstance(password.check(prepared.material, b"", {"password": secret}, asked(), NOW), Evidence)
    assert password.check(prepared.material, b"", {"password": secret[:-1]}, asked(), NOW) == Mismatch()


def test_spaces_are_part_of_it(password: Password) -> None:
    prepared = password.prepare({"secret": " Xkwpqrt7 bnm "}, Seeded(), NOW)
    assert not isinstance(prepared, str)
    assert password.check(prepared.material, b"", {"password": "Xkwpqrt7 bnm"}, asked(), NOW) == Mismatch()


def test_nobody_has_a_password(password: Password) -> None:
    assert password.check(b"", b"", {"password": "Xkwpqrt7 bnm"}, asked(), NOW) == Mismatch()
