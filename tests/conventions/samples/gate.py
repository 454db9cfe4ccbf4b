"""A request that waits, for each factor, and each way it can end."""

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from parvis.factors import Asked, DrawsForm, Instructs, Presents, Together, pages_of
from parvis.gate.rules import State
from parvis.gate.shown import Option
from parvis.gate.tables import Request
from parvis.known import known
from parvis.web.visit import Visit
from tests.conventions.samples import EVERYWHERE, FRENCH_IBAN, HOSTILE, NOW, ONE, SOON, THREE, TWO, Sample
from tests.hands import material_of
from tests.hands.all import HANDS

LINES = [
    {"label": "Montant", "value": "250,00 €", "kind": "amount"},
    {"label": "À", "value": HOSTILE, "kind": "payee"},
    {"label": "IBAN", "value": FRENCH_IBAN, "kind": "iban"},
    {"label": "Date", "value": "aujourd’hui", "kind": "date"},
    {"label": "Motif", "value": HOSTILE, "kind": "text"},
]


def request(state: State = State.WAITING, *, operation: str = "transfer", because: str | None = None) -> Request:
    return Request(
        id=ONE, institution="deuxrives", client_id=TWO, parent_id=None, session_id=None, ticket_hash=None,
        device_id=None, operation=operation, key=THREE,
        facts={"amount": 25_000, "currency": "EUR", "payee_name": HOSTILE}, lines=LINES,
        canonical="{}", digest=hashlib.sha256(b"{}").digest(), facts_hash=b"", match_number=7, policy_hash=b"",
        rule="transfer", ways=[["phone"]], risk={"score": 40, "level": "doubt", "reasons": ["new_device"]}, state=state,
        because=because, result=None, network="192.0.2.0/24", browser="Firefox · Linux", language="fr", opened_at=NOW,
        expires_at=SOON, settled_at=None if state == State.WAITING else NOW,
    )


def waiting(
    kind: str = "", *, sent: bool = True, operation: str = "transfer", wrong: bool = False, general: str = "",
    code: str = "", asked_here: bool = True, left: int = 540, enrollable: tuple[str, ...] = (),
) -> Callable[[Visit], Mapping[str, Any]]:
    """What `gate/shown.waiting_page` gives, with the factor's own challenge where it asks."""

    def given(visit: Visit) -> Mapping[str, Any]:
        option = Option(str(TWO), kind, "06 •• •• •• 12") if kind else None
        return {
            "request": request(operation=operation), "asked_here": asked_here, "left": left,
            "others": [
                Option(str(THREE), "sms_code", "06 •• •• •• 12", ("password", "totp")),
                Option(str(ONE), "totp", HOSTILE),
            ],
            "rewrite": f"/transfers/new?replaces={ONE}" if operation == "transfer" and asked_here else "",
            "enrollable": enrollable, "step": 2, "code": code, "general": general,
            "errors": dict.fromkeys(visit.here.factors[kind].fields[:1], HOSTILE) if wrong else {},
            "authenticator": option,
            "proving": f"{pages_of(visit.here.factors[kind])}/prove.html" if kind else "",
            "challenge": _shown(visit, kind, sent=sent) if kind else {},
            "action": f"/requests/{ONE}/proofs/{TWO}", "challenge_action": f"/requests/{ONE}/challenges/{TWO}",
        }

    return given


def _shown(visit: Visit, kind: str, *, sent: bool) -> dict[str, Any]:
    """The factor is really asked, so that what it shows and what its page reads cannot drift apart."""
    factor = visit.here.factors[kind]
    asked = Asked(request_id=str(ONE), canonical=json.dumps({"lines": LINES}), digest=b"", match_number=7)
    shown: dict[str, Any] = {}
    if factor.asks and sent:
        material = material_of(HANDS[kind](1), factor, visit.here.random, NOW)
        shown |= factor.challenge(material, asked, visit.here.random, NOW).shown
    if isinstance(factor, DrawsForm) and sent:
        shown |= factor.form(visit.here.random, NOW)
    if isinstance(factor, Instructs):
        shown |= factor.instructions(asked)
    if isinstance(factor, Presents):
        shown |= factor.present(HANDS[kind](1).material, asked)
    if isinstance(factor, Together):
        shown |= factor.together(asked, (bytes(16),))
    return shown


TEMPLATES = {
    "gate/waiting.html": [
        *(Sample(f"{kind}", waiting(kind)) for kind in known()[0]),
        *(
            Sample(f"{kind}, before a challenge", waiting(kind, sent=not factor.asks))
            for kind, factor in known()[0].items()
        ),
        *(Sample(f"{kind}, wrong", waiting(kind, wrong=True, code="answer_last_try")) for kind in known()[0]),
        Sample("a sign-in", waiting("sms_code", operation="sign_in"), signed_in=False, institutions=EVERYWHERE),
        Sample("nearly over", waiting("totp", left=12, general=HOSTILE, code="sent_too_often")),
        Sample("asked elsewhere", waiting(asked_here=False)),
        Sample("a first sign-in", waiting(operation="sign_in", enrollable=("totp",)), signed_in=False),
        Sample("no means", waiting()),
    ],
    "gate/outcome.html": [
        Sample(
            f"{state}, {'signed in' if signed_in else 'signed out'}",
            {
                "request": request(state, because="funds_insufficient"), "because": because, "after": after,
                "signs_in": not signed_in,
            },
            signed_in=signed_in,
        )
        for state in State
        if state != State.WAITING
        for signed_in, because, after in ((True, "", "/accounts"), (False, HOSTILE, "/sign-in"))
    ],
}
