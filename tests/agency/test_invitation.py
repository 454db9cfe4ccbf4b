"""How an agent comes to be: invited, a first key made once, another role, gone. Nobody does it for oneself."""

import asyncio
import re
from uuid import UUID

import pytest

from parvis.agency import actions
from parvis.agency.rules import Role
from parvis.factors.webauthn import from_base64url
from parvis.here import Here
from tests.agency.world import AgentAtWork, an_agent, options_of
from tests.hands.passkey import ClientData, PasskeyHand
from tests.window import Window, a_window

AGENCY = "agence.deuxrives"
ORIGIN = "http://agence.deuxrives.localhost:8000"
MARC = {"given_name": "Marc", "family_name": "Petit", "branch": "agence de Valmer"}


async def invited(here: Here, role: Role = "adviser") -> tuple[UUID, str]:
    """Somebody invited by whoever runs the program: who, and the path of the link."""
    agency = here.institutions.agency_of("deuxrives")
    assert agency is not None
    async with here.transaction() as tx:
        invitation_id = await actions.invite(
            tx, here, agency, given_name="Marc", family_name="Petit", role=role, branch="siège", by=None,
            now=here.clock(),
        )
    async with here.reading() as tx:
        person_id = await tx.value("select person_id from agent_invitation where id = $1", invitation_id)
    return person_id, actions.path_of(here, invitation_id)


async def begins(window: Window, path: str, seed: int = 5) -> tuple[PasskeyHand, str]:
    """Open the link, press the button, and let the device make a key: the hand, and what it sends."""
    await window.goes_to(path)
    await window.sends(path)
    hand = PasskeyHand(seed)
    hand.device.site = "agence.deuxrives.localhost"
    asked = options_of(window.page, "make")
    user = asked["user"]
    assert isinstance(user, dict)
    hand.device.user = from_base64url(user["id"])
    return hand, hand.device.makes(from_base64url(str(asked["challenge"])), ClientData(origin=ORIGIN))


async def test_an_invitation_makes_one_key_and_opens_nothing_else(here: Here) -> None:
    person_id, path = await invited(here)
    async with a_window(here, AGENCY) as window:
        page = await window.goes_to(path)
        assert "Bonjour Marc" in page and "conseiller, siège" in page
        assert "/agency" not in window.path
        hand, made = await begins(window, path)
        page = await window.sends(f"{path}/key", passkey=made)
        assert "Votre clé d'accès est enregistrée" in page
        await window.goes_to("/agency")
        assert window.path == "/sign-in"  # the link signed nobody in
        marc = AgentAtWork(here, here.institutions.agency_of("deuxrives"), person_id, "adviser", "", hand, window)  # type: ignore[arg-type]
        await marc.signs_in()
        assert window.path == "/agency"
        # It has served: read, pressed or answered again, it is over.
        for answer in (window.goes_to(path), window.sends(path), window.sends(f"{path}/key", passkey=made)):
            await answer
            assert window.status == 410
    async with here.reading() as tx:
        stored = await tx.value("select token_hash from agent_invitation where person_id = $1", person_id)
    assert path.rpartition("/")[2].encode() not in stored


async def test_an_invitation_is_over_after_a_day_and_when_another_takes_its_place(here: Here) -> None:
    person_id, path = await invited(here)
    agency = here.institutions.agency_of("deuxrives")
    assert agency is not None
    async with a_window(here, AGENCY) as window:
        async with here.transaction() as tx:
            again = actions.path_of(
                here, await actions.invite_again(tx, here, agency, person_id, by=None, now=here.clock())
            )
        await window.goes_to(path)
        assert window.status == 410
        await window.goes_to("/invitation/" + "x" * 43)  # nobody's: the same answer
        assert window.status == 410
        _, made = await begins(window, again)
        here.clock.advance(hours=24)  # type: ignore[attr-defined]
        await window.sends(f"{again}/key", passkey=made)
        assert window.status == 410
    async with a_window(here, "agence.municipal") as elsewhere:
        await elsewhere.goes_to(again)
        assert elsewhere.status == 410


async def test_of_two_keys_made_at_once_one_serves(here: Here) -> None:
    """RTS-4.1 for invitations: one conditional update decides."""
    person_id, path = await invited(here)
    async with a_window(here, AGENCY) as one, a_window(here, AGENCY) as two:
        _, made = await begins(one, path, 5)
        await two.goes_to(path)
        _, other = await begins(two, path, 6)
        await asyncio.gather(one.sends(f"{path}/key", passkey=made), two.sends(f"{path}/key", passkey=other))
    async with here.reading() as tx:
        serving = await tx.value(
            "select count(*) from authenticator where client_id = $1 and state = 'active'", person_id
        )
        used = await tx.value(
            "select count(*) from agent_invitation where person_id = $1 and used_at is not null", person_id
        )
    assert (serving, used) == (1, 1)


async def test_a_supervisor_invites_and_approves_by_passkey(here: Here) -> None:
    """ASVS-6.4.6: the link lets the agent make a key; nobody chooses it for them."""
    async with an_agent(here, role="supervisor") as claire:
        window = claire.window
        await window.goes_to("/agency/team")
        await window.sends("/agency/team/invitations", **MARC, role="adviser", key=claire.key())
        assert "/requests/" in window.path and "Marc Petit" in window.page
        async with here.reading() as tx:
            assert not await tx.value("select count(*) from agent_invitation")
        await claire.approves()
        shown = await window.goes_to(re.search(r'href="(/agency/team/invitations/[^"]+)"', window.page)[1])  # type: ignore[index]
        link = re.search(rf"{ORIGIN}(/invitation/[\w-]{{43}})", shown)
        assert link is not None
        async with a_window(here, AGENCY) as theirs:
            assert "Bonjour Marc" in await theirs.goes_to(link[1])
        invitation = window.path
        async with an_agent(here, role="supervisor", seed=72, given_name="Karim") as karim:
            await karim.window.goes_to(invitation)
            assert karim.window.status == 404  # the link is for whoever invited


async def test_no_supervisor_makes_another_and_nobody_acts_on_oneself(here: Here) -> None:
    async with an_agent(here, role="supervisor") as claire:
        window = claire.window
        await window.sends("/agency/team/invitations", **MARC, role="supervisor", key=claire.key())
        assert window.status == 403
        for act, fields in (("role", {"role": "auditor"}), ("end", {}), ("invitations", {})):
            await window.sends(f"/agency/team/{claire.id}/{act}", key=claire.key(), **fields)
            assert window.status == 409, act
        await window.sends("/agency/team/invitations", given_name="", family_name="", branch="", role="x", key="x")
        assert window.status == 422


async def test_whose_access_is_ended_is_out_at_once(here: Here) -> None:
    async with an_agent(here, role="supervisor") as claire, an_agent(here, seed=72, given_name="Marc") as marc:
        await claire.window.sends(f"/agency/team/{marc.id}/end", key=claire.key())
        assert "Marc Durand" in claire.window.page
        await marc.window.goes_to("/agency")
        assert marc.window.status == 200  # not before it is approved
        await claire.approves()
        await marc.window.goes_to("/agency")
        assert marc.window.path == "/signed-out"
        await marc.signs_in()
        assert marc.window.path != "/agency" and marc.window.status == 422
        assert "Fermé" in await claire.window.goes_to("/agency/team")


async def test_another_role_is_another_reach_from_the_next_page_on(here: Here) -> None:
    async with an_agent(here, role="supervisor") as claire, an_agent(here, seed=72, given_name="Marc") as marc:
        await claire.window.sends(f"/agency/team/{marc.id}/role", role="auditor", key=claire.key())
        await claire.approves()
        assert "contrôleur" in await marc.window.goes_to("/agency")


async def test_lost_keys_go_when_a_fresh_invitation_is_used(here: Here) -> None:
    async with an_agent(here, role="supervisor") as claire, an_agent(here, seed=72, given_name="Marc") as marc:
        await claire.window.sends(f"/agency/team/{marc.id}/invitations", key=claire.key())
        await claire.approves()
        async with here.reading() as tx:
            invitation_id = await tx.value("select id from agent_invitation where person_id = $1", marc.id)
        path = actions.path_of(here, invitation_id)
        await marc.window.goes_to("/agency")
        assert marc.window.status == 200  # the link alone takes nothing away
        async with a_window(here, AGENCY) as window:
            _, made = await begins(window, path, 9)
            await window.sends(f"{path}/key", passkey=made)
        await marc.window.goes_to("/agency")
        assert marc.window.path == "/signed-out"


async def test_an_agent_adds_a_second_key_under_the_first(here: Here) -> None:
    async with an_agent(here) as claire:
        window = claire.window
        await window.sends("/security/means/new/passkey", name="Clé USB")
        second = PasskeyHand(33)
        second.device.site = "agence.deuxrives.localhost"
        asked = options_of(window.page, "make")
        made = second.device.makes(from_base64url(str(asked["challenge"])), ClientData(origin=ORIGIN))
        await window.sends(window.path, passkey=made)
        await claire.approves()
        assert "Clé USB" in await window.goes_to("/security/means")


@pytest.mark.parametrize("role", ["owner", "Supervisor"])
def test_the_command_knows_its_roles(role: str, capsys: pytest.CaptureFixture[str]) -> None:
    from parvis.agents_and_clients import agent_invite

    with pytest.raises(SystemExit) as stopped:
        agent_invite("deuxrives", role, "Marc", "Petit", "siège")
    assert stopped.value.code == 2
    assert "is no role" in capsys.readouterr().err
