"""Who we are for the provider, at one institution: what its file says, and what the settings add to it."""

from collections.abc import Callable
from typing import Protocol

import msgspec

from parvis.factors.franceconnect.relay import Ours, Relay
from parvis.factors.franceconnect.wrong import UNREACHABLE, Wrong
from parvis.seal import Keyring
from parvis.settings import Settings

DEMO = "demo"
DEMO_HOST = "identite.localhost"
LONGEST_SECRET = 500


class Identity(Protocol):
    """What an institution's file says."""

    @property
    def client_id(self) -> str: ...

    @property
    def level(self) -> str: ...

    @property
    def scopes(self) -> tuple[str, ...]: ...


class Desk(msgspec.Struct, frozen=True):
    """Where an institution speaks with the provider from."""

    relay: Relay
    ours: Ours
    scopes: tuple[str, ...]
    back: Callable[[str], str]  # The address of a page of ours, for the provider.


def desk(
    relay: Relay, identity: Identity | None, settings: Settings, keys: Keyring, *, slug: str, hosts: tuple[str, ...],
    origin: str,
) -> Desk | Wrong:
    """The desk of that institution, for whoever is at `origin`; the provider knows only its official addresses.

    Refused where it asks no provider, or our secret is not there.
    """
    if identity is None or not settings.identity_provider:
        return Wrong(UNREACHABLE, "no identity provider in the settings")
    secret = secret_of(settings, keys, slug)
    if not secret:
        return Wrong(UNREACHABLE, "no file with our secret in PARVIS_IDENTITY_SECRETS_DIR")
    origins = settings.origins(hosts)
    at = origin if origin in origins else origins[0]

    def back(page: str) -> str:
        return f"{at}/franceconnect/{page}"

    return Desk(relay, Ours(identity.client_id, secret, back("return"), identity.level), identity.scopes, back)


def issuer_of(settings: Settings) -> str:
    """The issuer of the settings; the simulated one is on this very program."""
    return settings.origins((DEMO_HOST,))[0] if settings.identity_provider == DEMO else settings.identity_provider


def secret_of(settings: Settings, keys: Keyring, slug: str) -> str:
    """Our secret there, "" where there is none. Read each time: it may be changed while the program runs."""
    if settings.identity_provider == DEMO:
        return keys.mac("demo identity secret", slug.encode()).hex()
    if settings.identity_secrets_dir is None:
        return ""
    try:
        return (settings.identity_secrets_dir / slug).read_text(encoding="ascii").strip()[:LONGEST_SECRET]
    except (OSError, ValueError):
        return ""
