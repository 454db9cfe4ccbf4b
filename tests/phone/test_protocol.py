"""The protocol against its published vectors, which openssl made without us."""

import base64
import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.factors import Asked, Checked, Declined, Evidence, Mismatch
from parvis.factors.phone import wire
from parvis.factors.phone.factor import Phone, activation_hash
from parvis.phone import rules
from parvis.seal import SystemRandom
from tests.phone import client

VECTORS: dict[str, Any] = json.loads((Path(__file__).parents[1] / "vectors" / "phone.json").read_text("utf-8"))
PUBLIC_KEY = base64.urlsafe_b64decode(VECTORS["public_key"] + "=")
MATERIAL = wire.pack(
    wire.Enrolled(PUBLIC_KEY, bytes.fromhex(VECTORS["knowledge_key"]), bytes.fromhex(VECTORS["offline_key"]))
)
NOW = datetime(2026, 11, 24, 13, 5, tzinfo=UTC)
PHONE = Phone()


def asked_of(canonical: str) -> Asked:
    return Asked(
        request_id=VECTORS["request_id"],
        canonical=canonical,
        digest=hashlib.sha256(canonical.encode()).digest(),
        match_number=VECTORS["match_number"],
    )


def challenge_for(asked: Asked) -> bytes:
    """A challenge as the factor makes it, with the nonce of the vectors in the place of a random one."""
    made = PHONE.challenge(MATERIAL, asked, SystemRandom(), NOW)
    question = wire.unpack_question(made.material)
    assert question is not None
    assert question.number == bool(made.shown)
    return wire.pack(wire.Question(VECTORS["nonce"], question.number))


def told(checked: Checked) -> str:
    match checked:
        case Evidence(spends=spends):
            assert spends == VECTORS["nonce"]
            return "accepted"
        case Declined():
            return "declined"
        case Mismatch(counts=True):
            return "counted"
        case _:
            return "not counted"


@pytest.mark.parametrize("case", VECTORS["answers"], ids=lambda case: case["it"])
def test_an_answer_that(case: dict[str, Any]) -> None:
    asked = asked_of(case["canonical"])
    assert told(PHONE.check(MATERIAL, challenge_for(asked), case["answer"], asked, NOW)) == case["expect"]


def test_a_refusal_says_why() -> None:
    case = next(case for case in VECTORS["answers"] if case["it"] == "refuses a sign-in without its number")
    asked = asked_of(case["canonical"])
    checked = PHONE.check(MATERIAL, challenge_for(asked), case["answer"], asked, NOW)
    assert checked == Declined(spends=VECTORS["nonce"], because="changed_mind")


def test_rts_5_1_any_change_of_amount_or_payee_voids_the_approval() -> None:
    case = VECTORS["answers"][0]
    for changed in (
        case["canonical"].replace("250,00", "950,00"),
        case["canonical"].replace("Garage de l'Écluse", "Garage de la Ruse"),
        case["canonical"].replace("25000", "25001"),
    ):
        assert changed != case["canonical"]
        asked = asked_of(changed)
        assert told(PHONE.check(MATERIAL, challenge_for(asked), case["answer"], asked, NOW)) == "not counted"


def test_a_digest_that_is_not_of_the_canonical_text_approves_nothing() -> None:
    """RTS-5.2: what is shown is what is signed."""
    case = VECTORS["answers"][0]
    right = asked_of(case["canonical"])
    forged = Asked(
        request_id=right.request_id,
        canonical=right.canonical.replace("250,00", "950,00"),
        digest=right.digest,
        match_number=right.match_number,
    )
    assert told(PHONE.check(MATERIAL, challenge_for(right), case["answer"], forged, NOW)) == "not counted"


def test_any_code_opens_what_the_phone_keeps_and_only_one_opens_it_right() -> None:
    salt, masked = bytes.fromhex(VECTORS["salt"]), bytes.fromhex(VECTORS["masked"])
    assert client.stretch(VECTORS["code"], salt).hex() == VECTORS["stretched"]
    assert client.xor(masked, client.stretch(VECTORS["code"], salt)).hex() == VECTORS["knowledge_key"]
    wrong = client.xor(masked, client.stretch(VECTORS["wrong_code"], salt))
    assert wrong.hex() == VECTORS["uncovered_by_wrong_code"]
    assert len(wrong) == 32


def test_the_enrolment_message_is_read_and_its_signature_holds() -> None:
    message, signature = VECTORS["enrolment"]["message"].encode(), VECTORS["enrolment"]["signature"]
    said = wire.read_message(message, wire.Enrolment)
    assert said is not None
    assert wire.from_base64(said.public_key, expected_bytes=65) == PUBLIC_KEY
    assert wire.signed(PUBLIC_KEY, message, signature)
    assert not wire.signed(PUBLIC_KEY, message + b" ", signature)
    assert wire.fingerprint(PUBLIC_KEY) == VECTORS["fingerprint"]


def test_a_call_is_read_from_its_header_and_its_signature_holds() -> None:
    case = VECTORS["call"]
    call = rules.read_call(
        case["authorization"], method=case["method"], host=case["host"].upper(), path=case["path"],
        body=case["body"].encode(),
    )  # fmt: skip
    assert call is not None
    assert str(call.authenticator_id) == case["authenticator_id"]
    assert call.message.decode() == case["message"]
    assert call.at.timestamp() == case["time"]
    assert wire.signed(PUBLIC_KEY, call.message, call.signature)


@pytest.mark.parametrize("changed", ["method", "host", "path", "body"])
def test_a_call_moved_elsewhere_is_no_longer_signed(changed: str) -> None:
    case = VECTORS["call"] | {changed: VECTORS["call"][changed] + "x"}
    call = rules.read_call(
        case["authorization"], method=case["method"], host=case["host"], path=case["path"],
        body=case["body"].encode(),
    )  # fmt: skip
    assert call is not None
    assert not wire.signed(PUBLIC_KEY, call.message, call.signature)


def test_the_python_phone_writes_the_messages_of_the_vectors() -> None:
    case = VECTORS["answers"][1]
    phone = client.PythonPhone(http=None, origin="https://epargne.localhost:8000")  # type: ignore[arg-type]
    one = {
        "request_id": VECTORS["request_id"], "canonical": case["canonical"], "nonce": VECTORS["nonce"],
        "digest": hashlib.sha256(case["canonical"].encode()).hexdigest(),
    }  # fmt: skip
    assert client.canonical(phone.approval(one, number=42)) == case["answer"]["message"]


@pytest.mark.parametrize("typed", ["bcdfg-hjkmp", " BCDFG HJKMP ", "BCDFGHJKMP", "bcdfg–hjkmp"])
def test_an_activation_code_may_be_typed_in_any_case_with_spaces_and_hyphens(typed: str) -> None:
    assert activation_hash(typed) == activation_hash("BCDFGHJKMP")


def test_what_is_prepared_shows_the_code_once_and_keeps_its_hash() -> None:
    prepared = PHONE.prepare({"origin": "https://epargne.example"}, SystemRandom(), NOW)
    assert not isinstance(prepared, str)
    plain = prepared.shown["code"].replace("-", "")
    assert len(plain) == 10
    assert prepared.shown["url"] == f"https://epargne.example/phone/#activate={plain}"
    assert plain.encode() not in prepared.material
    material = wire.unpack_material(prepared.material)
    assert isinstance(material, wire.Awaiting)
    assert material.code_hash == activation_hash(plain)


def test_a_phone_that_is_not_enrolled_yet_approves_nothing() -> None:
    prepared = PHONE.prepare({}, SystemRandom(), NOW)
    assert not isinstance(prepared, str)
    case = VECTORS["answers"][0]
    asked = asked_of(case["canonical"])
    assert told(PHONE.check(prepared.material, challenge_for(asked), case["answer"], asked, NOW)) == "not counted"


_NAMES = st.sampled_from(["message", "signature", "mac", "code", ""])
_TEXTS = st.one_of(
    st.text(max_size=300),
    st.sampled_from([case["answer"]["message"] for case in VECTORS["answers"]]),
    st.sampled_from([case["answer"]["signature"] for case in VECTORS["answers"]]),
    st.sampled_from([case["answer"].get("mac", "é") for case in VECTORS["answers"]]),
)


@given(
    answer=st.dictionaries(_NAMES, _TEXTS),
    material=st.one_of(st.just(MATERIAL), st.binary(max_size=200)),
    challenge=st.one_of(st.just(wire.pack(wire.Question(VECTORS["nonce"], False))), st.binary(max_size=100)),
    canonical=st.one_of(st.just(VECTORS["answers"][0]["canonical"]), st.text(max_size=200)),
)
def test_check_never_raises(answer: dict[str, str], material: bytes, challenge: bytes, canonical: str) -> None:
    checked = PHONE.check(material, challenge, answer, asked_of(canonical), NOW)
    assert isinstance(checked, Evidence | Mismatch | Declined)


@given(message=st.dictionaries(st.text(max_size=10), st.one_of(st.integers(), st.text(), st.none(), st.floats())))
def test_a_signed_message_of_any_shape_never_raises(message: dict[str, Any]) -> None:
    """The owner of a phone may sign anything: numbers too large for canonical JSON, fields of another kind."""
    phone = client.PythonPhone(http=None, origin="https://a.example")  # type: ignore[arg-type]
    material = wire.pack(wire.Enrolled(phone.public_key, bytes(32), bytes(32)))
    text = json.dumps({"v": 1, "verdict": "approve", "request_id": "", "nonce": "", "digest": ""} | message)
    answer = {"message": text, "signature": phone.sign(text.encode())}
    asked = asked_of(VECTORS["answers"][0]["canonical"])
    assert isinstance(PHONE.check(material, challenge_for(asked), answer, asked, NOW), Mismatch)


@given(public_key=st.binary(max_size=70), message=st.binary(max_size=50), signature=st.text(max_size=90))
def test_a_signature_never_holds_by_chance_and_never_raises(public_key: bytes, message: bytes, signature: str) -> None:
    assert not wire.signed(public_key, message, signature)


@given(header=st.text(max_size=300), body=st.binary(max_size=50))
def test_a_header_that_is_none_of_ours_is_no_call(header: str, body: bytes) -> None:
    assert rules.read_call(header, method="POST", host="a", path="/", body=body) is None


def test_what_a_phone_changes_of_itself_reads_as_the_vectors() -> None:
    """§7 and §9: the renewal is signed and canonical; both challenges of biometrics are those that openssl hashed."""
    renewal, biometrics = VECTORS["renewal"], VECTORS["biometrics"]
    message = renewal["message"].encode()
    assert wire.signed(PUBLIC_KEY, message, renewal["signature"])
    said = wire.read_message(message, wire.Renewal)
    assert said is not None
    assert wire.from_base64(said.k, expected_bytes=32) == bytes.fromhex(VECTORS["offline_key"])
    phone_id, nonce = UUID(VECTORS["call"]["authenticator_id"]), bytes.fromhex(biometrics["nonce"])
    assert wire.biometrics_challenge(phone_id.bytes, nonce).hex() == biometrics["challenge"]
    assert hashlib.sha256(biometrics["assertion_of"].encode()).hexdigest() == biometrics["assertion_challenge"]
