"""« Mes informations »: the addresses, and a change of one in each of its states."""

from parvis.profile.tables import Change, Kept
from tests.conventions.samples import BEFORE, HOSTILE, NOW, ONE, THREE, TWO, Sample
from tests.conventions.samples.cases import CASE


def kept(channel: str) -> Kept:
    return Kept(id=TWO, channel=channel, address=b"", hint=HOSTILE, since=BEFORE)


def change(state: str, channel: str = "sms") -> Change:
    return Change(
        id=ONE, client_id=TWO, channel=channel, contact_id=THREE, address=b"", hint=HOSTILE, state=state, code=None,
        code_until=NOW, sent_count=1, sent_at=NOW, failures=0, begun_at=BEFORE, request_id=None,
        effective_at=NOW if state == "held" else None,
    )


BOTH = [("email", [kept("email")]), ("sms", [kept("sms"), kept("sms")])]
HOME = {
    "channels": BOTH, "held": {}, "done": "", "secret": "password", "lives": (), "asked": {}, "postal_offered": True,
}
STATES = ("begun", "verified", "with_agency", "held", "done", "cancelled", "given_up")
PAGE = {"agency": True, "minutes": 300, "address": HOSTILE, "errors": {}, "general": ""}

TEMPLATES = {
    "profile/home.html": [
        Sample("both, nothing waits", HOME),
        Sample("none at all", {**HOME, "channels": [("email", []), ("sms", [])], "secret": "secret_code"}),
        Sample("asked of the agency", {
            **HOME, "lives": (HOSTILE, "75000 PARIS"),
            "asked": dict.fromkeys(("address_change", "contact_change"), CASE),
        }),
        Sample("one waits", {**HOME, "held": {"sms": change("held")}}),
        *(Sample(f"done: {done}", {**HOME, "done": done}) for done in ("held", "changed", "kept", "protected")),
    ],
    "profile/address.html": [
        *(
            Sample(f"{channel}, held {hours}", {
                "channel": channel, "typed": HOSTILE, "hours": hours, "errors": {"contact": HOSTILE} if hours else {},
                "general": "" if hours else HOSTILE,
            })
            for channel in ("email", "sms")
            for hours in (0, 24)
        ),
    ],
    "profile/change.html": [
        *(Sample(state, {**PAGE, "change": change(state), "state": state}) for state in STATES),
        Sample("a wrong code, late", {
            **PAGE, "change": change("begun", "email"), "state": "begun", "minutes": 0, "errors": {"code": HOSTILE},
        }),
    ],
}  # fmt: skip
