"""An identity provider as it describes itself: OpenID Connect Discovery 1.0, section 3. Pure.

Refused: a document of another issuer than the one in our settings (a mix-up), addresses without TLS, and one that
cannot be asked what we ask: a code, PKCE with S256.
"""

from urllib.parse import urlsplit

import msgspec

from parvis.factors.franceconnect.wrong import UNREACHABLE, Wrong

LONGEST_ADDRESS = 500
WELL_KNOWN = "/.well-known/openid-configuration"
METHODS = ("client_secret_post", "client_secret_basic")


class Provider(msgspec.Struct, frozen=True, kw_only=True):
    """What we use of its document. An end-session address that is "" is none: it cannot be signed out of."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    userinfo_endpoint: str
    jwks_uri: str
    end_session_endpoint: str = ""
    authorization_response_iss_parameter_supported: bool = False
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)
    response_types_supported: tuple[str, ...] = ("code",)
    code_challenge_methods_supported: tuple[str, ...] | None = None  # Left out by providers that know it all the same.

    @property
    def secret_in_body(self) -> bool:
        """How the secret is sent to the token endpoint: FranceConnect wants it in the body."""
        return METHODS[0] in self.token_endpoint_auth_methods_supported


def read(document: bytes, issuer: str, *, plain: bool) -> Provider | Wrong:
    """The provider of that document, which must call itself exactly `issuer`.

    `plain` allows http to this very machine: demonstrations and tests.
    """
    try:
        found = msgspec.json.decode(document, type=Provider)
    except msgspec.DecodeError:
        return Wrong(UNREACHABLE, "its discovery document cannot be read")
    if found.issuer != issuer:
        return Wrong(UNREACHABLE, "its discovery document names another issuer")
    addresses = [found.authorization_endpoint, found.token_endpoint, found.userinfo_endpoint, found.jwks_uri]
    addresses += [found.end_session_endpoint] if found.end_session_endpoint else []
    if not all(is_safe(address, plain=plain) for address in addresses):
        return Wrong(UNREACHABLE, "its discovery document has an address without TLS")
    if "code" not in found.response_types_supported:
        return Wrong(UNREACHABLE, "it gives no authorization code")
    if found.code_challenge_methods_supported is not None and "S256" not in found.code_challenge_methods_supported:
        return Wrong(UNREACHABLE, "it does not know PKCE with S256")
    if not set(METHODS) & set(found.token_endpoint_auth_methods_supported):
        return Wrong(UNREACHABLE, "it takes no client secret")
    return found


def is_safe(address: str, *, plain: bool) -> bool:
    """https, or http to this machine where that is allowed; a host, no user, no fragment."""
    try:
        parts = urlsplit(address)
        host, user = parts.hostname or "", parts.username
        _ = parts.port
    except ValueError:
        return False
    if not host or user is not None or parts.fragment or len(address) > LONGEST_ADDRESS or not address.isascii():
        return False
    return parts.scheme == "https" or (plain and parts.scheme == "http" and is_here(host))


def is_here(host: str) -> bool:
    """Whether that name means this very machine (RFC 6761, section 6.3)."""
    return host in ("localhost", "127.0.0.1", "::1") or host.endswith(".localhost")
