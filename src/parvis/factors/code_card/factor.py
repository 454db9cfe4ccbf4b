"""A printed card of codes, each asked by its square and used once: something the client holds, without any device."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from parvis.factors import (
    Asked,
    Challenge,
    Checked,
    Element,
    Evidence,
    Mismatch,
    Notice,
    Prepared,
    Random,
    Registered,
)
from parvis.factors.code_card import card as cards
from parvis.factors.code_card.card import FEW, HELD, Card
from parvis.seal import Keyring


class CodeCard:
    """Something the client holds. Its answer is `code`, the one of the square that its challenge names."""

    kind = "code_card"
    proves = frozenset({Element.POSSESSION})
    links = False  # A code printed beforehand says nothing of the amount or the payee.
    slow = False
    asks = True
    by_browser = True
    blocks = False  # The lock-out rules hold it: a stranger's guesses do not end somebody's card.
    tries = 3
    own = True
    first = False
    fields: tuple[str, ...] = ("code",)
    carries: tuple[str, ...] = ()
    reserves = True
    single = True
    few = FEW

    def __init__(self, keys: Keyring) -> None:
        self._keys = keys

    def prepare(self, given: Mapping[str, str], random: Random, now: datetime) -> Prepared | str:
        """A new card. Its codes are in `shown` under `once`: the page that prints them makes it forget them.

        `given["sheet"]`: the codes of a card that was printed elsewhere, square after square; then nothing is shown.
        """
        printed = given.get("sheet", "")
        codes = cards.of_sheet(printed) if printed else cards.draw(random)
        if not codes:
            return "form_incomplete"
        card = cards.keep(self._keys, codes, random)
        shown = {"serial": card.serial, "square": card.order[0], "once": {} if printed else codes}
        return Prepared(material=msgspec.json.encode(card), shown=shown)

    def register(
        self, material: bytes, answer: Mapping[str, str], asked: Asked, now: datetime
    ) -> Registered | Mismatch:
        """The first use: the code of the first square says that the card was printed and can be read."""
        card = msgspec.json.decode(material, type=Card)
        square = card.order[0]
        if not self._right(card, square, answer):
            return Mismatch(counts=False)
        return Registered(material=msgspec.json.encode(cards.spend(card, square)), spends=square)

    def challenge(self, material: bytes, asked: Asked, random: Random, now: datetime) -> Challenge:
        """The square of this request, frozen with it: asking again asks the same one."""
        card = msgspec.json.decode(material, type=Card)
        square, moved = cards.ask(card, asked.request_id, now)
        return Challenge(
            material=square.encode(), shown={"square": square, "left": card.left, "serial": card.serial},
            lifetime=HELD, moves=None if moved is card else msgspec.json.encode(moved),
        )

    def check(
        self, material: bytes, challenge: bytes, answer: Mapping[str, str], asked: Asked, now: datetime
    ) -> Checked:
        """Accept the code of the square that was asked. The square is spent."""
        if not challenge:
            return Mismatch(counts=False)
        card, square = msgspec.json.decode(material, type=Card), challenge.decode()
        if not self._right(card, square, answer):
            return Mismatch()
        after = cards.spend(card, square)
        told = Notice("code-card-notice-few", {"left": str(FEW)}) if after.left == FEW else None
        return Evidence(square, material=msgspec.json.encode(after), notice=told)

    def left(self, material: bytes) -> int:
        """How many codes have not served yet."""
        return msgspec.json.decode(material, type=Card).left

    def _right(self, card: Card, square: str, answer: Mapping[str, str]) -> bool:
        code = cards.code_of(answer.get("code", ""))
        return bool(code) and cards.matches(self._keys, card, square, code)
