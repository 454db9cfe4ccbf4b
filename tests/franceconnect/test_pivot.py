"""Who is the same person: the six attributes, as written, and nothing guessed."""

from typing import Any

import pytest

from parvis.factors.franceconnect.pivot import Pivot, from_bytes, is_same, read, to_bytes
from parvis.factors.franceconnect.wrong import Wrong
from tests.franceconnect.hostile import PIVOT

ANNE = Pivot(**PIVOT)


@pytest.mark.parametrize(
    "written",
    [
        {"given_name": "ANNE CLAIRE"}, {"given_name": "Anne-Claire"}, {"family_name": "LE ROY"},
        {"family_name": "Le-Roy"}, {"family_name": "Lé  Röy"}, {"given_name": " Anne Claire "},
    ],
)  # fmt: skip
def test_the_same_person_written_otherwise(written: dict[str, str]) -> None:
    theirs = read(PIVOT | written)
    assert isinstance(theirs, Pivot)
    assert is_same(ANNE, theirs)


@pytest.mark.parametrize(
    "other",
    [
        {"given_name": "Anne"}, {"given_name": "Claire Anne"}, {"given_name": "AnneClaire"}, {"family_name": "Leroy"},
        {"birthdate": "1984-01-18"}, {"gender": "male"}, {"birthplace": "35239"},
        {"birthcountry": "99109", "birthplace": ""},
    ],
)  # fmt: skip
def test_somebody_else(other: dict[str, str]) -> None:
    theirs = read(PIVOT | other)
    assert isinstance(theirs, Pivot)
    assert not is_same(ANNE, theirs)
    assert not is_same(theirs, ANNE)


def test_what_moves_from_one_attribute_to_the_next_is_somebody_else() -> None:
    moved = Pivot(**(PIVOT | {"given_name": "Anne", "family_name": "Claire Le Roy"}))
    assert not is_same(ANNE, moved)


def test_born_abroad_there_is_no_commune() -> None:
    abroad = {name: value for name, value in PIVOT.items() if name != "birthplace"} | {"birthcountry": "99109"}
    assert isinstance(read(abroad), Pivot)
    assert isinstance(read(PIVOT | {"birthplace": ""}), Wrong)


@pytest.mark.parametrize("name", [name for name in PIVOT if name != "birthplace"])
@pytest.mark.parametrize("value", [None, "", "  ", 7, ["Anne"], "x" * 201])
def test_an_identity_with_a_hole_is_none(name: str, value: Any) -> None:
    assert isinstance(read(PIVOT | {name: value}), Wrong)


def test_what_is_sealed_opens_again() -> None:
    assert from_bytes(to_bytes(ANNE)) == ANNE
