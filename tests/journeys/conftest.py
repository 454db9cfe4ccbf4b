"""Journeys: people in real Chromium, on the real program, told as stories. How to write one:

    from parvis.demo.stories.deuxrives import CAMILLE          # who: the demo's own clients
    from tests.journeys.pages import signs_in

    def test_camille_sees_her_accounts(open_window: OpenWindow, inbox: Inbox) -> None:
        at_home = open_window("deuxrives")                     # a fresh browser; scripts=False, width=360 if you like
        signs_in(at_home, CAMILLE, inbox)
        at_home.reads("Compte courant").is_accessible()        # axe, in light and in dark

- `open_window(slug)` gives a `Window` (browser.py); each has its own cookies, `another_tab()` shares them. `slug` ""
  is the start page's host. What Window does not say, `window.page` (Playwright, sync) does.
- `inbox` (inbox.py) is a real SMTP server and a real SMS gateway: `inbox.code(CAMILLE.sms)` waits for the next message.
- `bank` (bank.py) is the running program: `bank.advance(minutes=5)` moves its clock (Tuesday 24 November 2026, 14:05 in
  Paris when the module begins), `bank.rows(sql)` looks into its database, `bank.restart("work")` restarts a process.
  The browser's own timers are moved with `window.page.clock`.
- `whole_chromium` has what is around the page too, which notifications need; `chromium`, like most, has the page alone.
- Each module has a database and processes of its own, so modules cannot disturb one another; tests of one module share
  them: use another client, or a story that goes on. A module may set `SETTINGS = {"mail": "demo", "sms": "demo"}`.
- After each module, by itself: the ledger sums to zero, the journal verifies, no page had an error in its console, a
  violation of its policy or a status of 500, and no process logged an error.
- PARVIS_TEST_PICTURES=/some/folder keeps what `window.picture("name")` takes.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
import pytest
from playwright.sync_api import Browser, sync_playwright

from parvis.settings import Settings
from tests.chromium import start
from tests.conftest import Cluster
from tests.journeys.bank import Bank, apart, free_port, furnish
from tests.journeys.browser import Window
from tests.journeys.browser import open_window as a_window
from tests.journeys.inbox import Inbox, mail_server, sms_gateway

OpenWindow = Callable[..., Window]
SMS_TOKEN = "a token between this program and its operator"


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """One browser for all journeys. It ends with them: asyncio cannot run in this thread while Playwright does."""
    with sync_playwright() as playwright:
        browser = start(playwright.chromium)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def whole_chromium(chromium: Browser) -> Iterator[Browser]:
    """For a story of what the browser itself shows, such as a notification."""
    browser = start(chromium.browser_type, whole=True)
    yield browser
    browser.close()


@contextmanager
def a_database(cluster: Cluster, name: str, *, template: str) -> Iterator[None]:
    """A copy of `template`, for as long as the context lasts."""
    apart(lambda: cluster.run(f"create database {name} template {template}"))
    try:
        yield
    finally:
        apart(lambda: cluster.run(f"drop database {name} with (force)"))


@pytest.fixture(scope="package")
def furnished(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """The five demonstrations in a database that each module copies, with the keys that open it."""
    place, name = tmp_path_factory.mktemp("furnished"), f"{cluster.template}_furnished"
    settings = Settings(
        mode="test", database_url=cluster.program_url(name), owner_url=cluster.url(name), var_dir=place,
        clock_file=place / "clock", mail="demo", sms="demo", argon_memory_kib=64, argon_time=1, pool=4,
    )  # fmt: skip
    with a_database(cluster, name, template=cluster.template):
        Bank(settings)  # Sets the clock.
        furnish(settings)
        yield settings


@pytest.fixture(scope="module")
def inbox() -> Inbox:
    """Where e-mails and SMS of this module arrive."""
    return Inbox()


@pytest.fixture(scope="module")
def bank(
    request: pytest.FixtureRequest, cluster: Cluster, furnished: Settings, inbox: Inbox,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Bank]:  # fmt: skip
    """The program, serving and working on a copy of the furnished database; looked over when the module ends."""
    module = request.module.__name__.rpartition(".")[2].removeprefix("test_")
    place, name = tmp_path_factory.mktemp(module), f"{cluster.template}_{module}"
    own: dict[str, Any] = getattr(request.module, "SETTINGS", {})
    token = place / "sms.token"
    token.write_text(SMS_TOKEN)
    with (
        a_database(cluster, name, template=f"{cluster.template}_furnished"),
        mail_server(inbox) as (mail_host, mail_port),
        sms_gateway(inbox, SMS_TOKEN) as sms_url,
    ):
        settings = msgspec.structs.replace(
            furnished, database_url=cluster.program_url(name), owner_url=cluster.url(name), port=free_port(),
            var_dir=place, clock_file=place / "clock", mail="smtp", smtp_host=mail_host, smtp_port=mail_port,
            smtp_tls="none", sms="http", sms_url=sms_url, sms_token_file=token,
        )  # fmt: skip
        running = Bank(msgspec.structs.replace(settings, **own))
        try:
            running.start()
            yield running
        finally:
            running.stop()
        found = running.look_over()
    assert found == [], "\n".join(found)


@pytest.fixture
def open_window(chromium: Browser, bank: Bank) -> Iterator[OpenWindow]:
    """Opens browsers: `open_window("deuxrives", scripts=False, width=360)`. They close when the test ends."""
    opened: list[Window] = []

    def open_one(slug: str, **how: Any) -> Window:
        opened.append(a_window(chromium, bank, slug, **how))
        return opened[-1]

    yield open_one
    for window in opened:
        window.closes()
