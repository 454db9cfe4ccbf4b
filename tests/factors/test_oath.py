"""The vectors of RFC 4226 (appendix D) and RFC 6238 (appendix B), in the library and through the real command."""

import base64
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from parvis.factors import oath

VECTORS: dict[str, Any] = json.loads((Path(__file__).parents[1] / "vectors" / "otp.json").read_text("utf-8"))
HOTP = [
    (VECTORS["hotp"]["key_hex"], one["counter"], one["code"]) for one in VECTORS["hotp"]["vectors"]
]
TOTP = [
    (one["key_hex"], one["unix_time"], one["algorithm"].lower(), one["digits"], one["period"], one["code"])
    for one in VECTORS["totp"]
]
RFC_KEY = VECTORS["hotp"]["key_hex"]


def parvis_code(*arguments: str) -> tuple[int, str, str]:
    """Run `parvis code …` as a shell does."""
    done = subprocess.run(
        [Path(sys.executable).with_name("parvis"), "code", *arguments], capture_output=True, text=True, timeout=60
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(("key", "counter", "code"), HOTP)
def test_hotp_vectors(key: str, counter: int, code: str) -> None:
    assert oath.hotp(bytes.fromhex(key), counter) == code


@pytest.mark.parametrize(("key", "time", "algorithm", "digits", "period", "code"), TOTP)
def test_totp_vectors(
    key: str, time: int, algorithm: oath.Algorithm, digits: int, period: int, code: str
) -> None:
    found = oath.totp(bytes.fromhex(key), time, period_seconds=period, digits=digits, algorithm=algorithm)
    assert found == code


def test_there_are_vectors_of_every_algorithm() -> None:
    assert {one[2] for one in TOTP} == {"sha1", "sha256", "sha512"}
    assert len(HOTP) == 10


@pytest.mark.parametrize(("key", "counter", "code"), [HOTP[0], HOTP[9]])
def test_the_command_prints_a_counter_code_alone(key: str, counter: int, code: str) -> None:
    assert parvis_code("hotp", "--key", key, "--counter", str(counter)) == (0, f"{code}\n", "")


@pytest.mark.parametrize(
    ("key", "time", "algorithm", "digits", "period", "code"),
    [next(one for one in TOTP if one[2] == name) for name in ("sha1", "sha256", "sha512")],
)
def test_the_command_prints_a_time_code_alone(
    key: str, time: int, algorithm: str, digits: int, period: int, code: str
) -> None:
    base32 = base64.b32encode(bytes.fromhex(key)).decode().rstrip("=").lower()
    answered = parvis_code(
        "totp", "--key", base32, "--time", str(time), "--period", str(period),
        "--digits", str(digits), "--algorithm", algorithm.upper(),
    )  # fmt: skip
    assert answered == (0, f"{code}\n", "")


def test_a_bad_key_gets_one_sentence() -> None:
    status, out, err = parvis_code("totp", "--key", "not a key!", "--time", "59")
    assert (status, out) == (2, "")
    assert err == "--key: this is neither hexadecimal nor base32.\n"
