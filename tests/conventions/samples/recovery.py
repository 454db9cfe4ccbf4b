"""A forgotten identifier, a forgotten secret: empty, wrong, half done, done."""

from collections.abc import Callable, Mapping
from typing import Any

from parvis.factors import pages_of
from parvis.recovery.identifier_pages import IdentifierForm
from parvis.recovery.rules import openings
from parvis.web.visit import Visit
from tests.conventions.samples import EVERYWHERE, HOSTILE, NOW, ONE, Sample


def start(*, wrong: bool = False) -> Callable[[Visit], Mapping[str, Any]]:
    def given(visit: Visit) -> Mapping[str, Any]:
        parts = visit.institution.identifier
        return {
            "kind": visit.institution.sign_in.secret, "parts": parts, "key": str(ONE), "channel": "",
            "openings": openings(visit.institution, visit.here.factors),
            "values": {part.name: HOSTILE if wrong else "" for part in parts},
            "errors": {parts[0].name: HOSTILE, "channel": HOSTILE} if wrong else {},
            "general": HOSTILE if wrong else "",
        }

    return given


def choice(*, wrong: bool = False) -> Callable[[Visit], Mapping[str, Any]]:
    def given(visit: Visit) -> Mapping[str, Any]:
        kind = visit.institution.sign_in.secret
        return {
            "request_id": str(ONE), "kind": kind, "changing": f"{pages_of(visit.here.factors[kind])}/change.html",
            "held": wrong, "hours": 4, "errors": {"secret": HOSTILE} if wrong else {},
            "general": HOSTILE if wrong else "",
        }

    return given


def identifier(*, printed: bool = False, sent: bool = False, wrong: bool = False) -> Mapping[str, Any]:
    return {
        "printed": printed, "sent": sent, "values": IdentifierForm(HOSTILE, HOSTILE) if wrong else IdentifierForm(),
        "errors": {"family_name": HOSTILE, "address": HOSTILE} if wrong else {}, "general": "",
    }


def objecting(*, noted: bool = False, wrong: bool = False) -> Callable[[Visit], Mapping[str, Any]]:
    def given(visit: Visit) -> Mapping[str, Any]:
        parts = visit.institution.identifier
        return {
            "noted": noted, "parts": parts, "values": {part.name: HOSTILE if wrong else "" for part in parts},
            "errors": {parts[0].name: HOSTILE} if wrong else {}, "general": HOSTILE if wrong else "",
        }

    return given


TEMPLATES = {
    "recovery/secret.html": [
        Sample("empty", start(), signed_in=False, institutions=EVERYWHERE),
        Sample("wrong", start(wrong=True), signed_in=False, institutions=EVERYWHERE),
        Sample("signed in", start()),
    ],
    "recovery/code.html": [
        Sample(f"{opening}{', wrong' if wrong else ''}", {
            "opening": opening, "kind": "password", "errors": {"code": HOSTILE} if wrong else {},
            "general": HOSTILE if wrong else "",
        }, signed_in=False)
        for opening in ("sms_code", "email_code")
        for wrong in (False, True)
    ],
    "recovery/choice.html": [
        Sample(
            f"{'wrong, ' if wrong else ''}{signed_in}", choice(wrong=wrong), signed_in=signed_in,
            institutions=EVERYWHERE,
        )
        for wrong in (False, True)
        for signed_in in (False, True)
    ],
    "recovery/chosen.html": [
        Sample(f"{kind}, {held}, {signed_in}", {
            "kind": kind, "held": held, "usable_from": NOW, "blocked": not held and kind == "password",
        }, signed_in=signed_in)
        for kind in ("secret_code", "password")
        for held in (False, True)
        for signed_in in (False, True)
    ],
    "recovery/objection.html": [
        Sample("empty", objecting(), signed_in=False, institutions=EVERYWHERE),
        Sample("wrong", objecting(wrong=True), signed_in=False),
        Sample("noted", objecting(noted=True), signed_in=False),
    ],
    "recovery/identifier.html": [
        Sample("empty", identifier(), signed_in=False),
        Sample("wrong", identifier(wrong=True), signed_in=False),
        Sample("sent", identifier(sent=True), signed_in=False),
        Sample("printed", identifier(printed=True), signed_in=False),
    ],
}  # fmt: skip
