"""Passkeys and security keys (WebAuthn level 3): a key that the client's device keeps, and uses for its owner only.

What is signed to approve is the digest of the request itself: another amount is another challenge.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from parvis.factors import (
    Asked,
    Challenge,
    Checked,
    Copied,
    Element,
    Evidence,
    Mismatch,
    Prepared,
    Random,
    Registered,
    Token,
)
from parvis.factors.webauthn import (
    CHALLENGE_BYTES,
    Expected,
    Key,
    accepted_keys,
    creation_options,
    credential_of,
    request_options,
    verify_assertion,
    verify_registration,
)
from parvis.seal import Keyring

FIELD = "passkey"


class Material(msgspec.Struct, frozen=True):
    """What is sealed with the authenticator: what its key must be made for, then the key."""

    user: bytes = b""
    challenge: bytes = b""
    key: Key | None = None


# Nobody's key, that of RFC 6979, A.2.5: verifying against it takes as long as against a client's.
_NOBODY = Key(
    credential=bytes(16), user=bytes(32), count=0, backup=False,
    public_key=bytes.fromhex(
        "a5010203262001215820" "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
        "225820" "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299"
    ),
)  # fmt: skip


class Passkey:
    """Something the client holds, which has verified by itself that it is them. Its answer is the text `passkey`."""

    kind = "passkey"
    # It says that its owner was verified, not how: by a fingerprint, or by the code that each falls back on.
    proves = frozenset({Element.POSSESSION, Element.KNOWLEDGE})
    links = True
    slow = False
    asks = False
    by_browser = True
    blocks = False
    tries = 5
    own = True
    first = False
    fields: tuple[str, ...] = ()
    carries: tuple[str, ...] = (FIELD,)

    def __init__(self, keys: Keyring) -> None:
        self._keys = keys

    def prepare(self, given: Mapping[str, str], random: Random, now: datetime) -> Prepared | str:
        """What the browser is to make a key for. `given` names the `site`, the `client` and the `handles` they have."""
        challenge = random.bytes(CHALLENGE_BYTES)
        user = self._user(given.get("client", ""))
        options = creation_options(
            challenge=challenge, site=given.get("site", given.get("origin", "")), institution=given.get("issuer", ""),
            user=user, name=given.get("account", ""),
            known=tuple(bytes.fromhex(one) for one in given.get("handles", "").split()),
        )
        return Prepared(
            material=msgspec.json.encode(Material(user=user, challenge=challenge)),
            shown={"options": json.dumps(options)},
        )

    def register(
        self, material: bytes, answer: Mapping[str, str], asked: Asked, now: datetime
    ) -> Registered | Mismatch:
        """Take the key that was made for this very enrolment. Anything else adds nothing."""
        waits = _material(material)
        expected = Expected(challenge=waits.challenge, origins=asked.origins)
        key = verify_registration(answer.get(FIELD, ""), expected, user=waits.user)
        if key is None:
            return Mismatch(counts=False)
        return Registered(
            material=msgspec.json.encode(Material(user=waits.user, key=key)), handle=key.credential,
            spends=f"made:{waits.challenge.hex()}",
        )

    def door(self, origins: tuple[str, ...], token: Token, random: Random, now: datetime) -> dict[str, Any]:
        """Any key that the person has for this site; the browser offers them beside the identifier as well."""
        options = request_options(challenge=token.challenge, origins=origins)
        return {"options": json.dumps(options), "autocomplete": "webauthn"}

    def together(self, asked: Asked, handles: tuple[bytes, ...]) -> dict[str, Any]:
        """One button for all the keys of this client. What they sign is the digest of the request."""
        options = request_options(challenge=asked.digest, origins=asked.origins, allowed=handles)
        return {"options": json.dumps(options)}

    def accepted(self, client_id: str, origins: tuple[str, ...], handles: tuple[bytes, ...]) -> dict[str, Any]:
        """WebAuthn L3, 5.1.10.2: what `signalAllAcceptedCredentials` is told."""
        return {"written": json.dumps(accepted_keys(user=self._user(client_id), origins=origins, handles=handles))}

    def named(self, answer: Mapping[str, str]) -> bytes:
        return credential_of(answer.get(FIELD, ""))

    def challenge(self, material: bytes, asked: Asked, random: Random, now: datetime) -> Challenge:
        return Challenge()

    def check(
        self, material: bytes, challenge: bytes, answer: Mapping[str, str], asked: Asked, now: datetime
    ) -> Checked:
        """Judge a signature over the digest of the request, or over the challenge of a door. Both serve once."""
        key = _material(material).key
        expected = Expected(challenge=asked.digest, origins=asked.origins)
        signed = verify_assertion(answer.get(FIELD, ""), key or _NOBODY, expected, discovered=not asked.canonical)
        if isinstance(signed, Mismatch | Copied):
            return signed
        if key is None:
            return Mismatch(counts=False)
        kept = msgspec.json.encode(Material(user=key.user, key=signed))
        return Evidence(spends=f"signed:{asked.digest.hex()}", material=kept)

    def _user(self, client_id: str) -> bytes:
        """The same for each key of one client, and nothing that anybody could recognise them by."""
        return self._keys.mac("passkey:user", client_id.encode())


def _material(material: bytes) -> Material:
    try:
        return msgspec.json.decode(material, type=Material)
    except msgspec.MsgspecError:
        return Material()
