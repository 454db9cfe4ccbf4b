"""« Première connexion »."""

from tests.conventions.samples import HOSTILE, Sample

PAGE = {"done": False, "parts": (), "by": ("sms",), "values": {}, "kind": "password", "errors": {}, "general": ""}

TEMPLATES = {
    "activation/first.html": [
        Sample("by SMS", lambda visit: {**PAGE, **_parts(visit)}),
        Sample("by letter, asked", lambda visit: {
            **PAGE, **_parts(visit), "by": ("letter",), "kind": "secret_code", "done": True,
        }),
        Sample("both, wrong", lambda visit: {
            **PAGE, **_parts(visit), "by": ("sms", "letter"), "general": HOSTILE,
            "errors": {part.name: HOSTILE for part in visit.institution.identifier},
        }),
    ],
}  # fmt: skip


def _parts(visit):  # type: ignore[no-untyped-def]
    parts = visit.institution.identifier
    return {"parts": parts, "values": {part.name: HOSTILE for part in parts}}
