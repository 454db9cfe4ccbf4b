"""What a provider signs, and the keys it signs with: JWS compact (RFC 7515), JWK sets (RFC 7517), RFC 8725. Pure.

The algorithm is ours to choose, never the token's: ES256 and RS256. `none` and every HMAC are refused whatever the
header says, since a key is only ever taken for the one algorithm of its type. Addresses of keys that a token names
(`jku`, `x5u`, `jwk`) are never followed.
"""

from typing import Any

import msgspec
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from parvis.factors.franceconnect.wrong import UNREACHABLE, UNSOUND, Wrong

KEYS_AT_MOST = 20
LEAST_RSA_BITS = 2048
LONGEST_TOKEN = 16 * 1024


class Key(msgspec.Struct, frozen=True):
    """One public key of the provider, for one algorithm."""

    kid: str
    algorithm: str
    key: Any


class _Jwk(msgspec.Struct, frozen=True):
    kty: str = ""
    kid: str = ""
    use: str = "sig"
    alg: str = ""
    crv: str = ""
    n: str = ""
    e: str = ""
    x: str = ""
    y: str = ""


class _Set(msgspec.Struct, frozen=True):
    keys: list[dict[str, Any]]


class NoSuchKey(msgspec.Struct, frozen=True):
    """The token names a key that is not among those we have: the provider may have changed them."""


def read_keys(document: bytes) -> tuple[Key, ...] | Wrong:
    """The keys that sign, in a set that may hold others. What is not for us is left aside."""
    try:
        listed = msgspec.json.decode(document, type=_Set).keys
    except msgspec.DecodeError:
        return Wrong(UNREACHABLE, "its key set cannot be read")
    if len(listed) > KEYS_AT_MOST:
        return Wrong(UNREACHABLE, "its key set is too long")
    found = tuple(key for one in listed if (key := _key(one)) is not None)
    return found or Wrong(UNREACHABLE, "its key set has no key that signs")


def payload_of(token: str, keys: tuple[Key, ...]) -> dict[str, Any] | Wrong | NoSuchKey:
    """The claims of a token signed by one of these keys."""
    if not 0 < len(token) <= LONGEST_TOKEN or not token.isascii():
        return Wrong(UNSOUND, "a token of a length that none has")
    try:
        header = jws.extract_compact(token.encode()).headers()
        algorithm, kid = header.get("alg"), header.get("kid", "")
        fitting = [key for key in keys if key.algorithm == algorithm and kid in ("", key.kid)]
        if not fitting:
            known = algorithm in ("ES256", "RS256") and isinstance(kid, str) and kid != ""
            return NoSuchKey() if known else Wrong(UNSOUND, "a token signed by an algorithm that we do not take")
        if len(fitting) > 1:
            return Wrong(UNSOUND, "a token that does not say which key signed it")
        text = jws.deserialize_compact(token, fitting[0].key, algorithms=[fitting[0].algorithm]).payload
        claims = msgspec.json.decode(text, type=dict[str, Any])
    except (JoseError, ValueError, TypeError, AttributeError, msgspec.DecodeError):
        return Wrong(UNSOUND, "a token that its provider's key did not sign")
    return claims


def _key(described: dict[str, Any]) -> Key | None:
    """A key that signs, made of its public numbers alone. None for any other."""
    try:
        jwk = msgspec.convert(described, _Jwk)
        if jwk.use != "sig":
            return None
        if jwk.kty == "RSA" and jwk.alg in ("", "RS256") and len(jwk.n) * 6 >= LEAST_RSA_BITS:
            return Key(jwk.kid, "RS256", RSAKey.import_key({"kty": "RSA", "n": jwk.n, "e": jwk.e}))
        if jwk.kty == "EC" and jwk.crv == "P-256" and jwk.alg in ("", "ES256"):
            return Key(jwk.kid, "ES256", ECKey.import_key({"kty": "EC", "crv": "P-256", "x": jwk.x, "y": jwk.y}))
    except (msgspec.ValidationError, JoseError, ValueError, TypeError):
        return None
    return None
