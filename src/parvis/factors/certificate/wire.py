"""What is kept of a bound certificate, and how what arrived by TLS travels from one host to the other."""

import base64
import hashlib
from datetime import datetime, timedelta
from typing import TypeVar

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from parvis.seal import Keyring, SealBroken

Travels = TypeVar("Travels", "Knock", "Statement")

NAME_LENGTH = 80
KNOCK_LIFETIME = timedelta(minutes=10)
STATEMENT_LIFETIME = timedelta(minutes=2)
LONGEST_CERTIFICATE = 12_000  # characters of PEM: an RSA certificate of 4096 bits with long names has 4,000


class Material(msgspec.Struct, frozen=True, kw_only=True):
    """What is sealed with the authenticator: the very certificate, and whose authorities it must come from."""

    institution: str
    certificate: bytes  # DER


class Knock(msgspec.Struct, frozen=True, kw_only=True):
    """What goes from the sign-in page to the dedicated host, sealed: for whom and for which browser it asks."""

    institution: str
    token: str  # of the door's form
    challenge: bytes
    until: datetime
    browser: bytes = b""  # the digest of the ticket of the browser that asks; b"" on the page itself


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """« This certificate has opened a TLS session, and is good », said by the dedicated host. It travels sealed.

    Or why not: `refused` is then the code of a refusal, and there is no handle.
    """

    institution: str
    challenge: bytes
    token: str
    browser: bytes
    until: datetime
    handle: bytes = b""
    fingerprint: bytes = b""
    name: str = ""
    refused: str = ""


def material_of(institution: str, certificate: x509.Certificate) -> bytes:
    """What to seal for a certificate that is bound to a client."""
    return pack(Material(institution=institution, certificate=certificate.public_bytes(Encoding.DER)))


def handle_of(certificate: x509.Certificate) -> bytes:
    """By what a certificate is found again: its issuer, as it is written, and the number that this issuer gave it."""
    serial = certificate.serial_number.to_bytes(32, "big", signed=True)
    return hashlib.sha256(b"parvis-certificate-1\n" + certificate.issuer.public_bytes() + serial).digest()


def pack(value: msgspec.Struct) -> bytes:
    return msgspec.json.encode(value)


def unpack_material(material: bytes) -> tuple[Material, x509.Certificate] | None:
    """What was bound; None for bytes that are not ours."""
    try:
        found = msgspec.json.decode(material, type=Material)
        return found, x509.load_der_x509_certificate(found.certificate)
    except (msgspec.MsgspecError, ValueError, UnicodeError):
        return None


def fingerprint_of(certificate: x509.Certificate) -> bytes:
    return certificate.fingerprint(hashes.SHA256())


def name_of(certificate: x509.Certificate) -> str:
    """What the certificate calls its owner, cut to fit; its number where it has no common name."""
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    name = " ".join(str(names[0].value).split()) if names else f"{certificate.serial_number:X}"
    return name[:NAME_LENGTH]


def seal(keys: Keyring, value: Knock | Statement) -> str:
    """As an address or a form carries it."""
    return base64.urlsafe_b64encode(keys.seal(pack(value), purpose=_purpose(type(value)))).decode().rstrip("=")


def unseal(keys: Keyring, text: str, kind: type[Travels], now: datetime) -> Travels | None:
    """What was sealed; None for what was not, is of another kind, or is too old."""
    try:
        sealed = base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
        found = msgspec.json.decode(keys.unseal(sealed, purpose=_purpose(kind)), type=kind)
    except (SealBroken, msgspec.MsgspecError, ValueError):
        return None
    return found if now < found.until else None


def _purpose(kind: type[Knock] | type[Statement]) -> str:
    return f"certificate:{kind.__name__}"


def read_pem(text: str) -> x509.Certificate | None:
    """The one certificate of this text, PEM; None for anything else."""
    if not text.isascii() or len(text) > LONGEST_CERTIFICATE or text.count("-----BEGIN") != 1:
        return None
    try:
        certificate = x509.load_pem_x509_certificate(text.encode())
        certificate.extensions  # noqa: B018 - parsed now: a certificate whose extensions cannot be read is none
        certificate.serial_number.to_bytes(32, "big", signed=True)
    except (ValueError, OverflowError, x509.DuplicateExtension):
        return None
    return certificate
