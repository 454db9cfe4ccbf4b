"""The public home page, goodbyes and refusals."""

from parvis.errors import CATALOGUE
from tests.conventions.samples import EVERYWHERE, HOSTILE, Sample


def refusal(code: str, *, signed_in: bool, reference: str = "") -> Sample:
    return Sample(
        code, {"code": code, "sentence": HOSTILE, "reference": reference}, signed_in=signed_in,
    )


TEMPLATES = {
    "ui/home.html": [Sample("of a stranger", signed_in=False, institutions=EVERYWHERE)],
    "ui/signed_out.html": [
        Sample(because or "asked for", {"because": because}, signed_in=False) for because in ("", "idle", "elsewhere")
    ],
    "ui/refusal.html": [
        *(refusal(code, signed_in=False) for code in CATALOGUE),
        *(refusal(code, signed_in=True) for code in ("page_not_found", "too_busy")),
        refusal("internal", signed_in=False, reference="4F2A-91C0"),
    ],
}
