"""The gallery, served, and a browser to look at it."""

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.chromium import start
from tests.ui.gallery import Gallery, server


@pytest.fixture(scope="session")
def gallery() -> Gallery:
    return Gallery()


@pytest.fixture(scope="session")
def port(gallery: Gallery) -> Iterator[int]:
    """The port where the gallery is served."""
    running = server(gallery, 0)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield running.server_port
    running.shutdown()
    running.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = start(playwright.chromium)
        yield started
        started.close()
