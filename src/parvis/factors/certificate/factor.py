"""A certificate whose key lies in a USB token behind a PIN: something the client holds, opened by something they know.

It signs in by TLS, on a host of its own, and orders by a detached CMS signature. The PIN is the token's business: it
never comes here, and the token blocks itself.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography import x509

from parvis.factors import Ask, Asked, Challenge, Checked, Element, Evidence, Mismatch, Prepared, Random, Token
from parvis.factors.certificate import revocation, signature
from parvis.factors.certificate.path import path_of
from parvis.factors.certificate.trust import Trusts, problems_of
from parvis.factors.certificate.wire import (
    KNOCK_LIFETIME,
    Knock,
    Material,
    Statement,
    fingerprint_of,
    seal,
    unpack_material,
    unseal,
)
from parvis.seal import Keyring


class Certificate:
    """The factor `certificate`."""

    kind = "certificate"
    proves = frozenset({Element.POSSESSION, Element.KNOWLEDGE})
    links = True  # What is signed is the canonical request itself.
    slow = False
    asks = False
    by_browser = True
    blocks = False  # The token counts wrong PINs and blocks itself: nothing that comes here is a guess.
    tries = 0
    own = False  # A registration authority hands it over, face to face.
    first = False
    fields: tuple[str, ...] = ("signature",)  # base64 of the CMS message
    carries: tuple[str, ...] = ("statement",)  # sealed, from the dedicated host

    def __init__(self, keys: Keyring, trusts: Trusts) -> None:
        self.keys, self.trusts = keys, trusts

    def problems(self, folder: Path) -> list[str]:
        """What is wrong with `certificates.toml`, or with a file that it names."""
        return problems_of(folder)

    def prepare(self, given: Mapping[str, str], random: Random, now: datetime) -> Prepared | str:
        """Certificates are bound by the agency that hands them over, never from here."""
        return "means_not_offered"

    def challenge(self, material: bytes, asked: Asked, random: Random, now: datetime) -> Challenge:
        return Challenge()

    def door(self, origins: tuple[str, ...], token: Token, random: Random, now: datetime) -> dict[str, Any]:
        """What « Détecter » carries to the dedicated host. The page that leads there says for which institution."""
        knock = Knock(institution="", token=token.text, challenge=token.challenge, until=now + KNOCK_LIFETIME)
        return {"knock": seal(self.keys, knock)}

    def named(self, answer: Mapping[str, str]) -> bytes:
        """The handle of the certificate that opened the TLS session, as the dedicated host sealed it."""
        # Its time is looked at by `check`: here an old one only says whose it was.
        found = unseal(self.keys, answer.get("statement", ""), Statement, _EVER)
        return b"" if found is None else found.handle

    def ends(self, material: bytes) -> datetime | None:
        """The end of the certificate itself."""
        bound = unpack_material(material)
        return None if bound is None else bound[1].not_valid_after_utc

    async def consult(
        self, material: bytes, answer: Mapping[str, str], asked: Asked, ask: Ask, now: datetime
    ) -> dict[str, bytes]:
        """What responders and lists say of the signer, asked only for a signature that is right."""
        bound = unpack_material(material)
        if bound is None or not asked.canonical or _signed(answer, asked, bound[1], now):
            return {}
        trust = self.trusts.of(bound[0].institution)
        chain = "" if trust is None else path_of(bound[1], trust, now)
        if trust is None or isinstance(chain, str):
            return {}
        return await revocation.gather(chain, trust, ask, now)

    def check(
        self, material: bytes, challenge: bytes, answer: Mapping[str, str], asked: Asked, now: datetime
    ) -> Checked:
        """Judge a `signature` of the request; or, at the door, the `statement` of the dedicated host."""
        bound = unpack_material(material)
        if not asked.canonical:
            return self._opened(bound, answer, asked, now)
        if bound is None:
            return Mismatch(counts=False)
        wrong = _signed(answer, asked, bound[1], now) or self.standing(bound[0], bound[1], asked.told, now)
        if wrong:
            return Mismatch(counts=False, because=wrong)
        # Not the signature itself: an ECDSA one can be written in two ways.
        return Evidence(spends=f"order:{asked.digest.hex()}")

    def standing(
        self, bound: Material, certificate: x509.Certificate, told: Mapping[str, bytes], now: datetime
    ) -> str:
        """The code of a refusal, "" for a certificate that is good now, given what outside says."""
        trust = self.trusts.of(bound.institution)
        if trust is None:
            return "certificate_unknown_issuer"
        chain = path_of(certificate, trust, now)
        return chain if isinstance(chain, str) else revocation.standing(chain, trust, told, now)

    def _opened(
        self, bound: tuple[Material, x509.Certificate] | None, answer: Mapping[str, str], asked: Asked, now: datetime
    ) -> Checked:
        """At the door: the dedicated host has seen this very certificate, for this very form, a moment ago."""
        said = unseal(self.keys, answer.get("statement", ""), Statement, now)
        if said is None or said.refused or bound is None or not asked.digest:
            return Mismatch(counts=False)
        right = hmac.compare_digest(said.challenge, asked.digest)
        right &= hmac.compare_digest(said.fingerprint, fingerprint_of(bound[1]))
        right &= said.institution == bound[0].institution
        return Evidence(spends=f"door:{asked.digest.hex()}") if right else Mismatch(counts=False)


_EVER = datetime.min.replace(tzinfo=UTC)


def _signed(answer: Mapping[str, str], asked: Asked, certificate: x509.Certificate, now: datetime) -> str:
    """The code of what is wrong with the signature of this request; "" if it is right."""
    content = asked.canonical.encode()
    if not hmac.compare_digest(hashlib.sha256(content).digest(), asked.digest):
        return "signature_other_order"
    try:
        message = base64.b64decode(answer.get("signature", "").encode("ascii"), validate=True)
    except ValueError:
        return "signature_unreadable"
    if not message:
        return "signature_missing"
    return signature.verify(signature.read(message), content, certificate, now)
