"""What the tests of factors share: keys in memory, randomness that obeys, a request, a moment."""

import hashlib
import random
from datetime import UTC, datetime
from pathlib import Path

from parvis.factors import Asked
from parvis.hashing import Argon
from parvis.seal import Keyring

NOW = datetime(2026, 11, 24, 13, 5, 10, tzinfo=UTC)


class Seeded:
    """Randomness that can be drawn again."""

    def __init__(self, seed: int = 1) -> None:
        self._source = random.Random(seed)

    def bytes(self, count: int) -> bytes:
        return self._source.randbytes(count)

    def below(self, limit: int) -> int:
        return self._source.randrange(limit)


def keyring(place: Path) -> Keyring:
    return Keyring.open(place / "keys")


def cheap_argon(keys: Keyring) -> Argon:
    return Argon(keys, memory_kib=8, time=1)


def asked(*, request_id: str = "0190-one", amount: str = "", payee: str = "", iban: str = "") -> Asked:
    """A request with the lines of a transfer, or with none."""
    lines = [("amount", amount), ("payee", payee), ("iban", iban)] if amount else [("text", "Banque Démo")]
    drawn = ",".join(f'{{"kind":"{kind}","label":"l","value":"{value}"}}' for kind, value in lines)
    canonical = f'{{"id":"{request_id}","lines":[{drawn}]}}'
    digest = hashlib.sha256(canonical.encode()).digest()
    return Asked(request_id=request_id, canonical=canonical, digest=digest, match_number=42)
