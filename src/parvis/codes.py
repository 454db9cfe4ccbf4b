"""`parvis code`: compute a one-time code from a given key and print it alone, for support and for vectors.

Bad input: one sentence on stderr, status 2.
"""

import base64
import binascii
import re
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup

from parvis.factors import oath
from parvis.factors import ocra as rfc6287
from parvis.factors.cap_reader.case import CaseWrong, code_of

DIGITS = {"6": 6, "7": 7, "8": 8}
LONGEST_KEY_BYTES = 1024
LONGEST_CASE_BYTES = 65_536
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2})+")


class BadInput(Exception):
    """What was given cannot be used; the message is one sentence for whoever typed it."""


def read_key(text: str) -> bytes:
    """A key in hexadecimal or in base32, with or without spaces and hyphens.

    What can be read both ways is hexadecimal; `hex:` or `base32:` in front decides otherwise. Raises BadInput.
    """
    form, _, rest = text.rpartition(":")
    compact = re.sub(r"[\s-]", "", rest)
    if form not in ("", "hex", "base32"):
        raise BadInput("--key: what stands before the colon is « hex » or « base32 ».")
    if form != "base32" and _HEX.fullmatch(compact):
        key = bytes.fromhex(compact)
    elif form != "hex":
        key = _base32(compact)
    else:
        raise BadInput("--key: this is not hexadecimal (pairs of 0-9 and A-F).")
    if not 1 <= len(key) <= LONGEST_KEY_BYTES:
        raise BadInput(f"--key: a key has from 1 to {LONGEST_KEY_BYTES} bytes.")
    return key


def _base32(compact: str) -> bytes:
    letters = compact.rstrip("=").upper()
    try:
        return base64.b32decode(letters + "=" * (-len(letters) % 8))
    except (binascii.Error, ValueError):
        raise BadInput("--key: this is neither hexadecimal nor base32.") from None


def read_number(name: str, text: str, *, least: int, most: int) -> int:
    """A whole number written with ASCII digits, in bounds. Raises BadInput."""
    if not (text.isascii() and text.isdigit() and len(text) <= 20 and least <= int(text) <= most):
        raise BadInput(f"--{name}: a whole number from {least} to {most} is expected.")
    return int(text)


def read_algorithm(text: str) -> oath.Algorithm:
    """sha1, sha256 or sha512, in any case, with or without a hyphen. Raises BadInput."""
    match text.lower().replace("-", ""):
        case "sha1":
            return "sha1"
        case "sha256":
            return "sha256"
        case "sha512":
            return "sha512"
    raise BadInput("--algorithm: sha1, sha256 or sha512 is expected.")


def read_digits(text: str) -> int:
    """6, 7 or 8. Raises BadInput."""
    if text not in DIGITS:
        raise BadInput("--digits: 6, 7 or 8 is expected.")
    return DIGITS[text]


def _stop(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(2)


class _Plain(TyperCommand):
    """A command whose every complaint is one sentence: its output is read by scripts."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except Exception as bad:
            if not hasattr(bad, "format_message"):
                raise
            _stop(f"parvis code {self.name}: {bad.format_message()}")


class _PlainGroup(TyperGroup):
    """The same for the name of the code itself."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        try:
            return super().resolve_command(ctx, args)
        except Exception as bad:
            if not hasattr(bad, "format_message"):
                raise
            _stop(f"parvis code: {bad.format_message()}")


app = typer.Typer(
    help="Compute a one-time code from a key and print it alone.",
    cls=_PlainGroup,
    no_args_is_help=True,
    add_completion=False,
)

Key = Annotated[str, typer.Option(help="The shared key, in hexadecimal or base32.")]
Digits = Annotated[str, typer.Option(help="6, 7 or 8.")]
Algorithm = Annotated[str, typer.Option(help="sha1, sha256 or sha512.")]


@app.command(cls=_Plain)
def hotp(
    key: Key,
    counter: Annotated[str, typer.Option(help="The moving factor, from 0.")],
    digits: Digits = "6",
    algorithm: Algorithm = "sha1",
) -> None:
    """The HOTP code of a counter (RFC 4226)."""
    try:
        code = oath.hotp(
            read_key(key),
            read_number("counter", counter, least=0, most=oath.MAX_COUNTER),
            digits=read_digits(digits),
            algorithm=read_algorithm(algorithm),
        )
    except BadInput as bad:
        _stop(str(bad))
    typer.echo(code)


@app.command(cls=_Plain)
def totp(
    key: Key,
    time: Annotated[str, typer.Option(help="Seconds since 1970 (UTC).")],
    period: Annotated[str, typer.Option(help="Seconds that a code lasts.")] = "30",
    digits: Digits = "6",
    algorithm: Algorithm = "sha1",
) -> None:
    """The TOTP code of an instant (RFC 6238)."""
    try:
        code = oath.totp(
            read_key(key),
            read_number("time", time, least=0, most=2**63 - 1),
            period_seconds=read_number("period", period, least=1, most=86_400),
            digits=read_digits(digits),
            algorithm=read_algorithm(algorithm),
        )
    except BadInput as bad:
        _stop(str(bad))
    typer.echo(code)


def read_hex(name: str, text: str | None) -> bytes | None:
    """Bytes in hexadecimal; None where nothing was given. Raises BadInput."""
    if text is None:
        return None
    if not _HEX.fullmatch(text) or len(text) > 2 * LONGEST_KEY_BYTES:
        raise BadInput(f"--{name}: hexadecimal is expected, two digits for each byte.")
    return bytes.fromhex(text)


def read_steps(text: str | None) -> int | None:
    """A number of time steps in hexadecimal, as the vectors of RFC 6287 write it; None where nothing was given."""
    if text is None:
        return None
    if not re.fullmatch(r"[0-9A-Fa-f]{1,16}", text):
        raise BadInput("--timestamp: the number of time steps since 1970 is expected, in 1 to 16 hexadecimal digits.")
    return int(text, 16)


@app.command(cls=_Plain)
def ocra(
    suite: Annotated[str, typer.Option(help="The OCRA suite, as OCRA-1:HOTP-SHA1-6:QN08.")],
    key: Key,
    question: Annotated[str, typer.Option(help="The challenge; both, one after the other, in mutual mode.")] = "",
    counter: Annotated[str | None, typer.Option(help="C: the counter.")] = None,
    pin_hash: Annotated[str | None, typer.Option(help="P: the hash of the PIN, in hexadecimal.")] = None,
    session: Annotated[str | None, typer.Option(help="S: the session information, in hexadecimal.")] = None,
    timestamp: Annotated[str | None, typer.Option(help="T: the number of time steps, in hexadecimal.")] = None,
) -> None:
    """The OCRA response to a challenge (RFC 6287)."""
    try:
        inputs = rfc6287.Inputs(
            counter=None if counter is None else read_number("counter", counter, least=0, most=oath.MAX_COUNTER),
            pin_hash=read_hex("pin-hash", pin_hash),
            session=read_hex("session", session),
            timestamp=read_steps(timestamp),
        )
        code = rfc6287.compute(rfc6287.read(suite), read_key(key), question, inputs)
    except (BadInput, rfc6287.SuiteMalformed, rfc6287.InputWrong) as bad:
        _stop(str(bad))
    typer.echo(code)


@app.command(cls=_Plain)
def cap(
    file: Annotated[Path, typer.Argument(help="One case in JSON, as tests/vectors/cap.json writes it (« computed »).")],
) -> None:
    """The code of a bank card in its reader (EMV-CAP)."""
    try:
        with file.open("rb") as opened:
            text = opened.read(LONGEST_CASE_BYTES + 1)
        if len(text) > LONGEST_CASE_BYTES:
            raise BadInput("This file is too long for one case.")
        code = code_of(text)
    except (BadInput, CaseWrong) as bad:
        _stop(str(bad))
    except OSError as error:
        _stop(f"{file}: {error.strerror}.")
    typer.echo(code)
