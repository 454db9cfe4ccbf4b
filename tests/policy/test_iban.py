"""Account numbers, against the vectors: what the registry gives is read, what is wrong anywhere is refused."""

import json
from pathlib import Path

import pytest

from parvis.errors import Refused
from parvis.payments.iban import parse_iban

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "ids.json").read_text(encoding="utf-8"))["iban"]


@pytest.mark.parametrize("vector", VECTORS["valid"], ids=lambda vector: vector["iban"])
def test_valid(vector: dict[str, str]) -> None:
    assert parse_iban(vector["iban"]) == vector["iban"]
    assert parse_iban(vector.get("formatted", vector["iban"].lower())) == vector["iban"]


@pytest.mark.parametrize("vector", VECTORS["invalid"], ids=lambda vector: f"{vector['iban']}: {vector['reason'][:40]}")
def test_invalid(vector: dict[str, str]) -> None:
    assert isinstance(parse_iban(vector["iban"]), Refused)
