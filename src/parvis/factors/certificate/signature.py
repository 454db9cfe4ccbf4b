"""A detached CMS signature (RFC 5652) of the frozen operation, by the very certificate that is bound to the client.

The certificates inside the message are not looked at: the signer is checked against the bound one, and only that one's
key opens the signature. So nothing that a stranger puts there can matter.
"""

import base64
import hashlib
import hmac
from datetime import datetime, timedelta

from asn1crypto import algos, cms, core, tsp
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding

LONGEST = 24_000  # bytes: signature, certificate and its authorities make some 6,000
NEAR = timedelta(minutes=10)  # between the time in the signature, which is the client's machine's, and ours
DIGESTS: dict[str, hashes.HashAlgorithm] = {
    "sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512(),
}  # fmt: skip
_SET = b"\x31"  # Signed attributes are hashed as a SET OF, whatever tag they travel under (RFC 5652, section 5.4).


class Wrong(Exception):
    """The code of a refusal."""


def read(uploaded: bytes) -> bytes:
    """The DER of an uploaded `.p7s`, which may be PEM; b"" for what is neither or too long."""
    if len(uploaded) > LONGEST * 3 // 2:
        return b""
    text = uploaded.strip()
    if text.startswith(b"-----BEGIN "):
        lines = [line.strip() for line in text.splitlines()]
        if len(lines) < 3 or not lines[-1].startswith(b"-----END "):
            return b""
        try:
            uploaded = base64.b64decode(b"".join(lines[1:-1]), validate=True)
        except ValueError:
            return b""
    return uploaded if uploaded[:1] == b"\x30" and len(uploaded) <= LONGEST else b""


def verify(message: bytes, content: bytes, certificate: x509.Certificate, now: datetime) -> str:
    """The code of what is wrong with this signature of `content`, "" if it is right. Never raises."""
    try:
        _verify(message, content, certificate, now)
    except Wrong as wrong:
        return str(wrong)
    except Exception:  # asn1crypto reads as it goes, and stumbles in many ways over bytes that are no message.
        return "signature_unreadable"
    return ""


def _verify(message: bytes, content: bytes, certificate: x509.Certificate, now: datetime) -> None:
    info = cms.ContentInfo.load(message, strict=True)
    if info["content_type"].native != "signed_data":
        raise Wrong("signature_unreadable")
    signed: cms.SignedData = info["content"]
    if signed["encap_content_info"]["content_type"].native != "data":
        raise Wrong("signature_unreadable")
    if signed["encap_content_info"]["content"].native is not None:
        raise Wrong("signature_not_detached")
    if len(signed["signer_infos"]) != 1:
        raise Wrong("signature_several_signers")
    signer = signed["signer_infos"][0]
    if not _is_bound(signer["sid"], certificate):
        raise Wrong("signature_other_certificate")
    digest = signer["digest_algorithm"]["algorithm"].native
    if digest not in DIGESTS:
        raise Wrong("signature_weak")
    said = _attributes(signer)
    if not hmac.compare_digest(said["message_digest"].native, hashlib.new(digest, content).digest()):
        raise Wrong("signature_other_order")
    if said["content_type"].native != "data":
        raise Wrong("signature_unreadable")
    if not _names(said.get("signing_certificate_v2"), certificate):
        raise Wrong("signature_other_certificate")
    attributes = signer["signed_attrs"].dump()
    _open(signer, digest, _SET + attributes[1:], certificate)
    at = said["signing_time"].native
    if abs(at - now) > NEAR:
        raise Wrong("signature_not_now")


def _is_bound(sid: cms.SignerIdentifier, certificate: x509.Certificate) -> bool:
    if sid.name == "issuer_and_serial_number":
        return bool(
            sid.chosen["issuer"].dump() == certificate.issuer.public_bytes()
            and sid.chosen["serial_number"].native == certificate.serial_number
        )
    try:
        key = certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest
    except x509.ExtensionNotFound:
        return False
    return bool(sid.chosen.native == key)


def _attributes(signer: cms.SignerInfo) -> dict[str, core.Asn1Value]:
    """The signed attributes, each there once with one value. The three that matter must be there."""
    found: dict[str, core.Asn1Value] = {}
    if signer["signed_attrs"].native is None:
        raise Wrong("signature_incomplete")
    for attribute in signer["signed_attrs"]:
        name = attribute["type"].native
        if name in found or len(attribute["values"]) != 1:
            raise Wrong("signature_unreadable")
        found[name] = attribute["values"][0]
    if not {"content_type", "message_digest", "signing_time"} <= found.keys():
        raise Wrong("signature_incomplete")
    return found


def _names(said: core.Asn1Value | None, certificate: x509.Certificate) -> bool:
    """Where the signature says with which certificate it was made (RFC 5035), it must be the bound one."""
    if said is None:
        return True
    assert isinstance(said, tsp.SigningCertificateV2)
    first = said["certs"][0]
    name = first["hash_algorithm"]["algorithm"].native
    if name not in DIGESTS:
        return False
    expected = hashlib.new(name, certificate.public_bytes(Encoding.DER)).digest()
    return hmac.compare_digest(first["cert_hash"].native, expected)


def _open(signer: cms.SignerInfo, digest: str, attributes: bytes, certificate: x509.Certificate) -> None:
    """Raise Wrong unless the bound key has signed these attributes."""
    algorithm: algos.SignedDigestAlgorithm = signer["signature_algorithm"]
    key, signature = certificate.public_key(), signer["signature"].native
    kind, hash_algorithm = algorithm.signature_algo, DIGESTS[digest]
    # « rsaEncryption » alone names no digest: then it is the one of the attributes.
    if algorithm["algorithm"].native != "rsassa_pkcs1v15" and algorithm.hash_algo != digest:
        raise Wrong("signature_weak")
    try:
        if kind == "rsassa_pkcs1v15" and isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, attributes, padding.PKCS1v15(), hash_algorithm)
        elif kind == "rsassa_pss" and isinstance(key, rsa.RSAPublicKey):
            masked = padding.MGF1(hash_algorithm)
            key.verify(signature, attributes, padding.PSS(masked, padding.PSS.DIGEST_LENGTH), hash_algorithm)
        elif kind == "ecdsa" and isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, attributes, ec.ECDSA(hash_algorithm))
        else:
            raise Wrong("signature_weak")
    except InvalidSignature:
        raise Wrong("signature_forged") from None
