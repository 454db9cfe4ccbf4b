"""A phone without network: it reads the request in a signed QR code, or only says a code; eight digits are typed here.

Both are OCRA (RFC 6287) under the phone's offline key, with a hash of what the 4-digit code uncovers: possession and
knowledge. `phone_qr` hashes the request's digest, and so links; `phone_code` hashes no request, and links nothing. They
answer with the client's phone and share its tries.
"""

import base64
import hashlib
import zlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePrivateKey,
    derive_private_key,
)
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from parvis.factors import Asked, Challenge, Checked, Element, Evidence, Mismatch, Prepared, Random, ocra
from parvis.factors.phone.wire import Enrolled, unpack_material
from parvis.factors.picture import dense_qr

READS = ocra.read("OCRA-1:HOTP-SHA256-8:QH64-PSHA256-T1M")
SAYS = ocra.read("OCRA-1:HOTP-SHA256-8:QN08-PSHA256-T1M")
NO_QUESTION = "00000000"
DRIFT_STEPS = 1  # One minute either way: the phone may have been without network for a while.

VERSION = b"\x01"
SIGNED = b"parvis-phone-offline-1\n"
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256
_SCALAR_BYTES = 48  # Longer than the order by half: what is left of it leans to no value.

_STRANGER = Mismatch(counts=False)


class PhoneQr:
    """The phone has read the request, offline: its digest is the question. Its answer is `code`."""

    kind = "phone_qr"
    borrows = "phone"
    proves = frozenset({Element.POSSESSION, Element.KNOWLEDGE})
    links = True  # The code is made from the digest of what the phone has verified and shown.
    slow = False
    asks = False
    by_browser = True
    blocks = True
    tries = 3  # The phone's own.
    own = False
    first = False
    fields: tuple[str, ...] = ("code",)
    carries: tuple[str, ...] = ()

    def prepare(self, given: Mapping[str, str], random: Random, now: datetime) -> Prepared | str:
        return "enrolment_not_here"  # The phone is what is enrolled.

    def challenge(self, material: bytes, asked: Asked, random: Random, now: datetime) -> Challenge:
        return Challenge()

    def present(self, material: bytes, asked: Asked) -> dict[str, Any]:
        """The signed request, as a picture and as the same text; both "" for a phone that has no key to check it."""
        phone = unpack_material(material)
        if not isinstance(phone, Enrolled) or not phone.server_key:
            return {"offline": "read", "qr": "", "text": ""}
        origin = asked.origins[0] if asked.origins else ""
        # What stands after « # » is sent to no server and stands in no log.
        before, packed = f"{origin}/phone/#read=", pack(asked.canonical, phone.server_key)
        return {"offline": "read", "qr": dense_qr(before, packed), "text": before + packed}

    def check(
        self, material: bytes, challenge: bytes, answer: Mapping[str, str], asked: Asked, now: datetime
    ) -> Checked:
        """Accept the code of this request, of this minute or of a neighbour. One serves for each request."""
        digest = hashlib.sha256(asked.canonical.encode("utf-8", "replace")).digest()
        minute = _minute_of(material, READS, digest.hex(), answer, now)
        return minute if isinstance(minute, Mismatch) else Evidence(f"read:{asked.request_id}")


class PhoneCode:
    """The phone says a code of its own accord, and has read nothing. Its answer is `code`."""

    kind = "phone_code"
    borrows = "phone"
    proves = frozenset({Element.POSSESSION, Element.KNOWLEDGE})
    links = False
    slow = False
    asks = False
    by_browser = True
    blocks = True
    tries = 3
    own = False
    first = False
    fields: tuple[str, ...] = ("code",)
    carries: tuple[str, ...] = ()

    def prepare(self, given: Mapping[str, str], random: Random, now: datetime) -> Prepared | str:
        return "enrolment_not_here"

    def challenge(self, material: bytes, asked: Asked, random: Random, now: datetime) -> Challenge:
        return Challenge()

    def present(self, material: bytes, asked: Asked) -> dict[str, Any]:
        return {"offline": "say"}

    def check(
        self, material: bytes, challenge: bytes, answer: Mapping[str, str], asked: Asked, now: datetime
    ) -> Checked:
        """Accept the code of this minute or of a neighbour. The minute is spent, and can only grow."""
        minute = _minute_of(material, SAYS, NO_QUESTION, answer, now)
        return minute if isinstance(minute, Mismatch) else Evidence(f"minute:{minute:012d}", grows=True)


def _minute_of(
    material: bytes, suite: ocra.Suite, question: str, answer: Mapping[str, str], now: datetime
) -> int | Mismatch:
    """The minute whose code was typed. What is not eight digits is no guess, and is not counted."""
    phone, typed = unpack_material(material), _digits_of(answer.get("code", ""), suite.digits)
    if not isinstance(phone, Enrolled) or not typed:
        return _STRANGER
    pin_hash, found = hashlib.sha256(phone.knowledge_key).digest(), -1
    current = ocra.step_at(suite, int(now.timestamp()))
    for minute in range(current - DRIFT_STEPS, current + DRIFT_STEPS + 1):
        expected = ocra.compute(
            suite, phone.offline_key, question, ocra.Inputs(pin_hash=pin_hash, timestamp=minute)
        )
        if ocra.same(expected, typed):
            found = minute
    return Mismatch() if found < 0 else found


def _digits_of(typed: object, length: int) -> str:
    """The code as it was typed or pasted, without its spaces; "" for anything else."""
    compact = "".join(typed[:64].split()) if isinstance(typed, str) else ""
    return compact if len(compact) == length and compact.isascii() and compact.isdigit() else ""


def new_server_key(random: Random) -> bytes:
    """The private key with which the institution signs for one phone, and for no other."""
    scalar = int.from_bytes(random.bytes(_SCALAR_BYTES)) % (_ORDER - 1) + 1
    return scalar.to_bytes(32)


def public_half(server_key: bytes) -> bytes:
    """What the phone checks signatures with: an uncompressed point."""
    return _private(server_key).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def pack(canonical: str, server_key: bytes) -> str:
    """The request as the QR code carries it: a version, a signature and the compressed text, in base 32."""
    packed = zlib.compress(canonical.encode(), 9)
    # RFC 6979: the same request is always the same picture.
    der = _private(server_key).sign(SIGNED + packed, ECDSA(SHA256(), deterministic_signing=True))
    r, s = decode_dss_signature(der)
    whole = VERSION + r.to_bytes(32) + s.to_bytes(32) + packed
    return base64.b32encode(whole).decode().rstrip("=")


def _private(server_key: bytes) -> EllipticCurvePrivateKey:
    return derive_private_key(int.from_bytes(server_key), SECP256R1())
