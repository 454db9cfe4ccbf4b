"""One person's browser window: what they read, type and press, in the words of the page.

It notes on its bank's list of troubles whatever no page may do: an error in the console, a violation of the content
security policy, a script that throws, a status of 500 and above.
"""

import os
import re
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from playwright.sync_api import Browser, ConsoleMessage, Error, Locator, Page, Response, expect

from tests.journeys.bank import Bank

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Chromium says the first of any page whose status is 4xx, which many a good refusal has; the second where a story
# has cut the network.
EXPECTED = re.compile(
    r"Failed to load resource: (the server responded with a status of 4\d\d|net::ERR_INTERNET_DISCONNECTED)"
)
SOON_SECONDS = 15.0
expect.set_options(timeout=SOON_SECONDS * 1000)
PICTURES = os.environ.get("PARVIS_TEST_PICTURES", "")
_SPACES = re.compile(r"[\u00a0\u202f\u2009\s]+")


def plain(text: str) -> str:
    """Text as a test writes it: every kind of space is one space, every apostrophe is straight."""
    return _SPACES.sub(" ", text).replace("’", "'").strip()


def _part(name: str) -> re.Pattern[str]:
    """Matches a name on the page that holds `name`, whatever spaces and apostrophes it is written with."""
    return re.compile(re.escape(plain(name)).replace(r"\ ", r"\s+").replace("'", "['\u2019]"))


def _whole(name: str) -> re.Pattern[str]:
    """Matches that very name."""
    return re.compile(rf"^\s*{_part(name).pattern}\s*$")


class Window:
    """A window of a browser of its own: cookies are shared with no other Window (`another_tab` shares them)."""

    def __init__(self, bank: Bank, page: Page, slug: str) -> None:
        self.bank, self.page, self.slug = bank, page, slug
        self.status = 0  # Of the last page that was loaded.
        page.set_default_timeout(SOON_SECONDS * 1000)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self._complain(f"script: {error}"))
        page.on("response", self._note)

    # Going

    def goes_to(self, path: str) -> "Window":
        """Open a page of the window's institution."""
        address = self.bank.address(self.slug, path)
        try:
            self.page.goto(address)
        except Error as error:
            if "net::ERR_ABORTED" not in error.message:
                raise
            # A page that waits reloads itself when what it waits for is settled, which may have been this instant.
            self.page.goto(address)
        return self

    def goes_back(self) -> "Window":
        self.page.go_back()
        return self

    def reloads(self) -> "Window":
        self.page.reload()
        return self

    def another_tab(self) -> "Window":
        """A second window of the same browser: same cookies."""
        return Window(self.bank, self.page.context.new_page(), self.slug)

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    def arrives_at(self, path: str) -> "Window":
        """Wait until the address is `path`; a trailing * stands for anything."""
        pattern = re.escape(path).replace(r"\*", ".*")
        expect(self.page).to_have_url(re.compile(rf"^https?://[^/]+{pattern}(\?.*)?$"))
        return self

    # Reading

    @property
    def text(self) -> str:
        """All that the page shows."""
        return plain(self.page.locator("body").inner_text())

    @property
    def main(self) -> str:
        """What the page shows inside its main part."""
        return plain(self.page.locator("main").inner_text())

    @property
    def title(self) -> str:
        """The page's heading."""
        return plain(self.page.locator("h1").first.inner_text())

    @property
    def alert(self) -> str:
        """What the page announces as wrong; "" where nothing is."""
        found = self.page.get_by_role("alert")
        return plain(found.first.inner_text()) if found.count() else ""

    def reads(self, *sentences: str) -> "Window":
        """The page shows each of these, now or soon."""
        until = time.monotonic() + SOON_SECONDS
        for sentence in sentences:
            expected = plain(sentence).lower()
            while expected not in self.text.lower():
                assert time.monotonic() < until, f"« {sentence} » is not on {self.path} ({self.status}): {self.text}"
                self.page.wait_for_timeout(50)
        return self

    def does_not_read(self, *sentences: str) -> "Window":
        """The page shows none of these now."""
        shown = self.text.lower()
        for sentence in sentences:
            assert plain(sentence).lower() not in shown, f"« {sentence} » is on {self.path}: {self.text}"
        return self

    # Acting

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=_whole(name))

    def link(self, name: str) -> Locator:
        return self.page.get_by_role("link", name=_part(name))

    def field(self, label: str) -> Locator:
        """What is filled in under that label, whether it must be or not."""
        named = re.compile(rf"^\s*{_part(label).pattern}\s*(\((facultatif|optional)\))?\s*$")
        return self.page.locator("input, select, textarea").and_(self.page.get_by_label(named))

    def fills(self, label: str, value: str) -> "Window":
        self._is_served()
        self.field(label).fill(value)
        return self

    def presses(self, name: str) -> "Window":
        """Press the button of that name."""
        self._is_served()
        self.button(name).click()
        return self

    def turns(self, name: str) -> "Window":
        """Press the button of that name, and wait for the page that answers: it may look the same."""
        with self.page.expect_navigation():
            return self.presses(name)

    def enters(self) -> "Window":
        """Press Enter, and wait for the page that answers: it may look the same."""
        with self.page.expect_navigation():
            return self.types("Enter")

    def follows(self, name: str) -> "Window":
        """Follow the link of that name."""
        self._is_served()
        self.link(name).first.click()
        return self

    def types(self, *keys: str) -> "Window":
        """Press keys of the keyboard, wherever the focus is: « Tab », « Enter », « 7 »."""
        for key in keys:
            self.page.keyboard.press(key)
        return self

    @property
    def focused(self) -> str:
        """The name of what has the focus, as a screen reader would say it: label or text."""
        return plain(
            self.page.evaluate(
                """() => {
                    const e = document.activeElement;
                    if (!e || e === document.body) return "";
                    const said = e.getAttribute("aria-label") || e.labels?.[0]?.innerText || e.innerText;
                    return said || e.id || e.tagName;
                }"""
            )
        )

    def tabs_to(self, name: str, *, at_most: int = 40) -> "Window":
        """Press Tab until what has the focus bears that name, and can be seen to have it."""
        met = []
        for _ in range(at_most):
            self.page.keyboard.press("Tab")
            if self.focused == plain(name):
                seen = "(one => one.outlineStyle !== 'none' || one.boxShadow !== 'none')"
                assert self.page.evaluate(f"{seen}(getComputedStyle(document.activeElement))"), (
                    f"« {name} » looks the same"
                )
                return self
            met.append(self.focused)
        raise AssertionError(f"Tab never reaches « {name} » on {self.path}, only {met}")

    # Judging

    def is_accessible(self) -> "Window":
        """axe finds nothing, in light and in dark."""
        found = []
        for scheme in ("light", "dark"):
            # Without the fade from one to the other, which would have to be waited for.
            self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            self._stands_still()
            # Darkness changes colours, and nothing else that axe looks at.
            rules = RULES if scheme == "light" else ["color-contrast"]
            found += [
                f"{scheme} {self.path}: {one['id']} {[node['target'] for node in one['nodes']]}"
                for one in self._violations(rules)
            ]
        self.page.emulate_media(color_scheme="null", reduced_motion="null")
        assert not found, "\n".join(found)
        return self

    def _violations(self, rules: list[str]) -> list[dict[str, Any]]:
        """What axe has against the page, which is taught axe once."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE_SCRIPT)
        options = {"runOnly": rules, "resultTypes": ["violations"]}
        found: list[dict[str, Any]] = self.page.evaluate("async how => (await axe.run(how)).violations", options)
        return found

    def fits(self) -> "Window":
        """Nothing sticks out to the right of the screen."""
        wide, screen = self.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert wide <= screen, f"{self.path} is {wide} wide on a screen of {screen}"
        return self

    def shows_nothing_of(self, *private: str) -> "Window":
        """Neither the page nor its source holds any of these."""
        source = plain(self.page.content())
        for secret in private:
            assert plain(secret) not in source, f"« {secret} » can be read on {self.path}"
        return self

    def picture(self, name: str) -> "Window":
        """Keep a picture for whoever wants to look, where PARVIS_TEST_PICTURES names a folder."""
        if PICTURES:
            Path(PICTURES).mkdir(parents=True, exist_ok=True)
            self._stands_still()
            self.page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)
        return self

    def closes(self) -> None:
        """Close the browser with all its windows: its cookies are gone."""
        self.page.context.close()

    def _stands_still(self) -> None:
        """Wait until colours have faded in: axe and the eye judge what stays. What turns for ever is not waited for.

        Asked again and again from here: where scripts are off, a page's promises are never kept.
        """
        moving = """() => document.getAnimations().some((one) =>
            one.playState === "running" && Number.isFinite(one.effect.getComputedTiming().endTime))"""
        until = time.monotonic() + 2
        while self.page.evaluate(moving) and time.monotonic() < until:
            self.page.wait_for_timeout(20)

    # Noting troubles

    def _is_served(self) -> None:
        """Fail at once, with what the program logged, rather than look in vain on a page that broke."""
        assert self.status < 500, f"{self.path} → {self.status}\n{self.bank.log('serve')[-3000:]}"

    def _complain(self, trouble: str) -> None:
        self.bank.troubles.append(f"{self.page.url}: {trouble}")

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not EXPECTED.match(message.text):
            self._complain(f"console {message.type}: {message.text}")

    def _note(self, response: Response) -> None:
        if response.status >= 500:
            self._complain(f"{response.request.method} {response.url} → {response.status}")
        if response.request.is_navigation_request() and response.frame == self.page.main_frame:
            self.status = response.status


def open_window(
    chromium: Browser, bank: Bank, slug: str, *, scripts: bool = True, width: int = 1280, height: int = 900,
    language: str = "fr-FR",
) -> Window:  # fmt: skip
    """A fresh browser that has never been here."""
    context = chromium.new_context(
        java_script_enabled=scripts, viewport={"width": width, "height": height}, locale=language,
        timezone_id="Europe/Paris",
    )  # fmt: skip
    return Window(bank, context.new_page(), slug)
