"""A bank card of the demonstration and the reader that it is put into: they know what real ones know, and no more.

The card has its own key, its PIN and its counter. The reader has keys and a screen; it is told nothing by the program.
"""

import hmac
from typing import Literal

import msgspec

from parvis.errors import Refused
from parvis.factors.cap_reader.bitmap import shown
from parvis.factors.cap_reader.card_keys import Card, SoftwareKeys
from parvis.factors.cap_reader.cryptogram import CHALLENGE_DIGITS, Profile, Typed
from parvis.factors.cap_reader.keys import MOST_ATC
from parvis.factors.cap_reader.profiles import PROFILES
from parvis.factors.cap_reader.reading import reading
from parvis.money import parse_amount
from parvis.seal import Keyring

PROFILE = "uk"
PSN = "01"
PIN_TRIES = 3
EURO = "978"

Mode = Literal["identify", "respond", "sign"]
MODES: tuple[Mode, ...] = ("identify", "respond", "sign")


class Chip(msgspec.Struct, frozen=True, kw_only=True):
    """What the chip holds and never gives out."""

    key: bytes
    psn: str
    profile: Profile
    pin: str

    def __repr__(self) -> str:
        return "Chip(•••)"

    def opens_with(self, pin: str) -> bool:
        return hmac.compare_digest(self.pin.encode(), pin.encode(errors="replace"))

    def code(self, counter: int, typed: Typed) -> str:
        """The digits on the screen, for this counter and these figures."""
        return shown(reading(self.key, self.psn, self.profile, counter, typed))


class Pressed(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody does with the reader."""

    mode: str = "identify"
    pin: str = ""
    challenge: str = ""
    amount: str = ""


def typed_on(pressed: Pressed) -> Typed | dict[str, str]:
    """What the card is asked; or, for each field that the reader cannot take, the key of what it says."""
    if pressed.mode == "identify":
        return Typed()
    wrong: dict[str, str] = {}
    challenge, cents = "".join(pressed.challenge.split()), 0
    plain = challenge.isascii() and challenge.isdigit() and len(challenge) <= CHALLENGE_DIGITS
    if not plain:
        wrong["challenge"] = "demo-reader-wrong-challenge"
    if pressed.mode == "sign":
        amount = parse_amount(pressed.amount)
        if isinstance(amount, Refused):
            wrong["amount"] = "demo-reader-wrong-amount"
        else:
            cents = amount
    return wrong or Typed(challenge=challenge, amount=cents, currency=EURO if cents else "")


def issue(keys: Keyring, house_keys: SoftwareKeys, institution: str, pan: str, pin: str) -> Chip:
    """Make a card as its issuer does: the institution's master key, kept sealed, gives the card's own."""
    name = issuer_key_name(institution)
    house_keys.keep(name, keys.mac("demo issuer key", institution.encode())[:16])
    profile = PROFILES[PROFILE]
    card = Card(pan=pan, psn=PSN, issuer_key=name)
    return Chip(key=house_keys.derive(card, profile), psn=PSN, profile=profile, pin=pin)


def issuer_key_name(institution: str) -> str:
    return f"demo-{institution}"


def is_spent(counter: int) -> bool:
    """A card whose counter is at its end makes no cryptogram any more."""
    return counter >= MOST_ATC
