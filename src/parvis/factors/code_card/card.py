"""A card of codes: what is printed, what is kept of it, which square is asked. Pure.

A code has 20 bits (NIST SP 800-63B, look-up secrets), which whoever held the stored rows would try in a second. So
what is kept is a keyed hash: HMAC-SHA-256 under the pepper, which no database holds, with the card's own salt and the
square's name; and the whole is sealed as every material is. The program itself cannot print a card again.

Squares are asked in an order drawn with the card. The one that was asked and not answered is the next to be asked, so
that asking again and again never leads to a square that somebody has seen over a shoulder.
"""

import hmac
from datetime import datetime, timedelta

import msgspec

from parvis.factors import Random
from parvis.seal import Keyring, SealBroken

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # 32 signs, without those that are read one for another (0 O, 1 I).
LENGTH = 4
COLUMNS, ROWS = "ABCDEFGH", "12345678"
SQUARES = tuple(column + row for row in ROWS for column in COLUMNS)
SALT_BYTES = 16
FEW = 10  # From here on, the client is told to order another one.
HELD = timedelta(minutes=15)  # How long a square stays with the request that it was asked for.
HELD_AT_MOST = 6  # Requests that wait at once, each with a square of its own.


class Held(msgspec.Struct, frozen=True):
    """A square that was asked for one request."""

    square: str
    request_id: str
    until: int  # Unix seconds


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """What is sealed with the authenticator."""

    serial: str
    pepper: str  # the id of the key under which the codes are hashed
    salt: bytes
    hashes: dict[str, bytes]
    order: tuple[str, ...]  # every square, in the order in which they are asked
    used: tuple[str, ...] = ()
    held: tuple[Held, ...] = ()

    @property
    def left(self) -> int:
        """How many codes have not served."""
        return len(self.order) - len(self.used)


def draw(random: Random) -> dict[str, str]:
    """The codes to print, by square."""
    return {square: "".join(ALPHABET[random.below(len(ALPHABET))] for _ in range(LENGTH)) for square in SQUARES}


def of_sheet(sheet: str) -> dict[str, str]:
    """The codes of a printed card, given in one row of signs, square after square. {} if it is no such row."""
    if len(sheet) != LENGTH * len(SQUARES) or not set(sheet) <= set(ALPHABET):
        return {}
    return {square: sheet[at * LENGTH : (at + 1) * LENGTH] for at, square in enumerate(SQUARES)}


def keep(keys: Keyring, codes: dict[str, str], random: Random) -> Card:
    """What remains of the codes once they are printed, and the order in which they will be asked."""
    salt, serial = random.bytes(SALT_BYTES), f"{random.below(10**8):08d}"
    order = list(SQUARES)
    for last in range(len(order) - 1, 0, -1):  # Fisher and Yates.
        other = random.below(last + 1)
        order[last], order[other] = order[other], order[last]
    pepper, _ = keys.pepper(b"")
    hashes = {square: keys.pepper_with(pepper, _framed(salt, square, code)) for square, code in codes.items()}
    return Card(serial=f"{serial[:4]}-{serial[4:]}", pepper=pepper, salt=salt, hashes=hashes, order=tuple(order))


def ask(card: Card, request_id: str, now: datetime) -> tuple[str, Card]:
    """The square to ask for this request, the same each time, and the card that remembers it. "" where none is left.

    Requests that wait at once have a square each. Beyond `HELD_AT_MOST`, the square that was asked first is asked
    again: whoever opens requests without answering them never sees more than that many.
    """
    moment = int(now.timestamp())
    held = [one for one in card.held if one.until > moment and one.square not in card.used]
    mine = next((one for one in held if one.request_id == request_id), None)
    if mine is not None:
        return mine.square, card
    taken = {*card.used, *(one.square for one in held)}
    free = next((square for square in card.order if square not in taken), "")
    if len(held) >= HELD_AT_MOST or not free:
        if not held:
            return "", card
        free = held.pop(0).square
    held.append(Held(free, request_id, moment + int(HELD.total_seconds())))
    return free, msgspec.structs.replace(card, held=tuple(held))


def spend(card: Card, square: str) -> Card:
    """The card once this square has served."""
    held = tuple(one for one in card.held if one.square != square)
    return msgspec.structs.replace(card, used=(*card.used, square), held=held)


def matches(keys: Keyring, card: Card, square: str, code: str) -> bool:
    """Whether that code is in that square. False too where the pepper's key is not here."""
    kept = card.hashes.get(square)
    if kept is None:
        return False
    try:
        return hmac.compare_digest(kept, keys.pepper_with(card.pepper, _framed(card.salt, square, code)))
    except SealBroken:
        return False


def code_of(typed: str) -> str:
    """The code as people write it: capitals or not, with spaces or dashes. "" for what is none."""
    compact = "".join(typed[:64].split()).replace("-", "").upper()
    return compact if len(compact) == LENGTH and set(compact) <= set(ALPHABET) else ""


def _framed(salt: bytes, square: str, code: str) -> bytes:
    """Never what another factor peppers: the lengths are fixed, and the first word is its own."""
    return b"code card\0" + salt + square.encode() + code.encode()
