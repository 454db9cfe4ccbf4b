"""The sign-in of each institution, empty, wrong, and on the last try."""

from collections.abc import Callable, Mapping
from typing import Any

from parvis.factors import DrawsForm, pages_of
from parvis.web.visit import Visit
from tests.conventions.samples import EVERYWHERE, HOSTILE, NOW, Sample


def form(
    *, typed: str = "", errors: tuple[str, ...] = (), general: str = "", code: str = ""
) -> Callable[[Visit], Mapping[str, Any]]:
    def given(visit: Visit) -> Mapping[str, Any]:
        parts = visit.institution.identifier
        factor = visit.here.factors[visit.institution.sign_in.secret]
        fields = {"first": parts[0].name, "secret": factor.fields[0]}
        return {
            "parts": parts,
            "values": {part.name: typed for part in parts},
            "secret": f"{pages_of(factor)}/fields.html",
            "challenge": factor.form(visit.here.random, NOW) if isinstance(factor, DrawsForm) else {},
            "tries": visit.institution.lockout.tries,
            "errors": {fields[name]: HOSTILE for name in errors},
            "general": general,
            "code": code,
        }

    return given


TEMPLATES = {
    "sign_in/sign_in.html": [
        Sample("empty", form(), signed_in=False, institutions=EVERYWHERE),
        Sample("half typed", form(typed=HOSTILE, errors=("first", "secret")), signed_in=False, institutions=EVERYWHERE),
        Sample("wrong", form(general=HOSTILE, code="not_recognised"), signed_in=False),
        Sample("last try", form(general=HOSTILE, code="last_try"), signed_in=False, institutions=("municipal",)),
    ]
}
