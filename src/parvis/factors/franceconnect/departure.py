"""Leaving for the provider, and the answer that comes back through the browser. Pure.

RFC 6749 section 4.1, RFC 7636 (PKCE, S256), OpenID Connect Core 3.1.2, RFC 9207 (the answer says who answers).
What we must know when the browser comes back travels with the browser, sealed: nobody else can come back in its place.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Literal
from urllib.parse import urlencode

import msgspec

from parvis.factors import Random
from parvis.factors.franceconnect.provider import Provider
from parvis.factors.franceconnect.wrong import CANCELLED, STALE, UNREACHABLE, UNSOUND, Wrong

LIFETIME = timedelta(minutes=10)
LONGEST_CODE = 2000
# RFC 6749 section 4.1.2.1, OpenID Connect Core 3.1.2.6: what the person chose, and what the provider could not do.
SAID_NO = ("access_denied", "interaction_required", "login_required", "consent_required", "account_selection_required")
CANNOT_NOW = ("server_error", "temporarily_unavailable")

Purpose = Literal["entry", "enrolment", "proof", "farewell"]


class Departure(msgspec.Struct, frozen=True, kw_only=True):
    """One journey to the provider and back, as the browser carries it, sealed."""

    purpose: Purpose
    institution: str
    issuer: str
    state: str
    nonce: str
    verifier: str
    until: int  # Seconds since 1970: after that, it is too late to come back.
    about: str = ""  # The enrolment or the request that it is for; of a farewell, why the session had ended.
    means: str = ""  # that answers the request
    challenge: bytes = b""  # What the voucher will be bound to: see `factor`.

    @property
    def since(self) -> datetime:
        """When the browser left."""
        return datetime.fromtimestamp(self.until, UTC) - LIFETIME

    @property
    def once(self) -> str:
        """By what it is known that this journey has ended: it ends once."""
        return hashlib.sha256(b"departure:" + self.state.encode()).hexdigest()[:32]


def depart(
    purpose: Purpose, institution: str, issuer: str, random: Random, now: datetime, *, about: str = "",
    means: str = "", challenge: bytes = b"",
) -> Departure:
    """A new journey: state, nonce and verifier are 256 bits each."""
    return Departure(
        purpose=purpose, institution=institution, issuer=issuer, state=text_of(random.bytes(32)),
        nonce=text_of(random.bytes(32)), verifier=text_of(random.bytes(32)), about=about, means=means,
        challenge=challenge or random.bytes(32), until=int((now + LIFETIME).timestamp()),
    )


def address(
    provider: Provider, departure: Departure, *, client_id: str, redirect_uri: str, scopes: tuple[str, ...], level: str
) -> str:
    """Where the browser goes to be identified."""
    return _with(
        provider.authorization_endpoint,
        response_type="code", client_id=client_id, redirect_uri=redirect_uri, scope=" ".join(scopes),
        state=departure.state, nonce=departure.nonce, acr_values=level, prompt="login",
        code_challenge=challenge_of(departure.verifier), code_challenge_method="S256",
    )


def sign_out_address(provider: Provider, departure: Departure, *, id_token: str, redirect_uri: str) -> str:
    """Where the browser goes to leave the provider too (OpenID Connect RP-Initiated Logout 1.0)."""
    return _with(
        provider.end_session_endpoint,
        id_token_hint=id_token, state=departure.state, post_logout_redirect_uri=redirect_uri,
    )


def code_of(departure: Departure, provider: Provider, answer: Mapping[str, str], now: datetime) -> str | Wrong:
    """The authorization code of this answer.

    Refused: an answer to another state than this browser's, too late, from another issuer (mix-up), an error.
    """
    if not is_answered(departure, answer.get("state", ""), now):
        return Wrong(STALE, "the state is not this browser's, or is too old")
    iss = answer.get("iss", "")
    if iss != provider.issuer and (iss or provider.authorization_response_iss_parameter_supported):
        return Wrong(UNSOUND, "the answer is another issuer's (RFC 9207)")
    if error := answer.get("error", ""):
        if error in SAID_NO:
            return Wrong(CANCELLED, "the person said no")
        return Wrong(UNREACHABLE if error in CANNOT_NOW else UNSOUND, "the provider answered an error")
    code = answer.get("code", "")
    if not 0 < len(code) <= LONGEST_CODE:
        return Wrong(UNSOUND, "neither a code nor an error")
    return code


def is_answered(departure: Departure, state: str, now: datetime) -> bool:
    """Whether this state is the one that the browser left with, and it is not too late."""
    same = hmac.compare_digest(state.encode(errors="replace"), departure.state.encode())
    return same and now.timestamp() < departure.until


def challenge_of(verifier: str) -> str:
    """RFC 7636, section 4.2: S256."""
    return text_of(hashlib.sha256(verifier.encode()).digest())


def text_of(raw: bytes) -> str:
    """base64url, without padding."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _with(endpoint: str, **parameters: str) -> str:
    """The endpoint with these parameters, and those that it has of its own."""
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(parameters)}"
