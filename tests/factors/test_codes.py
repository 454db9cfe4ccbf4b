"""`parvis code` on bad input: one sentence on stderr, status 2, nothing on stdout."""

import pytest
import typer
from typer.testing import CliRunner

from parvis import codes

KEY = "3132333435363738393031323334353637383930"

program = typer.Typer()
program.add_typer(codes.app, name="code")


@program.callback()
def main() -> None:
    """Another command beside, as in the real program."""


@pytest.mark.parametrize(
    "arguments",
    [
        ["hotp", "--key", "", "--counter", "0"],
        ["hotp", "--key", "abc", "--counter", "0", "--digits", "5"],
        ["hotp", "--key", "hex:xyz", "--counter", "0"],
        ["hotp", "--key", "rot13:abcd", "--counter", "0"],
        ["hotp", "--key", "é" * 10, "--counter", "0"],
        ["hotp", "--key", KEY, "--counter", "-1"],
        ["hotp", "--key", KEY, "--counter", "18446744073709551616"],
        ["hotp", "--key", KEY, "--counter", "1" * 5000],
        ["hotp", "--key", "00" * 2000, "--counter", "0"],
        ["hotp", "--key", KEY],
        ["hotp", "--counter", "0"],
        ["hotp", "--key", KEY, "--counter", "0", "extra"],
        ["hotp", "--key", KEY, "--counter", "0", "--nonsense", "1"],
        ["totp", "--key", KEY, "--time", "1e9"],
        ["totp", "--key", KEY, "--time", "٣"],
        ["totp", "--key", KEY, "--time", "59", "--period", "0"],
        ["totp", "--key", KEY, "--time", "59", "--algorithm", "md5"],
        ["totp", "--key", KEY, "--time", "59", "--digits", "06"],
        ["totp", "--key"],
        ["sesame"],
    ],
)
def test_bad_input_gets_one_sentence(arguments: list[str]) -> None:
    result = CliRunner().invoke(program, ["code", *arguments])
    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.strip().splitlines()) == 1
    assert len(result.stderr.strip()) > 10


@pytest.mark.parametrize(
    "key",
    [
        KEY,
        KEY.upper(),
        f"hex:{KEY}",
        "31 32 33 34 35 36 37 38 39 30 31 32 33 34 35 36 37 38 39 30",
        "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
        "gezd gnbv gy3t qojq-gezd gnbv gy3t qojq",
        "base32:GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
    ],
)
def test_a_key_is_read_as_people_write_it(key: str) -> None:
    assert codes.read_key(key) == b"12345678901234567890"


def test_a_key_that_is_both_is_hexadecimal_unless_said_otherwise() -> None:
    assert codes.read_key("ABCDEF22") == bytes.fromhex("ABCDEF22")
    assert codes.read_key("base32:ABCDEF22") != bytes.fromhex("ABCDEF22")
