"""Secrets: a type that cannot be printed, and the keys that seal what is stored.

Each purpose has a file of keys, one a line: « id base64 ». The last line is the newest: it seals, and all of
them open.
"""

import base64
import hmac
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Generic, NoReturn, TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

Wrapped = TypeVar("Wrapped", str, bytes)

MASK = "•••"
KEY_BYTES = 32
NONCE_BYTES = 12
FORMAT = b"\x01"
# `index` finds rows by a keyed digest of what was typed: a new key would find nothing, so it does not rotate.
FILES = ("sealing", "journal", "pepper", "index", "push")
ROTATING = ("sealing", "journal", "pepper", "push")
# `push` speaks to the browsers' push services: without it phones subscribe again, and nothing stored is lost.
_STORED_UNDER = ("sealing", "journal", "pepper", "index")


class SealBroken(Exception):
    """What was sealed has been changed, belongs to another purpose, or its key is not here."""


class KeysUnsafe(Exception):
    """The key files cannot be used; the text is one sentence for whoever runs the program."""


class Secret(Generic[Wrapped]):
    """A str or bytes that no log, page or error message can show. `reveal()` is the only way in."""

    __slots__ = ("_value",)

    def __init__(self, value: Wrapped) -> None:
        self._value: Wrapped = value

    def reveal(self) -> Wrapped:
        return self._value

    def __repr__(self) -> str:
        return MASK

    __str__ = __repr__

    def __format__(self, specification: str) -> str:
        return MASK

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(_bytes(self._value), _bytes(other._value))

    __hash__ = None  # type: ignore[assignment]

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is neither pickled nor copied")


class SystemRandom:
    """The system's randomness, as rules and factors take it."""

    def bytes(self, count: int) -> bytes:
        return secrets.token_bytes(count)

    def below(self, limit: int) -> int:
        """A whole number from 0 to limit - 1, each as likely."""
        return secrets.randbelow(limit)


class Keyring:
    """The program's keys. Made by `open`."""

    def __init__(self, keys: Mapping[str, Mapping[str, bytes]], directory: Path | None = None) -> None:
        """`keys`: for each of FILES, key id → 32 bytes, oldest first. `directory`: where newer ones may appear."""
        self._keys = {name: dict(keys[name]) for name in FILES}
        self._newest_id = {name: list(keys[name])[-1] for name in FILES}
        self._directory = directory
        self._looked_at: dict[str, int] = {}  # when each file had last changed, the last time it was read for more

    @classmethod
    def open(cls, directory: Path) -> "Keyring":
        """Read the keys of `directory`, making those that are missing (0600 in a directory 0700).

        Raises KeysUnsafe where a file cannot be read, is malformed, or may be read or changed by others.
        """
        try:
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            return cls({name: _read_keys(directory / f"{name}.keys") for name in FILES}, directory)
        except OSError as error:
            raise KeysUnsafe(f"The keys in {directory} cannot be read or made: {error.strerror}.") from error

    def __repr__(self) -> str:
        return f"Keyring({MASK})"

    def ids(self) -> list[str]:
        """« purpose:id » of every key that what is stored needs: a backup goes with them. Never the keys."""
        return [f"{name}:{key_id}" for name in _STORED_UNDER for key_id in self._keys[name]]

    def seal(self, plain: bytes, *, purpose: str) -> bytes:
        """Encrypt and authenticate (AES-256-GCM). It opens again only for the same `purpose`."""
        key_id, key = self._newest("sealing")
        head = FORMAT + bytes([len(key_id)]) + key_id.encode()
        nonce = secrets.token_bytes(NONCE_BYTES)
        return head + nonce + _cipher(key, purpose).encrypt(nonce, plain, head + purpose.encode())

    def unseal(self, sealed: bytes, *, purpose: str) -> bytes:
        """The plain bytes again. Raises SealBroken if anything at all differs from when it was sealed."""
        end = 2 + sealed[1] if len(sealed) > 1 and sealed[:1] == FORMAT else 0
        head, nonce, rest = sealed[:end], sealed[end : end + NONCE_BYTES], sealed[end + NONCE_BYTES :]
        key = self._key("sealing", head[2:].decode("ascii", "replace"))
        if key is None:
            raise SealBroken("sealed under a key that is not here")
        try:
            return _cipher(key, purpose).decrypt(nonce, rest, head + purpose.encode())
        except (InvalidTag, ValueError) as error:
            raise SealBroken("changed, or sealed for another purpose") from error

    def mac(self, purpose: str, *parts: bytes) -> bytes:
        """HMAC-SHA-256 of the parts, each with its length: ("ab", "c") and ("a", "bc") differ."""
        _, key = self._newest("index")
        return _hmac(key, _framed(purpose.encode(), *parts))

    def journal_mac(self, data: bytes) -> tuple[str, bytes]:
        """The key id and the keyed hash of one seal of the journal."""
        key_id, key = self._newest("journal")
        return key_id, _hmac(key, data)

    def journal_check(self, key_id: str, data: bytes, mac: bytes) -> bool:
        """Whether `mac` is right. An unknown key id is wrong."""
        key = self._key("journal", key_id)
        return key is not None and hmac.compare_digest(_hmac(key, data), mac)

    def pepper(self, secret: bytes) -> tuple[str, bytes]:
        """The key id, and what Argon2 hashes in place of the secret: the database alone gives no guess."""
        key_id, key = self._newest("pepper")
        return key_id, _hmac(key, secret)

    def pepper_with(self, key_id: str, secret: bytes) -> bytes:
        """The same under a given key. Raises SealBroken when that key is not here."""
        key = self._key("pepper", key_id)
        if key is None:
            raise SealBroken("peppered under a key that is not here")
        return _hmac(key, secret)

    def push(self) -> tuple[str, bytes]:
        """The key id and the secret by which push services know this program: those of new subscriptions."""
        return self._newest("push")

    def push_with(self, key_id: str) -> bytes | None:
        """The secret under which an earlier subscription was made, or None when that key is not here."""
        return self._key("push", key_id)

    def _newest(self, name: str) -> tuple[str, bytes]:
        """The key that seals: the newest one when the program started, so that all it writes is under one key."""
        key_id = self._newest_id[name]
        return key_id, self._keys[name][key_id]

    def _key(self, name: str, key_id: str) -> bytes | None:
        """A key by its id. One that is not known may have been added since: processes restart one after the other,
        and what the first seals under a new key must open in those that come after.
        """
        if key_id not in self._keys[name] and self._directory is not None:
            path = self._directory / f"{name}.keys"
            with suppress(OSError, KeysUnsafe):
                if path.stat().st_mtime_ns != self._looked_at.get(name):
                    self._looked_at[name] = path.stat().st_mtime_ns
                    self._keys[name] |= _read_keys(path)
        return self._keys[name].get(key_id)


def rotate(directory: Path) -> list[str]:
    """Add a newest key to each file that rotates; return their « purpose:id ». The older ones go on opening.

    Running programs open with it at once, and seal with it from their next start.
    """
    Keyring.open(directory)
    added = []
    for name in ROTATING:
        path = directory / f"{name}.keys"
        line, key_id = _new_line(len(_parse(path, path.read_text())) + 1)
        temporary = path.with_suffix(f".{secrets.token_hex(4)}")
        _write(temporary, path.read_text() + line)
        temporary.replace(path)
        added.append(f"{name}:{key_id}")
    return added


def _read_keys(path: Path) -> dict[str, bytes]:
    if not path.exists():
        temporary = path.with_suffix(f".{secrets.token_hex(4)}")
        _write(temporary, _new_line(1)[0])
        try:
            # Several processes may start at once: the first link stands, the others read it.
            os.link(temporary, path)
        except FileExistsError:
            pass
        finally:
            temporary.unlink()
    if path.stat().st_mode & 0o027:
        raise KeysUnsafe(f"{path} may be read or changed by others: chmod 600 is needed.")
    return _parse(path, path.read_text())


def _parse(path: Path, text: str) -> dict[str, bytes]:
    keys: dict[str, bytes] = {}
    for number, line in enumerate(text.splitlines(), 1):
        key_id, _, encoded = line.partition(" ")
        try:
            key = base64.b64decode(encoded, validate=True)
        except ValueError:  # Not base64, or not even ASCII.
            key = b""
        if len(key) != KEY_BYTES or not key_id.isascii() or not 0 < len(key_id) <= 40 or key_id in keys:
            raise KeysUnsafe(f"{path}, line {number}: an id, a space and 32 bytes in base64 are expected.")
        keys[key_id] = key
    if not keys:
        raise KeysUnsafe(f"{path} holds no key.")
    return keys


def _new_line(number: int) -> tuple[str, str]:
    key_id = f"{number}-{secrets.token_hex(4)}"
    return f"{key_id} {base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()}\n", key_id


def _write(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _cipher(key: bytes, purpose: str) -> AESGCM:
    # A key of its own for each purpose: random nonces then never come near their limit under one key.
    return AESGCM(_hmac(key, b"seal" + purpose.encode()))


def _hmac(key: bytes, data: bytes) -> bytes:
    return hmac.digest(key, data, "sha256")


def _framed(*parts: bytes) -> bytes:
    return b"".join(len(part).to_bytes(8, "big") + part for part in parts)


def _bytes(value: str | bytes) -> bytes:
    return value.encode() if isinstance(value, str) else value
