"""OCRA against the vectors of RFC 6287 (appendix C), in the library and by the command, and what it refuses."""

import hashlib
import hmac
import json
from pathlib import Path
from typing import Any

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from parvis import codes
from parvis.factors import ocra
from parvis.seal import SystemRandom

VECTORS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "vectors" / "otp.json").read_text("utf-8")
)["ocra"]
KEY20 = b"12345678901234567890"

program = typer.Typer()
program.add_typer(codes.app, name="code")


@program.callback()
def main() -> None:
    """Another command beside, as in the real program."""


def command(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(program, ["code", "ocra", *arguments])
    return done.exit_code, done.stdout, done.stderr


def inputs_of(one: dict[str, Any]) -> ocra.Inputs:
    suite = ocra.read(one["suite"])
    return ocra.Inputs(
        counter=one["C"] if suite.counter else None,
        pin_hash=bytes.fromhex(one["P_sha1"]) if suite.pin else None,
        timestamp=int(one["T_hex"], 16) if suite.step_seconds else None,
    )


def test_the_vectors_cover_the_three_modes() -> None:
    assert len(VECTORS) == 35
    assert {one["section"].split()[0] for one in VECTORS} == {"C.1", "C.2", "C.3"}


@pytest.mark.parametrize("one", VECTORS, ids=lambda one: f"{one['suite']} {one['Q']} {one.get('C', '')}")
def test_rfc_6287_vectors(one: dict[str, Any]) -> None:
    suite = ocra.read(one["suite"])
    assert ocra.compute(suite, bytes.fromhex(one["key_hex"]), one["Q"], inputs_of(one)) == one["response"]


@pytest.mark.parametrize("one", VECTORS, ids=lambda one: f"{one['suite']} {one['Q']} {one.get('C', '')}")
def test_rfc_6287_vectors_through_the_command(one: dict[str, Any]) -> None:
    suite = ocra.read(one["suite"])
    arguments = ["--suite", one["suite"], "--key", one["key_hex"], "--question", one["Q"]]
    arguments += ["--counter", str(one["C"])] if suite.counter else []
    arguments += ["--pin-hash", one["P_sha1"]] if suite.pin else []
    arguments += ["--timestamp", one["T_hex"]] if suite.step_seconds else []
    assert command(*arguments) == (0, one["response"] + "\n", "")


def test_mutual_mode_helpers_give_the_vectors() -> None:
    for one in VECTORS:
        if not one["section"].startswith("C.2"):
            continue
        first, second = one["Q"][:8], one["Q"][8:]
        suite, key, inputs = ocra.read(one["suite"]), bytes.fromhex(one["key_hex"]), inputs_of(one)
        if "server" in one["section"]:
            told = ocra.server_response(suite, key, client_challenge=first, server_challenge=second, inputs=inputs)
        else:
            told = ocra.client_response(suite, key, server_challenge=first, client_challenge=second, inputs=inputs)
        assert told == one["response"]


def test_signature_helper_gives_the_vectors() -> None:
    for one in VECTORS:
        if one["section"].startswith("C.3"):
            suite, key = ocra.read(one["suite"]), bytes.fromhex(one["key_hex"])
            assert ocra.signature(suite, key, one["Q"], inputs_of(one)) == one["response"]


def test_a_signature_has_no_session_and_signs_no_more_than_its_length() -> None:
    with pytest.raises(ocra.InputWrong):
        ocra.signature(ocra.read("OCRA-1:HOTP-SHA1-6:QN08-S064"), KEY20, "1", ocra.Inputs(session=b"x"))
    with pytest.raises(ocra.InputWrong):
        ocra.signature(ocra.read("OCRA-1:HOTP-SHA1-6:QN08"), KEY20, "123456789")


@pytest.mark.parametrize(
    "text",
    [
        f"OCRA-1:HOTP-{algorithm}-{digits}:{counter}Q{form}{length:02d}{pin}{session}{step}"
        for algorithm in ("SHA1", "SHA256", "SHA512")
        for digits in (0, 4, 10)
        for counter in ("", "C-")
        for form, length in (("A", 4), ("N", 64), ("H", 10))
        for pin in ("", "-PSHA1", "-PSHA256", "-PSHA512")
        for session in ("", "-S064", "-S001")
        for step in ("", "-T30S", "-T59M", "-T48H")
    ],
)
def test_every_suite_gives_a_response_of_its_length(text: str) -> None:
    """Against a computation written here on its own, from the RFC's words."""
    suite = ocra.read(text)
    key, question = b"k" * 32, {"A": "Ab12", "N": "0123", "H": "0aF"}[suite.question]
    inputs = ocra.Inputs(
        counter=5 if suite.counter else None,
        pin_hash=bytes(range(ocra.HASH_BYTES[suite.pin])) if suite.pin else None,
        session=b"s" if suite.session_bytes else None,
        timestamp=20107446 if suite.step_seconds else None,
    )
    data = text + "\0" + ("\0" * 7 + "\5" if suite.counter else "")
    filled = {"A": b"Ab12", "N": bytes.fromhex("7b"), "H": bytes.fromhex("0af0")}[suite.question]
    whole = data.encode() + filled + bytes(128 - len(filled)) + (inputs.pin_hash or b"")
    whole += bytes((suite.session_bytes or 1) - 1) + b"s" if suite.session_bytes else b""
    whole += bytes.fromhex("000000000132d0b6") if suite.step_seconds else b""
    mac = hmac.new(key, whole, getattr(hashlib, suite.algorithm)).digest()
    told = ocra.compute(suite, key, question, inputs)
    if suite.digits == 0:
        assert told == mac.hex()
    else:
        at = mac[-1] % 16
        number = int.from_bytes(mac[at : at + 4]) % 2**31
        assert told == f"{number:010d}"[-suite.digits :]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "OCRA-1",
        "OCRA-1:HOTP-SHA1-6",
        "OCRA-1:HOTP-SHA1-6:",
        "OCRA-1:HOTP-SHA1-6:QN08:",
        "OCRA-2:HOTP-SHA1-6:QN08",
        "ocra-1:HOTP-SHA1-6:QN08",
        " OCRA-1:HOTP-SHA1-6:QN08",
        "OCRA-1:HOTP-SHA1-6:QN08\n",
        "OCRA-1:TOTP-SHA1-6:QN08",
        "OCRA-1:HOTP-MD5-6:QN08",
        "OCRA-1:HOTP-SHA384-6:QN08",
        "OCRA-1:HOTP-SHA1-3:QN08",
        "OCRA-1:HOTP-SHA1-11:QN08",
        "OCRA-1:HOTP-SHA1-06:QN08",
        "OCRA-1:HOTP-SHA1--6:QN08",
        "OCRA-1:HOTP-SHA1:QN08",
        "OCRA-1:HOTP-SHA1-6:C",
        "OCRA-1:HOTP-SHA1-6:C-",
        "OCRA-1:HOTP-SHA1-6:C-C-QN08",
        "OCRA-1:HOTP-SHA1-6:QN08-C",
        "OCRA-1:HOTP-SHA1-6:Q",
        "OCRA-1:HOTP-SHA1-6:QN",
        "OCRA-1:HOTP-SHA1-6:QN8",
        "OCRA-1:HOTP-SHA1-6:QN03",
        "OCRA-1:HOTP-SHA1-6:QN65",
        "OCRA-1:HOTP-SHA1-6:QN008",
        "OCRA-1:HOTP-SHA1-6:QX08",
        "OCRA-1:HOTP-SHA1-6:QN08-QN08",
        "OCRA-1:HOTP-SHA1-6:QN08-",
        "OCRA-1:HOTP-SHA1-6:QN08--PSHA1",
        "OCRA-1:HOTP-SHA1-6:QN08-P",
        "OCRA-1:HOTP-SHA1-6:QN08-PMD5",
        "OCRA-1:HOTP-SHA1-6:QN08-PSHA1-PSHA1",
        "OCRA-1:HOTP-SHA1-6:QN08-T1M-PSHA1",
        "OCRA-1:HOTP-SHA1-6:QN08-S064-PSHA1",
        "OCRA-1:HOTP-SHA1-6:QN08-S",
        "OCRA-1:HOTP-SHA1-6:QN08-S64",
        "OCRA-1:HOTP-SHA1-6:QN08-S000",
        "OCRA-1:HOTP-SHA1-6:QN08-S0064",
        "OCRA-1:HOTP-SHA1-6:QN08-T",
        "OCRA-1:HOTP-SHA1-6:QN08-T0S",
        "OCRA-1:HOTP-SHA1-6:QN08-T60S",
        "OCRA-1:HOTP-SHA1-6:QN08-T60M",
        "OCRA-1:HOTP-SHA1-6:QN08-T49H",
        "OCRA-1:HOTP-SHA1-6:QN08-T0H",
        "OCRA-1:HOTP-SHA1-6:QN08-T1D",
        "OCRA-1:HOTP-SHA1-6:QN08-T1M-T1M",
        "OCRA-1:HOTP-SHA1-6:QN08-X",
        "OCRA-1:HOTP-SHA1-6:QN٠٨",
        "OCRA-1:HOTP-SHA1-6:QN08-T٣S",
    ],
)
def test_a_malformed_suite_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(ocra.SuiteMalformed):
        ocra.read(text)
    status, told, complaint = command("--suite", text, "--key", KEY20.hex(), "--question", "00000000")
    assert (status, told) == (2, "")
    assert len(complaint.strip().splitlines()) == 1


FULL = "OCRA-1:HOTP-SHA1-6:C-QN08-PSHA1-S064-T1M"
GIVEN = {
    "--key": KEY20.hex(), "--counter": "1", "--question": "12345678", "--pin-hash": "00" * 20,
    "--session": "ab", "--timestamp": "132d0b6",
}  # fmt: skip


@pytest.mark.parametrize(
    "changed",
    [
        {"--counter": None}, {"--question": None}, {"--pin-hash": None}, {"--session": None}, {"--timestamp": None},
        {"--counter": "-1"}, {"--counter": str(2**64)}, {"--question": "1234567a"}, {"--question": "1" * 17},
        {"--question": "١٢٣٤"}, {"--pin-hash": "00" * 19}, {"--pin-hash": "zz"}, {"--session": "00" * 65},
        {"--session": "abc"}, {"--timestamp": "1" * 17}, {"--timestamp": "-1"}, {"--timestamp": "g"}, {"--key": "é"},
    ],
)  # fmt: skip
def test_inputs_that_the_suite_does_not_take_are_refused_in_one_sentence(changed: dict[str, str | None]) -> None:
    arguments = [part for name, value in (GIVEN | changed).items() if value is not None for part in (name, value)]
    status, told, complaint = command("--suite", FULL, *arguments)
    assert (status, told) == (2, "")
    assert len(complaint.strip().splitlines()) == 1


@pytest.mark.parametrize("given", ["--counter", "--pin-hash", "--session", "--timestamp"])
def test_an_input_too_many_is_refused(given: str) -> None:
    status, told, _ = command(
        "--suite", "OCRA-1:HOTP-SHA1-6:QN08", "--key", KEY20.hex(), "--question", "1", given, GIVEN[given]
    )
    assert (status, told) == (2, "")


def test_the_full_suite_is_computed() -> None:
    status, told, _ = command("--suite", FULL, *[part for pair in GIVEN.items() for part in pair])
    assert status == 0
    assert len(told) == 7


def test_a_step_is_counted_in_the_suites_own_unit() -> None:
    at = 1206446790  # 25 March 2008, 12:06:30 UTC
    assert ocra.step_at(ocra.read("OCRA-1:HOTP-SHA1-6:QN08-T1M"), at) == 0x132D0B6
    assert ocra.step_at(ocra.read("OCRA-1:HOTP-SHA1-6:QN08-T30S"), at) == at // 30
    assert ocra.step_at(ocra.read("OCRA-1:HOTP-SHA1-6:QN08-T48H"), at) == at // 172800
    with pytest.raises(ocra.InputWrong):
        ocra.step_at(ocra.read("OCRA-1:HOTP-SHA1-6:QN08"), at)


@pytest.mark.parametrize("form", ["A", "N", "H"])
def test_a_challenge_is_one_that_its_suite_takes(form: str) -> None:
    suite = ocra.read(f"OCRA-1:HOTP-SHA1-6:Q{form}64")
    made = ocra.challenge(suite, SystemRandom())
    assert len(made) == 64
    assert len(ocra.compute(suite, KEY20, made + made)) == 6


@given(text=st.text(max_size=60))
def test_reading_anything_gives_a_suite_or_a_sentence(text: str) -> None:
    try:
        suite = ocra.read(text)
    except ocra.SuiteMalformed:
        return
    assert suite.text == text


@given(expected=st.text(max_size=10), given_=st.text(max_size=10))
def test_comparing_responses_never_raises(expected: str, given_: str) -> None:
    assert ocra.same(expected.encode("ascii", "ignore").decode(), given_) in (True, False)
