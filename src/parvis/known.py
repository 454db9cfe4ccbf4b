"""The factors, operations and institutions of this program, without a database and without its keys."""

from collections.abc import Mapping
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


def institutions_of(settings: Settings) -> "Institutions":
    """Every institution that will be served. Raises InstitutionUnsound."""
    from parvis.institution.loader import load_all

    factors, operations = known()
    return load_all(settings.institutions_dir, factors=factors, operations=operations)
