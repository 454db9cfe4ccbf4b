"""Questions that factors put to the outside (OCSP responders, revocation lists): bounded in time, size and number.

What is asked again soon is answered from memory; so is silence, for less long. What an answer is worth (signed by whom,
fresh until when) is for the factor to judge.
"""

import asyncio
import ssl
import time
from collections import OrderedDict
from functools import cache
from urllib.parse import urlsplit

import httpx
import structlog

from parvis.factors import Question

log = structlog.get_logger()

SECONDS = 3.0  # for one answer, to its last byte
KEPT_SECONDS, SILENCE_SECONDS = 300.0, 20.0
KEPT_AT_MOST, KEPT_BYTES = 500, 20_000_000
AT_ONCE = 16

_Key = tuple[str, bytes]


@cache
def authorities() -> ssl.SSLContext:
    """Whom the web trusts. Read once in a process: it takes as long as a page."""
    return httpx.create_ssl_context(trust_env=False)


class Outside:
    """One for the program; `close` it."""

    def __init__(self) -> None:
        # No redirection: an answer comes from where it was asked. No proxy or netrc of the environment either.
        self._client = httpx.AsyncClient(
            timeout=SECONDS, follow_redirects=False, trust_env=False, verify=authorities()
        )
        self._kept: OrderedDict[_Key, tuple[float, bytes | None]] = OrderedDict()
        self._turns = asyncio.Semaphore(AT_ONCE)

    async def ask(self, question: Question) -> bytes | None:
        """The answer, at most five minutes old; None when there is none that can be used."""
        key = (question.url, question.body)
        kept = self._kept.get(key)
        if kept is not None and kept[0] > time.monotonic():
            return kept[1]
        answer = None
        try:
            async with self._turns, asyncio.timeout(SECONDS):
                answer = await self._fetch(question)
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, ValueError) as wrong:
            log.warning("outside_silent", at=question.url[:200], kind=type(wrong).__name__)
        self._keep(key, answer)
        return answer

    async def close(self) -> None:
        await self._client.aclose()

    async def _fetch(self, question: Question) -> bytes | None:
        if urlsplit(question.url).scheme not in ("http", "https"):
            return None
        method = "POST" if question.body else "GET"
        headers = {"Content-Type": question.content_type} if question.body else {}
        async with self._client.stream(method, question.url, content=question.body, headers=headers) as response:
            if response.status_code != httpx.codes.OK:
                return None
            read = bytearray()
            async for part in response.aiter_bytes():
                read += part
                if len(read) > question.longest:
                    return None
            return bytes(read)

    def _keep(self, key: _Key, answer: bytes | None) -> None:
        self._kept.pop(key, None)
        self._kept[key] = (time.monotonic() + (SILENCE_SECONDS if answer is None else KEPT_SECONDS), answer)
        while len(self._kept) > KEPT_AT_MOST or sum(len(one or b"") for _, one in self._kept.values()) > KEPT_BYTES:
            self._kept.popitem(last=False)
