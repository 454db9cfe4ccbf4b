"""The demonstration's start page and inbox."""

from collections.abc import Mapping
from typing import Any

from parvis.demo.identity import CITIZENS, LEVELS
from parvis.demo.pages import Agent, House, Person, Shown, Value
from parvis.demo.reader.card import Pressed
from parvis.demo.reader.pages import Inserted
from parvis.demo.tables import Message, Posted
from parvis.demo.token.device import Line
from parvis.demo.token.pages import Plugged
from parvis.web.visit import Visit
from tests.conventions.samples import HOSTILE, NOW, ONE, THREE, TWO, Sample


def start(visit: Visit) -> Mapping[str, Any]:
    values = [Value("Identifiant", "10203040506"), Value("Code", "123456", live=True)]
    people = [
        Person(ONE, HOSTILE, HOSTILE, HOSTILE, values, "/reader?card=1", "/token?client=1", f"/cards/{ONE}"),
        Person(TWO, "Zoé Roy", None, "…", []),
    ]
    first, *others = visit.here.institutions.with_clients
    agents = [
        Agent(ONE, HOSTILE, "adviser", HOSTILE, 0, "http://agence.x.localhost:8000/invitation/x"),
        Agent(TWO, "Karim Benali", "supervisor", "agence", 1, ""),
        Agent(THREE, "Odile Prat", "auditor", "siège", 0, ""),
    ]
    houses = [
        House(first, "http://x.localhost:8000", "http://x.localhost:8000/phone/", people, "http://a.localhost", agents)
    ]
    houses += [House(institution, "http://x.localhost", None, []) for institution in others]
    return {"institution": None, "houses": houses, "looks": "/looks.css?v=1", "steps": ("minutes", "day")}


def card(visit: Visit) -> Mapping[str, Any]:
    house = visit.here.institutions.with_clients[0]
    return {
        "institution": None, "person": HOSTILE, "house": house, "looks": "/looks.css?v=1",
        "columns": ["A", "B"], "rows": [("1", ["2345", "WXYZ"]), ("2", ["AAAA", "9999"])],
    }


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
    "letters": [],
}

IDENTITY = {
    "institution": None, "client": HOSTILE, "level": "eidas1", "asked": "sealed", "citizens": CITIZENS,
    "levels": LEVELS,
}

SABINE = Inserted(ONE, HOSTILE, "cooperative", HOSTILE, "•••• 5010", 2)
LOCKED = Inserted(TWO, "Zoé", "cooperative", "Coopérative", "•••• 5028", 0)


def reader(card: Inserted | None = None, screen: str = "ready", **more: Any) -> Mapping[str, Any]:
    return {
        "institution": None, "looks": "/looks.css?v=1", "drawer": [SABINE, LOCKED], "card": card, "code": "",
        "screen": f"demo-reader-screen-{screen}", "pressed": Pressed(), "errors": {}, **more,
    }


OPEN_TOKEN = Plugged(ONE, HOSTILE, 2)


def token(plugged: Plugged | None = OPEN_TOKEN, **more: Any) -> Mapping[str, Any]:
    return {
        "institution": None, "looks": "/looks.css?v=1", "token": plugged, "lines": (), "order": "e30=",
        "field": "order", "wrong": "", **more,
    }


TEMPLATES = {
    "demo/identity.html": [Sample("two citizens", IDENTITY, signed_in=False)],
    "demo/identity_refused.html": [Sample("refused", {"institution": None}, signed_in=False)],
    "demo/token/token_page.html": [
        Sample("no token", token(None), signed_in=False),
        Sample("no order", token(), signed_in=False),
        Sample("a file that is none", token(wrong=HOSTILE), signed_in=False),
        Sample("an order", token(lines=(Line(HOSTILE, HOSTILE),), field="pin"), signed_in=False),
        Sample("a wrong PIN", token(lines=(Line(HOSTILE, HOSTILE),), field="pin", wrong=HOSTILE), signed_in=False),
        Sample("blocked", token(Plugged(ONE, HOSTILE, 0)), signed_in=False),
    ],
    "demo/reader/reader_page.html": [
        Sample("empty drawer", reader(screen="empty", drawer=[]), signed_in=False),
        Sample("no card in it", reader(screen="empty"), signed_in=False),
        Sample("a card in it", reader(SABINE), signed_in=False),
        Sample("a wrong PIN", reader(SABINE, "pin"), signed_in=False),
        Sample("locked", reader(LOCKED, "locked"), signed_in=False),
        Sample("a code", reader(SABINE, "code", code="45221310", pressed=Pressed(mode="sign", amount=HOSTILE)),
               signed_in=False),
        Sample("wrong figures", reader(SABINE, "wrong", errors={"challenge": HOSTILE, "amount": HOSTILE},
                                       pressed=Pressed(mode="sign", challenge=HOSTILE)), signed_in=False),
    ],
    "demo/start_page.html": [Sample("every institution", start, signed_in=False)],
    "demo/card_page.html": [Sample("a card", card, signed_in=False)],
    "demo/inbox_page.html": [
        Sample("empty", INBOX, signed_in=False),
        Sample("of one client", {
            **INBOX, "messages": [message("email", 0), message("sms", 1)], "limit": 2, "filtered": HOSTILE,
            "letters": [(Posted(THREE, "deuxrives", HOSTILE, NOW), HOSTILE)],
            "clients": [(f"/inbox?client={ONE}", HOSTILE, True), (f"/inbox?client={TWO}", "Zoé", False)],
        }, signed_in=False),
    ],
}
