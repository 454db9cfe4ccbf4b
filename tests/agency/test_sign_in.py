"""Agents come in by their passkey, at their own host, and nowhere else."""

from parvis.here import Here
from tests.agency.world import an_agent
from tests.window import a_window


async def test_the_agency_has_a_door_and_nothing_to_type(here: Here) -> None:
    async with a_window(here, "agence.deuxrives") as window:
        page = await window.goes_to("/sign-in")
        assert "Espace agence" in page
        assert 'data-passkey="enter"' in page
        assert 'type="password"' not in page and 'type="text"' not in page
        for path in ("/accounts", "/security", "/security/secret", "/transfers", "/phone/"):
            await window.goes_to(path)
            assert window.status == 404, path
        await window.sends("/sign-in", client_id="10203040506", code="739204")
        assert window.status == 404


async def test_an_agents_pages_do_not_exist_for_clients(here: Here) -> None:
    async with a_window(here) as window:
        for path in ("/agency", "/agency/team", "/invitation/" + "x" * 43):
            await window.goes_to(path)
            assert window.status == 404, path


async def test_a_supervisor_comes_in_and_sees_the_team(here: Here) -> None:
    async with an_agent(here, role="supervisor") as claire:
        assert "Espace agence" in claire.window.page
        assert "Claire Durand" in await claire.window.goes_to("/agency/team")
