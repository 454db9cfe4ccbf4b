"""From the cryptogram to the digits that the reader shows, and back to the bits that they stand for.

The card's bitmap (IPB, tag 9F56) lies over PSN, CID, ATC, cryptogram and IAD: the bits under its ones, in order, are a
number.
"""

from parvis.factors.cap_reader.cryptogram import Profile

SHOWN_AT_LEAST = 8  # Digits: readers put zeros before a smaller number.
ATC_BYTES = 2


def object_of(profile: Profile, psn: str, atc: int, made: bytes) -> bytes:
    """What the bitmap lies over."""
    before = bytes.fromhex(psn) if profile.use_psn else b""
    return before + bytes.fromhex(profile.cid) + atc.to_bytes(ATC_BYTES) + made + bytes.fromhex(profile.iad)


def number_of(bitmap: str, whole: bytes) -> int:
    """The bits of `whole` under the ones of the bitmap, as one number. The longer of the two is cut."""
    number = 0
    for mask, byte in zip(bytes.fromhex(bitmap), whole, strict=False):
        for bit in range(7, -1, -1):
            if mask >> bit & 1:
                number = number << 1 | byte >> bit & 1
    return number


def bits_of(bitmap: str) -> int:
    """How many bits the number has."""
    return int.from_bytes(bytes.fromhex(bitmap)).bit_count()


def spread(bitmap: str, number: int) -> bytes:
    """The inverse: the bits of the number at their places, zeros elsewhere."""
    masks, left = bytes.fromhex(bitmap), bits_of(bitmap)
    spread = bytearray(len(masks))
    for at, mask in enumerate(masks):
        for bit in range(7, -1, -1):
            if mask >> bit & 1:
                left -= 1
                spread[at] |= (number >> left & 1) << bit
    return bytes(spread)


def shown(number: int) -> str:
    """The digits as readers show them."""
    return str(number).zfill(SHOWN_AT_LEAST)


def digits_at_most(bitmap: str) -> int:
    """How many digits a reader may show."""
    return max(SHOWN_AT_LEAST, len(str((1 << bits_of(bitmap)) - 1)))
