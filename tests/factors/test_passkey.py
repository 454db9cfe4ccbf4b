"""A passkey made and used: every way of cheating that the standard names, and those that a library lets pass."""

import json
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from parvis.factors import Asked, Copied, Evidence, Mismatch, Prepared, Registered, Token
from parvis.factors.passkey.factor import Passkey
from parvis.factors.webauthn import (
    Expected,
    Key,
    from_base64url,
    to_base64url,
    verify_assertion,
    verify_registration,
)
from parvis.seal import FILES, Keyring
from tests.factors.world import NOW, Seeded
from tests.factors.world import asked as a_request
from tests.hands.passkey import BE, BS, SITE, UP, UV, ClientData, Device, PasskeyHand, a_device

CHALLENGE = bytes(range(32))
OTHER = bytes(32)
HERE = Expected(challenge=CHALLENGE, origins=(SITE, "http://www.deuxrives.localhost:8000"))
STRANGER = Mismatch(counts=False)
ALGORITHMS = ("ES256", "EdDSA", "RS256")


def passkey() -> Passkey:
    return Passkey(Keyring({name: {"one": bytes(32)} for name in FILES}))


@pytest.mark.parametrize("kind", ALGORITHMS)
def test_a_key_is_made_then_signs(kind: str) -> None:
    device = a_device(kind=kind)
    key = verify_registration(device.makes(CHALLENGE), HERE, user=device.user)
    assert key == device.key
    assert verify_assertion(device.signs(CHALLENGE), key, HERE) == msgspec.structs.replace(
        key, count=1, signed=CHALLENGE
    )


@pytest.mark.parametrize("attestation", ["none", "packed", "fido-u2f", "tpm", "compound", "made-up"])
def test_what_the_maker_says_of_the_device_never_shuts_anybody_out(attestation: str) -> None:
    device = a_device()
    assert verify_registration(device.makes(CHALLENGE, attestation=attestation), HERE, user=b"") is not None


FRAMES: dict[str, ClientData] = {
    "another site": ClientData(origin="https://deuxrives.example"),
    "the same name on another port": ClientData(origin="http://deuxrives.localhost:9000"),
    "a longer name": ClientData(origin=SITE + ".evil.example"),
    "the same site without TLS or with": ClientData(origin=SITE.replace("http:", "https:")),
    "crossOrigin": ClientData(cross_origin=True),
    "crossOrigin as a word": ClientData(cross_origin="true"),
    "crossOrigin as a number": ClientData(cross_origin=1),
    "topOrigin": ClientData(top_origin="https://evil.example"),
    "topOrigin, even ours": ClientData(top_origin=SITE),
    "an empty topOrigin": ClientData(top_origin=""),
}


@pytest.mark.parametrize("frame", FRAMES)
def test_another_page_makes_and_signs_nothing(frame: str) -> None:
    device, key = a_device(), a_device().key
    assert verify_registration(device.makes(CHALLENGE, FRAMES[frame]), HERE, user=b"") is None
    assert verify_assertion(device.signs(CHALLENGE, FRAMES[frame]), key, HERE) == STRANGER


def test_each_of_our_addresses_serves() -> None:
    device, key = a_device(), a_device().key
    assert isinstance(verify_assertion(device.signs(CHALLENGE, ClientData(origin=HERE.origins[1])), key, HERE), Key)


def test_the_ceremony_is_said() -> None:
    """A signature does not pass for the making of a key, nor the reverse."""
    device, key = a_device(), a_device().key
    assert verify_registration(device.makes(CHALLENGE, ClientData(type="webauthn.get")), HERE, user=b"") is None
    assert verify_assertion(device.signs(CHALLENGE, ClientData(type="webauthn.create")), key, HERE) == STRANGER
    assert verify_assertion(device.makes(CHALLENGE), key, HERE) == STRANGER
    assert verify_registration(device.signs(CHALLENGE), HERE, user=b"") is None


def test_another_challenge_is_another_question() -> None:
    device, key = a_device(), a_device().key
    assert verify_registration(device.makes(OTHER), HERE, user=b"") is None
    assert verify_assertion(device.signs(OTHER), key, HERE) == STRANGER
    for challenge in (b"", CHALLENGE[:31], CHALLENGE + b"\0"):
        expected = Expected(challenge=challenge, origins=HERE.origins)
        assert verify_assertion(device.signs(challenge), key, expected) == STRANGER, "a challenge is 32 bytes"


def test_a_key_for_another_site_is_not_for_this_one() -> None:
    device, key = a_device(site="evil.example"), a_device().key
    assert verify_registration(device.makes(CHALLENGE), HERE, user=b"") is None
    assert verify_assertion(device.signs(CHALLENGE), key, HERE) == STRANGER


def test_nobody_was_there() -> None:
    device, key = a_device(flags=UV), a_device().key
    assert verify_registration(device.makes(CHALLENGE), HERE, user=b"") is None
    assert verify_assertion(device.signs(CHALLENGE), key, HERE) == STRANGER


def test_the_owner_was_not_verified() -> None:
    """A key that signs for whoever touches it: nothing is made, and using it so is a failure that counts."""
    device, key = a_device(flags=UP), a_device().key
    assert verify_registration(device.makes(CHALLENGE), HERE, user=b"") is None
    assert verify_assertion(device.signs(CHALLENGE), key, HERE) == Mismatch(counts=True)
    stranger = a_device(2, flags=UP)
    stranger.credential, stranger.user = key.credential, key.user
    assert verify_assertion(stranger.signs(CHALLENGE), key, HERE) == STRANGER, "who does not hold it costs no try"


def test_another_clients_key() -> None:
    """Pitfall 14: the credential and its owner are those of the client who answers."""
    mine, theirs = a_device(1), a_device(2)
    assert verify_assertion(theirs.signs(CHALLENGE), mine.key, HERE) == STRANGER
    key = mine.key
    assert verify_assertion(mine.signs(CHALLENGE, userHandle=to_base64url(theirs.user)), key, HERE) == STRANGER


def test_at_a_door_the_key_says_whose_it_is() -> None:
    device, key = a_device(), a_device().key
    assert isinstance(verify_assertion(device.signs(CHALLENGE, userHandle=""), key, HERE), Key)
    assert verify_assertion(device.signs(CHALLENGE, userHandle=""), key, HERE, discovered=True) == STRANGER


@pytest.mark.parametrize("kind", ALGORITHMS)
def test_a_signature_of_another_key(kind: str) -> None:
    device, other = a_device(1, kind), a_device(2, kind)
    key = device.key
    other.credential, other.user = device.credential, device.user
    assert verify_assertion(other.signs(CHALLENGE), key, HERE) == STRANGER


def test_whatever_is_changed_afterwards_is_seen() -> None:
    device, key = a_device(), a_device().key
    right = json.loads(device.signs(CHALLENGE))
    for name in ("authenticatorData", "signature", "clientDataJSON"):
        changed = bytearray(from_base64url(right["response"][name]))
        changed[-1] ^= 1
        sent = right | {"response": right["response"] | {name: to_base64url(bytes(changed))}}
        assert verify_assertion(json.dumps(sent), key, HERE) == STRANGER, name


def test_a_counter_that_does_not_grow_is_a_copy() -> None:
    device = a_device()
    key = verify_registration(device.makes(CHALLENGE), HERE, user=device.user)
    assert key is not None
    copy = a_device()
    first = verify_assertion(device.signs(CHALLENGE), key, HERE)
    assert isinstance(first, Key) and first.count == 1
    other = Expected(challenge=OTHER, origins=HERE.origins)
    assert verify_assertion(copy.signs(OTHER), first, other) == Copied(), "the same count twice"
    forged = a_device(2)
    forged.credential, forged.user = device.credential, device.user
    assert verify_assertion(forged.signs(OTHER), first, other) == STRANGER, "only the key itself can say that"
    gone_back = Key(
        credential=first.credential, public_key=first.public_key, user=first.user, count=9, backup=False
    )
    assert verify_assertion(device.signs(OTHER), gone_back, other) == Copied()


def test_the_same_signature_sent_twice_is_no_copy() -> None:
    """A double click: what refuses it is that it has served."""
    device, key = a_device(), a_device().key
    sent = device.signs(CHALLENGE)
    first = verify_assertion(sent, key, HERE)
    assert isinstance(first, Key)
    assert verify_assertion(sent, first, HERE) == first


def test_keys_that_do_not_count() -> None:
    device, key = a_device(counts=False, flags=UP | UV | BE | BS), a_device(flags=UP | UV | BE | BS).key
    assert isinstance(verify_assertion(device.signs(CHALLENGE), key, HERE), Key)
    assert isinstance(verify_assertion(device.signs(CHALLENGE), key, HERE), Key)


def test_a_key_does_not_become_one_that_can_be_copied() -> None:
    """WebAuthn, 6.1.3: backup eligibility is for good, and there is no backup without it."""
    device, key = a_device(), a_device().key
    device.flags = UP | UV | BE
    assert verify_assertion(device.signs(CHALLENGE), key, HERE) == STRANGER
    device.flags = UP | UV | BS
    assert verify_assertion(device.signs(CHALLENGE), key, HERE) == STRANGER


def test_weak_keys_are_not_taken() -> None:
    assert verify_registration(a_device(kind="short RS256").makes(CHALLENGE), HERE, user=b"") is None
    short = a_device()
    short.credential = bytes(8)
    assert verify_registration(short.makes(CHALLENGE), HERE, user=b"") is None


HOSTILE = [
    "", "{", "null", "[]", "{}", "\0",
    '{"id":"AA"}', "é" * 3000, "\ud800", '{"id":1,"type":"public-key"}', "9" * 20_000,
    json.dumps({"id": "AA", "type": "public-key", "response": {"clientDataJSON": "%%%"}}),
    json.dumps({"id": "AA", "type": "public-key", "response": {"clientDataJSON": to_base64url(b"[" * 5000)}}),
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_anything_is_judged_and_raises_nothing(text: str) -> None:
    assert verify_registration(text, HERE, user=b"") is None
    assert verify_assertion(text, a_device().key, HERE) == STRANGER
    assert passkey().named({"passkey": text}) in (b"", b"\0")


def mangled(change: Callable[[dict[str, Any]], None]) -> str:
    sent = json.loads(a_device().makes(CHALLENGE))
    change(sent)
    return json.dumps(sent)


def test_cbor_that_is_none() -> None:
    for junk in (b"", b"\xff" * 40, b"\xa1\x68authData\x41\x00", bytes(200), b"\x9b" + b"\xff" * 8):
        text = mangled(lambda sent, junk=junk: sent["response"].update(attestationObject=to_base64url(junk)))  # type: ignore[misc]
        assert verify_registration(text, HERE, user=b"") is None


# The factor, as the gate sees it.


def prepared(**given: str) -> tuple[Passkey, Prepared, dict[str, Any]]:
    factor = passkey()
    made = factor.prepare(
        {"site": SITE, "issuer": "Deux Rives", "account": "Anne Roy", "client": "0190-anne", **given}, Seeded(), NOW
    )
    assert isinstance(made, Prepared)
    return factor, made, json.loads(made.shown["options"])


def test_what_the_browser_is_asked_to_make() -> None:
    _, _, options = prepared(handles=bytes(16).hex() + " " + bytes(20).hex())
    assert options["rp"] == {"id": "deuxrives.localhost", "name": "Deux Rives"}
    assert options["authenticatorSelection"] == {
        "residentKey": "required", "requireResidentKey": True, "userVerification": "required",
    }  # fmt: skip
    assert [one["alg"] for one in options["pubKeyCredParams"]] == [-7, -8, -257]
    assert options["attestation"] == "none"
    assert [from_base64url(one["id"]) for one in options["excludeCredentials"]] == [bytes(16), bytes(20)]
    assert "0190" not in json.dumps(options["user"]["id"]) and len(from_base64url(options["user"]["id"])) == 32


def test_one_client_has_one_user_handle_and_two_have_two() -> None:
    anne, again, other = prepared()[2], prepared()[2], prepared(client="0190-bruno")[2]
    assert anne["user"]["id"] == again["user"]["id"] != other["user"]["id"]


def test_an_enrolment_takes_the_key_that_was_made_for_it() -> None:
    factor, made, options = prepared()
    device = a_device()
    device.user = from_base64url(options["user"]["id"])
    there = Asked(
        request_id="e", canonical="", digest=b"", match_number=0, origins=(SITE,), client_id="0190-anne"
    )
    sent = {"passkey": device.makes(from_base64url(options["challenge"]))}
    registered = factor.register(made.material, sent, there, NOW)
    assert isinstance(registered, Registered) and registered.handle == device.credential
    assert factor.register(made.material, {"passkey": device.makes(OTHER)}, there, NOW) == STRANGER
    assert factor.register(registered.material, sent, there, NOW) == STRANGER, "an enrolment is made once"
    assert factor.check(made.material, b"", {"passkey": device.signs(OTHER)}, asked(), NOW) == STRANGER


def asked(amount: str = "250,00 €", request_id: str = "0190-one") -> Asked:
    return msgspec.structs.replace(a_request(amount=amount, payee="Zoé", request_id=request_id), origins=(SITE,))


def test_what_is_signed_is_the_request_itself() -> None:
    factor, hand = passkey(), PasskeyHand(1)
    answer = hand.answer(asked(), {}, NOW)
    right = factor.check(hand.material, b"", answer, asked(), NOW)
    assert isinstance(right, Evidence) and right.spends == f"signed:{asked().digest.hex()}" and right.material
    for other in (asked("2 500,00 €"), asked(request_id="0190-two")):
        assert factor.check(hand.material, b"", answer, other, NOW) == STRANGER


def test_a_door_asks_for_any_key_and_an_approval_for_ones_own() -> None:
    factor = passkey()
    door = json.loads(factor.door((SITE,), Token("sealed", CHALLENGE), Seeded(), NOW)["options"])
    assert door["allowCredentials"] == [] and from_base64url(door["challenge"]) == CHALLENGE
    together = json.loads(factor.together(asked(), (b"a" * 16, b"b" * 16))["options"])
    assert [from_base64url(one["id"]) for one in together["allowCredentials"]] == [b"a" * 16, b"b" * 16]
    assert from_base64url(together["challenge"]) == asked().digest
    assert door["userVerification"] == together["userVerification"] == "required"
    assert door["rpId"] == together["rpId"] == "deuxrives.localhost"


def test_the_key_kept_moves_with_its_counter() -> None:
    factor, hand = passkey(), PasskeyHand(1)
    first = factor.check(hand.material, b"", hand.answer(asked(), {}, NOW), asked(), NOW)
    assert isinstance(first, Evidence) and first.material is not None
    hand.device = Device(hand.device.private, hand.device.credential, hand.device.user)  # a copy, made before
    other = asked(request_id="0190-two")
    assert factor.check(first.material, b"", hand.answer(other, {}, NOW), other, NOW) == Copied()


def test_nobodys_material_is_verified_all_the_same() -> None:
    hand = PasskeyHand(1)
    assert passkey().check(b"", b"", hand.answer(asked(), {}, NOW), asked(), NOW) == STRANGER
