"""Whose certificates an institution takes: `certificates.toml` beside its `institution.toml`, and the files it names.

    host = "certificat.example"      the host whose TLS asks for a certificate; only `/certificate` is served there
    authorities = ["root.pem"]       PEM; self-signed ones are trusted, the others help to build the path
    ocsp = ""                        the responder to ask; "": the one that each certificate names
    crls = []                        addresses of revocation lists; []: those that each certificate names
    crl_files = []                   revocation lists that somebody else keeps fresh on this machine
    unanswered = "refuse"            or "accept", when neither OCSP nor a list tells: the institution's own risk

Files are read again when they change, so that a renewed authority or list needs no restart.
"""

from pathlib import Path
from typing import Literal

import msgspec
import structlog
from cryptography import x509

log = structlog.get_logger()

FILE = "certificates.toml"
DEMO_FOLDER = "demo-authority"  # In the keys' folder: the demonstration's own authority. Never read in production.
LARGEST_FILE = 2_000_000
_PEM = b"-----BEGIN"


class TrustUnsound(Exception):
    """What is wrong in an institution's `certificates.toml`, as one sentence with the file."""


class Rules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`certificates.toml`, as it is written."""

    host: str
    authorities: tuple[str, ...] = ()
    ocsp: str = ""
    crls: tuple[str, ...] = ()
    crl_files: tuple[str, ...] = ()
    unanswered: Literal["refuse", "accept"] = "refuse"


class Trust(msgspec.Struct, frozen=True, kw_only=True):
    """The same with its files read."""

    institution: str
    host: str
    anchors: tuple[x509.Certificate, ...] = ()
    intermediates: tuple[x509.Certificate, ...] = ()
    ocsp: str = ""
    crls: tuple[str, ...] = ()
    known_crls: tuple[x509.CertificateRevocationList, ...] = ()
    accepts_unanswered: bool = False


class Trusts:
    """The trust of every institution that has one, by its folder's name and by its dedicated host."""

    def __init__(self, institutions: Path, *, demo: Path | None = None) -> None:
        """`demo`: the folder of the demonstration's authority, added to each institution; None in production.

        Raises TrustUnsound.
        """
        self._demo = demo
        self._folders = {path.parent.name: path.parent for path in sorted(institutions.glob(f"*/{FILE}"))}
        self._rules = {slug: _rules(folder / FILE) for slug, folder in self._folders.items()}
        self._read: dict[str, tuple[tuple[tuple[Path, int], ...], Trust]] = {}
        for slug in self._rules:
            self.of(slug)

    def of(self, slug: str) -> Trust | None:
        """Whom this institution trusts now; None where it takes no certificates."""
        rules = self._rules.get(slug)
        if rules is None:
            return None
        files = self._files(slug, rules)
        version = tuple((path, path.stat().st_mtime_ns if path.is_file() else 0) for path in files)
        kept = self._read.get(slug)
        if kept is None or kept[0] != version:
            try:
                kept = (version, _trust(slug, rules, files))
            except TrustUnsound as unsound:
                if kept is None:
                    raise
                log.warning("certificates_unsound", institution=slug, problem=str(unsound))
                kept = (version, kept[1])  # What stood before goes on, until the files are sound again.
            self._read[slug] = kept
        return kept[1]

    def all(self) -> tuple[Trust, ...]:
        """The trust of every institution that has one."""
        return tuple(found for slug in self._rules if (found := self.of(slug)) is not None)

    def at(self, host: str) -> str:
        """The institution whose dedicated host this is, with or without a port; "" for any other."""
        name = host.rsplit(":", 1)[0].rstrip(".").lower()
        return next((slug for slug, rules in self._rules.items() if rules.host == name), "")

    def _files(self, slug: str, rules: Rules) -> list[Path]:
        files = [self._folders[slug] / name for name in (*rules.authorities, *rules.crl_files)]
        if self._demo is not None and self._demo.is_dir():
            files += sorted((*self._demo.glob("*.authority.pem"), *self._demo.glob("*.crl")))
        return files


def problems_of(folder: Path) -> list[str]:
    """What is wrong in the folder of an institution that offers certificates, each with its file."""
    file = folder / FILE
    if not file.is_file():
        return [f"{file}:1: is missing: it says whose certificates are taken."]
    try:
        rules = _rules(file)
        _trust(folder.name, rules, [folder / name for name in (*rules.authorities, *rules.crl_files)])
    except TrustUnsound as unsound:
        return [str(unsound)]
    return []


def _rules(file: Path) -> Rules:
    try:
        return msgspec.toml.decode(file.read_bytes(), type=Rules)
    except (msgspec.MsgspecError, ValueError, OSError) as wrong:
        raise TrustUnsound(f"{file}:1: {wrong}") from wrong


def _trust(slug: str, rules: Rules, files: list[Path]) -> Trust:
    certificates: list[x509.Certificate] = []
    lists: list[x509.CertificateRevocationList] = []
    for path in files:
        try:
            if path.stat().st_size > LARGEST_FILE:
                raise TrustUnsound(f"{path}:1: more than {LARGEST_FILE} bytes.")
            content = path.read_bytes()
            if path.suffix == ".crl":
                lists.append(read_crl(content))
            else:
                certificates += x509.load_pem_x509_certificates(content)
        except (OSError, ValueError) as wrong:
            raise TrustUnsound(f"{path}:1: cannot be read as certificates: {wrong}") from wrong
    return Trust(
        institution=slug, host=rules.host, ocsp=rules.ocsp, crls=rules.crls, known_crls=tuple(lists),
        anchors=tuple(one for one in certificates if one.issuer == one.subject),
        intermediates=tuple(one for one in certificates if one.issuer != one.subject),
        accepts_unanswered=rules.unanswered == "accept",
    )


def read_crl(content: bytes) -> x509.CertificateRevocationList:
    """A revocation list, DER or PEM. Raises ValueError."""
    if content.lstrip().startswith(_PEM):
        return x509.load_pem_x509_crl(content)
    return x509.load_der_x509_crl(content)
