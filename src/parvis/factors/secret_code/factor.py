"""The secret code typed on a keypad: digits that the client knows, kept as a peppered Argon2id hash."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from parvis.errors import Refused
from parvis.factors import Asked, Challenge, Checked, Element, Evidence, Mismatch, Prepared, Random, itself
from parvis.factors.secret_code import keypad
from parvis.factors.secret_code.rules import LONGEST, SHORTEST, weakness
from parvis.hashing import Argon
from parvis.seal import Keyring


class SecretCode:
    """Something the client knows. Its answer is the plain `code`, or `answer_keys` and `layout_token`."""

    kind = "secret_code"
    proves = frozenset({Element.KNOWLEDGE})
    links = False  # The same code approves anything.
    slow = True
    asks = False
    by_browser = True
    blocks = False
    tries = 3
    own = False  # It is changed, never enrolled a second time.
    first = True
    fields: tuple[str, ...] = ("code", "answer_keys")
    carries: tuple[str, ...] = ("layout_token",)

    def __init__(self, keys: Keyring, argon: Argon) -> None:
        self._keys = keys
        self._argon = argon

    def prepare(self, given: Mapping[str, str], random: Random, now: datetime) -> Prepared | str:
        """Hash `given["secret"]`. Refused: see `rules.weakness`. Slow: run it on the hashing threads."""
        code = given.get("secret", "")
        refusal = weakness(code)
        return refusal or Prepared(material=self._argon.hash(code), shown={})

    def draw_secret(self, random: Random) -> str:
        """A code for a time, of the shortest length, that nobody would try first."""
        while True:
            code = "".join(str(random.below(10)) for _ in range(SHORTEST))
            if weakness(code) is None:
                return code

    def challenge(self, material: bytes, asked: Asked, random: Random, now: datetime) -> Challenge:
        return Challenge()

    def form(self, random: Random, now: datetime) -> dict[str, Any]:
        """A new keypad at each display: `layout_token` and `keys`."""
        token, keys = keypad.layout(self._keys, random, now)
        return {"layout_token": token, "keys": keys}

    def check(
        self, material: bytes, challenge: bytes, answer: Mapping[str, str], asked: Asked, now: datetime
    ) -> Checked:
        read = self._read(answer, asked, now)
        if read is None:
            return Mismatch(counts=False)  # The keypad is too old, or not ours: no guess at the code was made.
        code, spends = read
        if not (code.isascii() and code.isdigit() and len(code) <= LONGEST):
            return Mismatch()
        if not material:
            self._argon.dummy(code)  # Nobody's code: a stranger costs what a client costs.
            return Mismatch()
        if not self._argon.verify(material, code):
            return Mismatch()
        return Evidence(spends, material=self._argon.renewed(material, code))

    def _read(self, answer: Mapping[str, str], asked: Asked, now: datetime) -> tuple[str, str] | None:
        """What was typed, and what it spends: the keypad that served, or this very request. None: nothing to read."""
        plain = answer.get("code", "").strip() or answer.get("secret", "")
        if plain:
            return plain, itself(asked.request_id)
        typed = keypad.read(self._keys, answer.get("layout_token", ""), answer.get("answer_keys", ""), now)
        return None if isinstance(typed, Refused) else (typed.code, f"keypad:{typed.token_id}")
