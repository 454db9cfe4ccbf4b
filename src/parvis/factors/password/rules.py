"""What a password must be: 8 characters of 3 classes where failures hold the access, or 12 (CNIL, 2022)."""

import unicodedata
from functools import cache
from importlib.resources import files
from itertools import pairwise

LONGEST = 128
SHORTEST, SHORTEST_OF_ANY_CLASS, CLASSES_WANTED = 8, 12, 3
FEWEST_DIFFERENT = 5
_ROWS = (
    "azertyuiop", "qsdfghjklm", "wxcvbn", "qwertyuiop", "asdfghjkl", "zxcvbnm",
    "abcdefghijklmnopqrstuvwxyz", "01234567890",
)  # fmt: skip
_NEIGHBOURS = frozenset(
    pair for row in _ROWS for first, second in pairwise(row) for pair in (first + second, second + first)
)
_LOOK_ALIKES = str.maketrans("013457@$!€", "oieastasie")


def normalised(text: str) -> str:
    """The same characters however the keyboard composed them (NFC); "" for what is no text, or too long."""
    if len(text) > LONGEST * 4:
        return ""
    composed = unicodedata.normalize("NFC", text)
    is_text = not any(unicodedata.category(character) in {"Cs", "Cc"} for character in composed)
    return composed if is_text and len(composed) <= LONGEST else ""


def weakness(password: str, about: str = "") -> str | None:
    """The code of the refusal that this password deserves, or None. It is `normalised` already.

    `about` holds the words that an attacker tries first, one a line: names, identifier, institution.
    """
    if not password:
        return "password_too_long"
    if len(password) < SHORTEST:
        return "password_too_short"
    if len(password) < SHORTEST_OF_ANY_CLASS and _classes(password) < CLASSES_WANTED:
        return "password_too_plain"
    if len(set(password)) < FEWEST_DIFFERENT or _is_run(password) or _is_known(password):
        return "password_known"
    return "password_about_you" if _is_about(password, about) else None


@cache
def known_passwords() -> frozenset[str]:
    """The most frequent passwords of published leaks, French and worldwide, in lower case."""
    return frozenset(files(__package__).joinpath("common-passwords.txt").read_text("utf-8").splitlines())


def _is_known(password: str) -> bool:
    """Whether it is on the list, as it is, or behind capitals, look-alike digits and an ending in figures."""
    lower = password.casefold()
    bare = lower.strip("0123456789!?.*_-+#@$&€ ")
    plain = lower.translate(_LOOK_ALIKES)
    guesses = {lower, plain, bare, bare.translate(_LOOK_ALIKES)}
    return any(len(guess) >= 4 and guess in known_passwords() for guess in guesses)


def _is_run(password: str) -> bool:
    """Whether most of it goes along a keyboard, the alphabet or the digits, or repeats one character."""
    lower = password.casefold()
    steps = sum(first == second or first + second in _NEIGHBOURS for first, second in pairwise(lower))
    return steps * 2 > len(lower)


def _is_about(password: str, about: str) -> bool:
    """Whether a name or number of the client makes most of it."""
    lower = password.casefold()
    words = [word for line in about.casefold().splitlines() for word in line.split()]
    return any(len(word) >= 4 and word in lower and len(word) * 2 > len(lower) for word in words)


def _classes(password: str) -> int:
    return sum(_class_flags(password))


def _class_flags(password: str) -> tuple[bool, bool, bool, bool]:
    return (
        any(character.islower() for character in password),
        any(character.isupper() for character in password),
        any(character.isdigit() for character in password),
        any(not character.isalnum() for character in password),
    )
