"""Whether a certificate has been taken back: OCSP (RFC 6960), then revocation lists (RFC 5280, section 5).

What others say is fetched by whoever is given as `ask`; what it is worth is judged here, without a network. An answer
counts only if the issuing authority, or a responder that it named, has signed it, and if it is fresh. One valid answer
that says « revoked » is enough. When nothing valid answers, the institution's own choice decides: no, by default.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, CRLEntryExtensionOID, ExtendedKeyUsageOID

from parvis.factors import Ask, Question
from parvis.factors.certificate.path import HASHES, Chain, extension_of
from parvis.factors.certificate.trust import Trust, read_crl

SKEW = timedelta(minutes=5)  # between our clock and the responder's
LONGEST_FRESH = timedelta(days=10)  # whatever an answer says of itself: a list of last month tells nothing of today
FRESH_WITHOUT_END = timedelta(hours=1)  # where an OCSP answer does not say until when it holds
LISTS_AT_MOST = 3
OCSP_BYTES, CRL_BYTES = 20_000, 2_000_000

Told = Mapping[str, bytes]


class Status(StrEnum):
    GOOD = "good"
    REVOKED = "revoked"
    UNTOLD = "untold"


async def gather(chain: Chain, trust: Trust, ask: Ask, now: datetime) -> dict[str, bytes]:
    """What outside says of each certificate of the path, the trusted authority apart, as long as it matters."""
    told: dict[str, bytes] = {}
    for number, (certificate, issuer) in enumerate(pairwise(chain)):
        for name, question in _questions(number, certificate, issuer, trust):
            if _one(number, certificate, issuer, trust, told, now) != Status.UNTOLD:
                break
            answer = await ask(question)
            if answer is not None:
                told[name] = answer
    return told


def standing(chain: Chain, trust: Trust, told: Told, now: datetime) -> str:
    """The code of a refusal, "" if no certificate of the path has been taken back."""
    code = ""
    for number, (certificate, issuer) in enumerate(pairwise(chain)):
        status = _one(number, certificate, issuer, trust, told, now)
        if status == Status.REVOKED:
            return "certificate_revoked"
        if status == Status.UNTOLD and not trust.accepts_unanswered:
            code = "certificate_status_unknown"
    return code


def _one(
    number: int, certificate: x509.Certificate, issuer: x509.Certificate, trust: Trust, told: Told, now: datetime
) -> Status:
    found = {by_list(one, certificate, issuer, now) for one in trust.known_crls}
    for name, answer in told.items():
        if name.startswith(f"ocsp:{number}"):
            found.add(by_ocsp(answer, certificate, issuer, now))
        elif name.startswith(f"crl:{number}:"):
            found.add(by_crl(answer, certificate, issuer, now))
    if Status.REVOKED in found:
        return Status.REVOKED
    return Status.GOOD if Status.GOOD in found else Status.UNTOLD


def _questions(
    number: int, certificate: x509.Certificate, issuer: x509.Certificate, trust: Trust
) -> list[tuple[str, Question]]:
    """Whom to ask, in this order: the responder, then the lists. Only called for a certificate whose path is right."""
    asked = []
    if responder := trust.ocsp or _responder_of(certificate):
        asked.append((f"ocsp:{number}", Question(
            url=responder, body=ocsp_request(certificate, issuer), content_type="application/ocsp-request",
            longest=OCSP_BYTES,
        )))  # fmt: skip
    for index, url in enumerate((trust.crls or _lists_of(certificate))[:LISTS_AT_MOST]):
        asked.append((f"crl:{number}:{index}", Question(url=url, longest=CRL_BYTES)))
    return asked


def ocsp_request(certificate: x509.Certificate, issuer: x509.Certificate) -> bytes:
    """The question put to a responder. SHA-1 only names the certificate here: every responder knows it so."""
    builder = ocsp.OCSPRequestBuilder().add_certificate(certificate, issuer, hashes.SHA1())  # noqa: S303
    return builder.build().public_bytes(Encoding.DER)


def by_ocsp(answer: bytes, certificate: x509.Certificate, issuer: x509.Certificate, now: datetime) -> Status:
    """What an OCSP answer says, `UNTOLD` where it is not a valid, fresh one about this certificate."""
    try:
        response = ocsp.load_der_ocsp_response(answer)
        if response.response_status != ocsp.OCSPResponseStatus.SUCCESSFUL or response.produced_at_utc > now + SKEW:
            return Status.UNTOLD
        if not _signed_for(response, issuer, now):
            return Status.UNTOLD
        for single in response.responses:
            if _names(single, certificate, issuer):
                return _said(single, now)
    except (ValueError, TypeError, UnsupportedAlgorithm, x509.DuplicateExtension):
        return Status.UNTOLD
    return Status.UNTOLD


def _said(single: ocsp.OCSPSingleResponse, now: datetime) -> Status:
    until = single.next_update_utc or single.this_update_utc + FRESH_WITHOUT_END
    fresh = single.this_update_utc <= now + SKEW and now <= min(until, single.this_update_utc + LONGEST_FRESH)
    if not fresh:
        return Status.UNTOLD
    if single.certificate_status == ocsp.OCSPCertStatus.REVOKED:
        return Status.REVOKED
    return Status.GOOD if single.certificate_status == ocsp.OCSPCertStatus.GOOD else Status.UNTOLD


def _names(single: ocsp.OCSPSingleResponse, certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    """Whether the answer is about this certificate: its number, and the name and key of who issued it."""
    request = ocsp.OCSPRequestBuilder().add_certificate(certificate, issuer, single.hash_algorithm).build()
    return (
        single.serial_number == certificate.serial_number
        and single.issuer_name_hash == request.issuer_name_hash
        and single.issuer_key_hash == request.issuer_key_hash
    )


def _signed_for(response: ocsp.OCSPResponse, issuer: x509.Certificate, now: datetime) -> bool:
    """Whether the authority itself has signed, or a responder to which this very authority gave that right."""
    if not isinstance(response.signature_hash_algorithm, HASHES):
        return False
    if _has_signed(response, issuer):
        return True
    for delegate in response.certificates[:3]:
        if delegate.issuer != issuer.subject or not _has_signed(response, delegate):
            continue
        try:
            delegate.verify_directly_issued_by(issuer)
        except (InvalidSignature, ValueError, TypeError):
            continue
        purposes = extension_of(delegate, x509.ExtendedKeyUsage)
        return (
            purposes is not None
            and ExtendedKeyUsageOID.OCSP_SIGNING in purposes
            # Otherwise one would have to ask whether the one that answers has been taken back.
            and extension_of(delegate, x509.OCSPNoCheck) is not None
            and delegate.not_valid_before_utc <= now <= delegate.not_valid_after_utc
            and isinstance(delegate.signature_hash_algorithm, HASHES)
        )
    return False


def _has_signed(response: ocsp.OCSPResponse, signer: x509.Certificate) -> bool:
    key = signer.public_key()
    named = (
        response.responder_name == signer.subject
        if response.responder_name is not None
        else response.responder_key_hash == _key_hash(signer)
    )
    hash_algorithm = response.signature_hash_algorithm
    if not named or hash_algorithm is None:
        return False
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(response.signature, response.tbs_response_bytes, padding.PKCS1v15(), hash_algorithm)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(response.signature, response.tbs_response_bytes, ec.ECDSA(hash_algorithm))
        else:
            return False
    except InvalidSignature:
        return False
    return True


def _key_hash(certificate: x509.Certificate) -> bytes:
    """How a responder names itself by its key (RFC 6960, section 4.2.1): SHA-1 of the key's bits."""
    return x509.SubjectKeyIdentifier.from_public_key(certificate.public_key()).digest


def by_crl(content: bytes, certificate: x509.Certificate, issuer: x509.Certificate, now: datetime) -> Status:
    """What a revocation list says, `UNTOLD` where it is not a valid, fresh and whole one of this issuer."""
    try:
        return by_list(read_crl(content), certificate, issuer, now)
    except (ValueError, TypeError, UnsupportedAlgorithm, x509.DuplicateExtension):
        return Status.UNTOLD


def by_list(
    crl: x509.CertificateRevocationList, certificate: x509.Certificate, issuer: x509.Certificate, now: datetime
) -> Status:
    """The same for a list that is read already."""
    if crl.issuer != issuer.subject or not isinstance(crl.signature_hash_algorithm, HASHES):
        return Status.UNTOLD
    usage = extension_of(issuer, x509.KeyUsage)
    key = issuer.public_key()
    if usage is None or not usage.crl_sign or not isinstance(key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey):
        return Status.UNTOLD
    if not crl.is_signature_valid(key) or not _covers(crl, certificate):
        return Status.UNTOLD
    until = crl.next_update_utc
    if until is None or crl.last_update_utc > now + SKEW or now > until:
        return Status.UNTOLD
    entry = crl.get_revoked_certificate_by_serial_number(certificate.serial_number)
    if entry is None:
        return Status.GOOD
    foreign = any(one.oid == CRLEntryExtensionOID.CERTIFICATE_ISSUER for one in entry.extensions)
    return Status.UNTOLD if foreign else Status.REVOKED


def _covers(crl: x509.CertificateRevocationList, certificate: x509.Certificate) -> bool:
    """Whether the list is a whole one, for certificates of this sort. What it says as critical must be understood."""
    basic = extension_of(certificate, x509.BasicConstraints)
    authority = basic is not None and basic.ca
    for one in crl.extensions:
        if isinstance(one.value, x509.IssuingDistributionPoint):
            part = one.value
            if part.indirect_crl or part.only_some_reasons or part.only_contains_attribute_certs:
                return False
            if (part.only_contains_ca_certs and not authority) or (part.only_contains_user_certs and authority):
                return False
        elif one.critical:
            return False  # A list of changes only, or something newer than this program.
    return True


def _responder_of(certificate: x509.Certificate) -> str:
    access = extension_of(certificate, x509.AuthorityInformationAccess)
    found = [
        one.access_location.value
        for one in access or ()
        if one.access_method == AuthorityInformationAccessOID.OCSP
        and isinstance(one.access_location, x509.UniformResourceIdentifier)
    ]
    return found[0] if found else ""


def _lists_of(certificate: x509.Certificate) -> tuple[str, ...]:
    points = extension_of(certificate, x509.CRLDistributionPoints)
    return tuple(
        name.value
        for point in points or ()
        if not point.reasons and not point.crl_issuer
        for name in point.full_name or ()
        if isinstance(name, x509.UniformResourceIdentifier)
    )
