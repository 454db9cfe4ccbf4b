"""The demonstration's start page and inbox."""

from collections.abc import Mapping
from typing import Any

from parvis.demo.pages import House, Person, Shown, Value
from parvis.demo.tables import Message
from parvis.web.visit import Visit
from tests.conventions.samples import HOSTILE, NOW, ONE, TWO, Sample


def start(visit: Visit) -> Mapping[str, Any]:
    values = [Value("Identifiant", "10203040506"), Value("Code", "123456", live=True)]
    people = [Person(ONE, HOSTILE, HOSTILE, HOSTILE, values), Person(TWO, "Zoé Roy", None, "…", [])]
    houses = [
        House(institution, "http://x.localhost:8000", "http://x.localhost:8000/phone/", people)
        for institution in visit.here.institutions.all[:1]
    ]
    houses += [House(institution, "http://x.localhost", None, []) for institution in visit.here.institutions.all[1:]]
    return {"institution": None, "houses": houses, "looks": "/looks.css?v=1"}


def message(channel: str, number: int) -> Shown:
    told = Message(
        id=(ONE, TWO)[number], institution="deuxrives", client_id=TWO, channel=channel,
        message_id="<1@deuxrives.example>", sender=HOSTILE, address="c@exemple.example", subject=HOSTILE,
        text=f"{HOSTILE}\n123456", sent_at=NOW,
    )
    return Shown(told, HOSTILE, HOSTILE, ["123456"])


INBOX = {
    "institution": None, "tabs": [("/inbox", "Toutes", True), ("/inbox?institution=deuxrives", "Deux Rives", False)],
    "clients": [], "filtered": None, "here_again": "/inbox", "limit": 60, "looks": "/looks.css?v=1", "messages": [],
}

TEMPLATES = {
    "demo/start_page.html": [Sample("every institution", start, signed_in=False)],
    "demo/inbox_page.html": [
        Sample("empty", INBOX, signed_in=False),
        Sample("of one client", {
            **INBOX, "messages": [message("email", 0), message("sms", 1)], "limit": 2, "filtered": HOSTILE,
            "clients": [(f"/inbox?client={ONE}", HOSTILE, True), (f"/inbox?client={TWO}", "Zoé", False)],
        }, signed_in=False),
    ],
}
