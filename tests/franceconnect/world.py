"""Anne, a client of the benefits office, whom the provider knows too; and the browser she travels in."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qs, urljoin, urlsplit

import httpx
import msgspec

from parvis.app import make_here
from parvis.clients import tables as clients
from parvis.factors.franceconnect import pivot
from parvis.here import Here
from parvis.settings import Settings
from tests.franceconnect.conftest import BACK
from tests.franceconnect.hostile import PIVOT, SECRET
from tests.gate.world import Person, a_person, last_code
from tests.window import Window

NIR, PASSWORD = "2840135990127", "Brise-marine.27"


@asynccontextmanager
async def the_office(settings: Settings, issuer: str, place: Path) -> AsyncIterator[Here]:
    """The program on the machine's own clock, which is the provider's, with our secret in its file."""
    secrets = place / "secrets"
    secrets.mkdir()
    (secrets / "allocations").write_text(SECRET)
    told = msgspec.structs.replace(settings, identity_provider=issuer, identity_secrets_dir=secrets)
    async with make_here(told) as here:
        yield here


async def anne_of(here: Here, *, identity: bool = True) -> Person:
    """Anne, with her password and her mailbox; the office knows her civil status unless said."""
    anne = await a_person(here, "allocations", identifier=NIR, secret=PASSWORD, kinds=("email_code",))
    async with here.transaction() as tx:
        await tx.run("update contact set channel = 'email' where client_id = $1", anne.id)
    if identity:
        sealed = here.keys.seal(pivot.to_bytes(pivot.Pivot(**PIVOT)), purpose=f"identity:{anne.id}")
        async with here.transaction() as tx:
            await clients.set_civil_identity(tx, "allocations", anne.id, sealed)
    return anne


async def signs_in_as_usual(window: Window, anne: Person, *, onward: str = "/accounts") -> None:
    """The number, the password, the e-mailed code."""
    await window.goes_to("/sign-in")
    await window.sends("/sign-in", nir=NIR, password=PASSWORD)
    await approves(window, anne, password=False)
    assert window.path == onward, (window.path, window.page[-1500:])


async def approves(window: Window, anne: Person, *, password: bool = True) -> None:
    """Both steps of the office, on the page of a request."""
    address = window.path
    if password:
        await window.sends(f"{address}/proofs/{anne.means['password']}", password=PASSWORD)
    await window.sends(f"{address}/challenges/{anne.means['email_code']}")
    await window.sends(f"{address}/proofs/{anne.means['email_code']}", code=await last_code(anne.here))


async def leaves(window: Window, path: str = "/franceconnect/departure") -> str:
    """Where the site sends the browser."""
    answer = await window.browser.get(path, follow_redirects=False)
    assert answer.status_code == 303, answer.text[-1500:]
    return answer.headers["location"]


async def is_identified(address: str, *, who: str = "anne", acr: str = "eidas1", no: bool = False) -> str:
    """At the provider: be that person, or say no. Gives the address that it sends the browser back to."""
    async with httpx.AsyncClient(follow_redirects=False) as browser:
        for _ in range(8):
            if address.startswith(BACK):
                return address
            if "/interaction/" in address:
                address += "?no=1" if no else f"?as={who}&acr={acr}"
            answer = await browser.get(address)
            assert answer.is_redirect, (address, answer.status_code, answer.text[-800:])
            address = urljoin(address, answer.headers["location"])
    raise AssertionError("the provider never comes back")


async def comes_back(window: Window, address: str) -> str:
    """The browser follows the provider's answer."""
    parts = urlsplit(address)
    return await window.goes_to(f"{parts.path}?{parts.query}")


async def travels(window: Window, path: str = "/franceconnect/departure", **how: object) -> str:
    """There and back."""
    return await comes_back(window, await is_identified(await leaves(window, path), **how))  # type: ignore[arg-type]


async def binds(window: Window, anne: Person, *, who: str = "anne") -> None:
    """From her space: begin, fetch the identity, approve it."""
    await window.sends("/security/means/new/franceconnect", name="")
    found = re.search(r"/franceconnect/enrolments/[0-9a-f-]+", window.page)
    assert found is not None, window.page[-1500:]
    await travels(window, found.group(), who=who)


def code_of(window: Window) -> str:
    """The code of the refusal that the page shows."""
    found = re.search(r"<code>([a-z_]+)</code>", window.page)
    return found.group(1) if found else ""


def parameters(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
