"""EMV-CAP against values that others published: real cards, calculators, hardware modules (tests/vectors/cap.json)."""

import json
from typing import Any

import msgspec
import pytest

from parvis.factors.cap_reader.bitmap import bits_of, number_of, object_of, shown, spread
from parvis.factors.cap_reader.cryptogram import (
    Profile,
    Typed,
    cryptogram,
    sign_fields,
    signed_data,
    unpredictable_number,
)
from parvis.factors.cap_reader.des import encrypt, odd_parity, retail_mac
from parvis.factors.cap_reader.keys import card_key, derive, session_key
from parvis.factors.cap_reader.profiles import PROFILES
from tests.conventions.code import TOP

VECTORS: dict[str, Any] = json.loads((TOP / "tests" / "vectors" / "cap.json").read_text())

OPTION_B: list[dict[str, Any]] = json.loads((TOP / "tests" / "vectors" / "cap_option_b.json").read_text())["cases"]


def names(kind: str, key: str) -> list[str]:
    return [str(case[key]) for case in VECTORS[kind]]


@pytest.mark.parametrize("case", VECTORS["real_cards"], ids=names("real_cards", "name"))
def test_real_cards(case: dict[str, Any]) -> None:
    """From the cryptogram of a real card to the digits that its reader showed."""
    made = bytes.fromhex(case["ac_from_card"])
    if case["mode"] == "2TDS":
        made = sign_fields(made, (case["data"],))
        assert made.hex().upper() == case["ac_after_tds"]
    profile = Profile(cvr="", iad=case["iad"], ipb=case["ipb"], cid=case["cid"], use_psn=case["psn"] is not None)
    whole = object_of(profile, case["psn"] or "", int(case["atc"], 16), made)
    assert bits_of(case["ipb"]) == case["ipb_bits"]
    number = number_of(case["ipb"], whole)
    assert str(number) == case["code"]
    assert number_of(case["ipb"], spread(case["ipb"], number)) == number


@pytest.mark.parametrize("case", VECTORS["emvlab"], ids=names("emvlab", "name"))
def test_emvlab(case: dict[str, Any]) -> None:
    """The calculator of emvlab.org, from the card's key on. It keeps the first eight digits of a longer challenge."""
    words = case["session_key_method"].replace(",", "").split()
    branch, height = int(words[words.index("factor") + 1]), int(words[words.index("height") + 1])
    atc = int(case["atc"], 16)
    typed = Typed(challenge=(case["reference"] or case["challenge"])[:8], amount=int(case["amount"] or 0))
    icc = case["icc_data"]
    profile = Profile(
        method="emv2000", branch=branch, height=height, cdol1=case["cdol1"], aip=icc[:4], cvr=icc[8:], cid=case["cid"],
        iad=case["iad"], ipb=case["ipb"],
    )
    assert signed_data(profile, atc, typed).hex().upper() == case["terminal_data"] + icc
    key = session_key(bytes.fromhex(case["icc_mk"]), "emv2000", atc, b"", branch=branch, height=height)
    assert key.hex().upper() == case["session_key"]
    made = cryptogram(key, profile, atc, typed)
    assert made.hex().upper() == case["ac"]
    assert str(number_of(case["ipb"], object_of(profile, "", atc, made))) == case["code"]


@pytest.mark.parametrize("case", VECTORS["key_derivation_hsm"], ids=names("key_derivation_hsm", "what"))
def test_hardware_modules(case: dict[str, Any]) -> None:
    """Card key, common session key, message code: values that hardware modules gave."""
    own = card_key(bytes.fromhex(case["imk"]), case["pan"], case["psn"], "A")
    assert own.hex().upper() == case["icc_mk"]
    key = derive(own, bytes.fromhex(case["sk_r"]))
    assert key.hex().upper() == case["sk"]
    for made, check_value in ((own, case["icc_mk_kcv"]), (key, case["sk_kcv"])):
        assert check_value is None or encrypt(made, bytes(8)).hex().upper().startswith(check_value)
    assert retail_mac(key, bytes.fromhex(case["ac_data"]), 2).hex().upper() == case["ac"]


@pytest.mark.parametrize("case", OPTION_B, ids=lambda case: str(case["what"]))
def test_option_b(case: dict[str, Any]) -> None:
    """Card numbers of more than 16 digits, by hardware modules as well (tests/vectors/cap_option_b.json)."""
    own = card_key(bytes.fromhex(case["imk"]), case["pan"], case["psn"], "B")
    key = derive(own, bytes.fromhex(case["sk_r"]))
    for made, check_value in ((own, case["icc_mk_kcv"]), (key, case["sk_kcv"])):
        assert encrypt(made, bytes(8)).hex().upper().startswith(check_value)
    assert retail_mac(key, bytes.fromhex(case["ac_data"]), 2).hex().upper() == case["ac"]


@pytest.mark.parametrize("case", VECTORS["emv2000_tree"], ids=lambda case: f"{case['atc']}-{case['height']}")
def test_emv2000_trees(case: dict[str, Any]) -> None:
    key = session_key(
        bytes.fromhex(case["icc_mk"]), "emv2000", int(case["atc"], 16), b"",
        branch=case["branch_factor"], height=case["height"],
    )
    assert key.hex().upper() == case["sk"]


METHODS = {"EMV CSK": "csk", "MasterCard M/Chip": "mchip", "EMV2000 tree b=4 h=8": "emv2000"}


@pytest.mark.parametrize("case", VECTORS["computed"], ids=names("computed", "id"))
def test_computed(case: dict[str, Any]) -> None:
    """Every step, from the issuer's master key to the digits."""
    method = next(ours for theirs, ours in METHODS.items() if case["session_key_method"].startswith(theirs))
    profile = msgspec.structs.replace(PROFILES[case["profile"]], method=method)
    inputs, atc = case["inputs"], int(case["atc"], 16)
    typed = Typed(
        challenge=inputs.get("un", ""), amount=inputs.get("amount", 0), currency=inputs.get("ccy", ""),
        fields=tuple(inputs.get("tds", ())),
    )
    own = card_key(bytes.fromhex(case["imk_ac"]), case["pan"], case["psn"], case["mk_derivation"])
    assert own.hex().upper() == case["icc_mk"]
    key = session_key(own, method, atc, unpredictable_number(typed.challenge))  # type: ignore[arg-type]
    assert key.hex().upper() == case["session_key"]
    assert signed_data(profile, atc, typed).hex().upper() == case["ac_input"]
    bare = cryptogram(key, profile, atc, msgspec.structs.replace(typed, fields=()))
    assert bare.hex().upper() == case["ac"]
    made = cryptogram(key, profile, atc, typed)
    assert case["ac_after_tds"] in (None, made.hex().upper())
    whole = object_of(profile, case["psn"], atc, made)
    assert whole.hex().upper() == case["object"]
    assert bits_of(profile.ipb) == case["ipb_bits"]
    number = number_of(profile.ipb, whole)
    assert (str(number), shown(number)) == (case["code_decimal"], case["code_8"])


@pytest.mark.parametrize("name", VECTORS["profiles"])
def test_profiles_are_those_of_the_vectors(name: str) -> None:
    theirs, ours = VECTORS["profiles"][name], PROFILES[name]
    assert (ours.cvr, ours.iad, ours.ipb, ours.use_psn) == (
        theirs["cvr"], theirs["iad"], theirs["ipb"], theirs["use_psn"],
    )


def test_every_byte_of_a_key_has_odd_parity() -> None:
    assert all(byte.bit_count() % 2 for byte in odd_parity(bytes(range(256))))
