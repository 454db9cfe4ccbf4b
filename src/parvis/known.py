"""The factors, operations and institutions of this program, without a database and without its keys."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from parvis.settings import Settings

if TYPE_CHECKING:
    from parvis.factors import Factor
    from parvis.institution.rules import Institutions
    from parvis.operations import Operation


def known() -> "tuple[Mapping[str, Factor], Mapping[str, Operation]]":
    """The factors and operations of this program, on keys that nothing is sealed with."""
    from parvis.factors.all import described
    from parvis.operations.all import OPERATIONS

    return described(), {operation.name: operation for operation in OPERATIONS}


_SOUND: "dict[tuple[Path, bytes], Institutions]" = {}


def institutions_of(settings: Settings) -> "Institutions":
    """Every institution that will be served. Raises InstitutionUnsound.

    Kept by what their folders hold: a program that is made again in one process judges them once.
    """
    from parvis.institution.loader import load_all

    directory = settings.institutions_dir
    key = directory, _content(directory)
    if key not in _SOUND:
        factors, operations = known()
        _SOUND[key] = load_all(directory, factors=factors, operations=operations)
    return _SOUND[key]


def _content(directory: Path) -> bytes:
    """A digest of every file under `directory`, with its name."""
    digest = hashlib.sha256()
    for file in sorted(path for path in directory.rglob("*") if path.is_file()):
        body = file.read_bytes()
        digest.update(f"{file}\0{len(body)}\0".encode())
        digest.update(body)
    return digest.digest()
