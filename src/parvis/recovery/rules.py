"""What may be asked how often, and with which first message a recovery begins. Pure."""

import unicodedata
from collections.abc import Mapping
from datetime import timedelta

from parvis.factors import Factor, WritesTo
from parvis.institution.recovery import AT_THE_DOOR
from parvis.institution.rules import Institution

OPERATION = "recover_secret"


class Limit:
    """So many times within a while, and not twice within `pause`."""

    def __init__(self, times: int, window: timedelta, pause: timedelta = timedelta(0)) -> None:
        self.times, self.window, self.pause = times, window, pause


# Messages to one client: nobody floods them. A browser that they use has an allowance of its own, so that a stranger
# who spends the strangers' keeps no client from recovering (ASVS 6.1.1).
MESSAGES = Limit(4, timedelta(hours=1), timedelta(seconds=30))
# Askings from one network, about whomever: nobody tries numbers one after the other.
NETWORK = Limit(40, timedelta(hours=1))
# Tries at the code of a notice, about one identifier.
OBJECTIONS = Limit(5, timedelta(hours=1))
# Answers to one message.
ANSWERS = Limit(3, timedelta(hours=1))
LONGEST_WINDOW = timedelta(hours=1)

# From the right first code to the choice of the new secret: the gate's own time, then the choice.
CHOICE = timedelta(minutes=15)
TICKET_MINUTES = 45


def openings(institution: Institution, factors: Mapping[str, Factor]) -> tuple[str, ...]:
    """The kinds of message that a recovery may begin with at the door, in the order of the institution's means."""
    asked = {
        kind
        for rule in institution.rules
        if rule.operation == OPERATION and _at_the_door(rule.when.get("within"))
        for way in rule.ways
        for kind in way
    }
    return tuple(kind for kind in institution.means if kind in asked and isinstance(factors[kind], WritesTo))


def _at_the_door(wanted: tuple[str, ...] | int | None) -> bool:
    return not isinstance(wanted, tuple) or AT_THE_DOOR in wanted


def plain(name: str) -> str:
    """A family name as it is compared: letters alone, without case nor accents."""
    spread = unicodedata.normalize("NFKD", name).casefold()
    return "".join(character for character in spread if character.isalpha())


def address_of(typed: str) -> str:
    """An e-mail address or a telephone number as it is looked up; "" for what can be neither."""
    bare = "".join(typed.split()).casefold()
    if "@" in bare:
        return bare
    digits = "".join(character for character in bare if character.isascii() and character.isdigit())
    if bare.startswith(("+", "00")):
        return "+" + digits.removeprefix("00") if len(digits) >= 8 else ""
    return "+33" + digits[1:] if len(digits) == 10 and digits.startswith("0") else ""
