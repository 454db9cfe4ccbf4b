"""The secret code and its keypad."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.errors import Refused
from parvis.factors import Evidence, Mismatch
from parvis.factors.secret_code import keypad
from parvis.factors.secret_code.factor import SecretCode
from parvis.factors.secret_code.rules import trivial, weakness
from parvis.seal import Keyring
from tests.factors.world import NOW, Seeded, asked, cheap_argon, keyring

CODE = "731946"


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keyring:
    place: Path = tmp_path_factory.mktemp("secret-code")
    return keyring(place)


@pytest.fixture(scope="module")
def factor(keys: Keyring) -> SecretCode:
    return SecretCode(keys, cheap_argon(keys))


@pytest.fixture(scope="module")
def material(factor: SecretCode) -> bytes:
    prepared = factor.prepare({"secret": CODE}, Seeded(), NOW)
    assert not isinstance(prepared, str)
    return prepared.material


def press(keys: tuple[keypad.Key, ...], code: str) -> str:
    """The names that the browser sends for these digits."""
    names = {key.digit: key.name for key in keys}
    return "".join(names[digit] for digit in code)


def test_the_plain_field_and_the_keypad_say_the_same(factor: SecretCode, material: bytes) -> None:
    drawn = factor.form(Seeded(), NOW)
    pressed = {"layout_token": drawn["layout_token"], "answer_keys": press(drawn["keys"], CODE)}
    assert isinstance(factor.check(material, b"", pressed, asked(), NOW), Evidence)
    assert isinstance(factor.check(material, b"", {"code": CODE}, asked(), NOW), Evidence)


def test_one_keypad_serves_once_whatever_the_request(factor: SecretCode, material: bytes) -> None:
    drawn = factor.form(Seeded(), NOW)
    pressed = {"layout_token": drawn["layout_token"], "answer_keys": press(drawn["keys"], CODE)}
    first = factor.check(material, b"", pressed, asked(request_id="one"), NOW)
    second = factor.check(material, b"", pressed, asked(request_id="two"), NOW)
    assert isinstance(first, Evidence)
    assert first == second, "both spend the same thing: the database refuses the second"


def test_what_was_pressed_means_nothing_on_another_keypad(factor: SecretCode, material: bytes) -> None:
    random = Seeded()
    seen, shown = factor.form(random, NOW), factor.form(random, NOW)
    stolen = {"layout_token": shown["layout_token"], "answer_keys": press(seen["keys"], CODE)}
    assert factor.check(material, b"", stolen, asked(), NOW) == Mismatch(counts=False)


def test_a_keypad_lasts_ten_minutes(keys: Keyring) -> None:
    token, buttons = keypad.layout(keys, Seeded(), NOW)
    typed = press(buttons, CODE)
    before = keypad.read(keys, token, typed, NOW + timedelta(minutes=9, seconds=59))
    after = keypad.read(keys, token, typed, NOW + timedelta(minutes=10))
    assert isinstance(before, keypad.Typed)
    assert before.code == CODE
    assert isinstance(after, Refused)
    assert after.refusal.code == "form_expired"


def test_a_token_of_another_bank_opens_nothing(keys: Keyring, tmp_path: Path) -> None:
    token, buttons = keypad.layout(keyring(tmp_path), Seeded(), NOW)
    found = keypad.read(keys, token, press(buttons, CODE), NOW)
    assert isinstance(found, Refused)
    assert found.refusal.code == "form_expired"


@given(seed=st.integers(min_value=0))
def test_every_keypad_has_the_ten_digits_and_ten_names(keys: Keyring, seed: int) -> None:
    token, buttons = keypad.layout(keys, Seeded(seed), NOW)
    assert sorted(key.digit for key in buttons) == list("0123456789")
    assert len({key.name for key in buttons}) == 10
    assert {len(key.name) for key in buttons} == {keypad.NAME_LENGTH}
    assert len(token) < 500, "a form field has at most 500 characters"


@given(token=st.text(max_size=300), typed=st.text(max_size=300))
def test_reading_a_keypad_never_raises(keys: Keyring, token: str, typed: str) -> None:
    assert isinstance(keypad.read(keys, token, typed, NOW), Refused)


@pytest.mark.parametrize(
    ("code", "refusal"),
    [
        ("73194", "secret_code_length"),
        ("7319465278416", "secret_code_length"),
        ("73a946", "secret_code_digits_only"),
        ("٧٣١٩٤٦", "secret_code_digits_only"),
        ("", "secret_code_length"),
        ("111111", "secret_code_trivial"),
        ("121212", "secret_code_trivial"),
        ("122112", "secret_code_trivial"),
        ("123123", "secret_code_trivial"),
        ("456789", "secret_code_trivial"),
        ("987654", "secret_code_trivial"),
        ("890123", "secret_code_trivial"),
        ("135791", "secret_code_trivial"),
        ("159753", "secret_code_trivial"),
        ("147258", "secret_code_trivial"),
        ("12345678", "secret_code_trivial"),
        ("20406080", None),
        (CODE, None),
    ],
)
def test_codes_that_everyone_tries_are_refused(code: str, refusal: str | None) -> None:
    assert weakness(code) == refusal


def test_most_codes_are_allowed() -> None:
    """The rules must not eat the space they protect: less than 1 % of all six-digit codes."""
    refused = sum(trivial(f"{number:06d}") for number in range(0, 1_000_000, 7))
    assert refused / (1_000_000 / 7) < 0.01


def test_nobody_has_a_code(factor: SecretCode) -> None:
    assert factor.check(b"", b"", {"code": CODE}, asked(), NOW) == Mismatch()
