"""CMS messages made attribute by attribute, so that each can be wrong alone."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from asn1crypto import algos, cms, core
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding

HASHES = {"sha1": hashes.SHA1, "sha256": hashes.SHA256, "sha384": hashes.SHA384, "sha512": hashes.SHA512}


def message(
    content: bytes, signers: Sequence[tuple[x509.Certificate, Any]], *, at: datetime, digest: str = "sha256",
    attached: bool = False, without: Sequence[str] = (), digest_of: bytes | None = None, pss: bool = False,
    twice: str = "", plain: bool = False, after: Any = None,
) -> bytes:  # fmt: skip
    """A signed message, DER. `digest_of`: bytes whose digest is lied about; `plain`: no signed attributes at all."""
    infos = [
        _signer(one, key, content if digest_of is None else digest_of, at, digest, without, pss, twice, plain, content)
        for one, key in signers
    ]
    if after is not None:
        infos = [after(one) for one in infos]
    signed = cms.SignedData({
        "version": "v1", "digest_algorithms": [algos.DigestAlgorithm({"algorithm": digest})],
        "encap_content_info": {"content_type": "data", "content": content if attached else None},
        "certificates": [_asn1(one) for one, _ in signers], "signer_infos": infos,
    })  # fmt: skip
    return cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump()  # type: ignore[no-any-return]


def _asn1(certificate: x509.Certificate) -> Any:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))


def _signer(
    certificate: x509.Certificate, key: Any, content: bytes, at: datetime, digest: str, without: Sequence[str],
    pss: bool, twice: str, plain: bool, really: bytes,
) -> Any:  # fmt: skip
    found = _asn1(certificate)
    values = {
        "content_type": cms.ContentType("data"),
        "signing_time": cms.Time({"utc_time": core.UTCTime(at)}),
        "message_digest": core.OctetString(hashlib.new(digest, content).digest()),
    }
    names = [name for name in values if name not in without] + ([twice] if twice else [])
    attributes = cms.CMSAttributes([cms.CMSAttribute({"type": name, "values": [values[name]]}) for name in names])
    signature, algorithm = _sign(key, really if plain else attributes.dump(), digest, pss)
    return cms.SignerInfo({
        "version": "v1",
        "sid": cms.SignerIdentifier({
            "issuer_and_serial_number": {"issuer": found.issuer, "serial_number": found.serial_number}
        }),
        "digest_algorithm": {"algorithm": digest}, "signed_attrs": None if plain else attributes,
        "signature_algorithm": algorithm, "signature": signature,
    })  # fmt: skip


def _sign(key: Any, data: bytes, digest: str, pss: bool) -> tuple[bytes, Any]:
    chosen = HASHES[digest]()
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return key.sign(data, ec.ECDSA(chosen)), {"algorithm": f"{digest}_ecdsa"}
    assert isinstance(key, rsa.RSAPrivateKey)
    if pss:
        made = key.sign(data, padding.PSS(padding.MGF1(chosen), padding.PSS.DIGEST_LENGTH), chosen)
        parameters = {
            "hash_algorithm": {"algorithm": digest}, "salt_length": chosen.digest_size,
            "mask_gen_algorithm": {"algorithm": "mgf1", "parameters": {"algorithm": digest}},
        }  # fmt: skip
        return made, {"algorithm": "rsassa_pss", "parameters": parameters}
    return key.sign(data, padding.PKCS1v15(), chosen), {"algorithm": "rsassa_pkcs1v15"}
