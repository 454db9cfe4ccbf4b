"""QR codes, as pictures inside the page: nothing to fetch, and no key in an address."""

from collections.abc import Mapping
from typing import Any

import segno


def qr_of(shown: Mapping[str, Any], origin: str) -> str:
    """The picture of what an enrolment shows: its `uri`, or its `path` at `origin`; "" if it shows neither.

    The white ground and the margin of four modules are the standard's: readers need them in dark mode too.
    """
    text = shown.get("uri") or (origin + shown["path"] if "path" in shown else "")
    if not text:
        return ""
    picture: str = segno.make(text, error="m", micro=False).svg_data_uri(
        scale=5, border=4, dark="#000", light="#fff"
    )
    return picture
