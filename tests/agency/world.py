"""An agent with a passkey in hand, who signs in through the front door and approves, without a browser.

    async with an_agent(here, role="supervisor") as claire:
        await claire.window.goes_to("/agency/team")
        await claire.window.sends("/agency/team/…/end", key=claire.key())
        await claire.approves()          # where the policy asks for the passkey
"""

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from html import unescape
from uuid import UUID

from parvis.agency import tables
from parvis.agency.rules import Role
from parvis.factors.webauthn import from_base64url
from parvis.here import Here
from parvis.institution.rules import Institution
from tests.hands.passkey import ClientData, PasskeyHand
from tests.window import Window, a_window

BRANCH = "agence de Valmer"
_HIDDEN = re.compile(r'name="door_token" value="([^"]+)"')
_ACTION = re.compile(r'action="(/requests/[^"]+/proofs/[^"]+)"')


@dataclass
class AgentAtWork:
    """An agent, the key in their hand, and their window on the agency."""

    here: Here
    agency: Institution
    id: UUID
    role: Role
    name: str
    hand: PasskeyHand
    window: Window

    def key(self) -> str:
        """A new key for a form."""
        return str(self.here.new_id())

    async def signs_in(self) -> None:
        """By the door of the agency, as the browser's script would."""
        await self.window.goes_to("/sign-in")
        token = _HIDDEN.search(self.window.page)
        assert token is not None, self.window.page[-2000:]
        await self.window.sends("/sign-in/passkey", passkey=self.signs("enter"), door_token=unescape(token[1]))

    async def approves(self) -> None:
        """The request that waits on the present page, with the passkey."""
        action = _ACTION.search(self.window.page)
        assert action is not None, (self.window.path, self.window.page[-2000:])
        await self.window.sends(action[1], passkey=self.signs("approve"))

    async def looks(self, client_id: UUID, why: str = "call") -> str:
        """Open that client's file, saying why."""
        return await self.window.sends(f"/agency/clients/{client_id}/looks", why=why, key=self.key())

    def signs(self, ceremony: str) -> str:
        """The answer of the device to the button of the present page."""
        return signed(self.hand, self.window.page, ceremony, self.origin)

    @property
    def origin(self) -> str:
        return self.here.settings.origins(self.agency.hosts)[0]


def options_of(page: str, ceremony: str) -> dict[str, object]:
    """What the page asks of the device. The window's page has its attributes unescaped, quotes and all."""
    text = unescape(page)
    begins = f'data-passkey="{ceremony}" data-options="'
    assert begins in text, text[-3000:]
    asked, _ = json.JSONDecoder().raw_decode(text, text.index(begins) + len(begins))
    return dict(asked)


def signed(hand: PasskeyHand, page: str, ceremony: str, origin: str) -> str:
    """The signature of this hand's device over what the page asks."""
    challenge = from_base64url(str(options_of(page, ceremony)["challenge"]))
    hand.device.site = origin.split("//")[1].split(":")[0]
    return hand.device.signs(challenge, ClientData(origin=origin))


async def furnished_agent(
    here: Here, slug: str, role: Role, *, seed: int, given_name: str, family_name: str
) -> tuple[UUID, PasskeyHand]:
    """An agent in the database, with the passkey of that seed."""
    agency = here.institutions.agency_of(slug)
    assert agency is not None
    hand, person_id, means_id, now = PasskeyHand(seed), here.new_id(), here.new_id(), here.clock()
    async with here.transaction() as tx:
        await tables.insert_agent(
            tx, agency.slug, person_id, serves=slug, given_name=given_name, family_name=family_name, role=role,
            branch=BRANCH, language="fr", now=now,
        )
        await tx.run(
            "insert into authenticator"
            " (id, institution, client_id, kind, name, state, material, handle, created_at, usable_from)"
            " values ($1, $2, $3, 'passkey', 'Poste', 'active', $4, $5, $6, $6)",
            means_id, agency.slug, person_id,
            here.keys.seal(hand.material, purpose=f"authenticator:{means_id}"), hand.handle, now,
        )
    return person_id, hand


@asynccontextmanager
async def an_agent(
    here: Here, slug: str = "deuxrives", role: Role = "adviser", *, seed: int = 71, given_name: str = "Claire",
    family_name: str = "Durand",
) -> AsyncIterator[AgentAtWork]:
    """An agent of the agency behind that institution, signed in. Two at once need two seeds: one is one device."""
    person_id, hand = await furnished_agent(
        here, slug, role, seed=seed, given_name=given_name, family_name=family_name
    )
    agency = here.institutions.agency_of(slug)
    assert agency is not None
    async with a_window(here, f"agence.{slug}") as window:
        found = AgentAtWork(here, agency, person_id, role, f"{given_name} {family_name}", hand, window)
        await found.signs_in()
        assert window.path == "/agency", (window.path, window.status, window.page[-2000:])
        yield found
