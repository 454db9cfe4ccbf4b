"""What people send us as documents, made harmless: what it is, its bytes say; what may stay of it is written anew.

`clean_apart` is what pages call: a process without keys, database or network reads the file. Nothing of this knows the
rest of the program.
"""

import msgspec

LONGEST = 8 * 1024 * 1024  # bytes of one file, as it comes
PIXELS = 60_000_000  # of one picture: the largest that telephones make
SIDE = 20_000  # pixels
PAGES = 20  # of one PDF

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"


class Clean(msgspec.Struct, frozen=True):
    """A document that may be kept."""

    media_type: str
    content: bytes


class Unfit(Exception):
    """It may not. `args[0]` is the code of the refusal; nothing of the file is in it."""

    @property
    def code(self) -> str:
        return str(self.args[0])
