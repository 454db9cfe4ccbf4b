"""What the agency's screens ask by themselves: has the queue moved, has this case? None of it is activity."""

from collections.abc import AsyncIterator, Awaitable, Callable
from uuid import UUID

import msgspec
from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from parvis.cases import tables as cases
from parvis.cases.queue import tables as queue
from parvis.errors import Refused, refused
from parvis.web.access import AgentQuietly
from parvis.web.answers import refusal_page
from parvis.web.forms import read_query
from parvis.web.visit import Visit

pages = APIRouter()

STREAM_SECONDS = 55.0  # Then the browser asks again by itself: no connection is held for ever.


class Known(msgspec.Struct, frozen=True):
    """What the page shows already."""

    known: str = ""


@pages.get("/agency/live/queue")
async def queue_moved(request: Request, visit: AgentQuietly) -> Response:
    """A stream that says `moved`, once, when the queue is another one than the page shows."""
    query = read_query(request, Known)
    if isinstance(query, Refused):
        return refusal_page(visit, query)

    async def version() -> str:
        async with visit.here.reading() as tx:
            return (await queue.counts(tx, visit.serves.slug, visit.me.id, visit.now)).version

    return _stream(visit, f"queue:{visit.serves.slug}", query.known, version)


@pages.get("/agency/live/cases/{case_id}")
async def case_moved(case_id: UUID, request: Request, visit: AgentQuietly) -> Response:
    """A stream that says `moved`, once, when more was done in this case than the page shows."""
    query = read_query(request, Known)
    if isinstance(query, Refused):
        return refusal_page(visit, query)
    async with visit.here.reading() as tx:
        if await cases.one(tx, visit.serves.slug, case_id) is None:
            return refusal_page(visit, refused("page_not_found"))

    async def version() -> str:
        async with visit.here.reading() as tx:
            return str(await cases.moves(tx, visit.serves.slug, case_id))

    return _stream(visit, f"case:{case_id}", query.known, version)


def _stream(visit: Visit, topic: str, known: str, version: Callable[[], Awaitable[str]]) -> Response:
    async def until_moved() -> AsyncIterator[str]:
        async with visit.here.bell.listen_for(topic) as listening:
            yield "retry: 1000\n\n"
            if await version() != known or (await listening.wait(STREAM_SECONDS) and await version() != known):
                yield "event: moved\ndata: {}\n\n"

    return StreamingResponse(until_moved(), media_type="text/event-stream", headers={"Cache-Control": "no-store"})
