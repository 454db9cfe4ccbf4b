"""From a certificate to an authority that the institution trusts (RFC 5280), or why there is no such path.

Each check that a person can do something about has a code of its own; whatever is left is for the verifier of
`cryptography`, which has the last word.
"""

from datetime import datetime
from typing import TypeVar

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, ExtensionOID
from cryptography.x509.verification import Criticality, ExtensionPolicy, PolicyBuilder, Store, VerificationError

from parvis.factors.certificate.trust import Trust

DEEPEST = 4  # authorities between the certificate and the trusted one, that one included
LEAST_RSA_BITS = 2048
CURVES = (ec.SECP256R1, ec.SECP384R1, ec.SECP521R1)
HASHES = (hashes.SHA256, hashes.SHA384, hashes.SHA512)
# What a client's certificate may say as critical: read here, or about its owner's name alone.
_READ = frozenset(
    {
        ExtensionOID.BASIC_CONSTRAINTS, ExtensionOID.KEY_USAGE, ExtensionOID.EXTENDED_KEY_USAGE,
        ExtensionOID.SUBJECT_ALTERNATIVE_NAME, ExtensionOID.CERTIFICATE_POLICIES,
    }
)  # fmt: skip

One = TypeVar("One", bound=x509.ExtensionType)
Chain = tuple[x509.Certificate, ...]  # the certificate first, the trusted authority last


def path_of(certificate: x509.Certificate, trust: Trust, now: datetime) -> Chain | str:
    """The path to a trusted authority, or the code of a refusal."""
    try:
        chain = _climb((certificate,), trust)
        if chain is None:
            return "certificate_unknown_issuer"
        return _wrong(chain, trust, now) or chain
    except (ValueError, TypeError, x509.UnsupportedGeneralNameType):
        return "certificate_unreadable"  # Signed by someone, or not, of something that cannot be read.


def _climb(chain: Chain, trust: Trust) -> Chain | None:
    """The shortest path upwards whose every step is really signed by the next."""
    last = chain[-1]
    for anchor in trust.anchors:
        if _issued(last, anchor):
            return (*chain, anchor)
    if len(chain) >= DEEPEST:
        return None
    for between in trust.intermediates:
        if between not in chain and _issued(last, between):
            found = _climb((*chain, between), trust)
            if found is not None:
                return found
    return None


def _issued(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    if certificate.issuer != issuer.subject:
        return False
    try:
        certificate.verify_directly_issued_by(issuer)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


def _wrong(chain: Chain, trust: Trust, now: datetime) -> str:
    """The code of what is wrong with a path whose signatures are right; "" for a good one."""
    certificate = chain[0]
    if not all(_strong(one) for one in chain[:-1]) or not _strong_key(chain[-1]):
        return "certificate_weak"
    if now < certificate.not_valid_before_utc:
        return "certificate_not_yet_valid"
    if now > certificate.not_valid_after_utc:
        return "certificate_expired"
    if not _for_clients(certificate):
        return "certificate_wrong_use"
    if any(one.critical and one.oid not in _READ for one in certificate.extensions):
        return "certificate_path"
    verifier = (
        PolicyBuilder()
        .store(Store(list(trust.anchors)))
        .time(now)
        .max_chain_depth(DEEPEST)
        .extension_policies(ca_policy=ExtensionPolicy.webpki_defaults_ca(), ee_policy=_of_client())
        .build_client_verifier()
    )
    try:
        verifier.verify(certificate, list(chain[1:-1]))
    except VerificationError:
        return "certificate_path"
    return ""


def _of_client() -> ExtensionPolicy:
    """What the verifier wants of the client's own certificate. No name is needed: it is bound by its number."""
    return (
        ExtensionPolicy.permit_all()
        .require_present(x509.KeyUsage, Criticality.AGNOSTIC, None)
        .require_present(x509.ExtendedKeyUsage, Criticality.AGNOSTIC, None)
    )


def _for_clients(certificate: x509.Certificate) -> bool:
    """Made to sign and to open sessions, and by no means to issue other certificates."""
    usage = extension_of(certificate, x509.KeyUsage)
    purposes = extension_of(certificate, x509.ExtendedKeyUsage)
    basic = extension_of(certificate, x509.BasicConstraints)
    return (
        usage is not None
        and usage.digital_signature
        and not usage.key_cert_sign
        and purposes is not None
        and ExtendedKeyUsageOID.CLIENT_AUTH in purposes
        and (basic is None or not basic.ca)
    )


def extension_of(certificate: x509.Certificate, kind: type[One]) -> One | None:
    """That extension, or None where the certificate has none."""
    try:
        return certificate.extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None


def _strong(certificate: x509.Certificate) -> bool:
    return _strong_key(certificate) and isinstance(certificate.signature_hash_algorithm, HASHES)


def _strong_key(certificate: x509.Certificate) -> bool:
    key = certificate.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        return key.key_size >= LEAST_RSA_BITS
    return isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, CURVES)
