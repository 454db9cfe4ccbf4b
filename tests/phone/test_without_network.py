"""DR4, the phone without network: the published vectors, which openssl made without us, and the real pages."""

import base64
import hashlib
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.factors import Asked, Checked, Evidence, Mismatch, ocra
from parvis.factors.phone import wire
from parvis.factors.phone.offline import READS, SAYS, PhoneCode, PhoneQr, new_server_key, pack, public_half
from parvis.here import Here
from parvis.known import known
from parvis.seal import SystemRandom
from tests.conftest import FakeClock
from tests.gate.world import CODE
from tests.phone import offline
from tests.phone.client import stretch, xor
from tests.phone.world import Owner
from tests.window import Window, a_window

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "vectors" / "phone_offline.json").read_text("utf-8")
)
OFFLINE, KNOWLEDGE = bytes.fromhex(VECTORS["offline_key"]), bytes.fromhex(VECTORS["knowledge_key"])
SERVER_KEY = base64.urlsafe_b64decode(VECTORS["server_key"] + "=")
MATERIAL = wire.pack(wire.Enrolled(b"\4" * 65, KNOWLEDGE, OFFLINE, bytes.fromhex(VECTORS["server_scalar"])))
NOW = datetime.fromtimestamp(VECTORS["seconds"], UTC)
ASKED = Asked(
    request_id="0192f3a0-7c1e-7b3a-9a55-0c2f4d5e6f70", canonical=VECTORS["canonical"],
    digest=bytes.fromhex(VECTORS["digest"]), match_number=42, origins=("https://epargne.localhost:8000",),
)  # fmt: skip


def told(checked: Checked) -> str:
    match checked:
        case Evidence():
            return "accepted"
        case Mismatch(counts=True):
            return "counted"
        case _:
            return "not counted"


@pytest.mark.parametrize("case", VECTORS["codes"], ids=lambda case: case["it"])
def test_a_code_that(case: dict[str, Any]) -> None:
    factor = PhoneQr() if case["suite"] == READS.text else PhoneCode()
    assert told(factor.check(MATERIAL, b"", {"code": case["code"]}, ASKED, NOW)) == case["expect"]


@pytest.mark.parametrize("case", VECTORS["codes"], ids=lambda case: case["it"])
def test_the_python_phone_and_the_library_hash_the_same(case: dict[str, Any]) -> None:
    suite, data = ocra.read(case["suite"]), bytes.fromhex(case["data"])
    pin = data[-40:-8]
    question = data[len(case["suite"]) + 1 :][:32].hex() if suite is READS or suite == READS else "00000000"
    inputs = ocra.Inputs(pin_hash=pin, timestamp=case["minutes"])
    assert ocra.data_of(suite, question, inputs) == data
    assert ocra.compute(suite, OFFLINE, question, inputs) == case["code"]


def test_the_python_phone_gives_the_codes_of_the_vectors() -> None:
    first, alone = VECTORS["codes"][0], VECTORS["codes"][6]
    knowledge = xor(bytes.fromhex(VECTORS["masked"]), stretch(VECTORS["code"], bytes.fromhex(VECTORS["salt"])))
    assert offline.code_for(VECTORS["canonical"], offline=OFFLINE, knowledge=knowledge, at=VECTORS["seconds"]) == (
        first["code"]
    )
    assert offline.code_alone(offline=OFFLINE, knowledge=knowledge, at=VECTORS["seconds"]) == alone["code"]


@pytest.mark.parametrize("case", VECTORS["texts"], ids=lambda case: case["it"])
def test_a_text_that(case: dict[str, Any]) -> None:
    if case["expect"] == "shown":
        assert offline.read(case["text"], SERVER_KEY) == VECTORS["canonical"]
    else:
        with pytest.raises(offline.NotFromThere):
            offline.read(case["text"], SERVER_KEY)


def test_what_the_page_shows_is_read_by_the_python_phone() -> None:
    shown = PhoneQr().present(MATERIAL, ASKED)
    assert shown["text"].startswith("https://epargne.localhost:8000/phone/#read=")
    assert shown["qr"].startswith("data:image/svg+xml")
    assert offline.read(shown["text"], SERVER_KEY) == VECTORS["canonical"]
    assert PhoneQr().present(MATERIAL, ASKED) == shown, "the same request is the same picture"


def test_a_request_too_long_for_a_picture_is_still_there_as_text() -> None:
    canonical = '{"lines":[],"x":"' + SystemRandom().bytes(4000).hex() + '"}'
    text = pack(canonical, bytes.fromhex(VECTORS["server_scalar"]))
    assert offline.read(f"#read={text}", SERVER_KEY) == canonical
    shown = PhoneQr().present(MATERIAL, Asked(request_id="", canonical=canonical, digest=b"", match_number=1))
    assert (shown["qr"], shown["text"]) == ("", f"/phone/#read={text}")


def test_a_phone_enrolled_before_has_nothing_to_check_with_and_is_shown_nothing() -> None:
    material = wire.pack(wire.Enrolled(b"\4" * 65, KNOWLEDGE, OFFLINE))
    assert PhoneQr().present(material, ASKED) == {"offline": "read", "qr": "", "text": ""}
    older = b'{"stage":"enrolled","public_key":"BA==","knowledge_key":"AA==","offline_key":"AA=="}'
    assert isinstance(wire.unpack_material(older), wire.Enrolled)


def test_each_phone_has_a_key_of_its_own() -> None:
    random = SystemRandom()
    keys = {new_server_key(random) for _ in range(5)}
    assert len(keys) == 5
    assert {len(public_half(key)) for key in keys} == {65}


@pytest.mark.parametrize("typed", ["22537756", "2253 7756", " 22537756 ", "2253\u202f7756"])
def test_a_code_may_be_typed_in_groups(typed: str) -> None:
    assert VECTORS["codes"][0]["code"] == "22537756"
    assert told(PhoneQr().check(MATERIAL, b"", {"code": typed}, ASKED, NOW)) == "accepted"


@pytest.mark.parametrize("typed", ["", "2253775", "225377566", "2253775a", "٢٢٥٣٧٧٥٦", "½"])
def test_what_is_not_eight_digits_is_no_guess(typed: str) -> None:
    for factor in (PhoneQr(), PhoneCode()):
        assert told(factor.check(MATERIAL, b"", {"code": typed}, ASKED, NOW)) == "not counted"


def test_the_two_codes_are_not_one_another() -> None:
    """A code for nothing in particular approves no request, nor the other way round."""
    first, alone = VECTORS["codes"][0]["code"], VECTORS["codes"][6]["code"]
    assert told(PhoneQr().check(MATERIAL, b"", {"code": alone}, ASKED, NOW)) == "counted"
    assert told(PhoneCode().check(MATERIAL, b"", {"code": first}, ASKED, NOW)) == "counted"
    assert READS.text != SAYS.text


def test_rts_5_only_the_code_of_what_was_read_links() -> None:
    factors = known()[0]
    assert (factors["phone_qr"].links, factors["phone_code"].links) == (True, False)
    assert factors["phone_code"].proves == factors["phone"].proves


@given(material=st.one_of(st.just(MATERIAL), st.binary(max_size=200)), code=st.text(max_size=20))
def test_check_never_raises(material: bytes, code: str) -> None:
    for factor in (PhoneQr(), PhoneCode()):
        assert isinstance(factor.check(material, b"", {"code": code}, ASKED, NOW), Mismatch)
        factor.present(material, ASKED)


@pytest.fixture
async def window(here: Here, anne: Owner) -> AsyncIterator[Window]:
    """A browser at the waiting page of Anne's sign-in."""
    async with a_window(here, "epargne") as opened:
        await opened.goes_to("/sign-in")
        await opened.sends("/sign-in", code=CODE, client_id=anne.person.identifier)
        assert "/requests/" in opened.path, opened.page
        yield opened


def means_of(anne: Owner, kind: str) -> str:
    return f"{anne.phone.authenticator_id}/{kind}"


async def text_of(window: Window, anne: Owner) -> str:
    page = await window.goes_to(f"{window.path}?means={means_of(anne, 'phone_qr')}")
    return page.partition("<code data-copy-text>")[2].partition("</code>")[0]


async def test_the_page_offers_the_phone_without_network(window: Window, anne: Owner) -> None:
    page = await window.goes_to(window.path)
    assert "Mon téléphone n'a pas de réseau" in page
    assert f"means={means_of(anne, 'phone_qr')}" in page


async def test_the_independent_phone_signs_in_with_what_it_has_read(
    window: Window, anne: Owner, clock: FakeClock
) -> None:
    canonical = anne.phone.reads(await text_of(window, anne))
    assert json.loads(canonical)["operation"] == "sign_in"
    code = anne.phone.digits_for(canonical, at=clock().timestamp())
    await window.sends(f"{window.path}/proofs/{means_of(anne, 'phone_qr')}", code=code)
    assert window.path == "/accounts", window.page


async def test_a_code_serves_once(window: Window, anne: Owner, here: Here, clock: FakeClock) -> None:
    code = anne.phone.digits_alone(at=clock().timestamp())
    await window.sends(f"{window.path}/proofs/{means_of(anne, 'phone_code')}", code=code)
    assert window.path == "/accounts", window.page
    async with a_window(here, "epargne") as other:
        await other.sends("/sign-in", code=CODE, client_id=anne.person.identifier)
        await other.sends(f"{other.path}/proofs/{means_of(anne, 'phone_code')}", code=code)
        assert "Ce code a déjà servi" in other.page
        clock.advance(minutes=1)
        code = anne.phone.digits_alone(at=clock().timestamp())
        await other.sends(f"{other.path.split('/proofs')[0]}/proofs/{means_of(anne, 'phone_code')}", code=code)
        assert other.path == "/accounts", other.page


async def test_an_answer_online_does_not_spend_the_minutes_of_the_code(
    window: Window, anne: Owner, here: Here, clock: FakeClock
) -> None:
    """A nonce that comes after « minute » in the alphabet says nothing of the minutes."""
    request = await anne.signs_in()
    (one, *_) = [one for one in (await anne.phone.waiting())["requests"] if one["request_id"] == str(request.id)]
    assert (await anne.phone.approve(one, number=request.match_number))["outcome"] == "accepted"
    async with here.transaction() as tx:
        await tx.run("update proof set spends = 'zzzz' where kind = 'phone'")
    code = anne.phone.digits_alone(at=clock().timestamp())
    await window.sends(f"{window.path}/proofs/{means_of(anne, 'phone_code')}", code=code)
    assert window.path == "/accounts", window.page


async def test_a_clock_a_minute_wrong_is_borne_and_no_more(window: Window, anne: Owner, clock: FakeClock) -> None:
    canonical, proofs = anne.phone.reads(await text_of(window, anne)), f"{window.path}/proofs/"
    late = anne.phone.digits_for(canonical, at=(clock() - timedelta(minutes=2)).timestamp())
    await window.sends(proofs + means_of(anne, "phone_qr"), code=late)
    assert "Ce code n'est pas le bon" in window.page
    near = anne.phone.digits_for(canonical, at=(clock() - timedelta(minutes=1)).timestamp())
    await window.sends(proofs + means_of(anne, "phone_qr"), code=near)
    assert window.path == "/accounts", window.page


async def test_cnil_pin_the_tries_are_those_of_the_phone_however_it_answers(
    window: Window, anne: Owner, here: Here, clock: FakeClock
) -> None:
    """One wrong code online, one read, one said: the phone is blocked, for all three."""
    request = await anne.signs_in()
    (one, *_) = [one for one in (await anne.phone.waiting())["requests"] if one["request_id"] == str(request.id)]
    assert (await anne.phone.approve(one, code="0000", number=request.match_number))["tries_left"] == 2
    canonical, page = anne.phone.reads(await text_of(window, anne)), window.path
    wrong = anne.phone.digits_for(canonical, at=clock().timestamp(), code="0000")
    await window.sends(f"{page}/proofs/{means_of(anne, 'phone_qr')}", code=wrong)
    assert "il vous reste un essai" in window.page.lower() or "dernier essai" in window.page.lower(), window.page
    wrong = anne.phone.digits_alone(at=clock().timestamp(), code="0000")
    await window.sends(f"{page}/proofs/{means_of(anne, 'phone_code')}", code=wrong)
    async with here.reading() as tx:
        states = await tx.value("select state from authenticator where kind = 'phone'")
    assert states == "blocked"
    assert "sans réseau" not in await window.goes_to(page)


@pytest.mark.parametrize("kind", ["phone_code/x", "totp", "sms_code", "nonsense", "%00", "é"])
async def test_a_phone_answers_only_as_what_it_is(window: Window, anne: Owner, kind: str) -> None:
    page = window.path
    code = anne.phone.digits_alone(at=0)
    await window.sends(f"{page}/proofs/{anne.phone.authenticator_id}/{kind}", code=code)
    assert window.status in (404, 409, 422), window.status
    assert window.path != "/accounts"


async def test_the_digest_is_what_was_signed(window: Window, anne: Owner) -> None:
    canonical = anne.phone.reads(await text_of(window, anne))
    async with anne.person.here.reading() as tx:
        digest = await tx.value("select digest from request where state = 'waiting' order by opened_at desc limit 1")
    assert hashlib.sha256(canonical.encode()).digest() == digest
