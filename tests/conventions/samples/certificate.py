"""What the dedicated host found: a good certificate, and one that opens nothing."""

from collections.abc import Mapping
from typing import Any

from parvis.factors.certificate.wire import Statement
from parvis.web.visit import Visit
from tests.conventions.samples import HOSTILE, SOON, Sample


def found(visit: Visit) -> Mapping[str, Any]:
    said = Statement(institution="cooperative", challenge=b"", token="sealed", browser=b"", until=SOON, name=HOSTILE)
    return {"said": said, "statement": "sealed", "wrong": "", "code": ""}


def refused(visit: Visit) -> Mapping[str, Any]:
    return {"said": None, "statement": "", "wrong": HOSTILE, "code": "certificate_revoked"}


TEMPLATES = {
    "factors/certificate/detected.html": [
        Sample("found", found, signed_in=False, institutions=("cooperative",)),
        Sample("refused", refused, signed_in=False, institutions=("cooperative",)),
    ]
}
