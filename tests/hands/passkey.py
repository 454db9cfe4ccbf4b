"""An authenticator in software, with real keys: what a phone, a computer or a security key does for WebAuthn.

It knows what the real one knows: its keys, the site that each is for, and whether its owner has just been verified.
The browser's part (`ClientData`) is apart, so that a test can be another site's page, or a frame.
"""

import hashlib
import json
import random
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePrivateKey, derive_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import encode_cbor

from parvis.factors import Asked
from parvis.factors.passkey.factor import Material
from parvis.factors.webauthn import Key, rp_id, to_base64url

UP, UV, BE, BS, AT = 0x01, 0x04, 0x08, 0x10, 0x40
SITE = "http://deuxrives.localhost:8000"

Private = EllipticCurvePrivateKey | Ed25519PrivateKey | RSAPrivateKey


@dataclass
class ClientData:
    """What the browser says of the page that asks."""

    origin: str = SITE
    cross_origin: Any = False
    top_origin: str | None = None
    type: str = ""

    def written(self, ceremony: str, challenge: bytes) -> bytes:
        said: dict[str, Any] = {
            "type": self.type or ceremony, "challenge": to_base64url(challenge), "origin": self.origin,
            "crossOrigin": self.cross_origin,
        }  # fmt: skip
        return json.dumps(said | ({} if self.top_origin is None else {"topOrigin": self.top_origin})).encode()


@dataclass
class Device:
    """One key of one person at one site, and the device that keeps it."""

    private: Private
    credential: bytes
    user: bytes
    site: str = "deuxrives.localhost"
    count: int = 0
    counts: bool = True  # Synced passkeys do not count: theirs stays at zero.
    flags: int = UP | UV

    def makes(self, challenge: bytes, client: ClientData | None = None, *, attestation: str = "none") -> str:
        """The answer to `navigator.credentials.create`."""
        said = (client or ClientData()).written("webauthn.create", challenge)
        data = (
            self._head(self.flags | AT) + bytes(16) + len(self.credential).to_bytes(2, "big") + self.credential
            + cose(self.private)
        )  # fmt: skip
        made = encode_cbor({"fmt": attestation, "attStmt": {}, "authData": data})
        return self._sent({"clientDataJSON": to_base64url(said), "attestationObject": to_base64url(made)})

    def signs(self, challenge: bytes, client: ClientData | None = None, **instead: str) -> str:
        """The answer to `navigator.credentials.get`, its counter moved; `instead` puts fields in place of the right."""
        self.count += self.counts
        said = (client or ClientData()).written("webauthn.get", challenge)
        data = self._head(self.flags)
        signature = sign(self.private, data + hashlib.sha256(said).digest())
        return self._sent({
            "clientDataJSON": to_base64url(said), "authenticatorData": to_base64url(data),
            "signature": to_base64url(signature), "userHandle": to_base64url(self.user), **instead,
        })  # fmt: skip

    def _head(self, flags: int) -> bytes:
        return hashlib.sha256(self.site.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _sent(self, response: dict[str, str]) -> str:
        return json.dumps({"id": to_base64url(self.credential), "type": "public-key", "response": response})

    @property
    def key(self) -> Key:
        """What the institution keeps of it."""
        return Key(
            credential=self.credential, public_key=cose(self.private), user=self.user, count=self.count,
            backup=bool(self.flags & BE),
        )  # fmt: skip


def a_device(seed: int = 1, kind: str = "ES256", **said: Any) -> Device:
    """The same seed, the same key (but for RSA, which cannot be drawn from one)."""
    drawn = random.Random(seed)
    private: Private
    if kind == "ES256":
        private = derive_private_key(int.from_bytes(drawn.randbytes(31)) + 1, SECP256R1())
    elif kind == "EdDSA":
        private = Ed25519PrivateKey.from_private_bytes(drawn.randbytes(32))
    else:
        private = generate_private_key(65537, 1024 if kind == "short RS256" else 2048)
    return Device(private, drawn.randbytes(16), drawn.randbytes(32), **said)


def cose(private: Private) -> bytes:
    """The public key as authenticators write it (RFC 9052)."""
    if isinstance(private, EllipticCurvePrivateKey):
        point = private.public_key().public_numbers()
        return encode_cbor({1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")})
    if isinstance(private, Ed25519PrivateKey):
        return encode_cbor({1: 1, 3: -8, -1: 6, -2: private.public_key().public_bytes_raw()})
    numbers = private.public_key().public_numbers()
    return encode_cbor({1: 3, 3: -257, -1: numbers.n.to_bytes(private.key_size // 8, "big"), -2: b"\x01\x00\x01"})


def sign(private: Private, data: bytes) -> bytes:
    if isinstance(private, EllipticCurvePrivateKey):
        return private.sign(data, ECDSA(SHA256()))
    if isinstance(private, Ed25519PrivateKey):
        return private.sign(data)
    return private.sign(data, PKCS1v15(), SHA256())


class PasskeyHand:
    kind = "passkey"

    def __init__(self, seed: int) -> None:
        self.device = a_device(seed)
        self.handle = self.device.credential
        self.material = msgspec.json.encode(Material(user=self.device.user, key=self.device.key))

    def answer(self, asked: Asked, shown: dict[str, Any], now: datetime) -> dict[str, str]:
        return {"passkey": self._signs(asked, UP | UV)}

    def knocks(self, asked: Asked, factor: Any, now: datetime) -> dict[str, str]:
        return self.answer(asked, {}, now)

    def wrong(self, asked: Asked, shown: dict[str, Any], now: datetime) -> dict[str, str]:
        """The device in another's hand: it signs, and could not verify its owner."""
        return {"passkey": self._signs(asked, UP)}

    def _signs(self, asked: Asked, flags: int) -> str:
        self.device.flags, self.device.site = flags, rp_id(asked.origins)
        return self.device.signs(asked.digest, ClientData(origin=asked.origins[0]))
