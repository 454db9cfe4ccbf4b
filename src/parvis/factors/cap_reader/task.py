"""What to do on the reader for one request: which key to press, which figures to type.

Three domains that share no cryptogram. A payment is signed with its amount, never zero, and a challenge (mode 1). Any
other thing that engages is answered with a challenge, never zero, and no amount (mode 3). A sign-in is identified with
nothing at all (mode 2): mode 1 with zeros would be the same, so nothing else may ever be all zeros.
"""

import hashlib
from typing import Literal

import msgspec

from parvis.errors import Refused
from parvis.factors import Asked
from parvis.factors.cap_reader.cryptogram import CHALLENGE_DIGITS, Typed
from parvis.money import parse_amount

EURO = "978"
PAYEE_DIGITS = 4


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """`payee` holds the digits of the challenge that the client can find on the payee's own papers, if it has any."""

    mode: Literal["sign", "respond", "identify"]
    typed: Typed
    payee: str = ""


def task_of(asked: Asked) -> Task | None:
    """The task of a request. None where it pays an amount that no reader can be given."""
    if not asked.engages:
        return Task(mode="identify", typed=Typed())
    try:
        lines = msgspec.json.decode(asked.canonical or "{}", type=_Canonical).lines
    except (msgspec.MsgspecError, UnicodeError):
        return None
    amount = next((line.value for line in lines if line.kind == "amount"), None)
    if amount is None:
        return Task(mode="respond", typed=Typed(challenge=_drawn(asked, CHALLENGE_DIGITS)))
    cents = parse_amount(amount)
    if isinstance(cents, Refused):
        return None
    account = next((line.value for line in lines if line.kind == "iban"), "")
    payee = "".join(letter for letter in account if "0" <= letter <= "9")[-PAYEE_DIGITS:]
    if len(payee) < PAYEE_DIGITS:
        payee = ""
    challenge = payee + _drawn(asked, CHALLENGE_DIGITS - len(payee))
    return Task(mode="sign", typed=Typed(challenge=challenge, amount=cents, currency=EURO), payee=payee)


def _drawn(asked: Asked, digits: int) -> str:
    """So many digits from the digest of the whole request, not all zeros."""
    wide = hashlib.sha256(b"parvis-cap-challenge-1\n" + asked.request_id.encode() + b"\n" + asked.digest).digest()
    return str(1 + int.from_bytes(wide) % (10**digits - 1)).zfill(digits)


class _Line(msgspec.Struct, frozen=True):
    kind: str = "text"
    value: str = ""


class _Canonical(msgspec.Struct, frozen=True):
    lines: tuple[_Line, ...] = ()
