"""Account numbers (IBAN, ISO 13616): read as people type them, refused with the reason that helps them mend it."""

import re
import warnings

from schwifty import IBAN
from schwifty.exceptions import (
    InvalidCountryCode,
    InvalidLength,
    InvalidStructure,
    NationalChecksumNotVerified,
    SchwiftyException,
)
from schwifty.registry import get_iban_spec

from parvis.errors import Refused, refused

# What people and statements put between groups. Other blanks are kept, and refused as characters.
_SEPARATORS = re.compile(r"[ \t\u00a0\u202f.-]+")
_LETTERS_AND_DIGITS = re.compile(r"[0-9A-Z]+")
_FRENCH_KEY_WEIGHTS = (89, 15, 3)
_LETTER_AS_DIGIT = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "12345678912345678923456789")


def parse_iban(text: str, *, field: str = "iban") -> str | Refused:
    """The IBAN that `text` means, in capitals without spaces.

    Refused: nothing typed, a character that is neither letter nor digit, a country outside the registry, another length
    than the country's (with `expected` and `typed`), another structure, wrong check digits, wrong national key.
    """
    plain = _SEPARATORS.sub("", text).upper().removeprefix("IBAN:").removeprefix("IBAN")
    if not plain:
        return refused("iban_missing", field=field)
    if not _LETTERS_AND_DIGITS.fullmatch(plain):
        return refused("iban_characters", field=field)
    try:
        expected = get_iban_spec(plain[:2]).iban_length
    except InvalidCountryCode:
        return refused("iban_country", field=field)
    if len(plain) != expected:
        return refused("iban_length", field=field, expected=expected, typed=len(plain))
    return _checked(plain, field)


def _checked(plain: str, field: str) -> str | Refused:
    """Everything that the digits themselves can say."""
    # Modulo 97 cannot tell 00, 01 and 99 from 97, 98 and 02: only 02 to 98 are ever issued.
    if not plain[2:4].isdigit():
        return refused("iban_structure", field=field)
    if not 2 <= int(plain[2:4]) <= 98:
        return refused("iban_checksum", field=field)
    try:
        # Without validate_bban a wrong national key inside right check digits would pass. Some countries have a key
        # that the library cannot compute: it warns, and the check digits of the IBAN itself then have to do.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", NationalChecksumNotVerified)
            IBAN(plain, validate_bban=True)
    except (InvalidStructure, InvalidLength):
        return refused("iban_structure", field=field)
    except SchwiftyException:
        return refused("iban_checksum", field=field)
    return plain


def french_iban(*, bank_code: str, branch_code: str, account_number: str) -> str:
    """The IBAN of a French account: 5 digits, 5 digits, 11 letters or digits; both keys are computed.

    National key: 97 - (89 bank + 15 branch + 3 account) mod 97, letters read as the RIB standard has it (A: 1, S: 2).
    """
    parts = (bank_code, branch_code, account_number)
    if [len(part) for part in parts] != [5, 5, 11] or not all(_LETTERS_AND_DIGITS.fullmatch(part) for part in parts):
        raise ValueError("a French account number is made of 5, 5 and 11 capitals or digits")
    numbers = (int(part.translate(_LETTER_AS_DIGIT)) for part in parts)
    key = 97 - sum(weight * number for weight, number in zip(_FRENCH_KEY_WEIGHTS, numbers, strict=True)) % 97
    bban = "".join(parts) + f"{key:02d}"
    as_number = int("".join(str(int(character, 36)) for character in bban + "FR00"))
    return f"FR{98 - as_number % 97:02d}{bban}"
