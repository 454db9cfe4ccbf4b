"""The password: something the client knows, kept as a peppered Argon2id hash of its composed form (NFC)."""

from collections.abc import Mapping
from datetime import datetime

from parvis.factors import Asked, Challenge, Checked, Element, Evidence, Mismatch, Prepared, Random, itself
from parvis.factors.password.rules import normalised, weakness
from parvis.hashing import Argon

UNMISTAKABLE = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
DRAWN, GROUP = 16, 4


class Password:
    """Something the client knows. Its answer is `password`."""

    kind = "password"
    proves = frozenset({Element.KNOWLEDGE})
    links = False  # The same password approves anything.
    slow = True
    asks = False
    by_browser = True
    blocks = False
    tries = 5
    own = False  # It is changed, never enrolled a second time.
    first = True
    fields: tuple[str, ...] = ("password",)
    carries: tuple[str, ...] = ()

    def __init__(self, argon: Argon) -> None:
        self._argon = argon

    def prepare(self, given: Mapping[str, str], random: Random, now: datetime) -> Prepared | str:
        """Hash `given["secret"]`. Refused: see `rules.weakness`. Slow: run it on the hashing threads."""
        typed = given.get("secret", "")
        if not typed:
            return "password_too_short"
        password = normalised(typed)
        refusal = weakness(password, given.get("about", ""))
        return refusal or Prepared(material=self._argon.hash(password), shown={})

    def draw_secret(self, random: Random) -> str:
        """A password for a time: sixteen letters and digits that are not taken for one another, by fours."""
        while True:
            drawn = "".join(UNMISTAKABLE[random.below(len(UNMISTAKABLE))] for _ in range(DRAWN))
            password = "-".join(drawn[at : at + GROUP] for at in range(0, DRAWN, GROUP))
            if weakness(password, "") is None:
                return password

    def challenge(self, material: bytes, asked: Asked, random: Random, now: datetime) -> Challenge:
        return Challenge()

    def check(
        self, material: bytes, challenge: bytes, answer: Mapping[str, str], asked: Asked, now: datetime
    ) -> Checked:
        password = normalised(answer.get("password", "") or answer.get("secret", ""))
        if not password:
            return Mismatch()
        if not material:
            self._argon.dummy(password)  # Nobody's password: a stranger costs what a client costs.
            return Mismatch()
        if not self._argon.verify(material, password):
            return Mismatch()
        return Evidence(itself(asked.request_id), material=self._argon.renewed(material, password))
