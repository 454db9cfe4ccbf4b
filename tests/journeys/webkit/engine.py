"""WebKit, the engine of Safari and of every browser of an iPhone, in Debian's build: a window of it, by WebDriver.

Playwright drives a WebKit of its own alone, which Debian does not have. What is said here is what these stories need.
"""

import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from tests.journeys.bank import free_port
from tests.journeys.browser import plain

DRIVER = "WebKitWebDriver"
SOON_SECONDS = 15.0

# What says just that comes before what says more.
_NAMED = """
const [kinds, name] = arguments;
const words = (text) => (text ?? "").replace(/\\s+/g, " ").replaceAll("’", "'").trim();
const says = (one) => [one.textContent, one.getAttribute("aria-label")].some((said) => words(said).includes(name));
const able = (one) => one.checkVisibility() && !one.disabled;
const found = [...document.querySelectorAll(kinds)].filter((one) => able(one) && says(one));
const exact = found.filter((one) => words(one.textContent) === name);
const one = (exact.length ? exact : found)[0];
"""
_PRESSES = f"{_NAMED} one?.click(); return Boolean(one);"
_FILLS = f"""{_NAMED}
const field = one?.control;
if (!field) return false;
field.focus();
field.value = arguments[2];
for (const event of ["input", "change"]) field.dispatchEvent(new Event(event, {{ bubbles: true }}));
return true;
"""


class WebKit:
    """One window, with cookies and keys of its own."""

    def __init__(self, session: httpx.Client, origin: str) -> None:
        self._session, self._origin = session, origin

    def goes_to(self, path: str) -> "WebKit":
        """Open a page of the institution."""
        self._ask("POST", "/url", {"url": self._origin + path})
        return self

    def goes_back(self) -> "WebKit":
        """« Précédent »."""
        self._ask("POST", "/back", {})
        return self

    def reloads(self) -> "WebKit":
        """The page again, as the browser would ask for it."""
        self._ask("POST", "/refresh", {})
        return self

    def runs(self, script: str, *arguments: Any) -> Any:
        """What a script of the page returns."""
        return self._ask("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    @property
    def path(self) -> str:
        """The path of the page that is shown."""
        return str(self.runs("return location.pathname"))

    @property
    def text(self) -> str:
        """What the page says, as a test writes it."""
        return plain(self.runs("return (document.querySelector('main') ?? document.body).innerText"))

    def presses(self, name: str) -> "WebKit":
        """A button or a link that says this, as soon as there is one."""
        self._soon(lambda: self.runs(_PRESSES, "button, a", name), f"no button says « {name} »")
        return self

    def types_digits(self, digits: str) -> "WebKit":
        """The keys of a pad, one after the other."""
        for digit in digits:
            self.presses(digit)
        return self

    def chooses(self, name: str) -> "WebKit":
        """A choice among several."""
        self._soon(lambda: self.runs(_PRESSES, "label", name), f"no choice says « {name} »")
        return self

    def fills(self, label: str, value: str) -> "WebKit":
        """The field that this labels."""
        self._soon(lambda: self.runs(_FILLS, "label", label, value), f"no field is labelled « {label} »")
        return self

    def reads(self, *sentences: str) -> "WebKit":
        """The page shows each of these, now or soon."""
        for sentence in sentences:
            wanted = plain(sentence).lower()
            self._soon(lambda wanted=wanted: wanted in self.text.lower(), f"« {sentence} » is not shown")
        return self

    def finds(self, shape: re.Pattern[str]) -> str:
        """The first text of that shape, as soon as there is one."""
        self._soon(lambda: shape.search(self.text) is not None, f"nothing looks like {shape.pattern}")
        found = shape.search(self.text)
        assert found is not None
        return found.group()

    def _soon(self, holds: Any, otherwise: str) -> None:
        until = time.monotonic() + SOON_SECONDS
        while not holds():
            assert time.monotonic() < until, f"{otherwise} on {self.path}: {self.text}"
            time.sleep(0.1)

    def _ask(self, method: str, path: str, body: dict[str, Any]) -> Any:
        answer = self._session.request(method, path, json=body)
        told = answer.json()["value"]
        assert answer.status_code == 200, told
        return told


@contextmanager
def a_window(origin: str) -> Iterator[WebKit]:
    """A window on the pages of `origin` (http://host:port), closed when the block ends."""
    port = free_port()
    with subprocess.Popen([DRIVER, f"--port={port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as driver:
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60, trust_env=False) as client:
                made = _first(client)
                client.base_url = httpx.URL(f"http://127.0.0.1:{port}/session/{made}")
                yield WebKit(client, origin)
                client.delete("")
        finally:
            driver.terminate()


def _first(client: httpx.Client) -> str:
    until = time.monotonic() + SOON_SECONDS
    while True:
        try:
            answer = client.post("/session", json={"capabilities": {"alwaysMatch": {}}})
        except httpx.ConnectError:
            assert time.monotonic() < until, f"{DRIVER} does not answer"
            time.sleep(0.1)
        else:
            assert answer.status_code == 200, answer.text
            return str(answer.json()["value"]["sessionId"])
