"""What is asked of the agency about addresses."""

from datetime import timedelta
from typing import Any

from parvis.cases.rules import State
from parvis.cases.tables import Case, Document, Step
from parvis.profile.asked_pages import PostalForm
from tests.conventions.samples import BEFORE, HOSTILE, NOW, ONE, THREE, TWO, Sample

STEPS = [
    Step(ONE, BEFORE, "opened", "", None, "", "", ""),
    Step(TWO, NOW, "more_asked", HOSTILE, THREE, "Anne", "Roy", HOSTILE),
]
DOCUMENTS = [Document(TWO, ONE, HOSTILE, "application/pdf", 2048, NOW)]


def case(state: str, kind: str = "address_change") -> Case:
    closed = NOW if state in ("accepted", "refused", "withdrawn") else None
    return Case(
        id=ONE, institution="deuxrives", client_id=TWO, kind=kind, state=state, reference="DR-4F7K-9C", detail={},
        opened_at=BEFORE, due_at=NOW + timedelta(hours=5), claimed_by=None, claimed_at=None, decided_by=None,
        confirmed_by=None, closed_at=closed,
    )


def page(state: str, **more: Any) -> dict[str, Any]:
    return {
        "one": case(state), "wanted": [HOSTILE, "75000 PARIS"], "steps": STEPS, "documents": DOCUMENTS, "at_most": 10,
        "takes": state == "more_asked", "late": False, "longest": 1000, "errors": {}, "general": "", **more,
    }


TEMPLATES = {
    "profile/case.html": [
        *(Sample(state.value, page(state.value)) for state in State),
        Sample("nothing sent yet, wrong, late", page(
            "open", takes=True, documents=[], late=True, errors={"document": HOSTILE}, general="",
        )),
        Sample("a contact", page("open", one=case("open", "contact_change"), documents=[], general=HOSTILE)),
    ],
    "profile/postal.html": [
        Sample("empty", {"values": PostalForm(), "hours": 120, "errors": {}, "general": ""}),
        Sample("wrong", {
            "values": PostalForm(HOSTILE, HOSTILE, HOSTILE, HOSTILE), "hours": 120,
            "errors": dict.fromkeys(("street", "more", "postcode", "city"), HOSTILE), "general": "",
        }),
    ],
}  # fmt: skip
