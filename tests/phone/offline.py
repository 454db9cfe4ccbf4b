"""A phone without network, written from `docs/phone-protocol.md` §5 alone: nothing of Parvis is imported."""

import base64
import hashlib
import hmac
import json
import zlib
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

READS = "OCRA-1:HOTP-SHA256-8:QH64-PSHA256-T1M"
SAYS = "OCRA-1:HOTP-SHA256-8:QN08-PSHA256-T1M"


class NotFromThere(Exception):
    """The institution did not sign this for this phone."""


def read(text: str, server_key: bytes) -> str:
    """The canonical request in the text of a QR code. Raises NotFromThere."""
    letters = text.rpartition("#read=")[2].strip().upper()
    try:
        whole = base64.b32decode(letters + "=" * (-len(letters) % 8))
    except ValueError as bad:
        raise NotFromThere from bad
    if len(whole) < 66 or whole[0] != 1:
        raise NotFromThere
    r, s, packed = whole[1:33], whole[33:65], whole[65:]
    key = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), server_key)
    try:
        der = encode_dss_signature(int.from_bytes(r), int.from_bytes(s))
        key.verify(der, b"parvis-phone-offline-1\n" + packed, ECDSA(SHA256()))
    except InvalidSignature as bad:
        raise NotFromThere from bad
    return zlib.decompress(packed).decode()


def lines_of(canonical: str) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = json.loads(canonical)["lines"]
    return lines


def code_for(canonical: str, *, offline: bytes, knowledge: bytes, at: float) -> str:
    """Eight digits for the request that was read. `knowledge` is what the typed code uncovers."""
    question = hashlib.sha256(canonical.encode()).digest()
    return _ocra(READS, question, offline=offline, knowledge=knowledge, at=at)


def code_alone(*, offline: bytes, knowledge: bytes, at: float) -> str:
    """Eight digits that answer nothing in particular: the question is the number zero."""
    return _ocra(SAYS, b"", offline=offline, knowledge=knowledge, at=at)


def _ocra(suite: str, question: bytes, *, offline: bytes, knowledge: bytes, at: float) -> str:
    minutes = int(at) // 60
    data = suite.encode() + b"\0" + question.ljust(128, b"\0") + hashlib.sha256(knowledge).digest()
    mac = hmac.digest(offline, data + minutes.to_bytes(8), "sha256")
    start = mac[31] % 16
    number = int.from_bytes(mac[start : start + 4]) % 2**31
    return f"{number % 10**8:08d}"
