"""An identity provider's word: FranceConnect, by OpenID Connect.

The provider is asked by `pages` and `relay`, which believe nothing that is not signed for this very browser. What they
found is then sealed into a voucher, bound to the request that it answers, and the factor judges the voucher: so that
nobody can send an answer that did not come from there, and that an answer serves one request.
"""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec

from parvis.factors import Asked, Challenge, Checked, Element, Evidence, Mismatch, Prepared, Random, Registered, Token
from parvis.seal import Keyring, SealBroken

# Regulation (EU) 2015/1502, annex, 2.2.1: at least one factor; from « substantial » on, two of different categories.
AT_LEAST = {
    "eidas1": frozenset({Element.KNOWLEDGE}),
    "eidas2": frozenset({Element.KNOWLEDGE, Element.POSSESSION}),
    "eidas3": frozenset({Element.KNOWLEDGE, Element.POSSESSION}),
}
SECONDS = timedelta(seconds=60)
LONGEST = 2000


class Voucher(msgspec.Struct, frozen=True):
    """What a journey to the provider has ended with. `once` is that journey's own name."""

    handle: bytes
    once: str
    until: int


class FranceConnect:
    kind = "franceconnect"
    proves = AT_LEAST["eidas1"]
    links = False
    slow = False
    asks = False
    by_browser = True
    blocks = False
    tries = 3
    own = True
    first = False
    fields: tuple[str, ...] = ()
    carries: tuple[str, ...] = ()
    levels = AT_LEAST
    signs_out = "/franceconnect/sign-out"
    trace = "identity-hint"

    def __init__(self, keys: Keyring, *, offered: bool) -> None:
        """`offered`: a provider was named in the settings. Without one, nobody can leave for it."""
        self._keys, self._offered = keys, offered

    def prepare(self, given: Mapping[str, str], random: Random, now: datetime) -> Prepared | str:
        """A place for an identity that is still to be fetched."""
        return Prepared(material=random.bytes(32), shown={})

    def challenge(self, material: bytes, asked: Asked, random: Random, now: datetime) -> Challenge:
        """Nothing: the provider asks."""
        return Challenge()

    def door(self, origins: tuple[str, ...], token: Token, random: Random, now: datetime) -> dict[str, bool]:
        """Whether there is somewhere to go. What is carried there and back is sealed by `pages`."""
        return {"offered": True} if self._offered else {}

    def named(self, answer: Mapping[str, str]) -> bytes:
        """Nobody: this door is entered by the road back from the provider, not by a form of ours."""
        return b""

    def voucher(self, handle: bytes, once: str, place: str, now: datetime) -> str:
        """The answer to one request, for `place_of` it, that a journey named `once` has come back with."""
        told = Voucher(handle, once, int((now + SECONDS).timestamp()))
        return self._keys.seal(msgspec.json.encode(told), purpose=f"voucher:{place}").hex()

    def register(
        self, material: bytes, answer: Mapping[str, str], asked: Asked, now: datetime
    ) -> Registered | Mismatch:
        """The identity that this voucher holds takes the place. Only its digest is kept."""
        told = self._opened(answer, place_of(asked), now)
        if told is None:
            return Mismatch(counts=False)
        return Registered(material=told.handle, handle=told.handle, spends=told.once)

    def check(
        self, material: bytes, challenge: bytes, answer: Mapping[str, str], asked: Asked, now: datetime
    ) -> Checked:
        """Whether the person whom the provider has identified for this request is this means's owner."""
        told = self._opened(answer, place_of(asked), now)
        if told is None:
            return Mismatch(counts=False)
        return Evidence(told.once) if hmac.compare_digest(told.handle, material) else Mismatch()

    def _opened(self, answer: Mapping[str, str], place: str, now: datetime) -> Voucher | None:
        text = answer.get("voucher")
        if not isinstance(text, str) or len(text) > LONGEST:
            return None
        try:
            sealed = bytes.fromhex(text)
            told = msgspec.json.decode(self._keys.unseal(sealed, purpose=f"voucher:{place}"), type=Voucher)
        except (ValueError, SealBroken, msgspec.DecodeError):
            return None
        return told if now.timestamp() < told.until else None


def handle_of(issuer: str, subject: str) -> bytes:
    """By what somebody is found again: a `sub` means nothing without its issuer."""
    return hashlib.sha256(msgspec.json.encode([issuer, subject])).digest()


def place_of(asked: Asked) -> str:
    """What a voucher answers: the digest that is asked about, or the enrolment where there is none yet."""
    return asked.digest.hex() or asked.request_id
