"""Why an IBAN is refused: the reason that helps to mend it. What is valid is held to the vectors in tests/policy."""

import json
from pathlib import Path

import pytest

from parvis.errors import Refused
from parvis.payments.iban import french_iban, parse_iban

RIBS = json.loads((Path(__file__).parents[1] / "vectors" / "ids.json").read_text())["rib"]["vectors"]


@pytest.mark.parametrize(
    "typed",
    [
        "FR14 2004 1010 0505 0001 3M02 606",
        "fr1420041010050500013m02606",
        "FR14\u00a02004\u00a01010\u00a00505\u00a00001\u00a03M02\u00a0606",
        "FR14-2004-1010-0505-0001-3M02-606",
        "IBAN FR14 2004 1010 0505 0001 3M02 606",
        "IBAN: FR14 2004 1010 0505 0001 3M02 606",
    ],
)
def test_as_people_copy_it(typed: str) -> None:
    assert parse_iban(typed) == "FR1420041010050500013M02606"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "iban_missing"),
        ("IBAN", "iban_missing"),
        ("FR14 2004 1010 0505 0001 3M02 60€", "iban_characters"),
        ("XX14 2004 1010 0505 0001 3M02 606", "iban_country"),
        ("1420041010050500013M02606", "iban_country"),
        ("FR14 2004 1010 0505 0001 3M02 60", "iban_length"),
        ("FR14 2004 1010 0505 0001 3M02 6066", "iban_length"),
        ("FRO4 2004 1010 0505 0001 3M02 606", "iban_structure"),
        ("FR14 2OO4 1010 0505 0001 3M02 606", "iban_structure"),
        ("FR14 2004 1010 0505 0001 3M02 607", "iban_checksum"),
        ("FR15 2004 1010 0505 0001 3M02 606", "iban_checksum"),
        ("FR84 2004 1010 0505 0001 3M02 607", "iban_checksum"),  # right check digits around a wrong national key
        ("FR99 2004 1010 0505 0001 3M02 606", "iban_checksum"),
    ],
)
def test_the_reason_of_a_refusal(typed: str, code: str) -> None:
    found = parse_iban(typed)
    assert isinstance(found, Refused)
    assert (found.refusal.code, found.field) == (code, "iban")


def test_a_wrong_length_says_both_lengths() -> None:
    found = parse_iban("FR14 2004 1010 0505 0001 3M02 60")
    assert isinstance(found, Refused)
    assert found.values == {"expected": 27, "typed": 26}


@pytest.mark.parametrize("rib", RIBS, ids=lambda rib: rib["iban"])
def test_ibans_we_make_have_the_right_keys(rib: dict[str, str]) -> None:
    made = french_iban(bank_code=rib["bank"], branch_code=rib["branch"], account_number=rib["account"])
    assert made == rib["iban"]
    assert parse_iban(made) == made


def test_a_number_of_another_shape_makes_no_iban() -> None:
    with pytest.raises(ValueError, match="5, 5 and 11"):
        french_iban(bank_code="2004", branch_code="01005", account_number="0500013M026")
