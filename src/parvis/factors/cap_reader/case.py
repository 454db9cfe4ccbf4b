"""A case as the vectors write it (`tests/vectors/cap.json`, « computed »), read strictly.

It is what `parvis code cap` computes.
"""

import re
from typing import Literal, NoReturn

import msgspec

from parvis.factors.cap_reader.bitmap import shown
from parvis.factors.cap_reader.cryptogram import (
    AMOUNT_DIGITS,
    CHALLENGE_DIGITS,
    FIELD_DIGITS,
    FIELDS_AT_MOST,
    Profile,
    Typed,
    signed_data,
)
from parvis.factors.cap_reader.des import KEY_BYTES
from parvis.factors.cap_reader.keys import Method, Option, card_key
from parvis.factors.cap_reader.profiles import PROFILES
from parvis.factors.cap_reader.reading import reading

_TREE = re.compile(r"EMV2000 tree,? b(?:=|ranch factor )(\d{1,5}),? h(?:=|eight )(\d{1,2}),? IV[= ]0")
_METHODS: tuple[tuple[str, Method], ...] = (("EMV CSK", "csk"), ("MasterCard", "mchip"), ("none", "none"))


class CaseWrong(Exception):
    """The case cannot be computed; the message is one sentence for whoever wrote it."""


class Inputs(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is typed: `un` the challenge, `amount` in cents, `ccy` ISO 4217 in digits, `tds` the fields."""

    un: str = ""
    amount: int = 0
    ccy: str = ""
    tds: tuple[str, ...] = ()


class Case(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`profile` is the name of one, or one. What a case gives as its result is not read."""

    mode: Literal["1", "2", "2TDS", "3"]
    profile: str | Profile
    imk_ac: str
    pan: str
    psn: str = "00"
    mk_derivation: Option = "A"
    session_key_method: str
    atc: str
    inputs: Inputs = Inputs()
    id: str | None = None
    op: str | None = None
    icc_mk: str | None = None
    session_key: str | None = None
    ac_input: str | None = None
    ac: str | None = None
    ac_after_tds: str | None = None
    object: str | None = None
    ipb: str | None = None
    ipb_bits: int | None = None
    code_decimal: str | None = None
    code_8: str | None = None


def code_of(text: bytes) -> str:
    """The digits that the reader shows. Raises CaseWrong."""
    try:
        case = msgspec.json.decode(text, type=Case)
    except (msgspec.MsgspecError, UnicodeError) as error:
        raise CaseWrong(f"This is no case of EMV-CAP: {error}.") from None
    issuer_key = _bytes("imk_ac", case.imk_ac, KEY_BYTES)
    _digits("pan", case.pan, 12, 19)
    _digits("psn", case.psn, 2, 2)
    profile, atc, typed = _profile(case), int.from_bytes(_bytes("atc", case.atc, 2)), _typed(case)
    own = card_key(issuer_key, case.pan, case.psn, profile.option)
    return shown(reading(own, case.psn, profile, atc, typed))


def _profile(case: Case) -> Profile:
    found = case.profile if isinstance(case.profile, Profile) else PROFILES.get(case.profile)
    if found is None:
        _wrong(f"profile: {', '.join(PROFILES)} are known, or write one out")
    method, branch, height = _method(case.session_key_method)
    ipb = found.ipb if case.ipb is None else case.ipb
    profile = msgspec.structs.replace(
        found, option=case.mk_derivation, method=method, branch=branch, height=height, ipb=ipb
    )
    for name in ("cdol1", "aip", "cvr", "cid", "iad", "ipb"):
        _bytes(f"profile, {name}", getattr(profile, name))
    try:
        signed_data(profile, 0, Typed())
    except ValueError as error:
        raise CaseWrong(f"profile, cdol1: {error}.") from None
    return profile


def _method(text: str) -> tuple[Method, int, int]:
    tree = _TREE.match(text)
    if tree is not None:
        branch, height = int(tree[1]), int(tree[2])
        if branch >= 2 and height >= 1:
            return "emv2000", branch, height
    for begins, method in _METHODS:
        if text.startswith(begins):
            return method, 4, 8
    expected = "« EMV CSK », « MasterCard », « EMV2000 tree b=4 h=8 IV=0 » or « none »"
    raise CaseWrong(f"session_key_method: {expected} is expected.")


def _typed(case: Case) -> Typed:
    given = case.inputs
    _digits("inputs, un", given.un, 0, CHALLENGE_DIGITS)
    _digits("inputs, ccy", given.ccy, 0, 3)
    if not 0 <= given.amount < 10**AMOUNT_DIGITS:
        _wrong(f"inputs, amount: whole cents, of {AMOUNT_DIGITS} digits at most")
    if len(given.tds) > FIELDS_AT_MOST:
        _wrong(f"inputs, tds: {FIELDS_AT_MOST} fields at most")
    for field in given.tds:
        _digits("inputs, tds", field, 1, FIELD_DIGITS)
    taken = {"1": ("un", "amount", "ccy"), "2": (), "2TDS": ("tds",), "3": ("un",)}[case.mode]
    if any(getattr(given, name) for name in given.__struct_fields__ if name not in taken):
        _wrong(f"inputs: nothing of the kind is typed in mode {case.mode}")
    if (case.mode == "3" and not given.un) or (case.mode == "2TDS" and not given.tds):
        _wrong(f"inputs: mode {case.mode} cannot do without its figures")
    return Typed(challenge=given.un, amount=given.amount, currency=given.ccy, fields=given.tds)


def _bytes(name: str, text: str, expected: int = 0) -> bytes:
    try:
        found = bytes.fromhex(text) if text.isalnum() else b""
    except ValueError:
        found = b""
    if not found or len(found) > 255 or (expected and len(found) != expected):
        _wrong(f"{name}: {f'{expected} bytes' if expected else 'bytes'} in hexadecimal are expected")
    return found


def _digits(name: str, text: str, least: int, most: int) -> None:
    if not least <= len(text) <= most or (text and not (text.isascii() and text.isdigit())):
        _wrong(f"{name}: {most if least == most else f'from {least} to {most}'} digits are expected")


def _wrong(sentence: str) -> NoReturn:
    raise CaseWrong(f"{sentence}.")
