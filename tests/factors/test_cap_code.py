"""`parvis code cap`: one case, one line; whatever else is in the file, one sentence and status 2."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from parvis.codes import app
from parvis.factors.cap_reader.case import CaseWrong, code_of
from tests.factors.test_cap_vectors import VECTORS

GIVEN = ("mode", "profile", "imk_ac", "pan", "psn", "mk_derivation", "session_key_method", "atc", "inputs")
CASE: dict[str, Any] = {name: VECTORS["computed"][0][name] for name in GIVEN}


@pytest.mark.parametrize("case", VECTORS["computed"], ids=lambda case: str(case["id"]))
def test_the_vectors_as_they_are_and_without_their_results(case: dict[str, Any]) -> None:
    bare = {name: case[name] for name in GIVEN}
    assert code_of(json.dumps(case).encode()) == code_of(json.dumps(bare).encode()) == case["code_8"]


def test_a_profile_may_be_written_out() -> None:
    written = {"cvr": "A50003040000", "iad": "0110A500030400000000", "ipb": "0000FFFFFF" + "00" * 16}
    assert code_of(json.dumps(CASE | {"profile": written}).encode()) == VECTORS["computed"][0]["code_8"]


def test_it_prints_the_code_alone(tmp_path: Path) -> None:
    file = tmp_path / "case.json"
    file.write_text(json.dumps(CASE))
    done = CliRunner().invoke(app, ["cap", str(file)])
    assert (done.exit_code, done.output) == (0, VECTORS["computed"][0]["code_8"] + "\n")


WRONG: dict[str, Any] = {
    "no JSON": "{", "a list": [], "a number": 7, "nothing": {}, "an unknown key": CASE | {"colour": "blue"},
    "another mode": CASE | {"mode": "4"}, "an unknown profile": CASE | {"profile": "zz"},
    "a short key": CASE | {"imk_ac": "00"}, "a key of letters": CASE | {"imk_ac": "Z" * 32},
    "a card number of letters": CASE | {"pan": "54133300890104AB"}, "a short card number": CASE | {"pan": "123"},
    "a sequence of three": CASE | {"psn": "001"}, "another option": CASE | {"mk_derivation": "C"},
    "an unknown session key": CASE | {"session_key_method": "AES"},
    "a tree without branches": CASE | {"session_key_method": "EMV2000 tree b=1 h=8 IV=0"},
    "a counter of five digits": CASE | {"atc": "10000"}, "a challenge of nine": CASE | {"inputs": {"un": "123456789"}},
    "a challenge of letters": CASE | {"inputs": {"un": "é"}}, "an amount below zero": CASE | {"inputs": {"amount": -1}},
    "a long amount": CASE | {"inputs": {"amount": 10**12}}, "a field of letters": CASE | {"inputs": {"tds": ["A"]}},
    "a challenge to identify": CASE | {"mode": "2"}, "no challenge to respond": CASE | {"mode": "3", "inputs": {}},
    "eleven fields": CASE | {"mode": "2TDS", "inputs": {"tds": ["1"] * 11}},
    "an unsound list": CASE | {"profile": {"cvr": "00", "iad": "00", "ipb": "00", "cdol1": "9F"}},
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_bad_input_is_one_sentence_and_status_2(name: str, tmp_path: Path) -> None:
    file, wrong = tmp_path / "case.json", WRONG[name]
    file.write_text(wrong if isinstance(wrong, str) else json.dumps(wrong))
    done = CliRunner().invoke(app, ["cap", str(file)])
    assert done.exit_code == 2, done.output
    assert done.stdout == "" and done.stderr.count("\n") == 1 and "Traceback" not in done.stderr
    assert str(CASE["imk_ac"]) not in done.stderr, "a key is never repeated"
    with pytest.raises(CaseWrong):
        code_of(file.read_bytes())


@pytest.mark.parametrize("name", ["nowhere.json", "."])
def test_a_file_that_is_none(name: str, tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["cap", str(tmp_path / name)])
    assert done.exit_code == 2 and done.stderr.count("\n") == 1
