"""A browser without scripts, for tests: it signs in through the front door, fills forms and follows redirections."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from html import unescape

import httpx

from parvis.app import create_app
from parvis.here import Here
from tests.gate.world import CODE, Person, last_code

_FIELD = re.compile(r'<input[^>]*\bname="(?P<name>[^"]+)"[^>]*>')
_VALUE = re.compile(r'\bvalue="([^"]*)"')
_FORM = re.compile(r'<form[^>]*\baction="(?P<action>[^"]+)"[^>]*>(?P<inside>.*?)</form>', re.DOTALL)


class Window:
    """One browser window of one person."""

    def __init__(self, browser: httpx.AsyncClient) -> None:
        self.browser = browser
        self.page = ""
        self.status = 0
        self.path = ""

    async def goes_to(self, path: str) -> str:
        """Open an address and give the page; what it redirects to is followed."""
        return self._read(await self.browser.get(path))

    async def sends(self, path: str, **fields: str) -> str:
        """Submit a form with exactly these fields."""
        return self._read(await self.browser.post(path, data=fields))

    async def submits(self, action: str, **typed: str) -> str:
        """Submit the form of the present page that goes to `action`, as it stands but for what is typed."""
        return await self.sends(action, **(self.form(action) | typed))

    def form(self, action: str) -> dict[str, str]:
        """The fields of that form, as the page shows them: of radios, the chosen one."""
        found = next(match for match in _FORM.finditer(self.page) if unescape(match["action"]) == action)
        fields: dict[str, str] = {}
        for match in _FIELD.finditer(found["inside"]):
            tag = match.group(0)
            if 'type="radio"' in tag and " checked" not in tag:
                continue
            value = _VALUE.search(tag)
            fields[match["name"]] = unescape(value.group(1)) if value else ""
        return fields

    def _read(self, response: httpx.Response) -> str:
        self.page = unescape(response.text).replace("\u202f", " ").replace("\u00a0", " ").replace("’", "'")
        self.status, self.path = response.status_code, response.url.path
        return self.page


@asynccontextmanager
async def a_window(here: Here, slug: str = "deuxrives") -> AsyncIterator[Window]:
    """A fresh browser on the site of that institution."""
    address = f"http://{slug}.localhost:8000"
    transport = httpx.ASGITransport(app=create_app(here.settings, here))
    async with httpx.AsyncClient(
        transport=transport, base_url=address, follow_redirects=True,
        headers={"Origin": address, "Accept-Language": "fr", "Accept": "text/html"},
    ) as browser:
        yield Window(browser)


async def signs_in(window: Window, person: Person, **identifier: str) -> None:
    """By the first page, then by what the gate asks of a device it does not know: the code sent by SMS."""
    await window.goes_to("/sign-in")
    await window.sends("/sign-in", code=CODE, **identifier)
    if "/requests/" in window.path:
        proofs = f"{window.path}/proofs/{person.means['sms_code']}"
        await window.sends(f"{window.path}/challenges/{person.means['sms_code']}")
        await window.sends(proofs, code=await last_code(person.here))
    assert window.path == "/accounts", (window.path, window.status, window.page[-2000:])
