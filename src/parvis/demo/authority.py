"""The demonstration's certification authority: made at first start beside the keys, never read in production.

It issues the demo clients' certificates, the certificate of the demonstration's TLS door, and a revocation list that is
signed again at each start. Its private key lies on this machine, unprotected: nobody but a demonstration may trust it.
"""

import os
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from parvis.factors.certificate.trust import DEMO_FOLDER
from parvis.seal import SystemRandom
from parvis.settings import Settings

NAME = "Autorité de démonstration de Parvis (sans valeur)"
AUTHORITY, LIST, DOOR = "demo.authority.pem", "demo.crl", "door.pem"
LONG, LIST_LASTS = timedelta(days=3650), timedelta(days=400)
BROWSERS_ACCEPT = timedelta(days=390)
_BACK = timedelta(days=30)  # A demonstration's clock may be moved: nothing of it is « not yet valid ».


class Authority:
    """Opened, or made, by `open`."""

    def __init__(self, folder: Path, certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> None:
        self.folder, self.certificate, self._key = folder, certificate, key

    @classmethod
    def open(cls, settings: Settings, now: datetime) -> "Authority":
        """The authority of this database's keys. Refuses production: AssertionError."""
        assert settings.mode != "production", "the demonstration's authority does not exist in production"
        folder = settings.keys_dir / DEMO_FOLDER
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not (folder / AUTHORITY).exists():
            key = ec.generate_private_key(ec.SECP256R1())
            made = _root(key, now)
            write(folder / "demo.key", _pem_key(key, NoEncryption()))
            write(folder / AUTHORITY, made.public_bytes(Encoding.PEM))
        opened = load_pem_private_key((folder / "demo.key").read_bytes(), None)
        assert isinstance(opened, ec.EllipticCurvePrivateKey)
        return cls(folder, x509.load_pem_x509_certificate((folder / AUTHORITY).read_bytes()), opened)

    def lists(self, now: datetime, *revoked: int) -> None:
        """Sign the revocation list anew: these serial numbers, nobody by default."""
        builder = (
            x509.CertificateRevocationListBuilder().issuer_name(self.certificate.subject)
            .last_update(now).next_update(now + LIST_LASTS)
        )  # fmt: skip
        for serial in revoked:
            entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(now).build()
            builder = builder.add_revoked_certificate(entry)
        write(self.folder / LIST, builder.sign(self._key, hashes.SHA256()).public_bytes(Encoding.DER))

    def issue(self, name: str, company: str, pin: str, now: datetime, *, file: str) -> x509.Certificate:
        """A client's certificate; its key is kept in `file`, under the PIN, with what a browser imports."""
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = (
            self._builder(_name(name, company), key, now, LONG)
            .add_extension(_usage(digital_signature=True), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]), critical=False)
            .sign(self._key, hashes.SHA256())
        )
        locked = BestAvailableEncryption(pin.encode())
        bundle = pkcs12.serialize_key_and_certificates(name.encode(), key, certificate, [self.certificate], locked)
        write(self.folder / f"{file}.p12", bundle)
        write(self.folder / f"{file}.key", _pem_key(key, locked))
        write(self.folder / f"{file}.pem", certificate.public_bytes(Encoding.PEM))
        return certificate

    def door(self, hosts: tuple[str, ...], now: datetime) -> Path:
        """Certificate and key of the TLS door of these hosts, made anew: browsers only take young ones."""
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = (
            self._builder(_name(hosts[0], "Démonstration"), key, now, BROWSERS_ACCEPT - _BACK)
            .add_extension(_usage(digital_signature=True), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(host) for host in hosts]), critical=False)
            .sign(self._key, hashes.SHA256())
        )
        write(self.folder / DOOR, certificate.public_bytes(Encoding.PEM) + _pem_key(key, NoEncryption()))
        return self.folder / DOOR

    def _builder(
        self, subject: x509.Name, key: ec.EllipticCurvePrivateKey, now: datetime, lasts: timedelta
    ) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder().subject_name(subject).issuer_name(self.certificate.subject)
            .public_key(key.public_key()).serial_number(x509.random_serial_number())
            .not_valid_before(now - _BACK).not_valid_after(now + lasts)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False
            )
        )  # fmt: skip


def _root(key: ec.EllipticCurvePrivateKey, now: datetime) -> x509.Certificate:
    return (
        x509.CertificateBuilder().subject_name(_name(NAME, "Démonstration")).issuer_name(_name(NAME, "Démonstration"))
        .public_key(key.public_key()).serial_number(x509.random_serial_number())
        .not_valid_before(now - _BACK).not_valid_after(now + 2 * LONG)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip


def _name(name: str, company: str) -> x509.Name:
    return x509.Name([
        x509.NameAttribute(NameOID.COUNTRY_NAME, "FR"), x509.NameAttribute(NameOID.ORGANIZATION_NAME, company[:64]),
        x509.NameAttribute(NameOID.COMMON_NAME, name[:64]),
    ])  # fmt: skip


def _usage(**on: bool) -> x509.KeyUsage:
    every = dict.fromkeys(
        ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
         "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"), False,
    )  # fmt: skip
    return x509.KeyUsage(**(every | on))


def _pem_key(key: ec.EllipticCurvePrivateKey, lock: KeySerializationEncryption) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, lock)


def write(path: Path, content: bytes) -> None:
    """Put a file in place whole, for this program's eyes alone."""
    temporary = path.with_suffix(f".{SystemRandom().bytes(4).hex()}")
    with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    temporary.replace(path)
