"""The pivot identity: the six attributes by which a person is the same one for every service of the State. Pure.

Civil status as the INSEE writes it: all given names, the name of birth, the day, the sex, the commune and the country
of birth by their codes (the commune is empty for whoever was born abroad). What is compared is what was written,
without accents, case and hyphens; nothing is ever guessed from a part.
"""

import hmac
import unicodedata
from typing import Any

import msgspec

from parvis.factors.franceconnect.wrong import UNSOUND, Wrong

FRANCE = "99100"
LONGEST = 200
NAMES = ("given_name", "family_name", "birthdate", "gender", "birthplace", "birthcountry")


class Pivot(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who somebody is, as the register says it."""

    given_name: str  # all of them, in order, with a space between
    family_name: str  # the name of birth
    birthdate: str  # 1984-01-17
    gender: str  # female, male
    birthplace: str  # INSEE code of the commune, "" for one born abroad
    birthcountry: str  # INSEE code of the country: 99100 is France


def read(claims: dict[str, Any]) -> Pivot | Wrong:
    """The pivot identity among the claims of a userinfo answer. Refused where one attribute is missing."""
    found = {name: claims.get(name, "" if name == "birthplace" else None) for name in NAMES}
    texts = {name: value.strip() for name, value in found.items() if isinstance(value, str) and len(value) <= LONGEST}
    if len(texts) < len(NAMES):
        return Wrong(UNSOUND, "an attribute of the pivot identity is missing")
    pivot = Pivot(**texts)
    whole = all((pivot.given_name, pivot.family_name, pivot.birthdate, pivot.gender, pivot.birthcountry))
    if not whole or (pivot.birthcountry == FRANCE and not pivot.birthplace):
        return Wrong(UNSOUND, "an attribute of the pivot identity is empty")
    return pivot


def is_same(ours: Pivot, theirs: Pivot) -> bool:
    """Whether both are the same person: all six attributes, as written."""
    return hmac.compare_digest(_canonical(ours), _canonical(theirs))


def to_bytes(pivot: Pivot) -> bytes:
    """What is sealed of it."""
    return msgspec.json.encode(pivot)


def from_bytes(kept: bytes) -> Pivot:
    """What was sealed."""
    return msgspec.json.decode(kept, type=Pivot)


def _canonical(pivot: Pivot) -> bytes:
    return "\x1f".join(_plain(getattr(pivot, name)) for name in NAMES).encode()


def _plain(text: str) -> str:
    """« Jean-Éric  d’Artagnan » is « jean eric d artagnan »; a ligature is its letters."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    kept = "".join(character for character in decomposed if not unicodedata.combining(character))
    return " ".join("".join(character if character.isalnum() else " " for character in kept).split())
