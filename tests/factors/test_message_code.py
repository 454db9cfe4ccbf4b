"""Codes by message: one code, one request, a few minutes."""

from datetime import timedelta
from pathlib import Path

import pytest

from parvis.factors import Challenge, Element, Evidence, Mismatch
from parvis.factors.message_code.factor import MessageCode, email_code, material_of, sms_code
from parvis.seal import Keyring
from tests.factors.world import NOW, Seeded, asked, keyring

CONTACT = "01900000-0000-7000-8000-000000000001"
MATERIAL = material_of(CONTACT)
TRANSFER = asked(amount="250,00 €", payee="Zoé Martin", iban="FR76 9991 3000 0100 0000 0012 345")


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keyring:
    place: Path = tmp_path_factory.mktemp("message-code")
    return keyring(place)


@pytest.fixture
def sms(keys: Keyring) -> MessageCode:
    return sms_code(keys)


def code_in(challenge: Challenge) -> str:
    """The code that the message carries."""
    assert challenge.sending is not None
    code: str = challenge.sending.values["code"]
    return code


def test_the_text_of_a_transfer_names_amount_and_payee(sms: MessageCode) -> None:
    sending = sms.challenge(MATERIAL, TRANSFER, Seeded(), NOW).sending
    assert sending is not None
    assert (sending.channel, sending.contact_id, sending.words_key) == ("sms", CONTACT, "message-code-sms-payment")
    values = sending.values
    assert (values["amount"], values["payee"], values["last"]) == ("250,00 €", "Zoé Martin", "2345")


def test_a_payee_s_name_makes_no_link(sms: MessageCode) -> None:
    """What somebody typed as a name must not become an address to click in a message that carries a code."""
    request = asked(amount="1,00 €", payee="https://www.voleur.example/ M. Durand", iban="FR76")
    sending = sms.challenge(MATERIAL, request, Seeded(), NOW).sending
    assert sending is not None
    assert sending.values["payee"] == "https www voleur example M. Durand"


def test_the_code_serves_its_own_request_only(sms: MessageCode) -> None:
    asks = sms.challenge(MATERIAL, TRANSFER, Seeded(), NOW)
    answer = {"code": code_in(asks)}
    assert isinstance(sms.check(MATERIAL, asks.material, answer, TRANSFER, NOW), Evidence)
    dearer = asked(amount="2 500,00 €", payee="Zoé Martin", iban="FR76 9991 3000 0100 0000 0012 345")
    other = asked(request_id="0190-two", amount="250,00 €", payee="Zoé Martin", iban="FR76")
    assert sms.check(MATERIAL, asks.material, answer, dearer, NOW) == Mismatch()
    assert sms.check(MATERIAL, asks.material, answer, other, NOW) == Mismatch()


def test_the_newest_code_counts(sms: MessageCode) -> None:
    random = Seeded()
    first, second = (sms.challenge(MATERIAL, TRANSFER, random, NOW) for _ in range(2))
    assert code_in(first) != code_in(second)
    assert sms.check(MATERIAL, second.material, {"code": code_in(first)}, TRANSFER, NOW) == Mismatch()
    assert isinstance(sms.check(MATERIAL, second.material, {"code": code_in(second)}, TRANSFER, NOW), Evidence)


def test_the_code_is_not_kept(sms: MessageCode, tmp_path: Path) -> None:
    """RTS-4.2: what is stored says nothing of the code."""
    asks = sms.challenge(MATERIAL, TRANSFER, Seeded(), NOW)
    assert code_in(asks).encode() not in asks.material
    assert "code" not in asks.shown
    # And not to be found by trying the million codes without our key.
    other = sms_code(keyring(tmp_path))
    assert other.check(MATERIAL, asks.material, {"code": code_in(asks)}, TRANSFER, NOW) == Mismatch()


def test_each_lasts_its_own_time(keys: Keyring) -> None:
    for factor, minutes in ((sms_code(keys), 5), (email_code(keys), 15)):
        asks = factor.challenge(MATERIAL, TRANSFER, Seeded(), NOW)
        answer = {"code": code_in(asks)}
        assert asks.lifetime == timedelta(minutes=minutes)
        last = NOW + asks.lifetime - timedelta(seconds=1)
        assert isinstance(factor.check(MATERIAL, asks.material, answer, TRANSFER, last), Evidence)
        assert factor.check(MATERIAL, asks.material, answer, TRANSFER, NOW + asks.lifetime) == Mismatch()


def test_a_telephone_line_is_held_and_a_mailbox_is_not(keys: Keyring) -> None:
    """CNIL-MFA: password and e-mailed code are two steps, not two factors."""
    assert sms_code(keys).proves == {Element.POSSESSION}
    assert email_code(keys).proves == frozenset()


def test_codes_are_spread_over_the_whole_million(sms: MessageCode) -> None:
    random = Seeded(7)
    codes = [code_in(sms.challenge(MATERIAL, TRANSFER, random, NOW)) for _ in range(400)]
    assert all(len(code) == 6 and code.isdigit() for code in codes)
    assert any(code.startswith("0") for code in codes), "leading zeros are kept"
    assert len(set(codes)) > 395


def test_a_code_may_be_pasted_with_spaces(sms: MessageCode) -> None:
    asks = sms.challenge(MATERIAL, TRANSFER, Seeded(), NOW)
    code = code_in(asks)
    typed = {"code": f" {code[:3]} {code[3:]} "}
    assert isinstance(sms.check(MATERIAL, asks.material, typed, TRANSFER, NOW), Evidence)
