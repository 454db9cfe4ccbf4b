"""What the token endpoint gives, and what an ID token must say: OpenID Connect Core 3.1.3.3 and 3.1.3.7. Pure."""

import base64
import hashlib
import hmac
from datetime import datetime
from typing import Any

import msgspec

from parvis.factors.franceconnect.wrong import TOO_LOW, UNSOUND, Wrong

LEEWAY_SECONDS = 30  # two clocks
OLDEST_SECONDS = 300  # A token was made for the answer it came with.
LONGEST_SUBJECT = 255
# Regulation (EU) 2015/1502: low, substantial, high, as FranceConnect writes them.
LEVELS = {"eidas1": 1, "eidas2": 2, "eidas3": 3}


class Tokens(msgspec.Struct, frozen=True):
    """What a code was redeemed for."""

    access_token: str
    id_token: str
    token_type: str


class Identified(msgspec.Struct, frozen=True):
    """Who the provider says it is: never another person's, for one issuer. `level` is the acr."""

    issuer: str
    subject: str
    level: str


def read(answer: bytes) -> Tokens | Wrong:
    """The tokens of this answer (RFC 6749, section 5.1)."""
    try:
        tokens = msgspec.json.decode(answer, type=Tokens)
    except msgspec.DecodeError:
        return Wrong(UNSOUND, "the token endpoint's answer cannot be read")
    if tokens.token_type.lower() != "bearer" or not tokens.access_token or not tokens.access_token.isascii():
        return Wrong(UNSOUND, "the token endpoint gave another kind of token")
    return tokens


def identified(
    claims: dict[str, Any], *, issuer: str, client_id: str, nonce: str, access_token: str, level: str,
    since: datetime, now: datetime,
) -> Identified | Wrong:
    """Who the claims of an ID token, whose signature was verified, say that it is.

    Refused: another issuer, another audience or one more, another `azp`, too old, not yet, another nonce than this
    browser's, another access token than the one it came with, a lower level than the one asked for; and somebody who,
    as the provider says itself (`auth_time`), was identified before `since`, when they left: they were to be asked
    again (`prompt=login`).
    """
    if claims.get("iss") != issuer:
        return Wrong(UNSOUND, "the ID token is another issuer's")
    if claims.get("aud") not in (client_id, [client_id]) or claims.get("azp", client_id) != client_id:
        return Wrong(UNSOUND, "the ID token is not for us")
    if not _in_time(claims, now.timestamp()):
        return Wrong(UNSOUND, "the ID token is too old, or not of this time")
    found = claims.get("nonce")
    if not isinstance(found, str) or not hmac.compare_digest(found.encode(errors="replace"), nonce.encode()):
        return Wrong(UNSOUND, "the ID token answers another browser")
    if "at_hash" in claims and claims["at_hash"] != hash_of(access_token):
        return Wrong(UNSOUND, "the ID token came with another access token")
    if "auth_time" in claims and not _asked_again(claims["auth_time"], since.timestamp(), now.timestamp()):
        return Wrong(UNSOUND, "the provider did not ask them again who they are")
    subject, reached = claims.get("sub"), claims.get("acr")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT or not subject.isascii():
        return Wrong(UNSOUND, "the ID token names nobody")
    if not isinstance(reached, str) or LEVELS.get(reached, 0) < LEVELS[level]:
        return Wrong(TOO_LOW, "the level reached is lower than the one asked for")
    return Identified(issuer, subject, reached)


def hash_of(access_token: str) -> str:
    """`at_hash`: the left half of the SHA-256, for ES256 and RS256."""
    return base64.urlsafe_b64encode(hashlib.sha256(access_token.encode()).digest()[:16]).decode().rstrip("=")


def _asked_again(at: object, since: float, now: float) -> bool:
    if isinstance(at, bool) or not isinstance(at, int | float):
        return False
    return since - LEEWAY_SECONDS <= at <= now + LEEWAY_SECONDS


def _in_time(claims: dict[str, Any], now: float) -> bool:
    expires, issued, begins = claims.get("exp"), claims.get("iat"), claims.get("nbf", 0)
    if any(isinstance(value, bool) or not isinstance(value, int | float) for value in (expires, issued, begins)):
        return False
    assert isinstance(expires, int | float)
    assert isinstance(issued, int | float)
    return (
        now < expires + LEEWAY_SECONDS
        and now - OLDEST_SECONDS < issued <= now + LEEWAY_SECONDS
        and begins <= now + LEEWAY_SECONDS
    )
