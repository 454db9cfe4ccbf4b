"""Whose certificates are taken: every path that is not one, each with the code that helps its owner."""

from datetime import timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.x509.oid import ExtendedKeyUsageOID

from parvis.factors.certificate.path import path_of
from parvis.factors.certificate.trust import Trust
from tests.factors.pki import Authority, new_key, new_rsa, usage
from tests.factors.world import NOW

ROOT = Authority()
BETWEEN = Authority("Autorité intermédiaire", above=ROOT)
KEY = new_key()
SECOND = timedelta(seconds=1)


def trust(*authorities: Authority) -> Trust:
    every = [one.certificate for one in authorities or (ROOT, BETWEEN)]
    return Trust(
        institution="cooperative", host="certificat.example",
        anchors=tuple(one for one in every if one.issuer == one.subject),
        intermediates=tuple(one for one in every if one.issuer != one.subject),
    )


@pytest.mark.parametrize("authority", [ROOT, BETWEEN])
@pytest.mark.parametrize("key", [KEY, new_key(), ec.generate_private_key(ec.SECP384R1()), new_rsa()])
def test_a_good_certificate_has_a_path(authority: Authority, key: Any) -> None:
    issued = authority.issues(key=key)
    chain = path_of(issued, trust(), NOW)
    assert isinstance(chain, tuple), chain
    assert chain[0] == issued
    assert chain[-1] == ROOT.certificate


def test_a_look_alike_authority_is_nobody() -> None:
    """Same names everywhere, and another key: what counts is who has really signed."""
    forged = Authority()
    assert path_of(forged.issues(key=KEY), trust(), NOW) == "certificate_unknown_issuer"
    assert path_of(BETWEEN.issues(key=KEY, signed_by=new_key()), trust(), NOW) == "certificate_unknown_issuer"


def test_a_certificate_that_its_owner_signed_is_nobodys() -> None:
    alone = Authority("Sabine Rocher", ca=False)
    assert path_of(alone.certificate, trust(), NOW) == "certificate_unknown_issuer"


def test_a_client_is_no_authority() -> None:
    """An ordinary certificate signs another one: the path is signed at every step, and is none all the same."""
    sabine = ROOT.issues("Sabine Rocher", key=KEY)
    hers = Authority("Sabine Rocher", key=KEY)
    hers.certificate = sabine
    mallory = hers.issues("Mallory", key=new_key())
    found = Trust(
        institution="cooperative", host="h", anchors=(ROOT.certificate,), intermediates=(sabine,),
    )  # fmt: skip
    assert path_of(mallory, found, NOW) == "certificate_path"


def test_a_path_longer_than_its_authority_allows() -> None:
    short = Authority("Racine courte", path_length=0)
    under = Authority("Dessous", above=short)
    assert path_of(under.issues(key=KEY), trust(short, under), NOW) == "certificate_path"


def test_an_expired_authority_in_between() -> None:
    old = Authority("Ancienne", above=ROOT, until=NOW - SECOND)
    assert path_of(old.issues(key=KEY), trust(ROOT, old), NOW) == "certificate_path"


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"until": NOW - SECOND}, "certificate_expired"),
        ({"since": NOW + SECOND}, "certificate_not_yet_valid"),
        ({"eku": ()}, "certificate_wrong_use"),
        ({"eku": (ExtendedKeyUsageOID.SERVER_AUTH,)}, "certificate_wrong_use"),
        ({"eku": (ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE,)}, "certificate_wrong_use"),
        ({"use": usage(key_encipherment=True)}, "certificate_wrong_use"),
        ({"use": usage(digital_signature=True, key_cert_sign=True), "ca": True}, "certificate_wrong_use"),
        ({"ca": True}, "certificate_wrong_use"),
        ({"critical": x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\x05\x00")}, "certificate_path"),
    ],
)
def test_what_is_not_made_for_this(how: dict[str, Any], code: str) -> None:
    assert path_of(BETWEEN.issues(key=KEY, **how), trust(), NOW) == code


def test_the_last_second_still_counts() -> None:
    issued = BETWEEN.issues(key=KEY, until=NOW + SECOND)
    end = issued.not_valid_after_utc
    assert isinstance(path_of(issued, trust(), end), tuple)
    assert path_of(issued, trust(), end + SECOND) == "certificate_expired"


WEAK = [new_rsa(1024), ec.generate_private_key(ec.SECP224R1()), ed25519.Ed25519PrivateKey.generate()]


@pytest.mark.parametrize("key", WEAK)
def test_weak_or_unusual_keys(key: Any) -> None:
    assert path_of(ROOT.issues(key=key), trust(), NOW) == "certificate_weak"


def test_signed_with_sha_1() -> None:
    """Made with `openssl`: our own library does not even sign so any more."""
    assert isinstance(path_of(ROOT.issues(key=KEY, algorithm=hashes.SHA512()), trust(), NOW), tuple)
    # Depending on its build, our own library verifies such a signature or does not: neither opens anything.
    assert path_of(_sha1(), trust(), NOW) in ("certificate_weak", "certificate_unknown_issuer")


def _sha1() -> x509.Certificate:
    import subprocess
    import tempfile
    from pathlib import Path

    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "ca.pem").write_bytes(ROOT.certificate.public_bytes(Encoding.PEM))
        plain = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (folder / "ca.key").write_bytes(ROOT.key.private_bytes(*plain))
        (folder / "c.key").write_bytes(KEY.private_bytes(*plain))
        (folder / "ext").write_text(
            "keyUsage=critical,digitalSignature\nextendedKeyUsage=clientAuth\nbasicConstraints=CA:FALSE\n"
        )
        for command in (
            "openssl req -new -key c.key -subj /CN=Sabine -out c.csr",
            "openssl x509 -req -in c.csr -CA ca.pem -CAkey ca.key -set_serial 7 -days 99 -sha1 -extfile ext -out c.pem",
        ):
            subprocess.run(command.split(), cwd=folder, check=True, capture_output=True)
        return x509.load_pem_x509_certificate((folder / "c.pem").read_bytes())


def test_a_name_alone_proves_nothing() -> None:
    """A certificate with the same common name, from the same authority, is another one: see `handle_of`."""
    from parvis.factors.certificate.wire import handle_of

    mine, hers = ROOT.issues("Sabine Rocher", key=KEY), ROOT.issues("Sabine Rocher", key=new_key())
    assert handle_of(mine) != handle_of(hers)
    elsewhere = Authority("Autre autorité").issues("Sabine Rocher", key=KEY, serial=mine.serial_number)
    assert handle_of(mine) != handle_of(elsewhere)
