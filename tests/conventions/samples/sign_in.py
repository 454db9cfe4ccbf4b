"""The sign-in of each institution, empty, wrong, and on the last try."""

from collections.abc import Callable, Mapping
from typing import Any

from parvis.factors import Door, DrawsForm, Token, pages_of
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
            "doors": [opened(visit, kind) for kind in visit.institution.sign_in.doors],
            "autofill": "webauthn" if typed else "",
            "tries": visit.institution.lockout.tries,
            "blocks": visit.institution.lockout.permanent_after_holds == 0,
            "errors": {fields[name]: HOSTILE for name in errors},
            "general": general,
            "code": code,
        }

    return given


def opened(visit: Visit, kind: str) -> Mapping[str, Any]:
    """One door, as its factor draws it."""
    factor = visit.here.factors[kind]
    assert isinstance(factor, Door)
    origins = visit.here.settings.origins(visit.institution.hosts)
    shown = factor.door(origins, Token("sealed", bytes(32)), visit.here.random, NOW)
    return {"page": f"{pages_of(factor)}/door.html", "door": shown, "token": "sealed", "knock": f"/sign-in/{kind}"}


TEMPLATES = {
    "sign_in/sign_in.html": [
        Sample("empty", form(), signed_in=False, institutions=EVERYWHERE),
        Sample("half typed", form(typed=HOSTILE, errors=("first", "secret")), signed_in=False, institutions=EVERYWHERE),
        Sample("wrong", form(general=HOSTILE, code="not_recognised"), signed_in=False),
        Sample("last try before a block", form(general=HOSTILE, code="last_try_before_block"), signed_in=False),
        Sample("last try", form(general=HOSTILE, code="last_try"), signed_in=False, institutions=("municipal",)),
    ]
}
