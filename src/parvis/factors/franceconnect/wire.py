"""Calls to the provider: the one place here that touches the network. Every call has limits, and follows nothing."""

import asyncio
from urllib.parse import urlsplit

import httpx
import msgspec

from parvis.factors.franceconnect.provider import is_here
from parvis.factors.franceconnect.wrong import UNREACHABLE, Wrong
from parvis.outside import authorities

SECONDS = 5.0  # for a whole call: somebody waits in front of the page
LONGEST_ANSWER = 64 * 1024
AT_ONCE = 32  # A provider that hangs must not keep more of our visitors waiting than this.


class Answer(msgspec.Struct, frozen=True):
    status: int
    content_type: str
    body: bytes


class Wire:
    """Where calls leave from. One for each process."""

    def __init__(self) -> None:
        self._turns = asyncio.Semaphore(AT_ONCE)

    async def get(self, address: str, *, bearer: str = "") -> Answer | Wrong:
        """Read an address; `bearer` is the access token that opens it."""
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        return await self._call("GET", address, headers, None, None)

    async def post(self, address: str, form: dict[str, str], *, basic: tuple[str, str] | None = None) -> Answer | Wrong:
        """Send a form; `basic` are the user and the password of the header, where they go there."""
        return await self._call("POST", address, {}, form, basic)

    async def _call(
        self, method: str, address: str, headers: dict[str, str], form: dict[str, str] | None,
        basic: tuple[str, str] | None,
    ) -> Answer | Wrong:
        if self._turns.locked():
            return Wrong(UNREACHABLE, "too many calls are under way already")
        try:
            async with self._turns, asyncio.timeout(SECONDS):
                return await _call(method, address, headers, form, basic)
        except TimeoutError:
            return Wrong(UNREACHABLE, "it did not answer in time")
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            return Wrong(UNREACHABLE, f"it cannot be reached ({type(error).__name__})")


async def _call(
    method: str, address: str, headers: dict[str, str], form: dict[str, str] | None, basic: tuple[str, str] | None
) -> Answer | Wrong:
    parts = urlsplit(address)
    host = parts.hostname or ""
    if is_here(host) and host != "127.0.0.1":
        # RFC 6761: these names are this machine, whether or not its resolver knows them.
        # This very program, where it plays the provider, takes writes from its own pages alone.
        headers = {**headers, "Host": parts.netloc, "Sec-Fetch-Site": "same-origin"}
        address = parts._replace(netloc=parts.netloc.replace(host, "127.0.0.1", 1)).geturl()
    async with (
        httpx.AsyncClient(timeout=SECONDS, follow_redirects=False, trust_env=False, verify=authorities()) as client,
        client.stream(
            method, address, headers={"Accept": "application/json, application/jwt", **headers}, data=form,
            auth=httpx.BasicAuth(*basic) if basic else None,
        ) as response,
    ):
        body = bytearray()
        async for part in response.aiter_bytes():
            body += part
            if len(body) > LONGEST_ANSWER:
                return Wrong(UNREACHABLE, "its answer is too long")
        kind = response.headers.get("content-type", "").split(";")[0].strip().lower()
        return Answer(response.status_code, kind, bytes(body))
