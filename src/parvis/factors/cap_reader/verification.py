"""What a code says of itself, and which counters of the card it could come from.

Only a counter above the last accepted one and inside the window is tried: each one tried is one more chance for
somebody who guesses.
"""

from parvis.factors.cap_reader.bitmap import (
    ATC_BYTES,
    bits_of,
    digits_at_most,
    number_of,
    object_of,
    spread,
)
from parvis.factors.cap_reader.cryptogram import Profile
from parvis.factors.cap_reader.des import BLOCK_BYTES
from parvis.factors.cap_reader.keys import MOST_ATC

LONGEST_TYPED = 64


def number_in(typed: str, profile: Profile) -> int | None:
    """The number that the digits on the reader stand for; None for what no reader of these cards shows."""
    compact = "".join(typed[:LONGEST_TYPED].split())
    plain = compact.isascii() and compact.isdigit() and len(compact) <= digits_at_most(profile.ipb)
    if not plain or int(compact) >= 1 << bits_of(profile.ipb):
        return None
    return int(compact)


def counters_of(number: int, profile: Profile, psn: str, *, last: int, window: int) -> list[int]:
    """The counters that this number may come from, the lowest first: above `last`, at most `window` further.

    None where the sequence number, the kind of cryptogram or the issuer's data that shows is not what this card gives.
    """
    given = spread(profile.ipb, number)
    at = (1 if profile.use_psn else 0) + 1
    signed = at + ATC_BYTES + BLOCK_BYTES
    fixed = spread(profile.ipb, number_of(profile.ipb, object_of(profile, psn, 0, bytes(BLOCK_BYTES))))
    if given[:at] != fixed[:at] or given[signed:] != fixed[signed:]:
        return []
    mask = _counter_bits(bytes.fromhex(profile.ipb), at)
    shown = _counter_bits(given, at)
    furthest = min(last + window, MOST_ATC)
    return [counter for counter in range(last + 1, furthest + 1) if counter & mask == shown]


def chance(profile: Profile, window: int) -> float:
    """At most how likely one guess is right: the counters tried, over the values of the cryptogram that show."""
    at = (1 if profile.use_psn else 0) + 1
    masks = bytes.fromhex(profile.ipb)
    counter_bits = _counter_bits(masks, at).bit_count()
    signed = masks[at + ATC_BYTES : at + ATC_BYTES + BLOCK_BYTES]
    tried = -(-window // (1 << _low_bits(_counter_bits(masks, at), counter_bits)))
    return tried / (1 << int.from_bytes(signed).bit_count())


def _counter_bits(masked: bytes, at: int) -> int:
    return int.from_bytes(masked[at : at + ATC_BYTES].ljust(ATC_BYTES, b"\0"))


def _low_bits(mask: int, bits: int) -> int:
    """How many of the counter's bits that show are its lowest ones: only they tell neighbours apart."""
    return next((low for low in range(bits) if not mask >> low & 1), bits)
