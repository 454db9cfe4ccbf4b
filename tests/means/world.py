"""A browser without a screen: the pages through HTTP, cookies kept, forms sent as a browser sends them."""

import re
from html import unescape

import httpx

from parvis.app import create_app
from parvis.here import Here

PASSWORD = "Lanterne!rouge41"


class Browser:
    """One browser at one institution."""

    def __init__(self, here: Here, slug: str) -> None:
        self.origin = f"http://{slug}.localhost"
        transport = httpx.ASGITransport(app=create_app(here.settings, here))
        self.http = httpx.AsyncClient(transport=transport, base_url=self.origin)
        self.at = "/"
        self.text = ""
        self.status = 0

    async def opens(self, address: str) -> str:
        """Go there, follow what it answers, and read the page."""
        return await self._read(await self.http.get(address, headers={"accept": "text/html"}))

    async def sends(self, address: str, **fields: str) -> str:
        """Send a form, follow what it answers, and read the page."""
        headers = {"origin": self.origin, "sec-fetch-site": "same-origin", "accept": "text/html"}
        return await self._read(await self.http.post(address, data=fields, headers=headers))

    async def _read(self, answer: httpx.Response) -> str:
        self.status = answer.status_code
        while answer.is_redirect:
            answer = await self.http.get(answer.headers["location"], headers={"accept": "text/html"})
        self.at = answer.url.path
        self.text = unescape(answer.text)
        self.status = answer.status_code
        return self.text

    def action(self, ending: str) -> str:
        """The address of the form whose action ends like that, or holds it."""
        found = re.search(rf'action="([^"]*{ending}[^"]*)"', self.text)
        assert found is not None, f"no form for {ending} on {self.at}"
        return found.group(1)

    def hidden(self, name: str) -> str:
        """The value of a hidden field."""
        found = re.search(rf'name="{name}" value="([^"]*)"', self.text)
        assert found is not None, f"no field {name} on {self.at}"
        return found.group(1)

    async def signs_in(self, subscriber: str, password: str = PASSWORD) -> str:
        return await self.sends("/sign-in", subscriber=subscriber, password=password)

    def key(self) -> str:
        """The key in clear, as somebody copies it."""
        found = re.search(r"data-copy-text>([A-Z2-7 ]+)<", self.text)
        assert found is not None, f"no key on {self.at}"
        return found.group(1).replace(" ", "")
