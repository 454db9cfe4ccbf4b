"""The block cipher of payment cards: two-key Triple DES, and the message code made with it (ISO 9797-1 algorithm 3).

Keys are spelled out to 24 bytes: the library takes no shorter one, and two keys of 56 bits remain what they are.
"""

from typing import Literal

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher, modes

BLOCK_BYTES = 8
KEY_BYTES = 16  # K1 and K2

Padding = Literal[1, 2]  # ISO 9797-1: zeros where they are needed; 80, then zeros


def encrypt(key: bytes, block: bytes) -> bytes:
    """One block, or several one by one (ECB), under K1 K2 K1."""
    # A card's block is random or a counter, never a text: there is nothing that equal blocks would show.
    return _cipher(key + key[:BLOCK_BYTES], modes.ECB(), block)  # noqa: S305


def single_cbc(key: bytes, data: bytes) -> bytes:
    """Single DES in CBC with a zero vector: K K K is what it has become. `key` has 8 bytes, parity ignored."""
    return _cipher(key * 3, modes.CBC(bytes(BLOCK_BYTES)), data)


def retail_mac(key: bytes, data: bytes, padding: Padding) -> bytes:
    """Single DES in CBC under K1, the last block under K1 K2 K1: eight bytes."""
    padded = pad(data, padding)
    body, last = padded[:-BLOCK_BYTES], padded[-BLOCK_BYTES:]
    chained = single_cbc(key[:BLOCK_BYTES], body)[-BLOCK_BYTES:] if body else bytes(BLOCK_BYTES)
    return encrypt(key, xor(chained, last))


def pad(data: bytes, padding: Padding) -> bytes:
    """Whole blocks, one at least."""
    marked = data + b"\x80" if padding == 2 or not data else data
    return marked + bytes(-len(marked) % BLOCK_BYTES)


def odd_parity(key: bytes) -> bytes:
    """The key with the last bit of each byte set so that the byte has an odd number of ones."""
    return bytes(byte ^ (byte.bit_count() % 2 == 0) for byte in key)


def xor(left: bytes, right: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(left, right, strict=True))


def _cipher(key: bytes, mode: modes.ECB | modes.CBC, data: bytes) -> bytes:
    encryptor = Cipher(TripleDES(key), mode).encryptor()
    return encryptor.update(data) + encryptor.finalize()
