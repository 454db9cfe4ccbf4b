"""From the issuer's master key to the key of one card, and from that one to the key of one transaction.

EMV 4.3 Book 2, Annex A1: options A and B; the common session key. EMV 2000 Book 2: the session key tree. M/Chip: the
common derivation with the unpredictable number in it. Visa's cryptogram version 10 has no session key.
"""

import hashlib
from typing import Literal

from parvis.factors.cap_reader.des import BLOCK_BYTES, KEY_BYTES, encrypt, odd_parity, xor

Option = Literal["A", "B"]
Method = Literal["csk", "mchip", "emv2000", "none"]

MOST_ATC = 0xFFFF
_LONG_PAN = 16  # Digits, beyond which option B is another function than option A.
_DIGITS = 16


def card_key(issuer_key: bytes, pan: str, psn: str, option: Option) -> bytes:
    """The key that the issuer put into the card of this account number and sequence number."""
    data = _option_b(pan, psn) if option == "B" and len(pan) > _LONG_PAN else _option_a(pan, psn)
    return odd_parity(encrypt(issuer_key, data) + encrypt(issuer_key, xor(data, b"\xff" * BLOCK_BYTES)))


def _option_a(pan: str, psn: str) -> bytes:
    return bytes.fromhex((pan + psn).rjust(_DIGITS, "0")[-_DIGITS:])


def _option_b(pan: str, psn: str) -> bytes:
    """Sixteen decimal digits of a hash: its own digits first, then its letters, A as 0 to F as 5."""
    text = pan + psn
    letters = hashlib.sha1(bytes.fromhex(text.rjust(len(text) + len(text) % 2, "0"))).hexdigest()  # noqa: S324
    own = [letter for letter in letters if letter.isdigit()]
    turned = [str(ord(letter) - ord("a")) for letter in letters if not letter.isdigit()]
    return bytes.fromhex("".join((own + turned)[:_DIGITS]))


def session_key(key: bytes, method: Method, atc: int, un: bytes, *, branch: int = 4, height: int = 8) -> bytes:
    """The key of one transaction: `atc` is the card's counter, `un` the four bytes of the challenge."""
    match method:
        case "csk":
            return _common(key, atc.to_bytes(2) + bytes(6))
        case "mchip":
            return _common(key, atc.to_bytes(2) + bytes(2) + un)
        case "emv2000":
            return _tree(key, atc, branch, height)
        case "none":
            return key


def derive(key: bytes, diversifier: bytes) -> bytes:
    """The function that both common derivations share: byte 3 of R marks the left half and the right one."""
    return _common(key, diversifier)


def _common(key: bytes, diversifier: bytes) -> bytes:
    left, right = bytearray(diversifier), bytearray(diversifier)
    left[2], right[2] = 0xF0, 0x0F
    return odd_parity(encrypt(key, bytes(left)) + encrypt(key, bytes(right)))


def _tree(key: bytes, atc: int, branch: int, height: int) -> bytes:
    """Walk from the root to the leaf of this counter; each step is made of the parent and of the grandparent."""
    grandparent, parent = bytes(KEY_BYTES), key
    for level in range(1, height):
        child = _step(parent, grandparent, atc // branch ** (height - level), branch)
        grandparent, parent = parent, child
    return odd_parity(xor(_step(parent, grandparent, atc, branch), grandparent))


def _step(parent: bytes, grandparent: bytes, number: int, branch: int) -> bytes:
    left, right = bytearray(grandparent[:BLOCK_BYTES]), bytearray(grandparent[BLOCK_BYTES:])
    left[-1] ^= number % branch
    right[-1] ^= (number % branch) ^ 0xF0
    return encrypt(parent, bytes(left)) + encrypt(parent, bytes(right))
