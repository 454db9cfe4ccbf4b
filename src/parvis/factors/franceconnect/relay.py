"""The conversation with one provider: what it says of itself and its keys, kept a while; a code made into a person.

OpenID Connect Core 3.1.3, each step in its own module: `departure`, `tokens`, `signed`, `userinfo`, `pivot`.
"""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import msgspec

from parvis.factors.franceconnect import provider as providers
from parvis.factors.franceconnect import signed, tokens, userinfo
from parvis.factors.franceconnect.departure import Departure
from parvis.factors.franceconnect.provider import Provider
from parvis.factors.franceconnect.signed import Key, NoSuchKey
from parvis.factors.franceconnect.tokens import Identified
from parvis.factors.franceconnect.wire import Answer, Wire
from parvis.factors.franceconnect.wrong import STALE, UNREACHABLE, UNSOUND, Wrong

KEPT = timedelta(hours=1)
USABLE = timedelta(hours=24)  # What was read is still believed this long, while the provider cannot be asked again.
PAUSE = timedelta(seconds=5)  # After a failure, the next visitors are told at once rather than one after the other.
KEYS_AGAIN = timedelta(minutes=1)  # An unknown key makes us look for new ones, and no more often than this.


class Ours(msgspec.Struct, frozen=True):
    """Who we are for the provider. `secret` is sent to its token endpoint only."""

    client_id: str
    secret: str
    redirect_uri: str
    level: str


class Arrived(msgspec.Struct, frozen=True):
    """Somebody whom the provider has identified for us, and what it says of them."""

    identified: Identified
    claims: dict[str, Any]
    id_token: str  # Given back to it when they sign out.


class Relay:
    """One provider, for one process. What it keeps is public: addresses and public keys."""

    def __init__(self, issuer: str, *, plain: bool) -> None:
        self.issuer, self._plain = issuer, plain
        self._wire = Wire()
        self._turn = asyncio.Lock()
        self._provider: tuple[Provider, datetime] | None = None
        self._failed: tuple[Wrong, datetime] | None = None
        self._keys: tuple[tuple[Key, ...], datetime] | None = None

    async def provider(self, now: datetime) -> Provider | Wrong:
        """How the provider describes itself: read once an hour."""
        async with self._turn:
            if self._provider is not None and _fresh(self._provider[1], now, KEPT):
                return self._provider[0]
            if self._failed is not None and _fresh(self._failed[1], now, PAUSE):
                read: Provider | Wrong = self._failed[0]
            else:
                found = _body(await self._wire.get(self.issuer.rstrip("/") + providers.WELL_KNOWN))
                read = found if isinstance(found, Wrong) else providers.read(found, self.issuer, plain=self._plain)
            if isinstance(read, Provider):
                self._provider, self._failed = (read, now), None
                return read
            self._failed = self._failed if self._failed and self._failed[0] is read else (read, now)
            if self._provider is not None and _fresh(self._provider[1], now, USABLE):
                return self._provider[0]
            return read

    async def identify(self, departure: Departure, code: str, ours: Ours, now: datetime) -> Arrived | Wrong:
        """Make this code into a person. It serves once: whatever goes wrong, they start again."""
        provider = await self.provider(now)
        if isinstance(provider, Wrong):
            return provider
        given = await self._redeem(provider, departure, code, ours)
        if isinstance(given, Wrong):
            return given
        claims = await self._signed(provider, lambda keys: signed.payload_of(given.id_token, keys), now)
        if isinstance(claims, Wrong):
            return claims
        identified = tokens.identified(
            claims, issuer=provider.issuer, client_id=ours.client_id, nonce=departure.nonce,
            access_token=given.access_token, level=ours.level, since=departure.since, now=now,
        )
        if isinstance(identified, Wrong):
            return identified
        about = await self._wire.get(provider.userinfo_endpoint, bearer=given.access_token)
        told = _body(about)
        if isinstance(told, Wrong) or isinstance(about, Wrong):
            return Wrong(UNREACHABLE, "its userinfo endpoint does not answer")
        said = await self._signed(
            provider,
            lambda keys: userinfo.read(told, about.content_type, keys, identified, client_id=ours.client_id), now,
        )
        return said if isinstance(said, Wrong) else Arrived(identified, said, given.id_token)

    async def _redeem(self, provider: Provider, departure: Departure, code: str, ours: Ours) -> tokens.Tokens | Wrong:
        form = {
            "grant_type": "authorization_code", "code": code, "redirect_uri": ours.redirect_uri,
            "code_verifier": departure.verifier,
        }
        basic = None
        if provider.secret_in_body:
            form |= {"client_id": ours.client_id, "client_secret": ours.secret}
        else:
            basic = (ours.client_id, ours.secret)
        answer = await self._wire.post(provider.token_endpoint, form, basic=basic)
        if isinstance(answer, Answer) and answer.status == 400 and b'"invalid_grant"' in answer.body:
            return Wrong(STALE, "the code is too old, has served, or is another browser's")
        body = _body(answer)
        return body if isinstance(body, Wrong) else tokens.read(body)

    async def _signed(self, provider: Provider, read: Any, now: datetime) -> dict[str, Any] | Wrong:
        """What `read` finds with the provider's keys; with newer ones where it has changed them."""
        for again in (False, True):
            keys = await self._known_keys(provider, now, again=again)
            if isinstance(keys, Wrong):
                return keys
            found: dict[str, Any] | Wrong | NoSuchKey = read(keys)
            if not isinstance(found, NoSuchKey):
                return found
        return Wrong(UNSOUND, "a token signed by a key that its provider does not publish")

    async def _known_keys(self, provider: Provider, now: datetime, *, again: bool) -> tuple[Key, ...] | Wrong:
        async with self._turn:
            if self._keys is not None and _fresh(self._keys[1], now, KEYS_AGAIN if again else KEPT):
                return self._keys[0]
            found = _body(await self._wire.get(provider.jwks_uri))
            read = found if isinstance(found, Wrong) else signed.read_keys(found)
            if not isinstance(read, Wrong):
                self._keys = (read, now)
            elif self._keys is not None and _fresh(self._keys[1], now, USABLE):
                return self._keys[0]
            return read


def _fresh(then: datetime, now: datetime, kept: timedelta) -> bool:
    return timedelta(0) <= now - then < kept


def _body(answer: Answer | Wrong) -> bytes | Wrong:
    if isinstance(answer, Wrong):
        return answer
    return answer.body if answer.status == 200 else Wrong(UNREACHABLE, f"it answered with status {answer.status}")
