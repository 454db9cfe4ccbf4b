"""The address of Estuaire's app, and Anne who has a phone there."""

from collections.abc import AsyncIterator

import httpx
import pytest

from parvis.here import Here
from tests.phone.world import Owner, an_owner, http_of


@pytest.fixture
async def http(here: Here) -> AsyncIterator[httpx.AsyncClient]:
    async with http_of(here) as opened:
        yield opened


@pytest.fixture
async def anne(here: Here, http: httpx.AsyncClient) -> Owner:
    """Anne has a phone that approves."""
    owner = await an_owner(here, http)
    await owner.enroll()
    return owner
