"""For whoever runs the machine: is it well, and how much. No client is named."""

from fastapi import APIRouter, Response
from fastapi.responses import PlainTextResponse

from parvis import metrics
from parvis.db import DatabaseLost
from parvis.web.access import Operator

pages = APIRouter()

QUEUES = {
    "parvis_outbox_waiting": (
        "Messages not sent yet.",
        "select count(*) from outbox where state = 'waiting'",
    ),
    "parvis_outbox_oldest_seconds": (
        "Age of the oldest message that should have left, in seconds.",
        "select coalesce(extract(epoch from now() - min(due_at)), 0)::bigint from outbox"
        " where state = 'waiting' and due_at < now()",
    ),
    "parvis_journal_unsealed": (
        "Journal rows that the worker has not sealed yet.",
        "select count(*) from journal_unsealed",
    ),
    "parvis_requests_waiting": (
        "Requests that wait for a proof.",
        "select count(*) from request where state = 'waiting'",
    ),
    "parvis_transfers_due": (
        "Transfers whose day has come and that are not executed yet.",
        "select count(*) from transfer where state = 'scheduled' and execute_on <= current_date",
    ),
}


@pages.get("/healthz")
async def healthz(here: Operator) -> Response:
    """200 « ok » when the database answers, else 503: what a load balancer and `parvis demo` ask."""
    try:
        async with here.reading() as tx:
            await tx.value("select 1")
    except DatabaseLost:
        return PlainTextResponse("database unreachable\n", 503)
    return PlainTextResponse("ok\n")


@pages.get("/metrics")
async def figures(here: Operator) -> Response:
    """What Prometheus reads. Keep it from the public at the proxy: it says how busy the house is."""
    metrics.HASHING.set(here.hasher.waiting)
    async with here.reading() as tx:
        found = {name: (sentence, int(await tx.value(sql))) for name, (sentence, sql) in QUEUES.items()}
    return Response(metrics.exposition(found), media_type="text/plain; version=0.0.4; charset=utf-8")
