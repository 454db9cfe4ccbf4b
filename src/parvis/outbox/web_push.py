"""Web Push: a word to a phone whose app is closed (RFC 8030), encrypted for its browser (RFC 8291), signed (RFC 8292).

The push service is somebody else's machine, named by the phone: it reads neither the text nor whom it is for, and it
may not lead this program into a private network.
"""

import asyncio
import base64
import ipaddress
import socket
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

import http_ece
import httpx
import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc import jwt
from joserfc.jwk import ECKey

from parvis.outbox.senders import SECONDS, Delivered, Letter, Undelivered

if TYPE_CHECKING:
    from parvis.seal import Keyring

ENDPOINT_LENGTH = 1000
POINT_BYTES, AUTH_BYTES = 65, 16
TOKEN_LIFETIME = timedelta(hours=12)  # RFC 8292, 2: at most 24 hours.
TTL_SECONDS_MAX = 15 * 60
GONE = (404, 410)  # RFC 8030, 7.3: the subscription is no more.
LATER = (401, 408, 425, 429)
# The order of P-256: 32 random bytes become a private key by staying under it.
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551

Resolve = Callable[[str, int], Awaitable[list[str]]]


class Subscription(msgspec.Struct, frozen=True, kw_only=True):
    """Where one browser is reached, as sealed. `p256dh` and `auth` are its public key and secret, `key_id` ours."""

    endpoint: str
    p256dh: bytes
    auth: bytes
    key_id: str

    def __repr__(self) -> str:
        return "Subscription(•••)"


def private_key(secret: bytes) -> ec.EllipticCurvePrivateKey:
    """The P-256 key that 32 bytes of the keyring make."""
    return ec.derive_private_key(int.from_bytes(secret) % (_ORDER - 1) + 1, ec.SECP256R1())


def public_point(secret: bytes) -> bytes:
    """What browsers subscribe with: an uncompressed point."""
    return private_key(secret).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def readable(*, endpoint: str, p256dh: bytes, auth: bytes, strict: bool) -> bool:
    """Whether a subscription may be kept: an address to go to, a point on the curve, a secret of the right length.

    `strict`, in production: by https alone, on its usual port, and no address in figures that is not public.
    """
    if len(p256dh) != POINT_BYTES or len(auth) != AUTH_BYTES or not _sound(endpoint, strict=strict):
        return False
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), p256dh)
    except ValueError:
        return False
    return True


def _sound(endpoint: str, *, strict: bool) -> bool:
    try:
        parts = urlsplit(endpoint)
        port = parts.port
    except ValueError:
        return False
    host = parts.hostname or ""
    plain = len(endpoint) <= ENDPOINT_LENGTH and endpoint.isascii() and endpoint.isprintable() and " " not in endpoint
    if not plain or not host or parts.username is not None or parts.password is not None or parts.fragment:
        return False
    if parts.scheme != "https" or port not in (None, 443):
        return not strict and parts.scheme in ("http", "https")
    return not strict or ("." in host and _public(host, unless_name=True))


def _public(address: str, *, unless_name: bool = False) -> bool:
    try:
        read = ipaddress.ip_address(address)
    except ValueError:
        return unless_name
    read = getattr(read, "ipv4_mapped", None) or read
    return read.is_global and not read.is_multicast


class WebPush:
    """One sender like another. It speaks as the institution, and knows nothing of what it carries."""

    def __init__(
        self, keys: "Keyring", *, strict: bool, client: httpx.AsyncClient | None = None, resolve: Resolve | None = None
    ) -> None:
        """`strict`: production. Elsewhere an address of this very machine may be reached as well."""
        self._keys, self._strict = keys, strict
        self._client = client or httpx.AsyncClient(timeout=SECONDS, follow_redirects=False, trust_env=False)
        self._resolve = resolve or _addresses

    async def send(self, letter: Letter) -> Delivered | Undelivered:
        """Hand the text to the push service. Gone for good: 404 and 410; the others of 4xx say that it is our fault."""
        to = msgspec.json.decode(letter.address, type=Subscription)
        secret = self._keys.push_with(to.key_id)
        if secret is None:
            return Undelivered("push key gone", for_good=True, gone=True)
        if not _sound(to.endpoint, strict=self._strict):
            return Undelivered("push endpoint refused", for_good=True, gone=True)
        address = await self._reachable(to.endpoint)
        if address is None:
            return Undelivered("push endpoint not public", for_good=True, gone=True)
        answer = await self._client.post(
            _through(address, to.endpoint), content=encrypted(to, told(letter)),
            headers={
                "Host": urlsplit(to.endpoint).netloc,
                "Authorization": authorization(secret, to.endpoint, host=letter.host, now=letter.sent_at),
                "Content-Encoding": "aes128gcm",
                "Content-Type": "application/octet-stream",
                "TTL": str(_seconds_left(letter)),
                "Urgency": "high",
            },
            extensions={"sni_hostname": urlsplit(to.endpoint).hostname},
        )  # fmt: skip
        if answer.is_success:
            return Delivered()
        later = answer.status_code in LATER or not answer.is_client_error
        return Undelivered(f"push {answer.status_code}", for_good=not later, gone=answer.status_code in GONE)

    async def _reachable(self, endpoint: str) -> str | None:
        """The one address that this name has now, and to which we connect: it cannot change in between."""
        parts = urlsplit(endpoint)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        found = await self._resolve(parts.hostname or "", port)
        if all(_public(address) for address in found):
            return found[0] if found else None
        here = not self._strict and all(ipaddress.ip_address(address).is_loopback for address in found)
        return found[0] if here else None


def told(letter: Letter) -> bytes:
    """What the service worker reads: two sentences and which request it is. No amount, no name (RTS article 5(2))."""
    return msgspec.json.encode(
        {"title": letter.subject, "body": letter.text, "request": str(letter.request_id or "")}
    )


def encrypted(to: Subscription, text: bytes) -> bytes:
    """RFC 8291, with a key and a salt of its own for each message."""
    sealed: bytes = http_ece.encrypt(
        text, private_key=ec.generate_private_key(ec.SECP256R1()), dh=to.p256dh, auth_secret=to.auth,
        version="aes128gcm",
    )  # fmt: skip
    return sealed


def authorization(secret: bytes, endpoint: str, *, host: str, now: datetime) -> str:
    """RFC 8292: for this push service alone, for half a day, and where to complain."""
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int((now + TOKEN_LIFETIME).timestamp()),
        "sub": f"https://{host}/",
    }
    key = ECKey.import_key(private_key(secret))
    token = jwt.encode({"typ": "JWT", "alg": "ES256"}, claims, key, algorithms=["ES256"])
    return f"vapid t={token}, k={_base64(public_point(secret))}"


def _seconds_left(letter: Letter) -> int:
    if letter.useless_after is None:
        return TTL_SECONDS_MAX
    left = (letter.useless_after - letter.sent_at.astimezone(UTC)).total_seconds()
    return max(0, min(int(left), TTL_SECONDS_MAX))


def _through(address: str, endpoint: str) -> str:
    """The same endpoint at that very address: the name is still the one that TLS verifies."""
    parts = urlsplit(endpoint)
    literal = f"[{address}]" if ":" in address else address
    netloc = f"{literal}:{parts.port}" if parts.port else literal
    return urlunsplit(parts._replace(netloc=netloc))


async def _addresses(host: str, port: int) -> list[str]:
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(one[4][0]) for one in found]


def _base64(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()

