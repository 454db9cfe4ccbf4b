"""How a phone speaks: the header that signs each call, the mark of a list (`docs/phone-protocol.md` §2, §3)."""

import hashlib
import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec

from parvis.institution.rules import Lockout

CLOCK_TOLERANCE = timedelta(seconds=120)
WAIT_SECONDS_MAX = 25
NONCE_BYTES = 16
VERSION_HEADER = "Parvis-Version"
# By network. A code has 45 bits and ten minutes: this only keeps the noise down.
ACTIVATION_LOCKOUT = Lockout(tries=20, hold_minutes=(10, 30, 60))
ACTIVATION_LANE = "activation"

_HEADER = re.compile(
    r"Parvis-Phone id=([0-9a-f-]{36}), time=([0-9]{1,12}), "
    r"nonce=([A-Za-z0-9_-]{22}), signature=([A-Za-z0-9_-]{86})"
)


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """One signed call as it arrived. `message` is what the signature covers."""

    authenticator_id: UUID
    at: datetime
    nonce: str
    signature: str
    message: bytes


class Waiting(msgspec.Struct, frozen=True):
    """Body of « what waits »."""

    known: str = ""
    wait: int = 0


class Envelope(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A message, its signature, and for an approval the MAC that only the right code makes, or what biometrics gave."""

    message: str
    signature: str
    mac: str = ""
    assertion: str = ""


def version_of(header: str) -> int:
    """The version of the app that calls; the first one did not say."""
    return int(header) if re.fullmatch(r"[1-9][0-9]{0,5}", header) else 1


class Reached(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the phone's browser can be woken, as the Push API gives it. The two keys are base64url."""

    endpoint: str
    p256dh: str
    auth: str


class Notices(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of « notices »: a subscription to keep, null to keep none, nothing at all to ask."""

    subscription: Reached | msgspec.UnsetType | None = msgspec.UNSET


def read_call(header: str, *, method: str, host: str, path: str, body: bytes) -> Call | None:
    """The call that this Authorization header signs, or None where it is not one. Nothing is verified yet."""
    found = _HEADER.fullmatch(header)
    if found is None:
        return None
    name, seconds, nonce, signature = found.groups()
    try:
        authenticator_id, at = UUID(name), datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return Call(
        authenticator_id=authenticator_id,
        at=at,
        nonce=nonce,
        signature=signature,
        message=call_message(
            method=method, host=host, path=path, seconds=seconds, nonce=nonce, body=body
        ),
    )


def call_message(*, method: str, host: str, path: str, seconds: str, nonce: str, body: bytes) -> bytes:
    """The seven lines that a phone signs to make a call."""
    lines = ("parvis-phone-call-1", method, host.lower(), path, seconds, nonce)
    return "\n".join((*lines, hashlib.sha256(body).hexdigest())).encode("utf-8", "surrogateescape")


def in_time(call: Call, now: datetime) -> bool:
    """Whether the call was made about now: an old one is a replay, or a phone whose clock is wrong."""
    return abs(call.at - now) <= CLOCK_TOLERANCE


def token_of(call: Call) -> UUID:
    """What the nonce of this call spends. Bound to the phone: one phone cannot burn the nonces of another."""
    digest = hashlib.sha256(call.authenticator_id.bytes + call.nonce.encode()).digest()
    return UUID(bytes=digest[:16])


def mark_of(*parts: str) -> str:
    """A short name of what the phone was shown: it asks again only for what differs."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
