"""The voucher: what a journey to the provider has ended with, for one request, for a minute."""

from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from parvis.factors import Element, Evidence, Mismatch, Registered, elements_of
from parvis.factors.franceconnect.factor import FranceConnect, handle_of, place_of
from parvis.factors.totp.factor import Totp
from tests.factors.world import NOW, asked, keyring

ANNE, HUGO = handle_of("https://fc.example", "anne"), handle_of("https://fc.example", "hugo")
ONCE = "0123456789abcdef0123456789abcdef"
REQUEST = asked()


@pytest.fixture
def factor(tmp_path: Path) -> FranceConnect:
    return FranceConnect(keyring(tmp_path), offered=True)


def brought(factor: FranceConnect, handle: bytes = ANNE, *, place: str = "") -> dict[str, str]:
    return {"voucher": factor.voucher(handle, ONCE, place or place_of(REQUEST), NOW)}


def test_it_serves_the_request_that_it_was_made_for(factor: FranceConnect) -> None:
    answer = brought(factor)
    assert factor.check(ANNE, b"", answer, REQUEST, NOW) == Evidence(ONCE)
    other = asked(request_id="another", amount="9,00")
    assert factor.check(ANNE, b"", answer, other, NOW) == Mismatch(counts=False)


def test_it_serves_for_a_minute(factor: FranceConnect) -> None:
    answer = brought(factor)
    assert isinstance(factor.check(ANNE, b"", answer, REQUEST, NOW + timedelta(seconds=59)), Evidence)
    assert factor.check(ANNE, b"", answer, REQUEST, NOW + timedelta(seconds=60)) == Mismatch(counts=False)


def test_somebody_else_is_counted_and_a_stranger_s_text_is_not(factor: FranceConnect, tmp_path: Path) -> None:
    assert factor.check(ANNE, b"", brought(factor, HUGO), REQUEST, NOW) == Mismatch()
    elsewhere = FranceConnect(keyring(tmp_path / "elsewhere"), offered=True)
    for answer in (brought(elsewhere), {"voucher": "00" * 60}, {"voucher": "é"}, {"voucher": "0" * 9000}, {}):
        assert factor.check(ANNE, b"", answer, REQUEST, NOW) == Mismatch(counts=False)
    assert factor.check(b"", b"", brought(factor), REQUEST, NOW) == Mismatch()  # Nobody's material.


def test_an_enrolment_takes_the_identity_and_keeps_its_digest_alone(factor: FranceConnect) -> None:
    enrolment = msgspec.structs.replace(REQUEST, digest=b"")
    taken = factor.register(b"", brought(factor, place=place_of(enrolment)), enrolment, NOW)
    assert taken == Registered(material=ANNE, handle=ANNE, spends=ONCE)
    assert factor.register(b"", brought(factor), enrolment, NOW) == Mismatch(counts=False)


def test_a_name_means_nothing_without_its_issuer() -> None:
    assert handle_of("https://a.example", "anne") != handle_of("https://b.example", "anne")
    assert handle_of("https://a.example/x", "anne") != handle_of("https://a.example", "/xanne")


def test_what_it_proves_follows_from_the_level(factor: FranceConnect) -> None:
    """Regulation (EU) 2015/1502: one factor at least, then two; nothing where nobody is asked."""
    assert elements_of(factor, "") == frozenset()
    assert elements_of(factor, "eidas1") == {Element.KNOWLEDGE}
    assert elements_of(factor, "eidas2") == elements_of(factor, "eidas3") == {Element.KNOWLEDGE, Element.POSSESSION}
    assert elements_of(Totp(), "eidas3") == {Element.POSSESSION}
