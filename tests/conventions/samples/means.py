"""The means of a client: the list, adding one, changing the secret."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from parvis.cases.tables import Case
from parvis.factors import Prepared, RunsOut, pages_of
from parvis.known import known
from parvis.means.tables import Means
from parvis.web.visit import Visit
from tests.conventions.samples import BEFORE, HOSTILE, NOW, ONE, TWO, Sample

FACTORS = known()[0]
OWN = [kind for kind, factor in FACTORS.items() if factor.own]
UNUSABLE = ("suspended", "blocked")
FIRST = [kind for kind, factor in FACTORS.items() if factor.first]


def one(kind: str, state: str = "active", *, used: bool = True, ends: int | None = None) -> Means:
    return Means(
        id=TWO, kind=kind, name=HOSTILE, state=state, created_at=BEFORE, usable_from=BEFORE,
        last_used_at=NOW if used else None, expires_at=None if ends is None else NOW + timedelta(days=ends),
    )


def case(kind: str) -> Case:
    return Case(
        id=ONE, institution="deuxrives", client_id=ONE, kind=kind, state="open", reference="DR-4F7K-9C",
        detail={"means": [{"id": str(TWO), "kind": "phone"}]}, opened_at=BEFORE, due_at=NOW, claimed_by=None,
        claimed_at=None, decided_by=None, confirmed_by=None, closed_at=None,
    )


def enrolling(
    kind: str, *, heard: bool = False, wrong: bool = False, later: Mapping[str, Any] | None = None
) -> Callable[[Visit], Mapping[str, Any]]:
    """The factor really prepares what its page shows; `later` is what it shows instead from then on."""

    def given(visit: Visit) -> Mapping[str, Any]:
        factor = visit.here.factors[kind]
        names = {"issuer": "Banque", "account": "Anne", "origin": "http://deuxrives.localhost:8000"}
        prepared = factor.prepare(names, visit.here.random, NOW)
        assert isinstance(prepared, Prepared)
        return {
            "enrolling": f"{pages_of(factor)}/enroll.html", "kind": kind, "name": HOSTILE,
            "authenticator_id": str(ONE), "heard": heard, "fingerprint": "1234 5678" if heard else "",
            "shown": prepared.shown | later if later else prepared.shown,
            "action": f"/security/means/{ONE}/enrollment",
            "errors": dict.fromkeys(factor.fields[:1], HOSTILE) if wrong else {},
            "general": HOSTILE if heard else "",
        }

    return given


def changing(kind: str, *, wrong: bool = False) -> Callable[[Visit], Mapping[str, Any]]:
    return lambda visit: {
        "kind": kind, "changing": f"{pages_of(visit.here.factors[kind])}/change.html", "key": str(ONE),
        "errors": {"secret": HOSTILE, "secret_again": HOSTILE} if wrong else {}, "general": HOSTILE if wrong else "",
    }


def forced(kind: str, *, wrong: bool = False) -> Callable[[Visit], Mapping[str, Any]]:
    asked = {"action": f"/requests/{ONE}/secret", "withdrawal": f"/requests/{ONE}/withdrawal"}
    return lambda visit: {**changing(kind, wrong=wrong)(visit), **asked}


NOTHING: dict[str, Any] = {"means_lost": {}, "means_renewal": {}}
ASKED = {kind: {TWO: case(kind)} for kind in NOTHING}
TEMPLATES = {
    "means/forced.html": [
        Sample(f"{kind}{', wrong' if wrong else ''}", forced(kind, wrong=wrong), signed_in=False)
        for kind in FIRST for wrong in (False, True)
    ],
    "means/list.html": [
        Sample("none", {"means": [], "left": {}, "addable": [], "secret": "password", "kept": [], "waiting": NOTHING}),
        *(Sample(f"one that ends far away, one soon, one that has ended; asked: {bool(waiting['means_lost'])}", {
            "means": [one("certificate", ends=days) for days in (400, 30, -2)] + [one("passkey", ends=3)],
            "left": {}, "addable": ["passkey"], "secret": "password", "kept": [], "waiting": waiting,
        }) for waiting in (NOTHING, ASKED)),
        *(
            Sample(f"each kind, {secret}", {
                "means": [one(kind) for kind in FACTORS] + [one("phone", state, used=False) for state in UNUSABLE],
                "addable": OWN, "left": {TWO: (9, True)}, "secret": secret, "waiting": NOTHING,
                "kept": [("factors/passkey/accepted.html", {"written": HOSTILE})],
            })
            for secret in FIRST
        ),
    ],
    "means/start.html": [
        Sample(f"{kind}, {signed_in}", {"kind": kind, "action": f"/security/means/new/{kind}"}, signed_in=signed_in)
        for kind in OWN
        for signed_in in (True, False)
    ],
    "means/enrollment.html": [
        *(Sample(kind, enrolling(kind)) for kind in OWN),
        *(Sample(f"{kind}, in a sign-in, wrong", enrolling(kind, wrong=True), signed_in=False) for kind in OWN),
        *(Sample(f"{kind}, heard of", enrolling(kind, heard=True)) for kind in OWN if not FACTORS[kind].by_browser),
        *(
            Sample(f"{kind}, given once and said", enrolling(kind, heard=heard, later={"once": None, "spent": "A1"}))
            for kind in OWN
            if isinstance(FACTORS[kind], RunsOut)
            for heard in (False, True)
        ),
    ],
    "means/one.html": [
        *(
            Sample(f"{kind}, {state}", {
                "one": one(kind, state, used=state != "blocked", ends=20), "last": state == "active", "key": str(ONE),
                "addable": [kind] if kind in OWN else [], "replaceable": kind in OWN,
                "done": "renamed" if state == "active" else "suspended", "rests": kind not in FIRST,
                "losable": True, "waiting": ASKED if state == "suspended" else NOTHING,
            })
            for kind in FACTORS
            for state in ("active", *UNUSABLE)
        ),
    ],
    "means/removal.html": [
        Sample(f"{left}, {own}", {
            "one": one("phone"), "left": left, "key": str(ONE), "alone": own,
            "errors": {"smartphone": HOSTILE} if left == "smartphone_only" and own else {},
        })
        for left in ("free", "smartphone_only", "last")
        for own in (True, False)
    ],
    "means/secret.html": [
        Sample(f"{kind}{', wrong' if wrong else ''}", changing(kind, wrong=wrong))
        for kind in FIRST
        for wrong in (False, True)
    ],
}
