"""Random tokens of 256 bits. The browser holds them; only a hash is stored."""

import base64
import hashlib

from parvis.factors import Random

BYTES = 32


def new_token(random: Random) -> str:
    """Forty-three characters that nobody can guess."""
    return token_of(random.bytes(BYTES))


def token_of(secret: bytes) -> str:
    """How 256 bits travel in a cookie."""
    return base64.urlsafe_b64encode(secret).decode().rstrip("=")


def hashed(token: str) -> bytes:
    """What is stored of a token. It has 256 bits of its own: one pass of SHA-256 is enough."""
    return hashlib.sha256(token.encode()).digest()
