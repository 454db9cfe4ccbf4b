"""What the last runs of the tests said, and of which files. pytest writes it at the end of each run.

The record holds for one state only: the digest of everything that a result depends on. Another state, and it begins
anew; the same state, and a run of one file adds to what is known.
"""

import hashlib
import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Literal

import msgspec

Outcome = Literal["failed", "skipped", "passed"]
WORST_FIRST: tuple[Outcome, ...] = ("failed", "skipped", "passed")

# What a result depends on; documents are not among it.
OF = ("src", "tests", "institutions", "migrations", "requirements", "pyproject.toml")
MADE = {"__pycache__", ".hypothesis", "node_modules"}


class Record(msgspec.Struct, frozen=True):
    """The results of one state, by pytest's number of each test: « file::name », « file::name[values] »."""

    state: str
    at: datetime
    tests: dict[str, Outcome]

    def outcomes(self) -> dict[str, Outcome]:
        """« file::name » → the worst of what it gave with all its values."""
        found: dict[str, Outcome] = {}
        for number, outcome in self.tests.items():
            name = number.partition("[")[0]
            found[name] = min(found.get(name, outcome), outcome, key=WORST_FIRST.index)
        return found


def place(top: Path) -> Path:
    return top / "var" / "conformity.json"


def state_of(top: Path) -> str:
    """The digest of the files that a result depends on, in hexadecimal."""
    digest = hashlib.sha256()
    for name in OF:
        start = top / name
        files = [start] if start.is_file() else sorted(_files(start))
        for path in files:
            content = hashlib.sha256(path.read_bytes()).digest()
            digest.update(path.relative_to(top).as_posix().encode() + b"\0" + content)
    return digest.hexdigest()


def read(top: Path) -> Record | None:
    """The record of the files as they stand, or None."""
    try:
        found = msgspec.json.decode(place(top).read_bytes(), type=Record)
    except (OSError, msgspec.DecodeError):
        return None
    return found if found.state == state_of(top) else None


def write(top: Path, state: str, tests: Mapping[str, Outcome], now: datetime) -> None:
    """Add the results of one run, begun on files whose digest was `state`.

    Files that were changed while it ran: nothing is written, for nobody knows what was tested.
    """
    if not tests or state_of(top) != state:
        return
    before = read(top)
    known = {**(before.tests if before else {}), **tests}
    target = place(top)
    target.parent.mkdir(exist_ok=True)
    half = target.with_suffix(f".{os.getpid()}")
    half.write_bytes(msgspec.json.encode(Record(state, now, known)))
    half.replace(target)


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and not MADE & {*path.parts} and path.suffix != ".pyc"]
