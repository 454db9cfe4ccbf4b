"""The scrambled keypad: what the browser sends means nothing outside the one form that showed it.

The layout is drawn for each try and travels sealed in the form: nothing is stored for a stranger who opens
the page. It is a courtesy against eyes and key loggers, never a proof: the plain `code` field serves as well.
"""

import base64
import binascii
import re
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from parvis.errors import Refused, refused
from parvis.factors import Random
from parvis.seal import Keyring, SealBroken

PURPOSE = "form:keypad"
LIFETIME = timedelta(minutes=10)
NAME_LENGTH = 4
LONGEST_CODE = 12
_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
_SEPARATORS = re.compile(r"[\s,;.-]+")


class Key(msgspec.Struct, frozen=True):
    """One button: the name that is sent, the digit that is read."""

    name: str
    digit: str


class Typed(msgspec.Struct, frozen=True):
    """What was typed, and the token that has now served: the proof made with it spends it."""

    code: str
    token_id: UUID


class _Layout(msgspec.Struct, frozen=True, array_like=True):
    token_id: UUID
    expires: int  # Unix seconds
    names: tuple[str, ...]  # the name of 0, of 1, … of 9


def layout(keys: Keyring, random: Random, now: datetime) -> tuple[str, tuple[Key, ...]]:
    """A new keypad: its sealed token, and the ten keys in the order in which they are shown."""
    names = _ten_names(random)
    drawn = _Layout(UUID(bytes=random.bytes(16)), int((now + LIFETIME).timestamp()), names)
    sealed = keys.seal(msgspec.json.encode(drawn), purpose=PURPOSE)
    digits = list(range(10))
    for last in range(9, 0, -1):  # Fisher and Yates: each order as likely as another.
        other = random.below(last + 1)
        digits[last], digits[other] = digits[other], digits[last]
    token = base64.urlsafe_b64encode(sealed).decode().rstrip("=")
    return token, tuple(Key(names[digit], str(digit)) for digit in digits)


def read(keys: Keyring, token: str, typed: str, now: datetime) -> Typed | Refused:
    """The code that `typed` (names of keys, one after the other) means on the keypad of `token`.

    Refused: `form_expired` for a token too old or not ours, `form_unreadable` for keys that it does not have.
    """
    drawn = _open(keys, token)
    if drawn is None or now.timestamp() >= drawn.expires:
        return refused("form_expired")
    names = _SEPARATORS.sub("", typed)
    if len(names) > NAME_LENGTH * LONGEST_CODE or len(names) % NAME_LENGTH:
        return refused("form_unreadable")
    digits = {name: str(digit) for digit, name in enumerate(drawn.names)}
    pressed = [names[start : start + NAME_LENGTH] for start in range(0, len(names), NAME_LENGTH)]
    if not all(name in digits for name in pressed):
        return refused("form_unreadable")
    return Typed("".join(digits[name] for name in pressed), drawn.token_id)


def _ten_names(random: Random) -> tuple[str, ...]:
    names: dict[str, None] = {}
    while len(names) < 10:
        names["".join(_ALPHABET[random.below(len(_ALPHABET))] for _ in range(NAME_LENGTH))] = None
    return tuple(names)


def _open(keys: Keyring, token: str) -> _Layout | None:
    try:
        sealed = base64.urlsafe_b64decode(token.encode("ascii") + b"=" * (-len(token) % 4))
        return msgspec.json.decode(keys.unseal(sealed, purpose=PURPOSE), type=_Layout)
    except (UnicodeEncodeError, binascii.Error, ValueError, SealBroken, msgspec.MsgspecError):
        return None
