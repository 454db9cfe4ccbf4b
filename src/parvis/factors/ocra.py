"""OCRA, the OATH challenge-response algorithm (RFC 6287): all its suites, its three modes.

A suite is read strictly, as section 6 writes it: an input that is not qualified (« P » for « PSHA1 ») is refused,
since the text of the suite itself is hashed and both sides must write it alike. A step of zero hours, which the RFC's
table lets pass, measures nothing and is refused too.
"""

import hmac
import re
import string
from typing import Literal, cast

import msgspec

from parvis.factors import Random
from parvis.factors.oath import Algorithm

Format = Literal["A", "N", "H"]

MAX_COUNTER = 2**64 - 1
QUESTION_BYTES = 128
HASH_BYTES: dict[Algorithm, int] = {"sha1": 20, "sha256": 32, "sha512": 64}
_CHARACTERS: dict[Format, str] = {
    "A": string.ascii_letters + string.digits,
    "N": string.digits,
    "H": string.hexdigits,
}
_NAMES: dict[Format, str] = {"A": "letters and digits", "N": "digits", "H": "hexadecimal digits"}
_UNITS = {"S": 1, "M": 60, "H": 3600}
_MOST = {"S": 59, "M": 59, "H": 48}

_FUNCTION = re.compile(r"HOTP-(SHA1|SHA256|SHA512)-(0|[4-9]|10)")
_QUESTION = re.compile(r"Q([ANH])([0-9]{2})")
_PIN = re.compile(r"P(SHA1|SHA256|SHA512)")
_SESSION = re.compile(r"S([0-9]{3})")
_STEP = re.compile(r"T([1-9][0-9]?)([SMH])")


class SuiteMalformed(ValueError):
    """This text is no OCRA suite; the message is one sentence."""


class InputWrong(ValueError):
    """The inputs are not those that the suite asks for; the message is one sentence."""


class Suite(msgspec.Struct, frozen=True, kw_only=True):
    """An OCRA suite, read. `text` is what is hashed."""

    text: str
    algorithm: Algorithm
    digits: int  # 0: the whole MAC, not truncated
    counter: bool
    question: Format
    question_length: int  # of one challenge, at most
    pin: Algorithm | None
    session_bytes: int | None
    step_seconds: int | None


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """What goes into one computation beside the key and the question. Each is there exactly if the suite names it."""

    counter: int | None = None
    pin_hash: bytes | None = None
    session: bytes | None = None
    timestamp: int | None = None  # In steps since 1970, as `step_at` counts them.


NOTHING = Inputs()


def read(text: str) -> Suite:
    """The suite that this text names (RFC 6287 section 6). Raises SuiteMalformed."""
    parts = text.split(":")
    if len(parts) != 3:
        raise SuiteMalformed("An OCRA suite has three parts between colons: algorithm, function, inputs.")
    if parts[0] != "OCRA-1":
        raise SuiteMalformed("The algorithm of an OCRA suite is « OCRA-1 ».")
    function = _FUNCTION.fullmatch(parts[1])
    if function is None:
        raise SuiteMalformed("The function is HOTP-SHA1-t, HOTP-SHA256-t or HOTP-SHA512-t, with t 0 or from 4 to 10.")
    inputs = parts[2].split("-")
    counter = inputs[0] == "C"
    question, *others = inputs[1:] if counter and len(inputs) > 1 else inputs
    asked = _QUESTION.fullmatch(question)
    if asked is None or not 4 <= int(asked[2]) <= 64:
        raise SuiteMalformed("The inputs begin with C or a question: QA, QN or QH and a length from 04 to 64.")
    pin, session, step = _others(others)
    return Suite(
        text=text, algorithm=_algorithm(function[1]), digits=int(function[2]), counter=counter,
        question=cast(Format, asked[1]), question_length=int(asked[2]),
        pin=pin, session_bytes=session, step_seconds=step,
    )  # fmt: skip


def _others(inputs: list[str]) -> tuple[Algorithm | None, int | None, int | None]:
    """P, S and T: each at most once, in that order."""
    pin: Algorithm | None = None
    session: int | None = None
    step: int | None = None
    for text in inputs:
        if (found := _PIN.fullmatch(text)) and (pin, session, step) == (None, None, None):
            pin = _algorithm(found[1])
        elif (found := _SESSION.fullmatch(text)) and int(found[1]) and (session, step) == (None, None):
            session = int(found[1])
        elif (found := _STEP.fullmatch(text)) and int(found[1]) <= _MOST[found[2]] and step is None:
            step = int(found[1]) * _UNITS[found[2]]
        else:
            raise SuiteMalformed(
                "After the question come, at most once each and in this order: PSHA1, PSHA256 or PSHA512; "
                "Snnn with nnn from 001; TnS or TnM with n from 1 to 59, or TnH with n from 1 to 48."
            )
    return pin, session, step


def _algorithm(name: str) -> Algorithm:
    return cast(Algorithm, name.lower())


def step_at(suite: Suite, unix_seconds: int) -> int:
    """The time step of this suite that holds that instant. Raises InputWrong where the suite has no time."""
    if suite.step_seconds is None:
        raise InputWrong("This suite takes no timestamp.")
    return unix_seconds // suite.step_seconds


def compute(suite: Suite, key: bytes, question: str, inputs: Inputs = NOTHING) -> str:
    """The response: `suite.digits` digits, or the whole MAC in hexadecimal where it is 0. Raises InputWrong.

    A question of up to twice the suite's length is taken: it is two challenges, one after the other (mutual mode).
    """
    mac = hmac.digest(key, data_of(suite, question, inputs), suite.algorithm)
    if suite.digits == 0:
        return mac.hex()
    offset = mac[-1] & 0x0F
    number = int.from_bytes(mac[offset : offset + 4]) & 0x7FFFFFFF
    return str(number % 10**suite.digits).zfill(suite.digits)


def data_of(suite: Suite, question: str, inputs: Inputs = NOTHING) -> bytes:
    """What is hashed (section 5.1): the suite, a zero byte, then C, Q, P, S and T where the suite has them."""
    return b"".join(
        (
            suite.text.encode(), b"\0",
            _number("counter", inputs.counter, wanted=suite.counter),
            question_bytes(suite, question),
            _pin(suite, inputs.pin_hash),
            _session(suite, inputs.session),
            _number("timestamp", inputs.timestamp, wanted=suite.step_seconds is not None),
        )
    )  # fmt: skip


def question_bytes(suite: Suite, question: str) -> bytes:
    """The question in 128 bytes. A number becomes hexadecimal digits, which may end in the middle of a byte."""
    if not 1 <= len(question) <= 2 * suite.question_length:
        raise InputWrong(
            f"The question of this suite has from 1 to {suite.question_length} characters, "
            "or as many again for two challenges together."
        )
    if set(question) - set(_CHARACTERS[suite.question]):
        raise InputWrong(f"The question of this suite is written with {_NAMES[suite.question]} only.")
    if suite.question == "A":
        return question.encode().ljust(QUESTION_BYTES, b"\0")
    digits = format(int(question), "x") if suite.question == "N" else question
    return bytes.fromhex(digits.ljust(2 * QUESTION_BYTES, "0"))


def _number(name: str, value: int | None, *, wanted: bool) -> bytes:
    if (value is not None) != wanted:
        raise InputWrong(f"This suite takes a {name}." if wanted else f"This suite takes no {name}.")
    if value is None:
        return b""
    if not 0 <= value <= MAX_COUNTER:
        raise InputWrong(f"The {name} goes from 0 to 2^64 - 1.")
    return value.to_bytes(8)


def _pin(suite: Suite, pin_hash: bytes | None) -> bytes:
    if suite.pin is None:
        if pin_hash is not None:
            raise InputWrong("This suite takes no hash of a PIN.")
        return b""
    expected = HASH_BYTES[suite.pin]
    if pin_hash is None or len(pin_hash) != expected:
        raise InputWrong(f"This suite takes the {suite.pin.upper()} hash of a PIN: {expected} bytes.")
    return pin_hash


def _session(suite: Suite, session: bytes | None) -> bytes:
    """Session information, filled up with zeros on the left, as the RFC's reference code does."""
    if suite.session_bytes is None:
        if session is not None:
            raise InputWrong("This suite takes no session information.")
        return b""
    if session is None or len(session) > suite.session_bytes:
        raise InputWrong(f"This suite takes session information of at most {suite.session_bytes} bytes.")
    return session.rjust(suite.session_bytes, b"\0")


def challenge(suite: Suite, random: Random) -> str:
    """A new question of the suite's full length."""
    characters = string.digits + "ABCDEF" if suite.question == "H" else _CHARACTERS[suite.question]
    return "".join(characters[random.below(len(characters))] for _ in range(suite.question_length))


def same(expected: str, given: str) -> bool:
    """Whether two responses are one, in constant time whatever was given."""
    return hmac.compare_digest(expected.encode(), given.encode("utf-8", "replace"))


# One-way mode (section 7.1) is `compute` on both sides.


def server_response(
    suite: Suite, key: bytes, *, client_challenge: str, server_challenge: str, inputs: Inputs = NOTHING
) -> str:
    """Mutual mode (section 7.2): what the server answers to the client's challenge, so that it proves itself first.

    Where the suite has a PIN, the RFC leaves it out of the server's computation: its suite is then another one.
    """
    return compute(suite, key, _both(suite, client_challenge, server_challenge), inputs)


def client_response(
    suite: Suite, key: bytes, *, client_challenge: str, server_challenge: str, inputs: Inputs = NOTHING
) -> str:
    """Mutual mode: what the client answers to the server's challenge, once the server has proven itself."""
    return compute(suite, key, _both(suite, server_challenge, client_challenge), inputs)


def _both(suite: Suite, first: str, second: str) -> str:
    if max(len(first), len(second)) > suite.question_length:
        raise InputWrong(f"A challenge of this suite has at most {suite.question_length} characters.")
    return first + second


def signature(suite: Suite, key: bytes, signed: str, inputs: Inputs = NOTHING) -> str:
    """Plain signature (section 7.3): the question is what is signed, or its digest; a session is refused."""
    if suite.session_bytes is not None:
        raise InputWrong("A suite for signatures has no session information.")
    if len(signed) > suite.question_length:
        raise InputWrong(f"What this suite signs has at most {suite.question_length} characters: sign a digest.")
    return compute(suite, key, signed, inputs)
