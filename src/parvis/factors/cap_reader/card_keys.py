"""The keys of cards, behind what a hardware security module does: derive and verify inside, give nothing out.

`SoftwareKeys` keeps the issuer's master keys (IMK-AC) in files beside the keyring, sealed by it. A module takes its
place with the same question: payShield's K2, « verify truncated application cryptogram », has exactly these inputs.
"""

import hmac
import os
import re
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import msgspec

from parvis.factors.cap_reader.cryptogram import Profile, Typed
from parvis.factors.cap_reader.des import BLOCK_BYTES, KEY_BYTES, encrypt
from parvis.factors.cap_reader.keys import card_key
from parvis.factors.cap_reader.reading import reading
from parvis.seal import Keyring, SealBroken

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_NUMBER_BYTES = 64


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """One card as its issuer knows it. Its number is worth money: kept sealed, never printed.

    `issuer_key` names the master key that its own derives from; "" where the issuer gave the card's key alone.
    """

    pan: str
    psn: str
    issuer_key: str = ""
    key: bytes = b""

    def __repr__(self) -> str:
        return "Card(•••)"


class KeyUnusable(Exception):
    """A master key is not here, or is none; the text is one sentence for whoever runs the program."""


class CardKeys(Protocol):
    """What the factor asks of whoever holds the keys."""

    def verify(self, card: Card, profile: Profile, typed: Typed, atc: int, number: int) -> bool:
        """Whether the reader shows this number for that card, what was typed and that counter. Never raises."""
        ...


def check_value(key: bytes) -> str:
    """The six digits by which people compare two copies of a key without saying it."""
    return encrypt(key, bytes(BLOCK_BYTES))[:3].hex().upper()


class SoftwareKeys:
    """The keys in this program's memory."""

    def __init__(self, keys: Keyring, directory: Path) -> None:
        self._keys, self._directory = keys, directory
        # A master key is read once; a process that runs never sees one change.
        self._issuer_key = lru_cache(maxsize=16)(self._read)

    def __repr__(self) -> str:
        return "SoftwareKeys(•••)"

    def verify(self, card: Card, profile: Profile, typed: Typed, atc: int, number: int) -> bool:
        """See `CardKeys`. False for a master key that is not here."""
        try:
            own = self.derive(card, profile)
        except KeyUnusable:
            return False
        expected = reading(own, card.psn, profile, atc, typed)
        return hmac.compare_digest(expected.to_bytes(_NUMBER_BYTES), number.to_bytes(_NUMBER_BYTES))

    def derive(self, card: Card, profile: Profile) -> bytes:
        """The card's own key: what is written into it when it is made. Raises KeyUnusable."""
        return card.key or card_key(self._issuer_key(card.issuer_key), card.pan, card.psn, profile.option)

    def keep(self, name: str, issuer_key: bytes) -> None:
        """Take in a master key, once. Raises KeyUnusable: a bad name or key, or another key under that name."""
        if not _NAME.fullmatch(name):
            raise KeyUnusable("The name of a master key is made of small letters, digits and hyphens, 40 at most.")
        if len(issuer_key) != KEY_BYTES or issuer_key[:BLOCK_BYTES] == issuer_key[BLOCK_BYTES:]:
            raise KeyUnusable("A master key has 16 bytes, in two halves that differ.")
        path = self._path(name)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        sealed = self._keys.seal(issuer_key, purpose=f"issuer key:{name}")
        temporary = path.with_suffix(f".{os.getpid()}")
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(sealed)
            file.flush()
            os.fsync(file.fileno())
        try:
            # Of several that come at once the first stands, whole.
            os.link(temporary, path)
        except FileExistsError:
            if not hmac.compare_digest(self._read(name), issuer_key):
                raise KeyUnusable(f"There is another master key named {name} already.") from None
        finally:
            temporary.unlink()

    def _read(self, name: str) -> bytes:
        if not _NAME.fullmatch(name):
            raise KeyUnusable("A card names no master key.")
        try:
            return self._keys.unseal(self._path(name).read_bytes(), purpose=f"issuer key:{name}")
        except (OSError, SealBroken) as error:
            raise KeyUnusable(f"The master key {name} cannot be read.") from error

    def _path(self, name: str) -> Path:
        return self._directory / "cards" / f"{name}.sealed"
