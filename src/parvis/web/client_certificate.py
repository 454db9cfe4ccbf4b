"""The certificate that the proxy in front saw in the TLS handshake, if this request really comes from that proxy.

The proxy adds two headers: the certificate, escaped PEM (`$ssl_client_escaped_cert` of nginx), and a secret that only
it and this program know. From another address, or without the secret, what they say is ignored, and counted.
"""

import hmac
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote

from fastapi import Request

from parvis import metrics
from parvis.settings import LEAST_SECRET, Settings

CERTIFICATE_HEADER = "x-parvis-client-certificate"
TOO_LONG = "-"  # What is no certificate.
SECRET_HEADER = "x-parvis-proxy-secret"
LONGEST = 30_000  # characters of escaped PEM


def presented(request: Request, settings: Settings) -> str | None:
    """The PEM that the proxy passes on, "" where the browser gave none; None where no proxy of ours speaks."""
    address = request.client.host if request.client else ""
    why = ""
    if not settings.certificate_proxy or settings.certificate_proxy_secret_file is None:
        why = "no_proxy_configured"
    elif address != settings.certificate_proxy:
        why = "another_address"
    elif not _knows(request.headers.get(SECRET_HEADER, ""), settings.certificate_proxy_secret_file):
        why = "wrong_secret"
    given = request.headers.getlist(CERTIFICATE_HEADER)
    if why:
        if given:
            metrics.CERTIFICATES_IGNORED.labels(why).inc()
        return None
    escaped = given[0] if len(given) == 1 else ""
    return unquote(escaped, errors="replace") if len(escaped) <= LONGEST else TOO_LONG


def _knows(said: str, file: Path) -> bool:
    secret = _secret(file, file.stat().st_mtime_ns if file.is_file() else 0)
    return len(secret) >= LEAST_SECRET and hmac.compare_digest(said.encode("latin-1", "replace"), secret)


@lru_cache(maxsize=4)
def _secret(file: Path, version: int) -> bytes:
    return file.read_bytes().strip() if version else b""
