"""« Is my bank calling me? »"""

from datetime import timedelta

import msgspec

from parvis.bank_calls.tables import AgentsCall, BankCall
from parvis.cases.tables import Case
from parvis.clients.tables import Client
from tests.conventions.samples import BEFORE, HOSTILE, NOW, ONE, SOON, THREE, TWO, Sample

OPEN = BankCall(
    id=ONE, agent_id=TWO, given_name=HOSTILE, family_name="Durand", branch=HOSTILE, opened_at=NOW, expires_at=SOON,
    ended_at=None, ended_because=None,
)
PAST = msgspec.structs.replace(OPEN, opened_at=BEFORE, ended_at=BEFORE + timedelta(minutes=4), ended_because="by_agent")
REPORTED = msgspec.structs.replace(PAST, ended_because="reported")
MINE = AgentsCall(id=ONE, client_id=THREE, given_name=HOSTILE, family_name=HOSTILE, opened_at=NOW, expires_at=SOON)
PERSON = Client(THREE, HOSTILE, HOSTILE, "fr")
CASE = Case(
    id=ONE, institution="deuxrives", client_id=THREE, kind="reported_call", state="open", reference="DR-4F7K-9C",
    detail={}, opened_at=NOW, due_at=SOON, claimed_by=None, claimed_at=None, decided_by=None, confirmed_by=None,
    closed_at=None,
)
AGENTS = {"person": PERSON, "mine": None, "current": None, "key": TWO, "shown": HOSTILE}
AT_AGENCY = {"institutions": ("deuxrives-agence",)}

TEMPLATES = {
    "bank_calls/call.html": [
        Sample("nobody calls", {"call": None, "past": [], "seconds": 0, "over": None}),
        Sample("she has just hung up", {"call": None, "past": [PAST], "seconds": 0, "over": PAST}),
        Sample("somebody does", {"call": OPEN, "past": [PAST, REPORTED], "seconds": 125, "over": None}),
        Sample("since a moment", {"call": OPEN, "past": [PAST], "seconds": 3, "over": None}),
    ],
    "bank_calls/reported.html": [Sample("with a case", {"case": CASE}), Sample("without", {"case": None})],
    "agency/call.html": [
        Sample("before dialling", AGENTS, **AT_AGENCY),
        Sample("open", {**AGENTS, "mine": MINE, "current": OPEN}, **AT_AGENCY),
        Sample("another one is open", {**AGENTS, "mine": msgspec.structs.replace(MINE, client_id=TWO)}, **AT_AGENCY),
        Sample("a colleague calls", {**AGENTS, "current": OPEN}, **AT_AGENCY),
    ],
}
