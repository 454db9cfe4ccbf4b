"""What a client types to say who they are: one canonical form, or the reason why there is none."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.errors import Refused
from parvis.identifiers import canonical, nir_key
from parvis.institution.rules import Part

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "ids.json").read_text(encoding="utf-8"))["nir"]
NIR = (Part("nir", "nir", 13, "2690549588157"),)
COMPANY = (Part("client_number", "digits", 8, "20304050"), Part("user_number", "digits", 3, "001"))


def reason(found: str | Refused) -> str:
    assert isinstance(found, Refused)
    assert found.refusal.code == "identifier_malformed"
    return str(found.values["reason"])


@pytest.mark.parametrize("vector", VECTORS["valid"], ids=lambda vector: vector["comment"] or vector["nir"])
def test_al1_valid_numbers(vector: dict[str, str]) -> None:
    number = vector["nir"]
    assert canonical(NIR, {"nir": number}) == number[:13]
    assert canonical(NIR, {"nir": number[:13]}) == number[:13]
    assert nir_key(number[:13]) == number[13:]


@pytest.mark.parametrize("vector", VECTORS["invalid"], ids=lambda vector: vector["reason"])
def test_al1_invalid_numbers(vector: dict[str, str]) -> None:
    assert isinstance(canonical(NIR, {"nir": vector["nir"]}), Refused)


def written(sex: str = "2", year: str = "69", month: str = "05", place: str = "49588", rank: str = "157") -> str:
    return sex + year + month + place + rank


# fmt: off
STRUCTURE = [
    (written(sex="1"), True), (written(sex="3"), True), (written(sex="8"), True),
    (written(sex="0"), False), (written(sex="5"), False), (written(sex="6"), False), (written(sex="9"), False),
    (written(month="01"), True), (written(month="12"), True), (written(month="00"), False),
    (written(month="13"), False), (written(month="19"), False), (written(month="20"), True),
    (written(month="21"), False), (written(month="30"), True), (written(month="42"), True),
    (written(month="43"), False), (written(month="50"), True), (written(month="99"), True),
    (written(place="2A004"), True), (written(place="2B033"), True), (written(place="2C033"), False),
    (written(place="20033"), True),                              # Corsica before 1976
    (written(place="00001"), False), (written(place="49000"), False), (written(place="49991"), False),
    (written(place="49990"), True),                              # commune unknown
    (written(place="97105"), True), (written(place="97100"), False), (written(place="98990"), True),
    (written(place="97491"), False),
    (written(place="99109"), True), (written(place="99000"), False),
    (written(rank="000"), False), (written(rank="001"), True), (written(rank="999"), True),
]
# fmt: on


@pytest.mark.parametrize(("number", "accepted"), STRUCTURE)
def test_the_structure_insee_gives(number: str, accepted: bool) -> None:
    found = canonical(NIR, {"nir": number})
    assert (found == number) is accepted
    assert accepted or reason(found) in ("structure", "characters")


def test_corsica_in_small_letters_and_spaces() -> None:
    key = nir_key("253072B073004")
    assert canonical(NIR, {"nir": f"2 53 07 2b 073 004 {key}"}) == "253072B073004"
    assert canonical(NIR, {"nir": "2\u00a053\u202f07 2B\u2009073 004"}) == "253072B073004"
    assert reason(canonical(NIR, {"nir": "253072B073004" + f"{(int(key) + 1) % 100:02d}"})) == "key"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "missing"),
        ("   ", "missing"),
        ("26905495881", "length"),
        ("26905495881578", "length"),
        ("26905495881578000", "length"),
        ("2690549588l57", "characters"),
        ("٢٦٩٠٥٤٩٥٨٨١٥٧", "characters"),
        ("2-69-05-49-588-157", "characters"),
        ("269ß549588157", "characters"),
    ],
)
def test_what_is_wrong_is_told(typed: str, why: str) -> None:
    assert reason(canonical(NIR, {"nir": typed})) == why


def test_several_parts_make_one_identifier() -> None:
    assert canonical(COMPANY, {"client_number": " 2030 4050 ", "user_number": "001"}) == "20304050-001"
    found = canonical(COMPANY, {"client_number": "20304050", "user_number": "1"})
    assert reason(found) == "length"
    assert isinstance(found, Refused)
    assert found.field == "user_number"
    assert reason(canonical(COMPANY, {"client_number": "20304050"})) == "missing"


@given(st.text(max_size=30))
def test_no_text_raises_and_the_canonical_form_is_its_own(typed: str) -> None:
    found = canonical(NIR, {"nir": typed})
    if isinstance(found, str):
        assert canonical(NIR, {"nir": found}) == found


@given(st.from_regex(r"[0-9]{8}", fullmatch=True), st.from_regex(r"[0-9]{3}", fullmatch=True), st.integers(0, 8))
def test_two_ways_of_writing_are_one_identifier(number: str, user: str, cut: int) -> None:
    """Two names for one client would double the tries."""
    spaced = number[:cut] + " " + number[cut:]
    plain = canonical(COMPANY, {"client_number": number, "user_number": user})
    assert plain == canonical(COMPANY, {"client_number": spaced, "user_number": f" {user}\t"}) == f"{number}-{user}"
