"""Web Authentication (W3C WebAuthn, level 3): what a key that the browser reaches has made, and what it has signed.

`webauthn` reads CBOR and COSE and verifies signatures; what it lets pass is refused here first: another site's frame
around ours (`crossOrigin`, `topOrigin`), a credential or a user handle that is not the expected one, backup flags that
change. The signature counter is compared after the signature, so that only the key itself can say that it was copied.
Nothing here raises, whatever was sent.
"""

import base64
import binascii
import hmac
from typing import Any
from urllib.parse import urlsplit

import msgspec
import webauthn
from webauthn.helpers import decode_credential_public_key, encode_cbor, parse_authenticator_data, parse_cbor
from webauthn.helpers.cose import COSEAlgorithmIdentifier

from parvis.factors import Copied, Mismatch

CHALLENGE_BYTES = 32
ALGORITHMS = (
    COSEAlgorithmIdentifier.ECDSA_SHA_256,  # ES256: nearly all
    COSEAlgorithmIdentifier.EDDSA,
    COSEAlgorithmIdentifier.RSASSA_PKCS1_v1_5_SHA_256,  # RS256: Windows Hello on a TPM
)
LONGEST = 16_384
LONGEST_ID = 1023  # WebAuthn, 5.4.3: a credential id is at most so long
LEAST_ID = 16
LEAST_RSA_BYTES = 256
TIMEOUT_MS = 300_000  # WebAuthn, 15.1: from five minutes, for people who need time

_STRANGER = Mismatch(counts=False)


class Key(msgspec.Struct, frozen=True, kw_only=True):
    """A credential as it is kept. `user` is the handle that was given to it, `count` its last signature counter,
    `signed` the challenge that it signed then.
    """

    credential: bytes
    public_key: bytes  # COSE
    user: bytes
    count: int
    backup: bool  # May it be copied to the owner's other devices? For good: a credential never changes that.
    signed: bytes = b""


class Expected(msgspec.Struct, frozen=True, kw_only=True):
    """What an answer must be about. The first of `origins` is the institution's official address."""

    challenge: bytes
    origins: tuple[str, ...]


class _Response(msgspec.Struct, frozen=True):
    clientDataJSON: str  # noqa: N815 (the names of the standard's own JSON)
    attestationObject: str = ""  # noqa: N815
    authenticatorData: str = ""  # noqa: N815
    signature: str = ""
    userHandle: str | None = None  # noqa: N815


class Sent(msgspec.Struct, frozen=True):
    """What a page sends: the credential's own JSON, its byte fields in base64url."""

    id: str
    type: str
    response: _Response


class _ClientData(msgspec.Struct, frozen=True):
    type: str
    challenge: str
    origin: str
    crossOrigin: Any = None  # noqa: N815
    topOrigin: Any = None  # noqa: N815


def rp_id(origins: tuple[str, ...]) -> str:
    """The site that keys are bound to: the host of the official address, without port."""
    return urlsplit(origins[0]).hostname or "" if origins else ""


def creation_options(
    *, challenge: bytes, site: str, institution: str, user: bytes, name: str, known: tuple[bytes, ...]
) -> dict[str, Any]:
    """What `navigator.credentials.create` is given: a discoverable key that verifies its owner, and none of `known`.

    No attestation: which device somebody bought is not ours to know, and a list of good ones would shut people out.
    """
    return {
        "rp": {"id": rp_id((site,)), "name": institution},
        "user": {"id": to_base64url(user), "name": name, "displayName": name},
        "challenge": to_base64url(challenge),
        "pubKeyCredParams": [{"type": "public-key", "alg": int(algorithm)} for algorithm in ALGORITHMS],
        "timeout": TIMEOUT_MS,
        "excludeCredentials": [{"type": "public-key", "id": to_base64url(one)} for one in known],
        "authenticatorSelection": {
            "residentKey": "required", "requireResidentKey": True, "userVerification": "required",
        },
        "attestation": "none",
    }


def request_options(
    *, challenge: bytes, origins: tuple[str, ...], allowed: tuple[bytes, ...] = ()
) -> dict[str, Any]:
    """What `navigator.credentials.get` is given. `allowed` empty: any key that the person has here."""
    return {
        "challenge": to_base64url(challenge),
        "rpId": rp_id(origins),
        "timeout": TIMEOUT_MS,
        "userVerification": "required",
        "allowCredentials": [{"type": "public-key", "id": to_base64url(one)} for one in allowed],
    }


def accepted_keys(*, user: bytes, origins: tuple[str, ...], handles: tuple[bytes, ...]) -> dict[str, Any]:
    """Every key of this person that still serves here: the browser forgets the others, or offers them no more."""
    return {
        "rpId": rp_id(origins), "userId": to_base64url(user),
        "allAcceptedCredentialIds": [to_base64url(one) for one in handles],
    }


def verify_registration(text: str, expected: Expected, *, user: bytes) -> Key | None:
    """The key that was just made, or None: not for this challenge or site, in a frame, its owner not verified,
    an algorithm that is not ours. What its maker says of the device (attestation) is neither asked for nor read.
    """
    sent = _read(text, expected, "webauthn.create")
    if sent is None:
        return None
    try:
        data = parse_cbor(from_base64url(sent.response.attestationObject))["authData"]
        plain = encode_cbor({"fmt": "none", "attStmt": {}, "authData": data})
        made = webauthn.verify_registration_response(
            credential=_credential(sent, attestationObject=to_base64url(plain)),
            expected_challenge=expected.challenge,
            expected_rp_id=rp_id(expected.origins),
            expected_origin=list(expected.origins),
            require_user_verification=True,
            supported_pub_key_algs=list(ALGORITHMS),
        )
        flags = parse_authenticator_data(data).flags
        modulus = getattr(decode_credential_public_key(made.credential_public_key), "n", None)
    except Exception:  # The parsers below raise whatever they meet: all of it means that this is no key.
        return None
    if not LEAST_ID <= len(made.credential_id) <= LONGEST_ID or made.credential_id != from_base64url(sent.id):
        return None
    if modulus is not None and len(modulus.lstrip(b"\0")) < LEAST_RSA_BYTES:
        return None
    return Key(
        credential=made.credential_id, public_key=made.credential_public_key, user=user, count=made.sign_count,
        backup=flags.be,
    )


def verify_assertion(text: str, key: Key, expected: Expected, *, discovered: bool = False) -> Key | Copied | Mismatch:
    """The key as it is after this signature; `Copied` where its counter says so. `discovered`: the key was not asked
    for by its id, so that it must say whose it is.

    The same challenge signed again leaves the key as it is: whoever calls refuses what has served.
    A mismatch for a signature that is not its own, another challenge or site, a frame, another owner's handle: all that
    a stranger can send, so it is not counted. It is, where the key has signed for somebody that it did not verify.
    """
    sent = _read(text, expected, "webauthn.get")
    if sent is None or not hmac.compare_digest(from_base64url(sent.id), key.credential):
        return _STRANGER
    handle = sent.response.userHandle
    if (handle or discovered) and not hmac.compare_digest(from_base64url(handle or ""), key.user):
        return _STRANGER
    try:
        signed = webauthn.verify_authentication_response(
            credential=_credential(
                sent, authenticatorData=sent.response.authenticatorData, signature=sent.response.signature
            ),
            expected_challenge=expected.challenge,
            expected_rp_id=rp_id(expected.origins),
            expected_origin=list(expected.origins),
            credential_public_key=key.public_key,
            # Both are looked at below: the library would, before the signature.
            credential_current_sign_count=0,
            require_user_verification=False,
        )
        flags = parse_authenticator_data(from_base64url(sent.response.authenticatorData)).flags
    except Exception:
        return _STRANGER
    if flags.be != key.backup:
        return _STRANGER
    if not flags.uv:
        return Mismatch(counts=True)
    if key.signed and hmac.compare_digest(expected.challenge, key.signed):
        return key
    if (signed.new_sign_count or key.count) and signed.new_sign_count <= key.count:
        return Copied()
    return msgspec.structs.replace(key, count=signed.new_sign_count, signed=expected.challenge)


def credential_of(text: str) -> bytes:
    """The id of the credential that an answer says it comes from; b"" if it cannot be read."""
    sent = _sent(text)
    return b"" if sent is None else from_base64url(sent.id)


def to_base64url(plain: bytes) -> str:
    """As the standard's JSON writes bytes: base64url without padding."""
    return base64.urlsafe_b64encode(plain).decode().rstrip("=")


def from_base64url(text: str) -> bytes:
    """The bytes again; b"" for what is not exactly their one way of being written."""
    try:
        plain = base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        return b""
    return plain if to_base64url(plain) == text else b""


def _read(text: str, expected: Expected, ceremony: str) -> Sent | None:
    """What was sent, where its client data is for this ceremony, this challenge, one of our pages, and no frame."""
    sent = _sent(text)
    if sent is None or not expected.origins or len(expected.challenge) != CHALLENGE_BYTES:
        return None
    try:
        said = msgspec.json.decode(from_base64url(sent.response.clientDataJSON), type=_ClientData)
    except (msgspec.MsgspecError, UnicodeError):
        return None
    right = (
        said.type == ceremony
        and hmac.compare_digest(from_base64url(said.challenge), expected.challenge)
        and said.origin in expected.origins
        and said.crossOrigin in (None, False)
        and said.topOrigin is None
    )
    return sent if right else None


def _sent(text: str) -> Sent | None:
    if not 0 < len(text) <= LONGEST:
        return None
    try:
        sent = msgspec.json.decode(text.encode(), type=Sent)
    except (msgspec.MsgspecError, UnicodeError):
        return None
    return sent if sent.type == "public-key" and 0 < len(from_base64url(sent.id)) <= LONGEST_ID else None


def _credential(sent: Sent, **response: str) -> dict[str, Any]:
    """What was read of an answer, and nothing else of it, as the library takes it."""
    return {
        "id": sent.id, "rawId": sent.id, "type": sent.type,
        "response": {"clientDataJSON": sent.response.clientDataJSON, **response},
    }
