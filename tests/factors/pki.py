"""A small authority for tests: it can make every certificate, list and answer that a real one would never make."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

from tests.factors.world import NOW

YEAR = timedelta(days=365)
Key = Any


def new_key(seed: str = "") -> ec.EllipticCurvePrivateKey:
    """A P-256 key; the same for the same seed."""
    if not seed:
        return ec.generate_private_key(ec.SECP256R1())
    return ec.derive_private_key(int.from_bytes(hashlib.sha256(seed.encode()).digest()), ec.SECP256R1())


def new_rsa(bits: int = 2048) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, bits)


def a_name(name: str) -> x509.Name:
    return x509.Name([
        x509.NameAttribute(NameOID.COUNTRY_NAME, "FR"), x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Essai"),
        x509.NameAttribute(NameOID.COMMON_NAME, name),
    ])  # fmt: skip


def usage(**on: bool) -> x509.KeyUsage:
    every = dict.fromkeys(
        ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
         "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"), False,
    )  # fmt: skip
    return x509.KeyUsage(**(every | on))


class Authority:
    """A root, or an authority under `above`."""

    def __init__(
        self, name: str = "Autorité d'essai", *, key: Key = None, above: "Authority | None" = None, ca: bool = True,
        now: datetime = NOW, until: datetime | None = None, path_length: int | None = None,
    ) -> None:  # fmt: skip
        self.key, self.now, self.numbers = key or new_key(), now, 1000
        subject, signer = a_name(name), above or self
        builder = (
            x509.CertificateBuilder().subject_name(subject)
            .issuer_name(above.certificate.subject if above else subject)
            .public_key(self.key.public_key()).serial_number(x509.random_serial_number())
            .not_valid_before(now - YEAR).not_valid_after(until or now + 20 * YEAR)
            .add_extension(x509.BasicConstraints(ca=ca, path_length=path_length if ca else None), critical=True)
            .add_extension(usage(digital_signature=True, key_cert_sign=ca, crl_sign=ca), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(self.key.public_key()), critical=False)
        )  # fmt: skip
        if above:
            aki = x509.AuthorityKeyIdentifier.from_issuer_public_key(above.key.public_key())
            builder = builder.add_extension(aki, critical=False)
        self.certificate = builder.sign(signer.key, hashes.SHA256())

    def issues(
        self, name: str = "Sabine Rocher", *, key: Key, serial: int = 0, since: datetime | None = None,
        until: datetime | None = None, eku: Any = (ExtendedKeyUsageOID.CLIENT_AUTH,), use: Any = None, ca: bool = False,
        algorithm: Any = None, ocsp_url: str = "", crl_url: str = "", critical: Any = None, signed_by: Key = None,
        no_check: bool = False,
    ) -> x509.Certificate:  # fmt: skip
        """A client's certificate, or whatever is asked for."""
        self.numbers += 1
        builder = (
            x509.CertificateBuilder().subject_name(a_name(name)).issuer_name(self.certificate.subject)
            .public_key(key.public_key()).serial_number(serial or self.numbers)
            .not_valid_before(since or self.now - timedelta(days=30)).not_valid_after(until or self.now + 2 * YEAR)
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False
            )
        )  # fmt: skip
        builder = builder.add_extension(use or usage(digital_signature=True), critical=True)
        if eku:
            builder = builder.add_extension(x509.ExtendedKeyUsage(list(eku)), critical=False)
        if no_check:
            builder = builder.add_extension(x509.OCSPNoCheck(), critical=False)
        if ocsp_url:
            place = x509.UniformResourceIdentifier(ocsp_url)
            access = x509.AccessDescription(AuthorityInformationAccessOID.OCSP, place)
            builder = builder.add_extension(x509.AuthorityInformationAccess([access]), critical=False)
        if crl_url:
            point = x509.DistributionPoint([x509.UniformResourceIdentifier(crl_url)], None, None, None)
            builder = builder.add_extension(x509.CRLDistributionPoints([point]), critical=False)
        if critical is not None:
            builder = builder.add_extension(critical, critical=True)
        return builder.sign(signed_by or self.key, algorithm or hashes.SHA256())

    def lists(
        self, *revoked: x509.Certificate, since: datetime | None = None, until: datetime | None = None,
        signed_by: Key = None, extension: Any = None,
    ) -> bytes:  # fmt: skip
        """A revocation list, DER."""
        since = since or self.now - timedelta(hours=1)
        builder = (
            x509.CertificateRevocationListBuilder().issuer_name(self.certificate.subject)
            .last_update(since).next_update(until or since + timedelta(days=7))
        )  # fmt: skip
        if extension is not None:
            builder = builder.add_extension(extension, critical=True)
        for one in revoked:
            entry = x509.RevokedCertificateBuilder().serial_number(one.serial_number).revocation_date(since).build()
            builder = builder.add_revoked_certificate(entry)
        return builder.sign(signed_by or self.key, hashes.SHA256()).public_bytes(Encoding.DER)

    def answers(
        self, certificate: x509.Certificate, *, revoked: bool = False, since: datetime | None = None,
        until: datetime | None = None, by: "tuple[x509.Certificate, Key] | None" = None,
    ) -> bytes:  # fmt: skip
        """An OCSP answer, DER, signed by the authority itself or by `by`."""
        since = since or self.now - timedelta(minutes=5)
        signer, key = by or (self.certificate, self.key)
        builder = ocsp.OCSPResponseBuilder().add_response(
            cert=certificate, issuer=self.certificate, algorithm=hashes.SHA1(),
            cert_status=ocsp.OCSPCertStatus.REVOKED if revoked else ocsp.OCSPCertStatus.GOOD, this_update=since,
            next_update=until or since + timedelta(hours=12), revocation_time=since if revoked else None,
            revocation_reason=None,
        ).responder_id(ocsp.OCSPResponderEncoding.HASH, signer)  # fmt: skip
        if by:
            builder = builder.certificates([signer])
        return builder.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)


def signs(content: bytes, certificate: x509.Certificate, key: Key, *, at: datetime = NOW, **how: Any) -> bytes:
    """A detached CMS signature at that time, as a token's software makes it (tests/factors/cms.py)."""
    from tests.factors.cms import message

    return message(content, [(certificate, key)], at=at, **how)


