"""Signing in: the request that opens a session."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from parvis.db import Transaction
from parvis.events import Event
from parvis.factors import elements_of
from parvis.gate.tables import Request
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.journal import actions as journal
from parvis.means import tables as means
from parvis.operations import Failed, Line, Performed, Say
from parvis.sessions import actions as sessions
from parvis.sessions import tables
from parvis.ui import format

ELEMENTS_OF_STRONG = 2  # Directive (EU) 2015/2366, article 4(30)


class SignInFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """From where, when. `device` is the hash of the browser's own token, in hexadecimal."""

    device: str
    known_device: str  # the id of the device if it has signed in before, "" if not
    browser: str
    network: str
    at: datetime
    language: str
    must_change: bool = False  # signed in with a secret that somebody else made


class SignIn:
    name = "sign_in"
    facts = SignInFacts
    lifetime = timedelta(minutes=15)  # As long as an e-mailed code, or as adding an authenticator takes (AL2, MU2).
    conditions = {"strong_age": ("recent", "old")}
    pays = False
    only_identifies = True
    before = "/sign-in"
    rewrite = ""
    first = "secret"

    def after(self, result: Mapping[str, Any]) -> str:
        return "/accounts"

    def lines(self, facts: SignInFacts, say: Say, institution: Institution) -> list[Line]:
        """What is opened, from which browser, when."""
        moment = format.moment(facts.at, facts.language, institution.timezone)
        known = say("sign-in-device-known") if facts.known_device else say("sign-in-device-new")
        browser = facts.browser or say("sign-in-browser-unknown")
        return [
            Line(say("sign-in-line-what"), say("sign-in-line-what-value", institution=institution.name)),
            Line(say("sign-in-line-browser"), f"{browser} ({known})"),
            Line(say("sign-in-line-when"), moment, "date"),
        ]

    async def waits(
        self, tx: Transaction, here: Here, institution: Institution, client_id: UUID, facts: SignInFacts
    ) -> bool:
        """A secret that somebody else made is changed before anything is opened."""
        return facts.must_change and await means.must_change(
            tx, institution.slug, client_id, institution.sign_in.secret
        )

    async def weigh(
        self, tx: Transaction, here: Here, institution: Institution, client_id: UUID, facts: SignInFacts, now: datetime
    ) -> dict[str, str | int] | Failed:
        """Whether two elements were proven on this device within the institution's period (RTS article 10)."""
        if not facts.known_device:
            return {"strong_age": "old"}
        since = await tables.strong_since(tx, institution.slug, client_id, UUID(facts.known_device))
        recent = since is not None and now - since < timedelta(days=institution.session.strong_days)
        return {"strong_age": "recent" if recent else "old"}

    async def perform(
        self, tx: Transaction, here: Here, institution: Institution, request: Request, facts: SignInFacts, now: datetime
    ) -> Performed | Failed:
        """Trust the device and open a session, for the browser that asked."""
        assert request.ticket_hash is not None, "a browser asks to sign in with a ticket"
        arrived = await tables.arrive(
            tx, institution.slug, request.client_id, request.id,
            tables.Device(
                id=here.new_id(), name=request.browser, network=request.network, first_seen_at=now, last_seen_at=now
            ),
            bytes.fromhex(facts.device),
        )
        device_id = arrived.device_id
        level = institution.identity_level
        elements = {element for kind in arrived.kinds for element in elements_of(here.factors[kind], level)}
        session = await sessions.start(
            tx, here, institution, request.client_id, device_id=device_id, means="+".join(arrived.kinds),
            token=sessions.token_for(here, request.ticket_hash, request.id), strong=len(elements) >= ELEMENTS_OF_STRONG,
            network=request.network, browser=request.browser, now=now,
        )
        if str(device_id) != facts.known_device:
            await journal.record(
                tx, here, Event.DEVICE_TRUSTED, now, institution=institution.slug, client_id=request.client_id,
                request_id=request.id, device_id=device_id, network=request.network,
            )
        return Performed({"session_id": str(session.id), "device_id": str(device_id)})
