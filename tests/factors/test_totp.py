"""The authenticator app: the code of this half-minute or of its neighbours, once."""

import base64
from datetime import timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pyotp
import pytest

from parvis.factors import Evidence, Mismatch
from parvis.factors.totp.factor import Totp, material_of
from tests.factors.world import NOW, Seeded, asked

KEY = b"12345678901234567890"
APP = pyotp.TOTP(base64.b32encode(KEY).decode())
totp = Totp()


def answer(code: str) -> object:
    return totp.check(material_of(KEY), b"", {"code": code}, asked(), NOW)


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_clock_that_is_half_a_minute_off_is_forgiven(steps: int) -> None:
    found = answer(APP.at(NOW + timedelta(seconds=30 * steps)))
    current = int(NOW.timestamp()) // 30
    assert found == Evidence(f"step:{current + steps:012d}", grows=True)


@pytest.mark.parametrize("steps", [-3, -2, 2, 3])
def test_a_code_two_steps_old_is_not(steps: int) -> None:
    assert answer(APP.at(NOW + timedelta(seconds=30 * steps))) == Mismatch()


def test_a_code_is_read_as_apps_show_it() -> None:
    code = APP.at(NOW)
    assert isinstance(answer(f"{code[:3]} {code[3:]}"), Evidence)
    assert isinstance(answer(f" {code}\u202f"), Evidence)


@pytest.mark.parametrize("code", ["", "é", "12345", "1234567", "½½½½½½", "０１２３４５"])
def test_what_is_no_code_is_wrong(code: str) -> None:
    assert answer(code) == Mismatch()


def test_full_width_digits_of_the_right_code_are_no_code() -> None:
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in APP.at(NOW))
    assert answer(wide) == Mismatch()


def test_the_key_is_shown_as_apps_read_it() -> None:
    prepared = totp.prepare({"issuer": "Crédit municipal de Valmer", "account": "Zoé Martin"}, Seeded(), NOW)
    assert not isinstance(prepared, str)
    uri = urlsplit(prepared.shown["uri"])
    assert (uri.scheme, uri.netloc) == ("otpauth", "totp")
    assert unquote(uri.path) == "/Crédit municipal de Valmer:Zoé Martin"
    assert parse_qs(uri.query) == {"secret": [prepared.shown["key"]], "issuer": ["Crédit municipal de Valmer"]}
    assert len(base64.b32decode(prepared.shown["key"])) == 20
    app = pyotp.parse_uri(prepared.shown["uri"])
    assert isinstance(app, pyotp.TOTP)
    checked = totp.check(prepared.material, b"", {"code": app.at(NOW)}, asked(), NOW)
    assert isinstance(checked, Evidence)


def test_two_keys_are_never_alike() -> None:
    random = Seeded()
    first, second = totp.prepare({}, random, NOW), totp.prepare({}, random, NOW)
    assert not isinstance(first, str)
    assert not isinstance(second, str)
    assert first.shown["key"] != second.shown["key"]
