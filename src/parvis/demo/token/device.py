"""The simulated USB token: a key that only its PIN opens, three tries, and signatures of files.

It knows what a real one and its software know: the file it is given, the PIN, its own key. Production has none.
"""

import hashlib
from datetime import datetime
from pathlib import Path
from uuid import UUID

import msgspec
from asn1crypto import algos, cms, core
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key

from parvis.demo.authority import write
from parvis.factors.certificate.trust import DEMO_FOLDER
from parvis.factors.certificate.wire import name_of
from parvis.settings import Settings

PIN_TRIES = 3
LONGEST_ORDER = 20_000  # bytes


class Line(msgspec.Struct, frozen=True):
    """One line of an order, as its software shows it before signing."""

    label: str
    value: str
    kind: str = "text"


class _Order(msgspec.Struct, frozen=True):
    lines: tuple[Line, ...]


class Token:
    """The token of one demo client."""

    def __init__(self, settings: Settings, client_id: UUID) -> None:
        assert settings.mode != "production", "the demonstration's tokens do not exist in production"
        folder = settings.keys_dir / DEMO_FOLDER
        self._key, self._certificate = folder / f"{client_id}.key", folder / f"{client_id}.pem"
        self._wrong, self.bundle = folder / f"{client_id}.wrong", folder / f"{client_id}.p12"
        self.authority: Path = folder / "demo.authority.pem"

    @property
    def exists(self) -> bool:
        return self._key.is_file() and self._certificate.is_file()

    @property
    def owner(self) -> str:
        return name_of(self._x509())

    @property
    def tries_left(self) -> int:
        wrong = int(self._wrong.read_text() or "0") if self._wrong.is_file() else 0
        return max(0, PIN_TRIES - wrong)

    def unlocks(self) -> None:
        """Give the three tries again, as a registration authority would."""
        write(self._wrong, b"0")

    def signs(self, order: bytes, pin: str, now: datetime) -> bytes | None:
        """A detached CMS signature, DER; None for a wrong PIN, which is counted, or a blocked token."""
        left = self.tries_left
        if not left:
            return None
        write(self._wrong, b"%d" % (PIN_TRIES - left + 1))  # Before the PIN is tried: a cut in between gives no try.
        try:
            key = load_pem_private_key(self._key.read_bytes(), pin.encode())
        except (ValueError, TypeError):
            return None
        write(self._wrong, b"0")
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        return _message(order, self._x509(), key, now)

    def _x509(self) -> x509.Certificate:
        return x509.load_pem_x509_certificate(self._certificate.read_bytes())


def lines_of(order: bytes) -> tuple[Line, ...]:
    """What the file says that will be signed; () for what is no order."""
    try:
        return msgspec.json.decode(order, type=_Order).lines
    except (msgspec.MsgspecError, UnicodeError):
        return ()


def _message(content: bytes, certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey, now: datetime) -> bytes:
    shown = asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
    values = {
        "content_type": cms.ContentType("data"),
        "signing_time": cms.Time({"utc_time": core.UTCTime(now)}),
        "message_digest": core.OctetString(hashlib.sha256(content).digest()),
    }
    attributes = cms.CMSAttributes([cms.CMSAttribute({"type": name, "values": [one]}) for name, one in values.items()])
    signer = cms.SignerInfo({
        "version": "v1",
        "sid": cms.SignerIdentifier({
            "issuer_and_serial_number": {"issuer": shown.issuer, "serial_number": shown.serial_number}
        }),
        "digest_algorithm": {"algorithm": "sha256"}, "signed_attrs": attributes,
        "signature_algorithm": {"algorithm": "sha256_ecdsa"},
        "signature": key.sign(attributes.dump(), ec.ECDSA(hashes.SHA256())),
    })  # fmt: skip
    signed = cms.SignedData({
        "version": "v1", "digest_algorithms": [algos.DigestAlgorithm({"algorithm": "sha256"})],
        "encap_content_info": {"content_type": "data"}, "certificates": [shown], "signer_infos": [signer],
    })  # fmt: skip
    message: bytes = cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump()
    return message
