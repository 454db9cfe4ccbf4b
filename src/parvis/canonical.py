"""Canonical JSON (RFC 8785): one meaning, one sequence of bytes, here and on every phone."""

from typing import Any

import msgspec
import rfc8785

_LARGEST = 2**53 - 1  # RFC 8785, section 3.2.2.3: beyond, not every reader of JSON has the same number.
_ENCODER = msgspec.json.Encoder(order="deterministic")


def dumps(value: Any) -> bytes:
    """The canonical bytes of a JSON value. Raises rfc8785.CanonicalizationError for what has none.

    What the program itself writes (text, whole numbers, names in ASCII) goes a way that is ten times shorter, to the
    same bytes.
    """
    if _is_plain(value):
        try:
            return _ENCODER.encode(value)
        except UnicodeEncodeError:
            pass  # Half a surrogate pair: refused below, in the words that callers expect.
    return rfc8785.dumps(value)


def _is_plain(value: Any) -> bool:
    """Whether sorting names as they are and writing numbers as they are is what RFC 8785 asks for this value."""
    kind: type = type(value)
    if kind is str or value is None or kind is bool:
        return True
    if kind is int:
        return bool(-_LARGEST <= value <= _LARGEST)
    if kind is dict:
        for name in value:
            if type(name) is not str or not name.isascii():
                return False
        value = value.values()
    elif kind is not list and kind is not tuple:
        return False
    for held in value:  # noqa: SIM110 - `all` makes a generator at each level of each line of the journal
        if type(held) is not str and not _is_plain(held):
            return False
    return True
