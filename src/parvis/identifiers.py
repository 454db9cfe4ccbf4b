"""What a client types to say who they are, in the one form that is stored and counted.

Two ways of writing the same number must give the same canonical form: otherwise they double the tries.
"""

import re
from collections.abc import Mapping

from parvis.errors import Refused, refused
from parvis.institution.rules import Part

# What people, telephones and our own pages put between groups: space, no-break, narrow no-break and thin
# space.
SPACES = dict.fromkeys(map(ord, " \t\u00a0\u202f\u2009"))

# INSEE, structure of the number of inscription in the national register: sex, year, month, place, rank.
# Months 20, 30 to 42 and 50 to 99 stand for a month that is not known. Place: a commune of metropolitan
# France (Corsica 2A, 2B, and 20 before 1976), a territory overseas (970 to 989, then two digits), or a
# country (99, then three digits).
NIR = re.compile(
    r"""
    [1-478]                                   # 1 man, 2 woman; 3, 4 being registered; 7, 8 temporary
    [0-9]{2}                                  # year
    (?: 0[1-9] | 1[0-2] | 20 | 3[0-9] | 4[0-2] | [5-9][0-9] )
    (?:
        (?: 0[1-9] | [1-8][0-9] | 2[AB] | 9[0-6] | 99 ) (?! 000 | 99[1-9] ) [0-9]{3}
      | 9[78][0-9] (?: 0[1-9] | [1-8][0-9] | 90 )
    )
    (?! 000 ) [0-9]{3}                        # rank in the month's register of that place
    """,
    re.VERBOSE,
)
NIR_LENGTH, KEY_LENGTH = 13, 2
# The key counts Corsica's letters as 19 and 18.
CORSICA = {"2A": "19", "2B": "18"}


def canonical(identifier: tuple[Part, ...], values: Mapping[str, str]) -> str | Refused:
    """The identifier in canonical form: its parts, without spaces, joined by a hyphen.

    Refusal: `identifier_malformed`, about the field of the first part that is wrong, with `reason` (missing,
    characters, length, structure, key), `part`, `length` and `example`. It says nothing of any client.
    """
    written: list[str] = []
    for part in identifier:
        typed = values.get(part.name, "").translate(SPACES)
        value, reason = _nir(typed) if part.kind == "nir" else _digits(typed, part.length)
        if reason:
            return refused(
                "identifier_malformed",
                field=part.name,
                reason=reason,
                part=part.name,
                length=part.length,
                example=part.example,
            )
        written.append(value)
    return "-".join(written)


def _digits(value: str, length: int) -> tuple[str, str]:
    """The canonical value, or the reason why there is none."""
    if not value:
        return "", "missing"
    if not (value.isascii() and value.isdigit()):
        return "", "characters"
    return (value, "") if len(value) == length else ("", "length")


def _nir(typed: str) -> tuple[str, str]:
    """The 13 characters of a social security number. Its two-digit key may be typed after them: it is
    then checked.
    """
    # Only these two letters have a lower case here: upper() would turn « ß » into two letters.
    value = typed.replace("a", "A").replace("b", "B")
    if not value:
        return "", "missing"
    if not re.fullmatch(r"[0-9AB]+", value):
        return "", "characters"
    if len(value) not in (NIR_LENGTH, NIR_LENGTH + KEY_LENGTH):
        return "", "length"
    number, key = value[:NIR_LENGTH], value[NIR_LENGTH:]
    if not NIR.fullmatch(number):
        return "", "structure"
    return (number, "") if key in ("", nir_key(number)) else ("", "key")


def nir_key(number: str) -> str:
    """The two-digit key of 13 canonical characters: 97 less the remainder of their division by 97."""
    department = number[5:7]
    plain = number[:5] + CORSICA.get(department, department) + number[7:]
    return f"{97 - int(plain) % 97:02d}"
