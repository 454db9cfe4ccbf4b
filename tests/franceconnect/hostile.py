"""An identity provider that does what no certified one can be made to do: every lie is one attribute to set."""

import hmac
import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs

from joserfc import jws
from joserfc.jwk import ECKey, RSAKey

from tests.listening import http_listening

CLIENT_ID, SECRET, SUBJECT = "caisse", "a secret of forty-eight characters, or nearly so", "1f9c-anne"
PIVOT = {
    "given_name": "Anne Claire", "family_name": "Le Roy", "birthdate": "1984-01-17", "gender": "female",
    "birthplace": "35238", "birthcountry": "99100",
}  # fmt: skip


class Provider:
    """Honest until told otherwise."""

    def __init__(self) -> None:
        self.issuer = ""
        self.key: ECKey | RSAKey = ECKey.generate_key("P-256", {"kid": "one"})
        self.algorithm = "ES256"
        self.published: list[dict[str, Any]] | None = None  # None: the key above, and no other.
        self.metadata: dict[str, Any] = {}
        self.claims: dict[str, Any] = {}  # None as a value takes the claim away.
        self.header: dict[str, Any] = {}
        self.about: dict[str, Any] = {}
        self.signs_userinfo = True
        self.userinfo_claims: dict[str, Any] = {}
        self.id_token: str | None = None  # Given instead of a token of its own.
        self.token_answer: tuple[int, bytes] | None = None
        self.slow_seconds = 0.0
        self.down = False
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.nonce = ""
        self.now = lambda: datetime.now(UTC)

    def signs(self, claims: dict[str, Any], *, key: Any = None, algorithm: str = "", **header: Any) -> str:
        """A token of these claims."""
        key, algorithm = key or self.key, algorithm or self.algorithm
        protected = {"alg": algorithm, "kid": self.key.kid} | header
        protected = {name: value for name, value in protected.items() if value is not None}
        return jws.serialize_compact(protected, json.dumps(claims), key, algorithms=[algorithm])

    def honest_claims(self) -> dict[str, Any]:
        now = int(self.now().timestamp())
        claims = {
            "iss": self.issuer, "sub": SUBJECT, "aud": CLIENT_ID, "exp": now + 60, "iat": now, "nonce": self.nonce,
            "acr": "eidas1", "at_hash": half("the-access-token"),
        }  # fmt: skip
        return {name: value for name, value in (claims | self.claims).items() if value is not None}

    def answers(self, path: str, form: dict[str, str]) -> tuple[int, str, bytes]:
        """Status, type, body."""
        self.asked.append((path, form))
        if path == "/.well-known/openid-configuration":
            return 200, "application/json", json.dumps(self.document()).encode()
        if path == "/jwks":
            keys = [self.key.as_dict(private=False)] if self.published is None else self.published
            return 200, "application/json", json.dumps({"keys": keys}).encode()
        if path == "/token":
            if self.token_answer is not None:
                return self.token_answer[0], "application/json", self.token_answer[1]
            token = self.id_token or self.signs(self.honest_claims(), **self.header)
            given = {"access_token": "the-access-token", "token_type": "Bearer", "id_token": token}
            return 200, "application/json", json.dumps(given).encode()
        if path == "/userinfo":
            claims = PIVOT | {"sub": SUBJECT} | self.about
            if not self.signs_userinfo:
                return 200, "application/json", json.dumps(claims).encode()
            claims |= {"iss": self.issuer, "aud": CLIENT_ID} | self.userinfo_claims
            return 200, "application/jwt", self.signs(claims).encode()
        return 404, "text/plain", b""

    def document(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/jwks",
            "end_session_endpoint": f"{self.issuer}/end",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            "response_types_supported": ["code"],
        } | self.metadata


def half(token: str) -> str:
    return urlsafe_b64encode(sha256(token.encode()).digest()[:16]).decode().rstrip("=")


def hmac_token(provider: Provider, secret: bytes) -> str:
    """A token that takes what everyone can read for a shared secret (RFC 8725, section 2.1)."""
    signed = unsigned_token(provider, "HS256").rstrip(".")
    return f"{signed}.{urlsafe_b64encode(hmac.digest(secret, signed.encode(), 'sha256')).decode().rstrip('=')}"


def unsigned_token(provider: Provider, algorithm: str = "none") -> str:
    parts = [json.dumps({"alg": algorithm, "kid": provider.key.kid}), json.dumps(provider.honest_claims())]
    return ".".join([*(urlsafe_b64encode(part.encode()).decode().rstrip("=") for part in parts), ""])


@contextmanager
def serving(provider: Provider) -> Iterator[Provider]:
    """The provider at an address of its own."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.answer({"authorization": self.headers.get("Authorization", "")})

        def do_POST(self) -> None:
            read = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            form = {name: values[0] for name, values in parse_qs(read).items()}
            self.answer(form | {"authorization": self.headers.get("Authorization", "")})

        def answer(self, form: dict[str, str]) -> None:
            time.sleep(provider.slow_seconds)
            status, kind, body = provider.answers(self.path, form) if not provider.down else (503, "text/plain", b"")
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    with http_listening(Handler) as port:
        provider.issuer = f"http://localhost:{port}"
        yield provider
