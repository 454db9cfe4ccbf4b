"""The program's own factors and operations, without the rest of the program."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from parvis.factors import Factor
from parvis.factors.all import factors
from parvis.hashing import Argon
from parvis.operations import Operation
from parvis.operations.all import OPERATIONS
from parvis.seal import Keyring
from parvis.settings import Settings

INSTITUTIONS = Path(__file__).parents[2] / "institutions"


@pytest.fixture(scope="session")
def real_factors(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Factor]:
    place = tmp_path_factory.mktemp("keys")
    keys = Keyring.open(place / "keys")
    settings = Settings(mode="test", var_dir=place, mail="demo", sms="demo")
    return factors(keys, Argon(keys, 64, 1), settings)


@pytest.fixture(scope="session")
def real_operations() -> Mapping[str, Operation]:
    return {operation.name: operation for operation in OPERATIONS}
