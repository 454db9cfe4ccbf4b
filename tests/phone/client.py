"""A phone in Python, written from `docs/phone-protocol.md` alone: nothing of Parvis is imported here."""

import base64
import hashlib
import hmac
import json
import os
import time
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Protocol
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.phone import offline

ROUNDS = 600_000


class Answered(Protocol):
    """What an HTTP client gives back: httpx's response has this shape."""

    status_code: int

    def json(self) -> Any: ...


class Http(Protocol):
    """An asynchronous HTTP client, for instance `httpx.AsyncClient`."""

    async def post(self, url: str, *, content: bytes, headers: dict[str, str]) -> Answered: ...


class Refusal(Exception):
    """The server said no: its status and its code."""

    def __init__(self, status: int, told: dict[str, Any]) -> None:
        super().__init__(f"{status} {told}")
        self.status, self.code, self.told = status, told.get("code", ""), told


def b64(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def canonical(message: dict[str, Any]) -> str:
    """RFC 8785 for the messages of this protocol, which only hold strings and integers under ASCII names."""
    return json.dumps(message, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@lru_cache(maxsize=256)
def stretch(code: str, salt: bytes) -> bytes:
    """600 000 rounds are the price of one guess: a test that sends the same code again pays once."""
    return hashlib.pbkdf2_hmac("sha256", code.encode(), salt, ROUNDS, 32)


def xor(left: bytes, right: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(left, right, strict=True))


@dataclass
class PythonPhone:
    """One phone. `origin` is the address of the institution, `http` what reaches it."""

    http: Http
    origin: str
    code: str = "2749"
    key: EllipticCurvePrivateKey = field(default_factory=lambda: generate_private_key(SECP256R1()))
    authenticator_id: str = ""
    salt: bytes = b""
    masked: bytes = b""
    renewal: tuple[str, str, bytes, bytes] | None = None  # request, code, salt, masked: not in force yet
    version: str = "2"
    offline_key: bytes = b""
    server_key: bytes = b""  # With it the phone checks what the institution has signed for it.
    offset: float = 0.0  # Our clock's delay on the server's, in seconds.

    @property
    def host(self) -> str:
        return urlsplit(self.origin).netloc.lower()

    @property
    def public_key(self) -> bytes:
        return self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    @property
    def fingerprint(self) -> str:
        digits = hashlib.sha256(self.public_key).hexdigest()
        return f"{digits[:4]} {digits[4:8]}"

    def sign(self, message: bytes) -> str:
        r, s = decode_dss_signature(self.key.sign(message, ECDSA(SHA256())))
        return b64(r.to_bytes(32) + s.to_bytes(32))

    def envelope(self, message: dict[str, Any], *, code: str | None = None) -> dict[str, str]:
        """A signed message; with `code`, the MAC that this code makes, right or wrong."""
        text = canonical(message)
        made = {"message": text, "signature": self.sign(text.encode())}
        if code is not None:
            made["mac"] = b64(hmac.digest(self.uncovered(code), text.encode(), "sha256"))
        return made

    async def enroll(self, activation: str) -> dict[str, Any]:
        """§1: present the activation code and the keys; K is forgotten at once."""
        knowledge, self.offline_key, self.salt = os.urandom(32), os.urandom(32), os.urandom(16)
        self.masked = xor(knowledge, stretch(self.code, self.salt))
        message = {
            "v": 1, "type": "enrolment", "code": activation, "k": b64(knowledge),
            "d": b64(self.offline_key), "public_key": b64(self.public_key),
        }  # fmt: skip
        taken = await self._post("/phone/api/enrolments", self.envelope(message), signed=False)
        self.authenticator_id = taken["authenticator_id"]
        self.server_key = base64.urlsafe_b64decode(taken["server_key"] + "=" * (-len(taken["server_key"]) % 4))
        return taken

    def reads(self, text: str) -> str:
        """§5: the canonical request in a QR code. Raises `offline.NotFromThere`."""
        return offline.read(text, self.server_key)

    def digits_for(self, canonical: str, *, at: float, code: str | None = None) -> str:
        """§5: what it shows once its owner has read the request and typed four digits, the right ones unless said."""
        knowledge = self.uncovered(code or self.code)
        return offline.code_for(canonical, offline=self.offline_key, knowledge=knowledge, at=at)

    def digits_alone(self, *, at: float, code: str | None = None) -> str:
        """§5: what it shows of its own accord."""
        return offline.code_alone(offline=self.offline_key, knowledge=self.uncovered(code or self.code), at=at)

    def uncovered(self, code: str) -> bytes:
        """K, or 32 other bytes."""
        return xor(self.masked, stretch(code, self.salt))

    async def waiting(self, *, known: str = "", wait: int = 0) -> dict[str, Any]:
        """§3: what waits for this phone."""
        return await self._post("/phone/api/requests", {"known": known, "wait": wait})

    async def approve(
        self, one: dict[str, Any], *, code: str | None = None, number: int | None = None
    ) -> dict[str, Any]:
        """§4: approve a request of `waiting`, with this phone's code unless another is given."""
        return await self.answer(one, self.approval(one, number=number), code=code or self.code)

    async def refuse(self, one: dict[str, Any], *, because: str = "not_me") -> dict[str, Any]:
        message = {
            "v": 1, "request_id": one["request_id"], "digest": self.digest(one), "nonce": one["nonce"],
            "verdict": "refuse", "because": because,
        }  # fmt: skip
        return await self.answer(one, message)

    async def renew(self, code: str) -> dict[str, Any]:
        """§7: a new knowledge key under a new code. The old one serves until `renewed` names this request."""
        knowledge, salt = os.urandom(32), os.urandom(16)
        message = {"v": 1, "type": "renewal", "k": b64(knowledge)}
        asked = await self._post("/phone/api/renewals", self.envelope(message))
        self.renewal = (asked["request_id"], code, salt, xor(knowledge, stretch(code, salt)))
        return asked

    def renewed(self, listed: dict[str, Any]) -> bool:
        """Take the new code into use, once the list says that it is in force."""
        if self.renewal is None or listed["phone"]["renewed"] != self.renewal[0]:
            return False
        _, self.code, self.salt, self.masked = self.renewal
        self.renewal = None
        return True

    async def sign_in(self) -> dict[str, Any]:
        """§8: ask to open the client space in this browser. What comes back waits in the list, for this phone alone."""
        return await self._post("/phone/api/sign-ins", {})

    async def notices(self, **subscription: Any) -> dict[str, Any]:
        """§6: `subscription=` what the browser gave, or None to be woken no more; nothing to ask how it stands."""
        return await self._post("/phone/api/notices", subscription)

    def approval(self, one: dict[str, Any], *, number: int | None = None) -> dict[str, Any]:
        message = {
            "v": 1, "request_id": one["request_id"], "digest": self.digest(one), "nonce": one["nonce"],
            "verdict": "approve",
        }  # fmt: skip
        return message if number is None else {**message, "number": number}

    def digest(self, one: dict[str, Any]) -> str:
        """Recomputed from what is shown: a phone that finds another digest stops there."""
        digest = hashlib.sha256(one["canonical"].encode()).hexdigest()
        assert digest == one["digest"], "what would be shown is not what would be signed"
        return digest

    async def answer(
        self, one: dict[str, Any], message: dict[str, Any], *, code: str | None = None
    ) -> dict[str, Any]:
        return await self._post(f"/phone/api/requests/{one['request_id']}/answer", self.envelope(message, code=code))

    def authorization(self, path: str, body: bytes, *, nonce: str | None = None, at: float | None = None) -> str:
        """§2: the header that signs one call."""
        seconds = str(int(time.time() + self.offset if at is None else at))
        nonce = nonce or b64(os.urandom(16))
        call = "\n".join(
            ("parvis-phone-call-1", "POST", self.host, path, seconds, nonce, hashlib.sha256(body).hexdigest())
        )
        return (
            f"Parvis-Phone id={self.authenticator_id}, time={seconds}, nonce={nonce}, "
            f"signature={self.sign(call.encode())}"
        )

    async def _post(self, path: str, message: dict[str, Any], *, signed: bool = True) -> dict[str, Any]:
        body = json.dumps(message).encode()
        for last in (False, True):
            headers = {"Content-Type": "application/json", "Origin": self.origin, "Parvis-Version": self.version}
            if signed:
                headers["Authorization"] = self.authorization(path, body)
            answered = await self.http.post(self.origin + path, content=body, headers=headers)
            told: dict[str, Any] = answered.json()
            if answered.status_code < 400:
                return told
            if told.get("code") != "phone_clock" or last:
                break
            self.offset = told["now"] - time.time()
        raise Refusal(answered.status_code, told)
