"""Which secret codes are too easy to guess. Pure: the lists are read once, beside this file."""

from functools import cache
from importlib.resources import files
from itertools import pairwise

SHORTEST, LONGEST = 6, 12


def weakness(code: str) -> str | None:
    """The code of the refusal that this secret code deserves, or None.

    Refused: what is not digits, too short or too long, sequences, repeated blocks, two digits only, columns
    of the keypad and the codes that leaks show most.
    """
    if code and not (code.isascii() and code.isdigit()):
        return "secret_code_digits_only"
    if not SHORTEST <= len(code) <= LONGEST:
        return "secret_code_length"
    return "secret_code_trivial" if trivial(code) else None


def trivial(code: str) -> bool:
    """Whether somebody would try this code among the first."""
    return len(set(code)) <= 2 or _is_sequence(code) or _repeats_a_block(code) or code in common_codes()


@cache
def common_codes() -> frozenset[str]:
    """The most frequent codes in published leaks, with columns and lines of a keypad."""
    return frozenset(files(__package__).joinpath("common-codes.txt").read_text("ascii").split())


def _is_sequence(code: str) -> bool:
    """Going up or down by the same step all along, 9 followed by 0: 456789, 987654, 890123, 135791."""
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(code)}
    return len(steps) == 1


def _repeats_a_block(code: str) -> bool:
    """Made of one block several times: 123123, 121212, 45454545."""
    return code in (code + code)[1:-1]
