"""The agents' own pages."""

from datetime import timedelta
from typing import Any

import msgspec

from parvis.agency.pages import InviteForm
from parvis.agency.tables import Colleague, Invitation, Slowed
from parvis.cases.queue.tables import Counts
from tests.conventions.samples import AGENCY, BEFORE, HOSTILE, NOW, ONE, SOON, THREE, TWO, Sample, agent

CLAIRE = Colleague(
    id=TWO, role="supervisor", branch="agence de Valmer", since=BEFORE, left_at=None, given_name="Claire",
    family_name=HOSTILE, keys=2, last_used_at=BEFORE, invitation_id=None, invited_until=None,
)
MARC = Colleague(
    id=ONE, role="adviser", branch=HOSTILE, since=BEFORE, left_at=None, given_name=HOSTILE, family_name="Petit",
    keys=0, last_used_at=None, invitation_id=THREE, invited_until=SOON,
)
LEA = Colleague(
    id=THREE, role="auditor", branch="siège", since=BEFORE, left_at=NOW, given_name="Léa", family_name="Brun",
    keys=0, last_used_at=None, invitation_id=None, invited_until=None,
)
KEYLESS = Colleague(
    id=THREE, role="auditor", branch="siège", since=BEFORE, left_at=None, given_name="Léa", family_name="Brun",
    keys=0, last_used_at=None, invitation_id=None, invited_until=None,
)
SLOWED = Slowed(ONE, HOSTILE, "Petit", BEFORE, 60)
INVITATION = Invitation(
    id=ONE, person_id=TWO, token_hash=b"", invited_by=TWO, made_at=BEFORE, expires_at=NOW + timedelta(hours=3),
    used_at=None, void_at=None, given_name="Marc", family_name=HOSTILE, role="adviser", branch="agence de Valmer",
)
COUNTS, NOTHING = Counts(8, 1, 2, 1, 2, "x"), Counts(0, 0, 0, 0, 0, "0")
LINK = "http://agence.deuxrives.localhost:8000/invitation/" + "x" * 43
FORM = {"values": InviteForm(role="adviser"), "errors": {}, "general": "", "key": "x"}
TEAM = {"team": [CLAIRE, MARC, KEYLESS, LEA], **FORM}
OPENED = {"page": "factors/passkey/door.html", "door": {"options": "{}"}, "token": "t", "knock": "/sign-in/passkey"}
ASKED: dict[str, Any] = {
    "one": INVITATION, "action": "/invitation/x", "enrolling": "", "general": "", "code": "",
}
ENROLLING = {"enrolling": "factors/passkey/enroll.html", "shown": {"options": "{}"}, "heard": False, "kind": "passkey"}

TEMPLATES = {
    "agency/home.html": [
        Sample(
            "one key", {"agent": agent("adviser"), "keys": 1, "slowed": [], "counts": COUNTS}, institutions=AGENCY,
            role="adviser",
        ),
        Sample(
            "somebody was slowed", {"agent": agent("supervisor"), "keys": 2, "slowed": [SLOWED], "counts": NOTHING},
            institutions=AGENCY, role="supervisor",
        ),
    ],
    "agency/team.html": [
        Sample("everybody", TEAM, institutions=AGENCY),
        Sample("a form with errors", {
            **TEAM, "values": InviteForm(given_name=HOSTILE, role=""),
            "errors": {"family_name": HOSTILE, "role": HOSTILE, "branch": HOSTILE, "given_name": HOSTILE},
        }, institutions=AGENCY),
    ],
    "agency/colleague.html": [
        Sample("an adviser", {"one": MARC, "oneself": False, "key": "x"}, institutions=AGENCY),
        Sample("an auditor", {"one": KEYLESS, "oneself": False, "key": "x"}, institutions=AGENCY),
        Sample("another supervisor", {"one": CLAIRE, "oneself": False, "key": "x"}, institutions=AGENCY),
        Sample("oneself", {"one": CLAIRE, "oneself": True, "key": "x"}, institutions=AGENCY),
    ],
    "agency/invited.html": [
        Sample("open", {"one": INVITATION, "open": True, "link": LINK}, institutions=AGENCY),
        Sample("over", {"one": INVITATION, "open": False, "link": LINK}, institutions=AGENCY),
    ],
    "agency/invitation.html": [
        Sample("before", ASKED, signed_in=False, institutions=AGENCY),
        Sample("begun", {**ASKED, **ENROLLING}, signed_in=False, institutions=AGENCY),
        Sample("heard", {**ASKED, **ENROLLING, "heard": True}, signed_in=False, institutions=AGENCY),
        Sample("no key made", {**ASKED, **ENROLLING, "general": HOSTILE, "code": "means_not_confirmed"},
               signed_in=False, institutions=AGENCY),
        Sample("an auditor's", {**ASKED, "one": msgspec.structs.replace(INVITATION, role="auditor")}, signed_in=False,
               institutions=AGENCY),
    ],
    "agency/key_made.html": [Sample("made", signed_in=False, institutions=AGENCY)],
    "agency/sign_in.html": [
        Sample("the door", {"doors": [OPENED], "general": "", "code": ""}, signed_in=False, institutions=AGENCY),
        Sample("not recognised", {"doors": [OPENED], "general": HOSTILE, "code": "means_not_recognised"},
               signed_in=False, institutions=AGENCY),
    ],
}
