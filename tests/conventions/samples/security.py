"""Sessions, devices, connections, and what « ce n'est pas moi » did."""

from datetime import timedelta

from parvis.security.rules import OUTCOMES, HistoryForm
from parvis.security.tables import EVENTS, Connection
from parvis.sessions.tables import Device, Session
from tests.conventions.samples import BEFORE, HOSTILE, NOW, ONE, THREE, TWO, Sample


def line(event: str, *, session: bool = False, disavowed: bool = False, browser: str = HOSTILE) -> Connection:
    detail = {"means": "secret_code+phone"} if event == "session:opened" else {"kind": "secret_code"}
    return Connection(
        id=THREE, at=BEFORE, event=event, session_id=ONE if session else TWO, device_id=None, request_id=None,
        network="192.0.2.0/24" if browser else "", detail=detail, browser=browser, device=browser and HOSTILE[::-1],
        disavowed=disavowed,
    )  # fmt: skip


def running(browser: str, *, this: bool) -> Session:
    return Session(
        id=ONE if this else TWO, device_id=None, opened_at=NOW, last_activity_at=NOW,
        expires_at=NOW + timedelta(hours=10), means="secret_code", strong=True, network="", browser=browser,
    )


DEVICES = [Device(ONE, HOSTILE, "192.0.2.0/24", BEFORE, NOW), Device(TWO, "", "", BEFORE, NOW)]
LINES = [*(line(event) for event in EVENTS), line("session:opened", session=True, browser=""),
         line("sign_in:failed", disavowed=True)]
FULL = {
    "section": "security", "running": [running(HOSTILE, this=True), running("", this=False)], "devices": DEVICES,
    "current": ONE, "current_device": ONE, "lines": LINES, "more": True, "key": str(THREE), "done": "",
}
HISTORY = {
    "form": HistoryForm(since="2026-11-01", outcome="failed"), "devices": DEVICES, "kinds": ["secret_code", "totp"],
    "outcomes": list(OUTCOMES), "lines": LINES, "current": ONE, "more": "/security/connections?before=x",
    "query": "outcome=failed", "first": False, "errors": {},
}
DONE = {
    "line": str(THREE), "sessions_ended": 2, "sign_ins_withdrawn": 1, "device": True, "suspended": ["totp", "phone"],
    "kept": ["secret_code", "sms_code"], "reference": "DR-4F7K-9C",
}
NOTHING = {
    "line": str(THREE), "sessions_ended": 0, "sign_ins_withdrawn": 0, "device": False, "suspended": [], "kept": [],
    "reference": "",
}
PROTECTED = {"line": LINES[0], "done": DONE, "secret": "secret_code", "contact_hours": 4}

TEMPLATES = {
    "security/overview.html": [
        Sample("everything", FULL),
        Sample("ended", {**FULL, "done": "ended", "running": [running(HOSTILE, this=True)]}),
        Sample("distrusted, none left", {**FULL, "done": "distrusted", "devices": []}),
        Sample("renamed", {**FULL, "done": "renamed"}),
        Sample("nothing yet", {**FULL, "lines": [], "more": False}),
    ],
    "security/history.html": [
        Sample("filtered", HISTORY),
        Sample("everything, one page", {**HISTORY, "form": HistoryForm(), "more": "", "query": "", "first": True}),
        Sample("nothing found", {**HISTORY, "lines": []}),
        Sample("a wrong day", {**HISTORY, "lines": [], "errors": {"since": "Cette date n’existe pas."}}),
    ],
    "security/print.html": [
        Sample("all", {"lines": LINES, "all": True, "at_most": 2000}),
        Sample("cut", {"lines": LINES, "all": False, "at_most": 2000}),
    ],
    "security/protected.html": [
        Sample("a thief was inside", PROTECTED),
        Sample("a wrong code from afar", {**PROTECTED, "done": NOTHING}),
    ],
}
