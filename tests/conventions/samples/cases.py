"""The queue of an agency, and one case."""

from datetime import timedelta

import msgspec

from parvis.agency.case_pages import ActForm
from parvis.cases import rules
from parvis.cases.queue.tables import Counts, Line
from parvis.cases.rules import Act, State
from parvis.cases.tables import Case, Document, Step
from parvis.clients.tables import Client
from parvis.operations import Line as Asked
from tests.conventions.samples import AGENCY, BEFORE, HOSTILE, NOW, ONE, SOON, THREE, TWO, Sample


def line(state: str, *, kind: str = "blocked_access", late: bool = False, held: bool = False) -> Line:
    closed = state in ("accepted", "refused", "withdrawn")
    return Line(
        id=ONE, kind=kind, state=state, reference="DR-4F7K-9C", opened_at=BEFORE,
        due_at=NOW - timedelta(hours=5) if late else SOON, closed_at=NOW if closed else None,
        claimed_by=TWO if held else None, given_name=HOSTILE if held else "", family_name="Durand" if held else "",
    )


LINES = [
    line("open", late=True), line("claimed", held=True), line("more_asked", held=True), line("more_asked"),
    line("to_confirm", kind="contact_change", held=True), line("open", kind="means_lost"),
    line("open", kind="address_change"), line("open", kind="disavowed"),
]
CLOSED = [line(state, held=True) for state in ("accepted", "refused", "withdrawn")]
QUEUE = {
    "lines": LINES, "counts": Counts(8, 1, 1, 1, 2, "x"), "show": "agency", "kind": "", "here": "",
    "first": True, "reference": "", "example": "ES-4F7K-9C",
    "kinds": [("", "Tous"), ("blocked_access", "Accès bloqué")], "errors": {}, "more": "x", "is_late": rules.is_late,
    "acts": True, "keys": [ONE] * 9,
}
CASE = Case(
    id=ONE, institution="deuxrives", client_id=THREE, kind="contact_change", state="claimed", reference="DR-4F7K-9C",
    detail={}, opened_at=BEFORE, due_at=SOON, claimed_by=TWO, claimed_at=BEFORE, decided_by=None, confirmed_by=None,
    closed_at=None,
)
WHATS = (
    "opened", "document_added", "answered", "withdrawn", "read", "claimed", "released", "more_asked",
    "decided", "returned", "accepted", "confirmed", *(f"refused:{reason}" for reason in rules.REASONS),
)  # fmt: skip
STEPS = [
    Step(THREE, BEFORE, what, HOSTILE if what in ("more_asked", "answered") else "",
         None if what in ("opened", "answered") else TWO, *(("", "", "") if what in ("opened", "answered")
                                                            else ("Claire", HOSTILE, "agence de Valmer")))
    for what in WHATS
]  # fmt: skip
DOCUMENTS = [
    Document(ONE, TWO, HOSTILE, "application/pdf", 1, NOW), Document(ONE, TWO, "a.jpg", "image/jpeg", 999_999, NOW),
    Document(ONE, TWO, "a.png", "image/png", 5_000_000, NOW),
]
ACTS = [act.value for act in Act]
SHOWN = {
    "one": CASE, "steps": STEPS, "documents": DOCUMENTS, "opened": True,
    "about": Client(THREE, "Inès", HOSTILE, "fr"), "asked": [Asked("Nouveau numéro", HOSTILE)],
    "holder": STEPS[4], "may": [act for act in ACTS if act not in ("confirm", "return")], "late": False,
    "reasons": [("", "—"), ("mismatch", "Les documents ne correspondent pas")], "four_eyes": True,
    "values": ActForm(), "key": lambda: ONE, "seen": 3, "longest": 1000, "errors": {}, "general": "", "code": "",
}


def shown(kind: str, state: str = "claimed", **changes: object) -> dict[str, object]:
    """The page of a case of that kind, in that state."""
    one = msgspec.structs.replace(CASE, kind=kind, state=state, closed_at=None if state in rules.WAITING else NOW)
    return {**SHOWN, "one": one, "four_eyes": False, **changes}


LATE = msgspec.structs.replace(CASE, due_at=BEFORE)
OVER = msgspec.structs.replace(CASE, state="accepted", closed_at=NOW)
OWN = {
    "one": CASE, "steps": STEPS, "documents": DOCUMENTS, "asked": [Asked("Nouveau numéro", HOSTILE)], "waits": True,
    "takes_documents": True, "question": "", "words": "", "longest": 1000, "errors": {}, "general": "",
}


def agency(it: str, context: dict[str, object], role: str = "adviser") -> Sample:
    return Sample(it, context, institutions=AGENCY, role=role)  # type: ignore[arg-type]


TEMPLATES = {
    "agency/queue.html": [
        agency("all states", QUEUE),
        agency("what is over, for an auditor", {**QUEUE, "show": "closed", "lines": CLOSED, "acts": False}, "auditor"),
        agency("a reference that is nobody's", {**QUEUE, "errors": {"reference": HOSTILE}, "reference": HOSTILE}),
        agency("the end of a list", {**QUEUE, "lines": [], "first": False, "more": ""}),
        agency("nothing of that kind", {**QUEUE, "lines": [], "kind": "blocked_access", "more": ""}),
        *(agency(f"nothing: {show}", {**QUEUE, "lines": [], "show": show, "counts": Counts(0, 0, 0, 0, 0, "0")})
          for show in ("agency", "mine", "confirm", "client", "closed")),
    ],
    "cases/list.html": [
        Sample("every state", {"cases": [shown("blocked_access", state)["one"] for state in State]}),
        Sample("none", {"cases": []}),
    ],
    "cases/one.html": [
        *(Sample(state, {**OWN, "one": shown("means_lost", state)["one"]}) for state in State),
        Sample("a question", {
            **OWN, "question": HOSTILE, "words": HOSTILE, "errors": {"words": HOSTILE, "document": HOSTILE},
        }),
        Sample("late and refused", {**OWN, "one": LATE, "general": HOSTILE, "documents": []}),
        Sample("over", {**OWN, "one": OVER, "waits": False}),
    ],
    "agency/case.html": [
        agency("in hand", SHOWN),
        *(agency(f"in hand: {kind}", shown(kind)) for kind in rules.KINDS),
        agency("not opened", shown("blocked_access", "open", opened=False, documents=[], about=None, asked=())),
        agency("late, held by somebody", shown("means_lost", late=True, may=["read"], documents=[])),
        agency("errors", {**SHOWN, "errors": {"act": HOSTILE, "words": HOSTILE, "reason": HOSTILE},
                          "values": ActForm(act="ask", words=HOSTILE)}),
        agency("refused", {**SHOWN, "general": HOSTILE, "code": "case_taken"}),
        *(agency(f"to confirm: {kind}", shown(kind, State.TO_CONFIRM, may=["read", "confirm", "return"]))
          for kind in rules.KINDS),
        *(agency(state, shown("blocked_access", state, may=["read"])) for state in State),
    ],
}  # fmt: skip
