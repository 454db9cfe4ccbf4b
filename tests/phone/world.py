"""A client of Estuaire with a phone in hand, enrolled as a person would: through the client space and its policy."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

import httpx

from parvis.app import create_app
from parvis.errors import Refused
from parvis.gate import actions as gate
from parvis.gate import challenges
from parvis.gate.actions import Asking
from parvis.gate.rules import State
from parvis.gate.tables import Request
from parvis.here import Here
from parvis.means import actions as means
from parvis.means import rules
from parvis.operations.enroll_factor import EnrollFacts
from tests.gate.world import CODE, Person, a_person, last_code
from tests.phone.client import PythonPhone

ORIGIN = "http://epargne.localhost"
PLACE = "test-session"


@dataclass
class Owner:
    """A person, and the phone they have or are about to have."""

    person: Person
    phone: PythonPhone

    async def activation_code(self) -> str:
        """Begin an enrolment in the client space, and read the code that its page shows."""
        began = await means.begin(
            self.person.here, self.person.institution, self.person.id, kind="phone", name="Mon téléphone",
            place=PLACE, account="", origin=ORIGIN, now=self.person.here.clock(),
        )  # fmt: skip
        assert not isinstance(began, Refused), began
        self.began = began
        return str((await self.enrolment()).shown["code"])

    async def enrolment(self) -> means.Began:
        """The enrolment as its page in the browser sees it."""
        here, person = self.person.here, self.person
        async with here.reading() as tx:
            found = await means.begun(
                tx, here, person.institution, person.id, self.began, place=PLACE, now=here.clock()
            )
        assert not isinstance(found, Refused), found
        return found

    async def asks_to_add(self, *, session_id: UUID | None = None) -> Request:
        """« Oui, c'est ce téléphone »: the request to add it, which waits for other means."""
        here, person, found = self.person.here, self.person, await self.enrolment()
        confirmed = await means.confirm(here, person.institution, person.id, found, {}, here.clock())
        assert not isinstance(confirmed, Refused), confirmed
        facts = EnrollFacts(
            authenticator_id=found.id, kind="phone", name=found.name, binding=rules.binding_of(found.material),
            within="session", fingerprint=found.fingerprint,
        )  # fmt: skip
        asking = Asking(
            client_id=person.id, operation="enroll_factor", facts=facts, key=found.id, session_id=session_id
        )
        async with here.transaction() as tx:
            request = await gate.open(tx, here, person.institution, asking, here.clock())
        assert isinstance(request, Request), request
        return request

    async def confirm(self) -> Request:
        """The same, then the secret code and the code by SMS that Estuaire asks for."""
        here, person, request = self.person.here, self.person, await self.asks_to_add()
        sms, secret = person.means["sms_code"], person.means["secret_code"]
        put = await challenges.challenge(here, person.institution, request, sms, here.clock())
        assert not isinstance(put, Refused), put
        for means_id, answer in ((secret, {"code": CODE}), (sms, {"code": await last_code(here)})):
            proved = await gate.prove(here, person.institution, request, means_id, answer, here.clock())
            assert isinstance(proved, Request), proved
            request = proved
        return request

    async def enroll(self) -> None:
        """From nothing to a phone that approves."""
        await self.phone.enroll(await self.activation_code())
        done = await self.confirm()
        assert done.state == State.EXECUTED, done

    async def signs_in(self) -> Request:
        """Ask to sign in on a browser: the phone must approve."""
        request = await self.person.tries()
        assert isinstance(request, Request), request
        assert request.state == State.WAITING
        return request


@asynccontextmanager
async def http_of(here: Here) -> AsyncIterator[httpx.AsyncClient]:
    """The program itself, reached as a phone reaches it."""
    app = create_app(here.settings, here)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), timeout=60) as http:
        yield http


async def an_owner(here: Here, http: httpx.AsyncClient, *, identifier: str = "5566778899") -> Owner:
    """A client of Estuaire who has a secret code and SMS, and holds a phone that is not enrolled yet."""
    person = await a_person(here, "epargne", identifier=identifier)
    return Owner(person, PythonPhone(http, ORIGIN))
