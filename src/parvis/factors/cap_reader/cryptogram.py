"""What the card signs: the data of a transaction in the order of its CDOL1, then its own; and the signature of figures.

The unpredictable number is the challenge, its decimal digits read as half-bytes.
"""

import msgspec

from parvis.factors.cap_reader.des import BLOCK_BYTES, Padding, pad, retail_mac, single_cbc
from parvis.factors.cap_reader.keys import Method, Option

USUAL_CDOL1 = "9F02069F03069F1A0295055F2A029A039C019F3704"
CHALLENGE_DIGITS = 8
AMOUNT_DIGITS = 12
FIELDS_AT_MOST, FIELD_DIGITS = 10, 10
_TWO_BYTE_TAG = 0x1F  # The low bits of a tag's first byte when a second one follows.

# What a reader puts where nothing was typed. Lengths are those of the CDOL1.
_CONSTANT = {
    "95": "8000000000",  # no data authentication was done
    "9F34": "010002",  # the PIN was verified by the card
    "9F35": "34",  # a reader at the cardholder's, without a network
}
_AMOUNT, _CURRENCY, _UNPREDICTABLE = "9F02", "5F2A", "9F37"


class Profile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How one issue of cards computes. Bytes are in hexadecimal; `ipb` says which bits become digits."""

    option: Option = "A"
    method: Method = "csk"
    branch: int = 4
    height: int = 8
    padding: Padding = 2
    cdol1: str = USUAL_CDOL1
    aip: str = "1000"
    cvr: str  # what the card says of itself after a right PIN, and in no other state
    cid: str = "80"
    iad: str
    ipb: str
    use_psn: bool = False  # IAF, bit 7: the card's sequence number stands before the object
    with_currency: bool = True  # IAF, bit 6 clear: where there is an amount, its currency is under the signature too


class Typed(msgspec.Struct, frozen=True, kw_only=True):
    """What was typed on the reader. Nothing at all is mode 2; `fields` are those of mode 2 with TDS."""

    challenge: str = ""  # at most 8 digits
    amount: int = 0  # cents
    currency: str = ""  # three digits, ISO 4217
    fields: tuple[str, ...] = ()  # at most ten, each of at most ten digits


def unpredictable_number(challenge: str) -> bytes:
    """Four bytes: the digits as half-bytes, zeros before them."""
    return bytes.fromhex(challenge.rjust(CHALLENGE_DIGITS, "0"))


def signed_data(profile: Profile, atc: int, typed: Typed) -> bytes:
    """What the card makes its cryptogram from."""
    values = _CONSTANT | {
        _AMOUNT: f"{typed.amount:0{AMOUNT_DIGITS}d}",
        _CURRENCY: typed.currency.rjust(4, "0"),
        _UNPREDICTABLE: unpredictable_number(typed.challenge).hex(),
    }
    # A terminal fits each value to the length that the card asks for: zeros before it, or its last bytes.
    asked = "".join((bytes(length).hex() + values.get(tag, ""))[-2 * length :] for tag, length in _tags(profile.cdol1))
    return bytes.fromhex(asked + profile.aip) + atc.to_bytes(2) + bytes.fromhex(profile.cvr)


def cryptogram(session_key: bytes, profile: Profile, atc: int, typed: Typed) -> bytes:
    """The eight bytes of the card (ARQC); where there are fields, those that the reader makes of them with it."""
    made = retail_mac(session_key, signed_data(profile, atc, typed), profile.padding)
    return sign_fields(made, typed.fields) if typed.fields else made


def sign_fields(made: bytes, fields: tuple[str, ...]) -> bytes:
    """Transaction data signing: the last block of the fields enciphered under the card's cryptogram itself."""
    joined = "F".join(fields)
    joined += "F" * (len(joined) % 2)
    return single_cbc(made, pad(bytes.fromhex(joined), 2))[-BLOCK_BYTES:]


def _tags(cdol1: str) -> list[tuple[str, int]]:
    """The tags of a data object list and the length of each. Raises ValueError where it is no such list."""
    rest, tags = bytes.fromhex(cdol1), []
    while rest:
        size = 2 if rest[0] & _TWO_BYTE_TAG == _TWO_BYTE_TAG else 1
        if len(rest) <= size or not rest[size]:
            raise ValueError("a data object list has tags, each with a length")
        tags.append((rest[:size].hex().upper(), rest[size]))
        rest = rest[size + 1 :]
    return tags
