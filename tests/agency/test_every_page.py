"""Every page of the agency × each role, from the routes themselves: a new page is in it by being there.

Each route declares which agents it is for; the table below says nothing twice. What a role may not open answers 403,
whatever the number in the address; what it may, anything but that. No GET writes.
"""

import re

from parvis.agency.rules import ROLES
from parvis.here import Here
from parvis.web.access import OF_AGENTS
from tests.agency.world import an_agent
from tests.conventions.code import tell
from tests.conventions.routes import addresses
from tests.conventions.test_routes import asked_of_the_database
from tests.gate.world import a_person
from tests.window import a_window

REACH = {
    "agent": {"adviser", "supervisor", "auditor"},
    "agent_quietly": {"adviser", "supervisor", "auditor"},
    "adviser": {"adviser", "supervisor"},
    "supervisor": {"supervisor"},
    "auditor": {"auditor", "supervisor"},
}
PAGES = [address for address in addresses() if address.guard in REACH]
WRITES = re.compile(r"(?<!for )(?<!do )\b(insert\s+into|update|delete\s+from)\s+\w", re.IGNORECASE)


def test_every_page_of_agents_is_walked() -> None:
    assert REACH.keys() == {guard.__name__ for guard in OF_AGENTS}
    assert len(PAGES) > 8
    astray = [one.name for one in addresses() if one.path.startswith("/agency") != (one.guard in REACH)]
    assert not astray, tell("A page of agents is under /agency and declares Agent or a role:", astray)


async def test_each_role_opens_its_pages_and_no_others(here: Here) -> None:
    found = []
    for seed, role in enumerate(ROLES, 71):
        async with an_agent(here, role=role, seed=seed) as agent:
            for address in PAGES:
                with asked_of_the_database() as asked:
                    answer = await agent.window.browser.request(
                        address.method, address.anywhere(), follow_redirects=False
                    )
                mine = role in REACH[address.guard]
                if (answer.status_code == 403) == mine or answer.status_code >= 500:
                    found.append(f"{address.name} as {role}: {answer.status_code}")
                wrote = [sql for sql in asked if WRITES.search(sql) and "last_activity_at" not in sql]
                if wrote and (not mine or not address.writes):
                    found.append(f"{address.name} as {role} writes: {wrote[0].split()[:6]}")
    assert not found, tell("Least rights:", found)


async def test_a_client_is_no_agent_whatever_they_open(here: Here) -> None:
    """A client's session at the agency's host, an agent's at the client's: neither is anything there."""
    await a_person(here)
    async with a_window(here) as client, an_agent(here) as agent:
        for address in PAGES:
            answer = await client.browser.request(address.method, address.anywhere())
            assert answer.status_code == 404, address.name
        token = agent.window.browser.cookies["session"]
        async with a_window(here) as elsewhere:
            elsewhere.browser.cookies.set("session", token, domain="deuxrives.localhost")
            await elsewhere.goes_to("/accounts")
            assert elsewhere.path == "/sign-in"


async def test_what_agencies_do_not_have_is_not_there(here: Here) -> None:
    """The clients' pages at the agency's host, an agent being signed in: 404, but for the few that are shared."""
    from parvis.web.access import AGENTS_OWN, AT_AGENCIES

    shared, everywhere = set(AT_AGENCIES), {"operator", "any_host", "dedicated", "start"}
    names = {address.name for address in addresses()}
    assert shared <= names, shared - names
    async with an_agent(here) as agent:
        found = []
        for address in addresses():
            if address.guard in everywhere or address.path.startswith(AGENTS_OWN) or address.name in shared:
                continue
            answer = await agent.window.browser.request(address.method, address.anywhere(), follow_redirects=False)
            if answer.status_code != 404:
                found.append(f"{address.name}: {answer.status_code}")
        assert not found, tell("A client's page answers at an agency: list it in AT_AGENCIES, or guard it.", found)


async def test_an_agent_of_another_agency_finds_nobody_of_this_one(here: Here) -> None:
    """ASVS-8.2.2 among agencies."""
    async with (
        an_agent(here, role="supervisor") as claire,
        an_agent(here, "municipal", "supervisor", seed=72, given_name="Marc") as marc,
    ):
        assert "Claire" not in await marc.window.goes_to("/agency/team")
        for act, fields in (("", None), ("/end", {}), ("/role", {"role": "auditor"}), ("/invitations", {})):
            path = f"/agency/team/{claire.id}{act}"
            if fields is None:
                await marc.window.goes_to(path)
            else:
                await marc.window.sends(path, key=marc.key(), **fields)
            assert marc.window.status == 404, act



async def test_no_link_of_an_agency_leads_nowhere(here: Here) -> None:
    """Every link that an agent can follow from home, and from the sign-in page, is a page that is there."""
    seen: dict[str, str] = {}
    async with an_agent(here, role="supervisor") as agent, a_window(here, "agence.deuxrives") as stranger:
        for browser, first in ((agent.window.browser, "/agency"), (stranger.browser, "/sign-in")):
            waiting = [(first, "the beginning")]
            while waiting:
                path, origin = waiting.pop()
                if path in seen or path.startswith("/static/"):
                    continue
                answer = await browser.get(path)
                seen[path] = f"{answer.status_code} from {origin}"
                found = re.findall(r'href="(/[^"#?]*)', answer.text.split("<body", 1)[-1])
                waiting += [(one, path) for one in found]
    broken = [f"{path}: {told}" for path, told in seen.items() if not told.startswith("200")]
    assert not broken, tell("Link elsewhere at an agency, or list the page in AT_AGENCIES:", broken)
    assert len(seen) > 8
