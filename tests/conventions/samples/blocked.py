"""For whoever cannot come in: the page of a block, asking, following."""

from collections.abc import Callable, Mapping
from typing import Any

from parvis.blocked.rules import DOCUMENTS_AT_MOST, Stage, choices
from parvis.blocked.tables import Document, Unblocking
from parvis.cases.tables import Step
from parvis.web.visit import Visit
from tests.conventions.samples import BEFORE, EVERYWHERE, HOSTILE, NOW, ONE, TWO, Sample

PROMISED = {"hours": 72, "by": NOW}


def blocked(visit: Visit) -> Mapping[str, Any]:
    rules = visit.institution.sign_in
    return {"told": HOSTILE, "doors": rules.doors, "on_device": rules.on_device, **PROMISED}


def asking(*, wrong: bool = False) -> Callable[[Visit], Mapping[str, Any]]:
    def given(visit: Visit) -> Mapping[str, Any]:
        parts = visit.institution.identifier
        able = choices(visit.institution, visit.here.factors)
        names = [part.name for part in parts] + ["account"] + (["wanted"] if len(able) > 1 else [])
        return {
            "parts": parts, "key": str(ONE), "choices": able if len(able) > 1 else (), "accounts": not wrong,
            "values": dict.fromkeys(names, HOSTILE) if wrong else {},
            "errors": dict.fromkeys(names, HOSTILE) if wrong else {}, "general": "", **PROMISED,
        }

    return given


def standing(stage: Stage, *, documents: int = 0, wrong: bool = False) -> Mapping[str, Any]:
    sent = stage != Stage.BEGUN
    asked = Unblocking(
        id=ONE, institution="deuxrives", client_id=None, reference="DR-4F7K-9C", wanted=["access"], account=b"",
        language="fr", begun_at=BEFORE, sent_at=NOW if sent else None, due_at=NOW if sent else None,
        closes_at=NOW if sent else None, taken_up_at=None, case_id=None, case_state=None,
    )
    document = Document(id=TWO, name=HOSTILE, media_type="image/png", size=1_234_567, sent_at=NOW)
    more = Step(
        id=TWO, at=NOW, what="more_asked", words=HOSTILE, agent_id=ONE, given_name="Claire <b>", family_name="D",
        branch="Valmer",
    )
    return {
        "asked": asked, "stage": stage.value, "documents": [document] * documents,
        "more": more if stage == Stage.MORE_ASKED else None, "at_most": DOCUMENTS_AT_MOST,
        "progress": "/unblocking/progress", "errors": {"document": HOSTILE} if wrong else {},
        "general": HOSTILE if wrong else "",
    }


OPEN = (Stage.BEGUN, Stage.SENT, Stage.MORE_ASKED)

TEMPLATES = {
    "blocked/blocked.html": [Sample("blocked", blocked, signed_in=False, institutions=EVERYWHERE)],
    "blocked/begin.html": [
        Sample("empty", asking(), signed_in=False, institutions=EVERYWHERE),
        Sample("wrong", asking(wrong=True), signed_in=False, institutions=EVERYWHERE),
    ],
    "blocked/begun.html": [
        Sample(
            "once", {"reference": "DR-4F7K-9C", "code": "CDFG-HJKM-NPQR", "progress": "/unblocking/progress"},
            signed_in=False,
        )
    ],
    "blocked/follow.html": [
        Sample("empty", {"reference": "", "example": "ES-4F7K-9C", "general": "", "errors": {}}, signed_in=False),
        Sample(
            "wrong", {"reference": HOSTILE, "example": "ES-4F7K-9C", "general": HOSTILE, "errors": {}},
            signed_in=False,
        ),
    ],
    "blocked/progress.html": [
        Sample(
            f"{stage}, {count} documents", standing(stage, documents=count, wrong=count == 1 and stage in OPEN),
            signed_in=False,
        )
        for stage in Stage for count in (0, 1, DOCUMENTS_AT_MOST)
    ],
}
