"""Taken back or not: OCSP and lists, signed by whom, fresh until when, and what silence means."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from parvis.factors import Question
from parvis.factors.certificate.revocation import Status, by_crl, by_ocsp, gather, standing
from parvis.factors.certificate.trust import Trust, read_crl
from tests.factors.pki import Authority, new_key
from tests.factors.world import NOW

ROOT = Authority()
OTHER = Authority("Autre autorité")
KEY = new_key()
OCSP, CRL = "http://ocsp.example/", "http://crl.example/list"
SABINE = ROOT.issues(key=KEY, ocsp_url=OCSP, crl_url=CRL)
IDRIS = ROOT.issues("Idris Konaté", key=new_key())
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TRUST = Trust(institution="cooperative", host="h", anchors=(ROOT.certificate,))
CHAIN = (SABINE, ROOT.certificate)


def ocsp(answer: bytes, issuer: Authority = ROOT) -> Status:
    return by_ocsp(answer, SABINE, issuer.certificate, NOW)


def crl(content: bytes) -> Status:
    return by_crl(content, SABINE, ROOT.certificate, NOW)


def delegate(eku: Any = (ExtendedKeyUsageOID.OCSP_SIGNING,), authority: Authority = ROOT, **how: Any) -> Any:
    key = new_key()
    return authority.issues("Répondeur", key=key, eku=eku, **({"no_check": True} | how)), key


def test_ocsp_says_good_or_revoked() -> None:
    assert ocsp(ROOT.answers(SABINE)) == Status.GOOD
    assert ocsp(ROOT.answers(SABINE, revoked=True)) == Status.REVOKED


def test_ocsp_by_a_responder_that_the_authority_named() -> None:
    assert ocsp(ROOT.answers(SABINE, by=delegate())) == Status.GOOD
    assert ocsp(ROOT.answers(SABINE, by=delegate(), revoked=True)) == Status.REVOKED


@pytest.mark.parametrize(
    "by",
    [
        delegate(eku=(ExtendedKeyUsageOID.CLIENT_AUTH,)),  # a client of the same authority
        delegate(authority=OTHER),  # named by somebody else
        delegate(until=NOW - HOUR),
        delegate(no_check=False),
        (OTHER.certificate, OTHER.key),
    ],
)
def test_ocsp_by_anybody_else_says_nothing(by: Any) -> None:
    assert ocsp(ROOT.answers(SABINE, by=by)) == Status.UNTOLD


@pytest.mark.parametrize(
    "when",
    [
        {"since": NOW - 2 * DAY, "until": NOW - HOUR},  # yesterday's
        {"since": NOW + HOUR},  # not yet
        {"since": NOW - 30 * DAY, "until": NOW + DAY},  # of last month, whatever it says of itself
    ],
)
def test_ocsp_that_is_not_fresh_says_nothing(when: dict[str, Any]) -> None:
    assert ocsp(ROOT.answers(SABINE, **when)) == Status.UNTOLD


def test_ocsp_about_another_certificate_says_nothing() -> None:
    assert ocsp(ROOT.answers(IDRIS)) == Status.UNTOLD


@pytest.mark.parametrize("content", [b"", b"\x30\x00", b"<html>", bytes(5000), b"\x30\x03\x0a\x01\x06"])
def test_what_is_no_answer_says_nothing(content: bytes) -> None:
    assert ocsp(content) == crl(content) == Status.UNTOLD


def test_a_list_says_good_or_revoked() -> None:
    assert crl(ROOT.lists(IDRIS)) == Status.GOOD
    assert crl(ROOT.lists(IDRIS, SABINE)) == Status.REVOKED


@pytest.mark.parametrize(
    "content",
    [
        OTHER.lists(),
        ROOT.lists(signed_by=new_key()),
        ROOT.lists(since=NOW - 9 * DAY, until=NOW - DAY),
        ROOT.lists(since=NOW + HOUR),
        ROOT.lists(extension=x509.DeltaCRLIndicator(1)),
        ROOT.lists(
            extension=x509.IssuingDistributionPoint(
                full_name=None, relative_name=None, only_contains_user_certs=False, only_contains_ca_certs=True,
                only_some_reasons=None, indirect_crl=False, only_contains_attribute_certs=False,
            )
        ),
    ],
)
def test_a_list_of_others_old_partial_or_forged_says_nothing(content: bytes) -> None:
    assert crl(content) == Status.UNTOLD


class Net:
    """What answers outside, and what it was asked."""

    def __init__(self, **answers: bytes) -> None:
        self.answers, self.asked = {OCSP: answers.get("ocsp"), CRL: answers.get("crl")}, list[str]()

    async def ask(self, question: Question) -> bytes | None:
        self.asked.append(question.url)
        return self.answers[question.url]


async def told(net: Net, trust: Trust = TRUST) -> str:
    return standing(CHAIN, trust, await gather(CHAIN, trust, net.ask, NOW), NOW)


async def test_the_responder_is_enough() -> None:
    net = Net(ocsp=ROOT.answers(SABINE))
    assert await told(net) == ""
    assert net.asked == [OCSP]


async def test_the_list_is_asked_when_the_responder_is_down_or_useless() -> None:
    for answer in (None, b"", b"<html>", ROOT.answers(IDRIS), OTHER.answers(SABINE)):
        net = Net(crl=ROOT.lists(), **({} if answer is None else {"ocsp": answer}))
        assert await told(net) == ""
        assert net.asked == [OCSP, CRL]


async def test_revoked_by_one_or_the_other() -> None:
    assert await told(Net(ocsp=ROOT.answers(SABINE, revoked=True))) == "certificate_revoked"
    assert await told(Net(crl=ROOT.lists(SABINE))) == "certificate_revoked"


async def test_silence_is_a_no_unless_the_institution_says_otherwise() -> None:
    assert await told(Net()) == "certificate_status_unknown"
    trusting = msgspec.structs.replace(TRUST, accepts_unanswered=True)
    assert await told(Net(), trusting) == ""
    assert await told(Net(crl=ROOT.lists(SABINE)), trusting) == "certificate_revoked"


async def test_a_list_kept_on_this_machine_asks_nobody() -> None:
    kept = msgspec.structs.replace(TRUST, known_crls=(read_crl(ROOT.lists()),))
    net = Net()
    assert await told(net, kept) == ""
    assert net.asked == []
    revoking = msgspec.structs.replace(TRUST, known_crls=(read_crl(ROOT.lists(SABINE)),))
    assert await told(Net(ocsp=ROOT.answers(SABINE)), revoking) == "certificate_revoked"


async def test_an_authority_that_was_taken_back_takes_its_clients_with_it() -> None:
    between = Authority("Intermédiaire", above=ROOT)
    issued = between.issues(key=KEY)
    lists = tuple(read_crl(one) for one in (ROOT.lists(between.certificate), between.lists()))
    chain = (issued, between.certificate, ROOT.certificate)
    found = msgspec.structs.replace(TRUST, known_crls=lists)
    assert standing(chain, found, {}, NOW) == "certificate_revoked"
    only_hers = msgspec.structs.replace(TRUST, known_crls=lists[1:])
    assert standing(chain, only_hers, {}, NOW) == "certificate_status_unknown"
