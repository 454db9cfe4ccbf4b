"""What goes between a phone and the server, and what the server keeps of it (`docs/phone-protocol.md`)."""

import base64
import binascii
import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Literal, TypeVar

import msgspec
import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from parvis import canonical
from parvis.factors.webauthn import Key

MESSAGE_LENGTH_MAX = 2000
SIGNATURE_BYTES = 64
POINT_BYTES = 65
KEY_BYTES = 32

Message = TypeVar("Message", bound=msgspec.Struct)


class Awaiting(msgspec.Struct, frozen=True, tag_field="stage", tag="awaiting"):
    """An authenticator whose phone has not spoken yet. Only the hash of the activation code is kept."""

    code_hash: bytes
    until: datetime


class Enrolled(msgspec.Struct, frozen=True, tag_field="stage", tag="enrolled"):
    """A phone that has spoken: its public key (an uncompressed point), the knowledge key, the offline key.

    `server_key` is the private key with which the institution signs what this phone reads without network; b"" for a
    phone enrolled before there was one.
    """

    public_key: bytes
    knowledge_key: bytes
    offline_key: bytes
    server_key: bytes = b""
    biometrics: Key | None = None  # a key of its platform that verifies its owner, in the place of the code
    renewed: str = ""  # the request by which the code in force was chosen; "" since its enrolment


Material = Awaiting | Enrolled


class Question(msgspec.Struct, frozen=True):
    """What one challenge asks: a nonce, and whether the two digits shown in the browser must be typed."""

    nonce: str
    number: bool


class Answer(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a phone signs. `number` only with an approval, `because` only with a refusal."""

    v: Literal[1]
    request_id: str
    digest: str
    nonce: str
    verdict: Literal["approve", "refuse"]
    number: int | None = None
    because: Literal["not_me", "changed_mind", "wrong_amount", "wrong_payee"] | None = None


class Enrolment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a phone says of itself, once. Keys are base64url."""

    v: Literal[1]
    type: Literal["enrolment"]
    code: str
    public_key: str
    k: str
    d: str


class Biometrics(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A key of the phone's platform, as WebAuthn's own JSON; "" to do without from now on."""

    v: Literal[1]
    type: Literal["biometrics"]
    nonce: str
    credential: str


class Renewal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A new knowledge key, under a new code (« code oublié »)."""

    v: Literal[1]
    type: Literal["renewal"]
    k: str


def pack(value: Material | Question) -> bytes:
    return msgspec.json.encode(value)


def unpack_material(packed: bytes) -> Material | None:
    """The material of a phone, or None where these bytes are not one."""
    try:
        material: Material = msgspec.json.decode(packed, type=Awaiting | Enrolled)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
    return material


def unpack_question(packed: bytes) -> Question | None:
    try:
        return msgspec.json.decode(packed, type=Question)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


def to_base64(value: bytes) -> str:
    """base64url without padding."""
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def from_base64(text: str, *, expected_bytes: int) -> bytes | None:
    """The bytes of a base64url text without padding; None if not of that length, or not in the one writing."""
    try:
        value = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    return value if len(value) == expected_bytes and to_base64(value) == text else None


def biometrics_challenge(authenticator_id: bytes, nonce: bytes) -> bytes:
    """What a new key of the platform signs at its making."""
    return hashlib.sha256(b"parvis-phone-biometrics-1\n" + authenticator_id + nonce).digest()


def signed(public_key: bytes, message: bytes, signature: str) -> bool:
    """Whether the key made this signature (r ‖ s, base64url) of the message. False for anything malformed."""
    raw = from_base64(signature, expected_bytes=SIGNATURE_BYTES)
    if raw is None:
        return False
    half = SIGNATURE_BYTES // 2
    der = encode_dss_signature(int.from_bytes(raw[:half]), int.from_bytes(raw[half:]))
    try:
        key = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), public_key)
        key.verify(der, message, ECDSA(SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True


def read_message(message: bytes, kind: type[Message]) -> Message | None:
    """The message, if it is of that kind and in canonical form (RFC 8785): one meaning, one writing."""
    try:
        read = msgspec.json.decode(message, type=kind)
        same = canonical.dumps(msgspec.to_builtins(read)) == message
    except (msgspec.MsgspecError, UnicodeError, rfc8785.CanonicalizationError):
        return None
    return read if same else None


def text_bytes(answer: Mapping[str, str], name: str, *, length_max: int = MESSAGE_LENGTH_MAX) -> bytes:
    """One field of an answer as UTF-8; empty where it is missing, too long, or not text."""
    value = answer.get(name, "")
    if not isinstance(value, str) or len(value) > length_max:
        return b""
    return value.encode("utf-8", "ignore")


def fingerprint(public_key: bytes) -> str:
    """What phone and browser both show, so that the owner sees that it is this phone: « 1f3a 9b02 »."""
    digits = hashlib.sha256(public_key).hexdigest()
    return f"{digits[:4]} {digits[4:8]}"
