"""A bank card in a reader (EMV-CAP): a card that the client holds, and the PIN that only opens it in their hands.

The card makes a cryptogram, of which the reader shows a few bits as eight digits. Its counter (ATC) makes each
code new; what it was made for (nothing, a challenge, a challenge and an amount) is under the cryptogram: `task.py`.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from parvis.factors import Asked, Challenge, Checked, Element, Evidence, Mismatch, Prepared, Random
from parvis.factors.cap_reader.card_keys import Card, CardKeys
from parvis.factors.cap_reader.cryptogram import Profile
from parvis.factors.cap_reader.keys import MOST_ATC
from parvis.factors.cap_reader.profiles import PROFILES
from parvis.factors.cap_reader.task import task_of
from parvis.factors.cap_reader.verification import counters_of, number_in

# Payments in shops move the counter too. With five of its bits shown, 64 is two counters to try.
WINDOW = 64
# Once the agency has recognised its owner: the next code may come from that far, until one is right.
FOUND_AGAIN = 256
PAN_DIGITS = range(12, 20)  # ISO/IEC 7812
PSN_DIGITS = 2


class Material(msgspec.Struct, frozen=True, kw_only=True):
    """What is sealed with the authenticator: the card, how its issue computes, the last counter that was accepted."""

    card: Card
    profile: Profile
    last: int = 0
    window: int = WINDOW


class CapReader:
    """The code of a bank card in its reader. Its answer is `code`, eight digits."""

    kind = "cap_reader"
    # The card computes a code of its profile's state, « PIN verified », only after its PIN.
    proves = frozenset({Element.POSSESSION, Element.KNOWLEDGE})
    links = True  # Amount and challenge are typed on the reader, and are under the cryptogram.
    slow = False
    asks = False  # What to type follows from the request: nothing is drawn.
    by_browser = True
    blocks = True
    tries = 5  # RTS article 4(3)(b): at most five.
    own = False  # Cards are handed over by the agency.
    first = False
    fields: tuple[str, ...] = ("code",)
    carries: tuple[str, ...] = ()

    def __init__(self, keys: CardKeys) -> None:
        self._keys = keys

    def prepare(self, given: Mapping[str, str], random: Random, now: datetime) -> Prepared | str:
        """A card that was issued: `pan`, `psn`, the names of its `profile` and `issuer_key`, the `atc` it is at."""
        pan, psn, atc = given.get("pan", ""), given.get("psn", "00"), given.get("atc", "0")
        profile = PROFILES.get(given.get("profile", ""))
        known = profile is not None and _digits(pan) and len(pan) in PAN_DIGITS
        if not known or not _digits(psn) or len(psn) != PSN_DIGITS or not _digits(atc) or int(atc[:6]) > MOST_ATC:
            return "form_incomplete"
        assert profile is not None
        card = Card(pan=pan, psn=psn, issuer_key=given.get("issuer_key", ""))
        return Prepared(material=material_of(card, profile, last=int(atc)), shown={})

    def challenge(self, material: bytes, asked: Asked, random: Random, now: datetime) -> Challenge:
        return Challenge()

    def instructions(self, asked: Asked) -> dict[str, Any]:
        """What the page tells to do on the reader: `mode`, `challenge`, `payee`, `cents`. `mode` "" where it cannot."""
        task = task_of(asked)
        if task is None:
            return {"mode": "", "challenge": "", "payee": "", "cents": 0}
        typed = task.typed
        return {"mode": task.mode, "challenge": typed.challenge, "payee": task.payee, "cents": typed.amount}

    def found_again(self, material: bytes) -> bytes:
        """The card was used elsewhere more than the window allows: the next code may come from further."""
        held = msgspec.json.decode(material, type=Material)
        return msgspec.json.encode(msgspec.structs.replace(held, window=FOUND_AGAIN))

    def check(
        self, material: bytes, challenge: bytes, answer: Mapping[str, str], asked: Asked, now: datetime
    ) -> Checked:
        """Accept the code of a counter above the last one, made for exactly what was asked. The counter is spent."""
        held = msgspec.json.decode(material, type=Material)
        task, number = task_of(asked), number_in(answer.get("code", ""), held.profile)
        if task is None or number is None:
            return Mismatch()
        found: Checked = Mismatch()
        # Every counter is tried, whichever is right: how long it takes says nothing of it.
        for atc in reversed(counters_of(number, held.profile, held.card.psn, last=held.last, window=held.window)):
            if self._keys.verify(held.card, held.profile, task.typed, atc, number):
                moved = msgspec.json.encode(msgspec.structs.replace(held, last=atc, window=WINDOW))
                found = Evidence(f"atc:{atc:05d}", grows=True, material=moved)
        return found


def material_of(card: Card, profile: Profile, *, last: int = 0) -> bytes:
    """What to seal for a card that is already known (the demo's clients, an import)."""
    return msgspec.json.encode(Material(card=card, profile=profile, last=last))


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit()
