"""One HTTP request as the pages see it: where, who, when, in which language."""

from dataclasses import dataclass
from datetime import datetime

from parvis.agency.tables import Agent
from parvis.clients.tables import Client
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.operations import Say
from parvis.sessions.tables import Session


@dataclass(frozen=True, slots=True)
class Visit:
    here: Here
    institution: Institution
    language: str
    now: datetime
    network: str  # An address cut to its network: enough to recognise a habit, not to follow a person.
    browser: str  # « Firefox sur Linux »
    path: str
    say: Say
    client: Client | None = None
    session: Session | None = None
    device_token: str = ""
    ticket: str = ""  # Before there is a session: the cookie of the browser that asked to sign in.
    origin: str = ""  # « https://host », for the one link that leaves the page: the QR code that a phone scans.
    onward: str = ""  # Where one goes on once signed in.
    agent: Agent | None = None  # At an agency, who is signed in.
    ended: str = ""  # Why the session it came with is over: "idle", "elsewhere"; "" if it had none or left by itself.

    @property
    def me(self) -> Client:
        """The signed-in client. For pages that declared `SignedIn`."""
        assert self.client is not None, "the page did not ask for a signed-in client"
        return self.client

    @property
    def mine(self) -> Session:
        """The session. For pages that declared `SignedIn`."""
        assert self.session is not None, "the page did not ask for a signed-in client"
        return self.session

    @property
    def acting(self) -> Agent:
        """The agent who is signed in. For pages that declared `Agent` or a role."""
        assert self.agent is not None, "the page did not ask for an agent"
        return self.agent

    @property
    def serves(self) -> Institution:
        """The institution whose clients this agency looks after."""
        found = self.here.institutions.by_slug(self.institution.agency_of)
        assert found is not None, "an agency is loaded with the institution it belongs to"
        return found
