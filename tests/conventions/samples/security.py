"""« Dernières connexions »."""

from datetime import timedelta

from parvis.security.tables import EVENTS, Connection
from parvis.sessions.tables import Session
from tests.conventions.samples import BEFORE, HOSTILE, NOW, ONE, THREE, TWO, Sample


def line(event: str, *, session: bool = False, disavowed: bool = False, browser: str = HOSTILE) -> Connection:
    detail = {"means": "secret_code+phone"} if event == "session:opened" else {"kind": "secret_code"}
    return Connection(
        id=THREE, at=BEFORE, event=event, session_id=ONE if session else TWO, device_id=None,
        network="192.0.2.0/24" if browser else "", detail=detail, browser=browser, disavowed=disavowed,
    )


def running(browser: str, *, this: bool) -> Session:
    return Session(
        id=ONE if this else TWO, device_id=None, opened_at=NOW, last_activity_at=NOW,
        expires_at=NOW + timedelta(hours=10), means="secret_code", strong=True, network="", browser=browser,
    )


FULL = {
    "section": "security", "running": [running(HOSTILE, this=True), running("", this=False)], "devices": [],
    "current": ONE, "lines": [*(line(event) for event in EVENTS), line("session:opened", session=True, browser=""),
              line("sign_in:failed", disavowed=True)],
    "more": "x", "first": True, "done": "",
}

TEMPLATES = {
    "security/overview.html": [
        Sample("everything", FULL),
        Sample("protected", {**FULL, "done": "protected"}),
        Sample("ended", {**FULL, "done": "ended", "running": [running(HOSTILE, this=True)]}),
        Sample("a later page, empty", {**FULL, "first": False, "lines": [], "more": ""}),
    ]
}
