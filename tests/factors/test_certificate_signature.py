"""A signed order: of these bytes, by this certificate, now; and by nothing else (RTS-5.1)."""

import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from parvis.factors.certificate.signature import LONGEST, read, verify
from tests.factors.cms import message
from tests.factors.pki import Authority, new_key, new_rsa
from tests.factors.world import NOW

ORDER = '{"amount":25000,"to":"Idris Konaté"}'.encode()
ROOT = Authority()
KEY, RSA = new_key(), new_rsa()
SABINE, SABINE_RSA = ROOT.issues(key=KEY), ROOT.issues(key=RSA)
IDRIS_KEY = new_key()
IDRIS = ROOT.issues("Idris Konaté", key=IDRIS_KEY)


def signed(**how: Any) -> bytes:
    return message(ORDER, [(SABINE, KEY)], **({"at": NOW} | how))


def judged(content: bytes, order: bytes = ORDER, at: Any = NOW) -> str:
    return verify(content, order, SABINE, at)


@pytest.mark.parametrize("digest", ["sha256", "sha384", "sha512"])
def test_the_right_signature(digest: str) -> None:
    assert judged(signed(digest=digest)) == ""
    for pss in (False, True):
        by_rsa = message(ORDER, [(SABINE_RSA, RSA)], at=NOW, digest=digest, pss=pss)
        assert verify(by_rsa, ORDER, SABINE_RSA, NOW) == ""


def test_of_another_order_by_a_byte() -> None:
    assert judged(signed(), ORDER.replace(b"25000", b"25001")) == "signature_other_order"
    # The digest of the order is in the message, and what was signed is another one.
    assert judged(signed(digest_of=b"something else")) == "signature_other_order"


def test_by_somebody_else() -> None:
    assert judged(message(ORDER, [(IDRIS, IDRIS_KEY)], at=NOW)) == "signature_other_certificate"
    assert judged(message(ORDER, [(SABINE, IDRIS_KEY)], at=NOW)) == "signature_forged"


def test_by_two() -> None:
    assert judged(message(ORDER, [(SABINE, KEY), (IDRIS, IDRIS_KEY)], at=NOW)) == "signature_several_signers"
    assert judged(message(ORDER, [], at=NOW)) == "signature_several_signers"


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"digest": "sha1"}, "signature_weak"),
        ({"attached": True}, "signature_not_detached"),
        ({"plain": True}, "signature_incomplete"),
        ({"without": ("signing_time",)}, "signature_incomplete"),
        ({"without": ("message_digest",)}, "signature_incomplete"),
        ({"without": ("content_type",)}, "signature_incomplete"),
        ({"twice": "message_digest"}, "signature_unreadable"),
        ({"at": NOW - timedelta(minutes=11)}, "signature_not_now"),
        ({"at": NOW + timedelta(minutes=11)}, "signature_not_now"),
    ],
)
def test_what_is_missing_weak_or_old(how: dict[str, Any], code: str) -> None:
    assert judged(signed(**how)) == code


def test_every_bit_counts() -> None:
    """Whatever single byte of the message is changed: refused, or what changed was not part of what is signed."""
    good = signed()
    taken = [
        index
        for index in range(len(good))
        if judged(good[:index] + bytes([good[index] ^ 1]) + good[index + 1 :]) == ""
    ]
    # The certificate inside is not looked at, nor are version numbers and the list of digests: only the bound key.
    certificate = SABINE.public_bytes(Encoding.DER)
    start = good.index(certificate)
    outside = [index for index in taken if not start <= index < start + len(certificate)]
    assert len(outside) < 32, [(index, good[index]) for index in outside]


NONSENSE = [b"", b"\x30", b"\x30\x80", b"%PDF-1.7", bytes(20_000), b"\x30\x84\xff\xff\xff\xff"]


@pytest.mark.parametrize("content", NONSENSE)
def test_what_is_no_message(content: bytes) -> None:
    assert judged(content) == "signature_unreadable"


def test_a_file_is_read_as_it_comes() -> None:
    good = signed()
    import base64

    lines = base64.encodebytes(good)
    assert read(good) == good
    assert read(b"-----BEGIN CMS-----\n" + lines + b"-----END CMS-----\n") == good
    assert read(b"-----BEGIN PKCS7-----\r\n" + lines.replace(b"\n", b"\r\n") + b"-----END PKCS7-----") == good
    assert read(b"-----BEGIN CMS-----\n" + lines) == b""
    assert read(b"hello") == b""
    assert read(b"\x30" * (LONGEST + 1)) == b""


@pytest.mark.parametrize("more", [[], ["-outform", "PEM"], ["-cades"], ["-keyid"], ["-md", "sha512"], ["-nocerts"]])
def test_as_openssl_signs(tmp_path: Path, more: list[str]) -> None:
    """The real command, in the forms that people use."""
    from datetime import UTC, datetime

    (tmp_path / "order.json").write_bytes(ORDER)
    (tmp_path / "c.pem").write_bytes(SABINE.public_bytes(Encoding.PEM))
    (tmp_path / "c.key").write_bytes(KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    command = ["openssl", "cms", "-sign", "-binary", "-in", "order.json", "-signer", "c.pem", "-inkey", "c.key"]
    subprocess.run(
        [*command, "-outform", "DER", "-out", "order.p7s", *more], cwd=tmp_path, check=True, capture_output=True
    )
    made = (tmp_path / "order.p7s").read_bytes()
    assert verify(read(made), ORDER, SABINE, datetime.now(UTC)) == ""
    assert verify(read(made), ORDER + b" ", SABINE, datetime.now(UTC)) == "signature_other_order"
