"""A client as agents find and read them, and what the client sees of it."""

from typing import Any

from parvis.client_file.rules import REASONS
from parvis.client_file.tables import Found, Standing, Waits
from parvis.client_file.told import Line
from parvis.clients.tables import Client, Contact
from parvis.means.tables import Means
from tests.conventions.samples import AGENCY, BEFORE, HOSTILE, NOW, ONE, SOON, TWO, Sample
from tests.conventions.samples.profile import change

ANNE = Client(ONE, "Anne", HOSTILE, "fr", HOSTILE)
FOUND = [Found(ONE, "Anne", HOSTILE, HOSTILE, BEFORE, "506"), Found(TWO, "Anne", "Roy", None, BEFORE, "")]
SEARCH: dict[str, Any] = {
    "example": "ES-4F7K-9C",
    "general": "", "sought": HOSTILE, "searched": False, "found": [], "too_many": False, "errors": {},
}
STANDING = Standing("506", BEFORE, BEFORE, 2, 3, None, None)
MEANS = [
    Means(id=ONE, kind="sms_code", name=HOSTILE, state=state, created_at=BEFORE, usable_from=BEFORE, last_used_at=used)
    for state, used in (("active", BEFORE), ("suspended", None), ("blocked", BEFORE))
]
CASE = ("Accès bloqué", "DR-4F7K-9C", "À prendre", BEFORE)
LINES = [
    Line(BEFORE, "Dossier consulté", "le client est au téléphone", f"Claire D., conseiller, {HOSTILE}", ""),
    Line(NOW, "Connexion (Code secret)", "", "", HOSTILE),
]
FILE: dict[str, Any] = {
    "person": ANNE, "first": True, "sees": frozenset({"contacts", "accounts", "amounts"}), "standing": STANDING,
    "means": MEANS, "contacts": [Contact(ONE, "sms", "06 •• •• •• 12", BEFORE)],
    "accounts": [("Compte courant", "0143", 125_000), (HOSTILE, "", None)], "cases": [CASE],
    "waiting": [Waits(ONE, "transfer", BEFORE, SOON)], "lines": LINES, "more": "x",
    "held": [change("held")], "key": "x",
}
NOTHING = {
    **FILE, "sees": frozenset(), "contacts": [], "accounts": [], "cases": [], "waiting": [], "means": [], "lines": [],
    "more": "", "held": [], "standing": Standing("", BEFORE, None, 0, 0, SOON, None),
}

TEMPLATES = {
    "client_file/search.html": [
        Sample("before", SEARCH, institutions=AGENCY),
        Sample("two found", {**SEARCH, "searched": True, "found": FOUND, "too_many": True}, institutions=AGENCY),
        Sample("nobody", {**SEARCH, "searched": True}, institutions=AGENCY, role="auditor"),
        Sample("too many this hour", {**SEARCH, "general": HOSTILE}, institutions=AGENCY),
        Sample("too short", {**SEARCH, "errors": {"sought": HOSTILE}}, institutions=AGENCY),
    ],
    "client_file/why.html": [
        Sample("asked", {"person": ANNE, "reasons": REASONS, "key": "x", "errors": {}}, institutions=AGENCY),
        Sample("no choice", {"person": ANNE, "reasons": REASONS, "key": "x", "errors": {"why": HOSTILE}},
               institutions=AGENCY),
    ],
    "client_file/file.html": [
        Sample("everything", FILE, institutions=AGENCY, role="adviser"),
        Sample("nothing, held", NOTHING, institutions=AGENCY, role="auditor"),
        Sample("blocked, no contact", {
            **FILE, "contacts": [], "standing": Standing("506", BEFORE, BEFORE, 0, 0, None, BEFORE),
        }, institutions=AGENCY),
        Sample("a later page", {"person": ANNE, "first": False, "lines": LINES, "more": ""}, institutions=AGENCY),
    ],
    "client_file/acts.html": [
        Sample("two acts", {"lines": LINES, "more": "x"}), Sample("nothing", {"lines": [], "more": ""}),
    ],
}
