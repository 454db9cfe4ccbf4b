"""The journal in plain words: one sentence for each event, and the agent who acted, as a client reads it."""

from datetime import datetime

import msgspec

from parvis.agency.rules import signature
from parvis.client_file.tables import Told
from parvis.operations import Say


class Line(msgspec.Struct, frozen=True):
    """What a page shows of one event."""

    at: datetime
    said: str
    why: str  # the reason that an agent gave, "" where none was asked
    by: str  # « Claire D., conseiller, agence de Valmer »; "" where no agent acted
    browser: str


def key_of(event: str) -> str:
    """The message that says an event."""
    return f"journal-{event.replace(':', '-').replace('_', '-')}"


def line_of(told: Told, say: Say) -> Line:
    """One line in words. What it is about is named by kind, never by what somebody typed."""
    detail = told.detail
    kinds = [one for one in str(detail.get("means") or detail.get("kind") or "").split("+") if one]
    key = key_of(told.event)
    values = {
        "operation": named(say, "operation", str(detail.get("operation", ""))),
        "kind": " + ".join(_kind(say, one) for one in kinds) or say("journal-something"),
    }
    said = say(key, **values) if say.has(key) else say("journal-other")
    why = f"agency-why-{detail.get('why', '')}"
    return Line(told.at, said, say(why) if say.has(why) else "", _by(told, say), told.browser)


def _by(told: Told, say: Say) -> str:
    if told.given_name is None or told.family_name is None:
        return ""
    name = signature(told.given_name, told.family_name)
    return say("agency-who", name=name, role=say(f"agency-role-{told.role}"), branch=told.branch or "")


def _kind(say: Say, kind: str) -> str:
    return named(say, "factor", kind) if say.has(f"factor-{kind}") else named(say, "case-kind", kind)


def named(say: Say, family: str, name: str) -> str:
    """What something of that family is called: an operation, a means, a kind of case."""
    return say(f"{family}-{name}") if say.has(f"{family}-{name}") else say("journal-something")
