"""A USB token: the key of a certificate, and software that signs files with it.

Its authority is one that only tests know: `trusted` puts it where the program finds the demonstration's own.
"""

import base64
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from parvis.factors import Asked
from parvis.factors.certificate.trust import DEMO_FOLDER
from parvis.factors.certificate.wire import (
    STATEMENT_LIFETIME,
    Statement,
    fingerprint_of,
    handle_of,
    material_of,
    seal,
)
from tests.factors.cms import message
from tests.factors.pki import Authority, new_key

MADE = datetime(2026, 1, 1, tzinfo=UTC)
INSTITUTION = "cooperative"  # The one that takes certificates: whose authorities count is said in the material.


@cache
def authority() -> Authority:
    """The same for every test of a run."""
    return Authority("Autorité des essais", key=new_key("authority"), now=MADE)


@cache
def _files() -> dict[str, bytes]:
    made = authority()
    return {
        "tests.authority.pem": made.certificate.public_bytes(Encoding.PEM),
        "tests.crl": made.lists(until=MADE + timedelta(days=3650)),
    }


def trusted(keys: Path) -> None:
    """Let the program with these keys trust the authority of the tests."""
    folder = keys / DEMO_FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, content in _files().items():
        (folder / name).write_bytes(content)


@cache
def _certificate(seed: int) -> x509.Certificate:
    key, until = new_key(f"token {seed}"), MADE + timedelta(days=3650)
    return authority().issues(f"Porteur {seed}", key=key, serial=10_000 + seed, since=MADE, until=until)


class CertificateHand:
    kind = "certificate"

    def __init__(self, seed: int) -> None:
        self.certificate, self.key = _certificate(seed), new_key(f"token {seed}")
        self.material = material_of(INSTITUTION, self.certificate)
        self.handle = handle_of(self.certificate)

    def answer(self, asked: Asked, shown: dict[str, Any], now: datetime) -> dict[str, str]:
        return self.signs(asked.canonical.encode(), now)

    def wrong(self, asked: Asked, shown: dict[str, Any], now: datetime) -> dict[str, str]:
        """The order with a cent more, signed by the right token."""
        return self.signs(asked.canonical.encode() + b" ", now)

    def knocks(self, asked: Asked, factor: Any, now: datetime) -> dict[str, str]:
        """What the dedicated host seals of the TLS session that this token has opened for that form."""
        said = Statement(
            institution=INSTITUTION, challenge=asked.digest, token="", browser=b"", until=now + STATEMENT_LIFETIME,
            handle=self.handle, fingerprint=fingerprint_of(self.certificate),
        )
        return {"statement": seal(factor.keys, said)}

    def signs(self, content: bytes, now: datetime) -> dict[str, str]:
        """What the page sends of a file signed at that moment."""
        return {"signature": base64.b64encode(message(content, [(self.certificate, self.key)], at=now)).decode()}
